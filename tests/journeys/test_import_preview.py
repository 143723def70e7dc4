"""A roster of 300 rows by keys alone: looked at in words, put right in place, in, and out again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from station_app.domain.id_number import check_digit
from station_app.domain.imports import RowState
from station_app.paths import Paths
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.import_values import ImportPreview
from station_app.ui.half_written_banner import go_on
from station_app.ui.import_words import TO_DECIDE
from station_app.ui.pages.import_repair import RepairPanel
from station_app.ui.pages.importing import ImportPage
from tests.exchange.sheets import ROSTER_HEADING, xlsx
from tools.clerk import Clerk, at_sample_station, at_work
from tools.screenshots import TODAY, make_sample

GOOD = 300
SURNAMES = "赵钱孙李周吴郑王冯陈"
GIVEN = "建国卫东保家志强永胜红军海涛和平长河守义"


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """300 good rows, two numbers that a spreadsheet spoilt, one without its end, and a total."""
    rows: list[tuple[object, ...]] = [ROSTER_HEADING]
    for n in range(GOOD):
        body = f"320812{1940 + n % 50}{1 + n % 12:02}{1 + n % 28:02}{100 + n:03}"
        sex = "男" if int(body[16]) % 2 else "女"
        name = SURNAMES[n % 10] + GIVEN[n % 20] + GIVEN[(n * 7) % 20]
        born = f"{body[6:10]}-{body[10:12]}-{body[12:14]}"
        phone = f"139{10_000_000 + n}"
        whole = body + check_digit(body)
        rows.append((n + 1, name, sex, whole, born, "参战", phone, f"{1 + n % 5}组"))
    short = "32081219471006901"
    rows += [
        (301, "孙长河", "男", 3.20812e17, "1939-01-05", "在乡复员军人", None, "二组"),
        (302, "董玉梅", "女", 3.20812e17, "1956-02-04", "参战", None, "二组"),
        (303, "严守仁", "男", short, "1947-10-06", "参战", None, "三组"),
        ("合计", None, None, None, None, None, None, "303人"),
    ]
    path = xlsx(tmp_path / "花名册.xlsx", rows)

    def chosen(*_anything: object) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    return path


def page(clerk: Clerk) -> ImportPage:
    shown = clerk.window.page
    assert isinstance(shown, ImportPage)
    return shown


def seen(clerk: Clerk) -> ImportPreview:
    found = page(clerk).seen
    assert found is not None
    return found


def panel(clerk: Clerk) -> RepairPanel:
    found = page(clerk)._preview.table.panel
    assert found is not None
    return found


def waiting(clerk: Clerk) -> int:
    return sum(seen(clerk).counts[state] for state in TO_DECIDE)


def test_three_hundred_rows_go_in_and_out_by_keys_alone(clerk: Clerk, roster: Path) -> None:
    clerk.back_to_start()
    clerk.press("Ctrl+I")
    clerk.press("Ctrl+O")
    clerk.wait(until=lambda: page(clerk).seen is not None)
    assert seen(clerk).path == roster

    # six states in words, whose counts add up; only what must be decided stands in the list
    tiles = page(clerk)._preview._tiles
    assert sum(tile.count for tile in tiles.values()) == seen(clerk).rows_read == GOOD + 4
    assert tiles[RowState.SKIPPED].count == 1
    assert waiting(clerk) == 3

    # one answer for both numbers that the spreadsheet spoilt
    assert panel(clerk).field.text() == "32081219390105"
    clerk.press("1")
    clerk.press("Return")
    clerk.wait(until=lambda: waiting(clerk) == 1)

    # the number without its end is offered as the rules allow it, and taken by its digit
    offered = [one.text() for one in panel(clerk)._group.buttons()]
    end = next(n for n, words in enumerate(offered, 1) if "320812 19471006 901" in words)
    clerk.press(str(end))
    clerk.press("Return")
    clerk.wait(until=lambda: waiting(clerk) == 0)

    clerk.press("F8")
    clerk.wait(until=lambda: page(clerk)._steps.at == 3)
    assert page(clerk)._done._title.text() == f"已导入 {GOOD + 3} 行"
    assert clerk.clicks == 0

    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: not clerk.window.toast.isHidden())
    clerk.press("Ctrl+I")
    clerk.wait(until=lambda: bool(page(clerk)._start._by_button) or page(clerk)._steps.at == 3)
    assert clerk.shell.desk is not None
    assert clerk.shell.desk.drafts.all() == []


def test_a_window_closed_in_the_middle_says_afterwards_what_happened(
    paths: Paths, roster: Path
) -> None:
    make_sample(paths)
    with at_work(paths) as clerk:
        clerk.press("Ctrl+I", "Ctrl+O")
        clerk.wait(until=lambda: page(clerk).seen is not None)
        clerk.press("Return")
        clerk.wait(until=lambda: waiting(clerk) == 1)
        before = registered(clerk)
        QTest.keySequence(clerk.focus, QKeySequence("F8"))
        clerk.shell.close()  # while the rows are being written
    with at_work(paths) as clerk:
        assert clerk.shell.desk is not None
        (kept,) = clerk.shell.desk.drafts.all()
        assert kept.title == f"导入“{roster.name}”，定了 2 行，正在写入"
        go_on(clerk.shell.desk, kept)
        clerk.wait(until=lambda: page(clerk).seen is not None)
        clerk.wait(until=lambda: not clerk.window.toast.isHidden())
        said = clerk.window.toast.words
        if registered(clerk) == before:
            assert said == "上次写到一半关了窗口，一行也没有写进去，您定过的 2 行都放回来了"
            assert waiting(clerk) == 1
        else:  # the writing had come to its end
            assert said == "上次关窗口以前已经写完了，再导也不会重复"


def registered(clerk: Clerk) -> int:
    """How many people are on file, asked as a page would."""
    found: list[int] = []
    assert clerk.shell._opened is not None
    store = clerk.shell._opened.store

    def ask() -> None:
        with store.read() as session:
            found.append(count_people(session, PeopleFilter(), today=TODAY))

    with ThreadPoolExecutor(1) as door:
        door.submit(ask).result()
    return found[0]
