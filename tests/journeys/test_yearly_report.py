"""The yearly report from opening it to the document, by keys, at a village of sample people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtWidgets import QFileDialog

from station_app.domain.periods import Period
from station_app.ui.pages.yearly import TABLE, YearlyPage
from tools.clerk import Clerk, at_sample_station

MOST_TABS = 40


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    """Somebody at a village of sample people."""
    with at_sample_station() as found:
        yield found


def report(clerk: Clerk) -> YearlyPage:
    shown = clerk.window.page
    assert isinstance(shown, YearlyPage)
    clerk.wait(until=lambda: not shown.tasks.busy)
    return shown


def tab_until(clerk: Clerk, there: Callable[[], bool]) -> None:
    for _ in range(MOST_TABS):
        if there():
            return
        clerk.press("Tab")
    raise AssertionError("no key leads there")


def read(page: YearlyPage) -> str:
    return "".join(one.filled.text for one in page.text.sentences.values())


def living(page: YearlyPage) -> int | None:
    return page._found.known.figures["A1"].value("人") if page._found else None


def test_a_report_is_read_questioned_written_and_taken_along(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.window.open("yearly", Period.year(2025))
    page = report(clerk)
    assert page.text.sentences["opening.year"].filled.text.startswith("2025年，我站")

    # a number answers where it comes from
    sentence = page.text.sentences["visits.all"]
    tab_until(clerk, lambda: clerk.focus is sentence)
    clerk.press("Return")
    assert report(clerk).behind.isVisible()
    shown = page.behind.figure.text()
    assert f"对象{shown}人次" in sentence.filled.text
    clerk.wait(until=lambda: page.behind.table.model.rowCount() > 0)
    assert page.behind.foot.text().endswith(f"合计 {int(shown):,}")
    clerk.press("Escape")
    assert not page.behind.isVisible()

    # a sentence of one's own, with a number found by the initials of its name
    clerk.press("Ctrl+N")
    clerk.type("我站在册")
    tab_until(clerk, lambda: clerk.focus is page.sentence_dialog.figure)
    clerk.type("年末在册服务对象")
    clerk.press("Return")
    assert "{年末在册服务对象·人}人" in page.sentence_dialog.words.text()
    clerk.wait(until=lambda: clerk.focus is page.sentence_dialog.words)
    clerk.type("。")
    clerk.press("Ctrl+Return")
    clerk.wait(until=lambda: "我站在册" in read(page))
    own = next(
        one.filled.text for one in page.text.sentences.values() if "我站在册" in one.filled.text
    )
    assert own == f"我站在册{living(page)}人。"
    clerk.press("Ctrl+Z")
    clerk.wait(until=lambda: own not in read(page))
    clerk.press("Ctrl+Y")
    clerk.wait(until=lambda: own in read(page))

    # the same figures beside those of the year before
    page.switch.choose(TABLE)
    clerk.wait()
    visits = next(one for one in page.table.model.rows if one.figure.code == "B1")
    assert visits.difference is not None
    target = tmp_path / "总结.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(target), ""))
    clerk.press("Ctrl+S")
    clerk.wait(until=target.exists)
    document = Document(str(target))
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    assert own in words
    assert "编号 " in words
    cells = {row.cells[0].text: row.cells[2].text for row in document.tables[0].rows}
    assert cells["走访人次"] == visits.this.shown("人次")
