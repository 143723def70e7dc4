"""The card for reporting by stick: what is away is said, failures are said in words."""

from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from station_app.errors import Unavailable
from station_app.messages import sentence
from station_app.services.bundles import Exported
from station_app.store.unit_of_work import Store
from station_app.sync import bundle
from station_app.sync.bundle_keys import SecretKeys
from station_app.ui.desk import Desk
from station_app.ui.pages.sync_bundle import HOW, HOW_TO_JOIN, NOTHING_NEW, BundleCard
from tests.fixtures.clock import START
from tests.fixtures.station import STATION_CODE, STATION_NAME, EmptyStation


@pytest.fixture
def card(qtbot: QtBot, desk: Desk, empty_station: EmptyStation) -> BundleCard:
    """The card, as it stands on a PC that never joined."""
    desk.keys = empty_station.keys
    made = BundleCard(desk)
    qtbot.addWidget(made)
    made.resize(900, 200)
    made.show()
    made.refresh()
    qtbot.waitUntil(lambda: made._status is not None)
    return made


def joining_file(folder: Path, division_code: str = STATION_CODE) -> Path:
    """The district's enrolment file."""
    joining = bundle.Joining(
        version=1,
        server=uuid4(),
        keys=SecretKeys.of(b"d" * 32).public.raw,
        division_code=division_code,
        station_name=STATION_NAME,
        code="ABCD-EFGH-JKLM-NPQR",
    )
    file = folder / "station.vsjoin"
    file.write_bytes(bundle.write_joining(joining))
    return file


def quiet(qtbot: QtBot, card: BundleCard) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: not card._desk.tasks.busy)


def test_a_pc_that_never_joined_is_told_how_to(card: BundleCard) -> None:
    assert card.how.text() == HOW_TO_JOIN
    assert card.join.isVisible()
    assert not card.out.isEnabled()


def test_a_stick_without_news_is_not_said_to_carry_nothing(
    card: BundleCard, tmp_path: Path
) -> None:
    told: list[str] = []
    card._desk.said.connect(lambda words, *_rest: told.append(words))
    card._exported(Exported(tmp_path / "a.vsbundle", 0, START))
    card._exported(Exported(tmp_path / "a.vsbundle", 1_200, START))
    assert told == [NOTHING_NEW, "已导出 1,200 条，可以拔U盘了"]


def test_the_way_of_a_stick(
    qtbot: QtBot, card: BundleCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(joining_file(tmp_path))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (chosen, ""))
    card.join.click()
    qtbot.waitUntil(lambda: card.words.text().startswith("登记文件已收下"))
    quiet(qtbot, card)
    assert card.how.text() == HOW

    target = tmp_path / "out.vsbundle"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    card.out.click()
    qtbot.waitUntil(lambda: "等回执" in card.words.text())
    quiet(qtbot, card)

    assert target.exists()
    assert card.words.text().endswith("条，等回执")
    assert not card.trouble.isVisible()


def test_a_file_that_is_none_is_said_on_the_card(
    qtbot: QtBot, card: BundleCard, tmp_path: Path
) -> None:
    card.join_from(joining_file(tmp_path))
    quiet(qtbot, card)
    wrong = tmp_path / "list.xlsx"
    wrong.write_bytes(b"PK")
    card.take_from(wrong)
    qtbot.waitUntil(card.trouble.isVisible)
    quiet(qtbot, card)
    assert "不是上报用的文件" in card.trouble.text()


def test_a_stick_that_was_pulled_out_is_said_on_the_card(
    qtbot: QtBot, card: BundleCard, tmp_path: Path
) -> None:
    card.join_from(joining_file(tmp_path))
    quiet(qtbot, card)
    card.export_to(tmp_path / "gone" / "out.vsbundle")
    qtbot.waitUntil(card.trouble.isVisible)
    quiet(qtbot, card)
    assert card.trouble.text() == sentence(Unavailable("bundle.not_written", name="out.vsbundle"))


def test_another_stations_enrolment_file_is_refused(
    qtbot: QtBot, card: BundleCard, tmp_path: Path, store: Store
) -> None:
    card.join_from(joining_file(tmp_path, "320812001002"))
    qtbot.waitUntil(card.trouble.isVisible)
    quiet(qtbot, card)
    assert STATION_NAME in card.trouble.text()
    assert store.station_id is not None
