"""The main job from end to end: roster in, records, forms, tally, the district, a second PC."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from tests.journeys import papers
from tests.journeys.papers import SOURCE_FIGURES, Villager
from tests.journeys.program import District, Station

CODE, NAME = "320812001003", "青石村退役军人服务站"
LEDGERS = {
    "entitlements": papers.write_entitlements,
    "visits": papers.write_visits,
    "payments": papers.write_payments,
    "certifications": papers.write_certifications,
    "plaques": papers.write_plaques,
}
KINDS = ("ENTITLED_DIFF", "VET_DIFF", "FOCUS", "OFFICER_DIFF", "MARTYR_DIFF")


@pytest.fixture(scope="module")
def people() -> list[Villager]:
    """The people of the village."""
    return papers.villagers()


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory, people: list[Villager]) -> Station:
    """A station after its first day: the roster and five ledgers are in."""
    folder = tmp_path_factory.mktemp("first-day")
    first = Station(folder / "station")
    first.run("init", "--code", CODE, "--name", NAME, "--operator", "李秀兰")
    papers.write_roster(folder / "roster.xlsx", people)
    first.run("import", "roster", folder / "roster.xlsx", "--report", folder / "roster.json")
    for ledger, write in LEDGERS.items():
        write(folder / f"{ledger}.xlsx", people)
        report = folder / f"{ledger}.json"
        first.run("import", "ledger", ledger, folder / f"{ledger}.xlsx", "--report", report)
    return first


def _report(station: Station, name: str) -> Any:
    return json.loads((station.folder.parent / f"{name}.json").read_text(encoding="utf-8"))


def _line(tally: Any, code: str) -> Any:
    return next(line["values"] for line in tally["lines"] if line["code"] == code)


def _tally(station: Station, period: str, folder: Path) -> Any:
    station.run("tally", period, "--json", folder / "tally.json")
    return json.loads((folder / "tally.json").read_text(encoding="utf-8"))


def test_the_roster_is_in_the_register(station: Station, people: list[Villager]) -> None:
    report = _report(station, "roster")
    assert (report["rows_read"], report["skipped"]) == (62, 2)
    assert report["new"] == len(people)
    listed = station.read_json("people")
    assert {person["id_number"] for person in listed} == {p.id_number for p in people}


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_row_of_a_ledger_is_accounted_for(station: Station, ledger: str) -> None:
    report = _report(station, ledger)
    states = ("new", "merged", "unchanged", "doubtful", "skipped", "refused")
    assert report["rows_read"] == sum(report[state] for state in states)
    assert report["new"] == report["rows_read"], report["rows"]


def test_a_ledger_imported_again_changes_nothing(station: Station, tmp_path: Path) -> None:
    before = _tally(station, "2022", tmp_path)
    again = tmp_path / "again.json"
    ledger = station.folder.parent / "payments.xlsx"
    station.run("import", "ledger", "payments", ledger, "--report", again)
    report = json.loads(again.read_text(encoding="utf-8"))
    assert report["unchanged"] == report["rows_read"]
    assert _tally(station, "2022", tmp_path) == before


def test_the_figures_of_the_source_come_out_to_the_fen(station: Station, tmp_path: Path) -> None:
    tally = _tally(station, "2022", tmp_path)
    assert (tally["station"], tally["period"]) == (NAME, "2022")
    for kind, (_, _, headcount, fen) in zip(KINDS, SOURCE_FIGURES, strict=True):
        assert _line(tally, f"C4.{kind}") == {"人次": headcount, "分": fen}
    assert _line(tally, "C1") == {"人次": 676}
    assert _line(tally, "C2")["分"] + _line(tally, "C3")["分"] == 57_220_000
    assert _line(tally, "K1")["人次"] == 676
    assert _line(tally, "K2")["分"] == 57_220_000


def test_months_quarters_and_ranges_add_up(station: Station, tmp_path: Path) -> None:
    october = _tally(station, "2022-10", tmp_path)
    assert (_line(october, "B1"), _line(october, "B4")) == ({"人次": 20}, {"人次": 5})
    assert _line(_tally(station, "2022-Q4", tmp_path), "B1") == {"人次": 20}
    half = _tally(station, "2022-01..2022-06", tmp_path)
    assert _line(half, "C4.ENTITLED_DIFF") == {"人次": 4, "分": 200_000}
    assert _line(_tally(station, "2022-09", tmp_path), "D2") == {"人": 40}
    assert _line(_tally(station, "2022-07", tmp_path), "E2") == {"块": 30}


def test_the_workbook_of_the_tally_reads_back(station: Station, tmp_path: Path) -> None:
    station.run("tally", "2022-07", "--out", tmp_path / "tally.xlsx")
    sheet = load_workbook(tmp_path / "tally.xlsx").worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("工作月报" in cell for cell in cells)
    assert sheet.print_area


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("plaque-register", ["--all"]),
        ("plaque-roster", ["--all"]),
        ("visit", ["--period", "2022-10"]),
        ("payment-roster", ["--all"]),
        ("certification-roster", ["--period", "2022"]),
        ("person-roster", ["--all", "--masked", "--bound"]),
        ("visit", ["--blank"]),
        ("plaque-register", ["--blank"]),
    ],
)
def test_a_form_is_printed_and_reads_back(
    station: Station, people: list[Villager], tmp_path: Path, form: str, options: list[str]
) -> None:
    station.run("form", form, "--out", tmp_path / "form.pdf", *options)
    pages = pypdfium2.PdfDocument(tmp_path / "form.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert pages[0].render(scale=1).to_pil().convert("L").getextrema()[0] < 64  # ink
    assert ("--blank" in options) or (people[0].name in text)
    assert ("遮盖" in text) == ("--masked" in options)
    assert "共" in text


def test_a_form_for_one_person_names_nobody_else(
    station: Station, people: list[Villager], tmp_path: Path
) -> None:
    chosen, other = people[0], people[1]
    out = tmp_path / "one.pdf"
    station.run("form", "plaque-register", "--out", out, "--person", chosen.id_number)
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert chosen.id_number in text
    assert other.id_number not in text


def test_search_finds_by_initials_and_by_tail(station: Station, people: list[Villager]) -> None:
    tail = people[0].id_number[-4:]
    by_tail = {person["id_number"] for person in station.read_json("search", tail)}
    assert people[0].id_number in by_tail
    by_initials = {person["name"] for person in station.read_json("search", "wjg")}
    assert people[0].name in by_initials


def test_an_import_is_taken_back_as_a_whole(people: list[Villager], tmp_path: Path) -> None:
    pc = Station(tmp_path / "station")
    pc.run("init", "--code", CODE, "--name", NAME, "--operator", "李秀兰")
    papers.write_roster(tmp_path / "roster.xlsx", people)
    said = pc.run("import", "roster", tmp_path / "roster.xlsx").out
    number = said.split("undo-import ")[1].split()[0]
    pc.run("undo-import", number)
    assert pc.read_json("people") == []


def test_a_result_that_cannot_be_written_stops_before_anything_is_stored(
    people: list[Villager], tmp_path: Path
) -> None:
    pc = Station(tmp_path / "station")
    pc.run("init", "--code", CODE, "--name", NAME, "--operator", "李秀兰")
    papers.write_roster(tmp_path / "roster.xlsx", people)
    nowhere = tmp_path / "no-such-folder" / "report.json"
    pc.run("import", "roster", tmp_path / "roster.xlsx", "--report", nowhere, expect=3)
    assert pc.read_json("people") == []


def test_a_wrong_password_exits_1_and_says_so(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.journeys.program.PASSWORD", "not-the-password")
    assert "密码不对" in station.run("people", expect=1).err


def test_a_missing_station_exits_3(tmp_path: Path) -> None:
    assert "建站" in Station(tmp_path / "nothing").run("people", expect=3).err


@pytest.mark.loopback
def test_two_pcs_and_the_district_have_the_same_on_sqlite(station: Station, tmp_path: Path) -> None:
    _meet_at_the_district(station, District(f"sqlite:///{tmp_path / 'district.db'}"), tmp_path)


@pytest.mark.loopback
def test_two_pcs_and_the_district_have_the_same_on_postgresql(
    station: Station, tmp_path: Path, postgres: str
) -> None:
    _meet_at_the_district(station, District(postgres), tmp_path)


def _meet_at_the_district(station: Station, district: District, tmp_path: Path) -> None:
    first, second = _copy(station, tmp_path / "first"), Station(tmp_path / "second")
    second.run("init", "--code", CODE, "--name", NAME, "--operator", "吴海燕")
    district.run("init")
    code = district.run("station", "add", "--code", CODE, "--name", NAME).split()[-1]
    with district.serving() as address:
        _enroll_and_sync(first, address, code)
        another = district.run("station", "code", CODE).split()[-1]
        _enroll_and_sync(second, address, another)
        second.run("sync")
        rows = json.loads(district.run("stations", "--format", "json"))
    assert [row["code"] for row in rows] == [CODE]
    assert rows[0]["people"] == len(first.read_json("people"))
    assert rows[0]["last_complete_upload"]
    assert second.read_json("people") == first.read_json("people")
    assert _tally(second, "2022", tmp_path) == _tally(first, "2022", tmp_path)


def _enroll_and_sync(pc: Station, address: str, code: str) -> None:
    pc.run("enroll", "--server", address, "--code", code)
    pc.run("sync")


def _copy(station: Station, folder: Path) -> Station:
    """The same station restored on a PC of its own, so that tests do not share what they write."""
    backup = folder.parent / "station.backup"
    station.run("backup", backup)
    copy = Station(folder)
    copy.run("restore", backup)
    return copy
