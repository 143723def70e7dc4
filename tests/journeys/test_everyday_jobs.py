"""Ten everyday jobs by keys in the window: none takes more than in Excel, and the page tells."""

import pytest

from tools.everyday_jobs import BEGIN, JOBS, PAGE, Count, count_all, excel_strokes, page_with
from tools.everyday_jobs_in_excel import STEPS

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def counts() -> list[Count]:
    """Every job, done once."""
    return count_all()


def test_all_ten_jobs_are_done(counts: list[Count]) -> None:
    assert len({one.key for one in counts}) == len(JOBS) == 10
    assert all(one.keys > 0 for one in counts)


def test_no_job_takes_more_than_in_excel(counts: list[Count]) -> None:
    assert [one for one in counts if not one.is_no_worse] == []


def test_the_page_says_what_was_counted(counts: list[Count]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with(counts), (
        "write it anew: python -m tools.everyday_jobs --write"
    )


def test_only_reporting_is_beyond_excel() -> None:
    assert [job.key for job in JOBS if excel_strokes(job.key) is None] == ["sync"]
    assert STEPS.keys() == {job.key for job in JOBS}
    assert BEGIN in PAGE.read_text(encoding="utf-8")
