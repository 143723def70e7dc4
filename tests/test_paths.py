"""Where things live: below one folder, in the platform's own place, also in a frozen program."""

import stat
import sys
from pathlib import Path

import pytest

from station_app import paths


def test_everything_of_a_station_lies_below_one_folder(tmp_path: Path) -> None:
    station = paths.station_paths(tmp_path / "here")
    places = [
        getattr(station, name)
        for name, kind in vars(paths.Paths).items()
        if isinstance(kind, property)
    ]
    assert all(tmp_path / "here" in place.parents for place in places)
    assert len(set(places)) == len(places)


def test_the_folders_are_closed_to_other_people_of_the_pc(tmp_path: Path) -> None:
    station = paths.station_paths(tmp_path / "here")
    station.create()
    station.create()
    assert stat.S_IMODE(station.data.stat().st_mode) == 0o700
    assert station.backups.is_dir()
    assert station.logs.is_dir()


@pytest.mark.parametrize(
    ("platform", "variable"), [("win32", "LOCALAPPDATA"), ("linux", "XDG_DATA_HOME")]
)
def test_without_a_name_the_folder_is_where_the_platform_keeps_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, variable: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, str(tmp_path))
    assert paths.station_paths().data == tmp_path / "veterans-station"


def test_a_frozen_program_brings_its_resources(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.fonts() == tmp_path / "resources" / "fonts"


def test_a_checkout_has_its_fonts() -> None:
    assert {font.name for font in paths.fonts().glob("*.ttf")} == {
        "NotoSansSC-Regular.ttf",
        "NotoSansSC-Bold.ttf",
        "NotoSerifSC-Regular.ttf",
        "NotoSerifSC-Bold.ttf",
        "RareHanA.ttf",
        "RareHanB.ttf",
    }
