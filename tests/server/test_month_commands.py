"""Month reports and the roll-up without pages: listed, sent back, locked, printed, kept."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import database
from district_server.cli import run
from district_server.models import AuditEntry, EnrolmentCode, KeptRollUp
from district_server.web.reach import EVERYTHING
from district_server.web.views.kept import kept_roll_up
from district_server.web.views.tally import Asked
from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.domain.printouts import grouped
from station_app.models.identifiers import station_id_of
from station_app.models.month_report import MonthDecision
from tests.fixtures.reported_months import report_month
from tests.reports.reading import pages

EAST, WEST = "320812001001", "320812001002"
MONTH = "2022-09"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two stations that began in September; one handed it in, a zero report."""
    assert run(["init"], {}, tmp_path) == 0
    for code, name in ((EAST, "东湖社区服务站"), (WEST, "西湖社区服务站")):
        assert run(["station", "add", "--code", code, "--name", name], {}, tmp_path) == 0
    with opened(tmp_path) as session:
        report_month(session, station_id_of(EAST), MONTH)
        report_month(session, station_id_of(WEST), MONTH, state=MonthState.COMPUTED)
        joined = datetime(2022, 9, 5, 1, tzinfo=UTC)
        used = EnrolmentCode(code_hash="0", station_id=station_id_of(WEST), used_at=joined)
        used.made_at = used.expires_at = joined
        session.add(used)
        session.commit()
    return tmp_path


def opened(folder: Path) -> Session:
    return Session(database.open_engine(f"sqlite:///{folder / 'district.db'}"))


def said(capsys: pytest.CaptureFixture[str], folder: Path, *words: str, code: int = 0) -> list[str]:
    """The lines that a command prints; of a refusal those on standard error."""
    capsys.readouterr()
    assert run(list(words), {}, folder) == code
    captured = capsys.readouterr()
    return (captured.out if code == 0 else captured.err).splitlines()


def test_months_are_listed_with_how_many_of_how_many(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    east, west, sums = said(capsys, folder, "months", "--year", "2022")
    assert east.split("\t") == [EAST, "东湖社区服务站", ". . . . . . . . 0 . . ."]
    assert west.split("\t")[2] == ". . . . . . . . c . . ."
    assert sums.split()[8] == "1/2"


def test_a_month_is_locked_and_sent_back_and_it_is_written_down(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, folder, "month", "lock", EAST, MONTH, "--by", "林主任") == []
    (refusal,) = said(capsys, folder, "month", "lock", EAST, MONTH, code=1)
    assert "已经锁定" in refusal
    assert said(capsys, folder, "month", "back", EAST, MONTH, "--reason", "请核对金额") == []
    (refusal,) = said(capsys, folder, "month", "back", EAST, MONTH, "--reason", "再来", code=1)
    assert "已经退回" in refusal
    (refusal,) = said(capsys, folder, "month", "back", WEST, MONTH, "--reason", "早了", code=1)
    assert "还没有报出来" in refusal
    for wrong in ("2022-13", "9月"):
        (refusal,) = said(capsys, folder, "month", "lock", EAST, wrong, code=1)
        assert "不是月份" in refusal
    with opened(folder) as session:
        verdicts = session.scalars(select(MonthDecision.verdict).order_by(MonthDecision.id))
        assert list(verdicts) == ["LOCKED", "REOPENED"]
        written = session.execute(select(AuditEntry.action, AuditEntry.subject)).all()
        assert [tuple(row) for row in written][-2:] == [
            ("month_locked", f"month {MONTH}"),
            ("month_sent_back", f"month {MONTH}"),
        ]


def test_the_roll_up_is_printed_written_to_files_and_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, *lines = said(capsys, folder, "roll-up", MONTH)
    assert first == "1/2"
    assert "B1\t走访人次\t0" in lines
    shape = json.loads("\n".join(said(capsys, folder, "roll-up", MONTH, "--json")))
    assert (shape["reported"], shape["due"], shape["zero_reports"]) == (1, 2, 1)
    assert {part["name"]: part["reported"] for part in shape["parts"]} == {
        "东湖社区服务站": True,
        "西湖社区服务站": False,
    }
    book, paper = folder / "sheet.xlsx", folder / "sheet.pdf"
    files = ("--xlsx", str(book), "--pdf", str(paper))
    assert said(capsys, folder, "roll-up", MONTH, *files) == []
    assert openpyxl.load_workbook(book)["统计表"]["C4"].value == "1/2"
    with opened(folder) as session:
        number = grouped(session.scalars(select(KeptRollUp.serial)).one())
    account = [row[1].value for row in openpyxl.load_workbook(book)["口径说明"].iter_rows()]
    assert number in account
    assert number in "".join(pages(paper.read_bytes()))
    nowhere = str(folder / "nowhere" / "sheet.pdf")
    assert run(["roll-up", MONTH, "--pdf", nowhere], {}, folder) == 3
    (key,) = said(capsys, folder, "roll-up", MONTH, "--keep", "--lock")
    assert len(key) == 36
    assert said(capsys, folder, "months", "--year", "2022")[2].split()[8] == "1/2"
    (refusal,) = said(capsys, folder, "month", "lock", EAST, MONTH, code=1)
    assert "已经锁定" in refusal
    (refusal,) = said(capsys, folder, "roll-up", "2022-08", "--keep", code=1)
    assert "没有存下汇总" in refusal


def test_a_station_that_had_not_begun_is_neither_due_nor_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "北湖社区服务站"  # entered today, years after the month
    assert run(["station", "add", "--code", "320812001003", "--name", name], {}, folder) == 0
    assert said(capsys, folder, "months", "--year", "2022")[3].split()[8] == "1/2"
    assert said(capsys, folder, "roll-up", MONTH)[0] == "1/2"
    shape = json.loads("\n".join(said(capsys, folder, "roll-up", MONTH, "--json")))
    assert (shape["reported"], shape["due"]) == (1, 2)
    assert [part["reported"] for part in shape["parts"]] == [True, False, False]
    (key,) = said(capsys, folder, "roll-up", MONTH, "--keep")
    with opened(folder) as session:
        row = session.scalars(select(KeptRollUp)).one()
        frozen = json.loads(row.content)["parts"]
        assert (row.reported, row.due) == (1, 2)
        assert [part["reported"] for part in frozen] == [True, False, False]
        asked = Asked(Period.month(MONTH), date(2022, 11, 3))
        kept = kept_roll_up(session, EVERYTHING, UUID(key), asked)
        assert kept is not None
        assert [part.owes_nothing for part in kept.parts] == [True, False, True]
