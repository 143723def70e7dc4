"""Numbers of papers: what they are drawn from, how they are read back, how their rows are kept."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.masking import MaskLevel
from station_app.domain.packed_rows import pack, unpack
from station_app.domain.periods import Period
from station_app.domain.printouts import (
    Content,
    Question,
    RowBehind,
    check_digit,
    digest_of,
    grouped,
    looks_like_serial,
    read_serial,
    serial_of_content,
)

DAY = date(2026, 11, 22)
ROW = RowBehind("visit_attendance", UUID(int=7), "B1", 1, 0)
CONTENT = Content(
    Question("tally", "2026年10月退役军人服务站工作月报", {"period": "2026-10"}),
    DAY,
    "李秀兰",
    MaskLevel.STATISTICS,
    (ROW,),
)
ROWS = st.builds(
    RowBehind,
    record_type=st.sampled_from(("person", "visit_attendance", "condolence_payment")),
    record_id=st.uuids(),
    part=st.sampled_from(("", "A1", "C4.TROOPS", "明细")),
    count=st.integers(-9, 9),
    fen=st.integers(-(10**12), 10**12),
)


def test_a_number_tells_its_month_and_is_the_same_for_the_same_content() -> None:
    serial = serial_of_content(CONTENT.digest, DAY)
    assert (len(serial), serial[:4]) == (13, "2611")
    assert serial == serial_of_content(replace(CONTENT, rows=[ROW]).digest, DAY)
    assert serial != serial_of_content(CONTENT.digest, DAY, attempt=1)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTENT, rows=(replace(ROW, count=2),)),
        replace(CONTENT, rows=(replace(ROW, fen=1),)),
        replace(CONTENT, rows=(replace(ROW, part="B4"),)),
        replace(CONTENT, rows=()),
        replace(CONTENT, made_by="赵国强"),
        replace(CONTENT, mask=MaskLevel.FULL),
        replace(CONTENT, shown=digest_of([47])),
        replace(CONTENT, made_on=date(2026, 11, 23)),
        replace(CONTENT, question=replace(CONTENT.question, period=Period.parse("2026-10"))),
        replace(CONTENT, question=replace(CONTENT.question, params={"period": "2026-09"})),
    ],
)
def test_another_row_value_person_day_or_question_has_another_number(other: Content) -> None:
    assert other.digest != CONTENT.digest


@pytest.mark.parametrize(
    "typed", ["{0}", " {1} ", "{1}\n", "２{0[1]}{0[2]}{0[3]}-{0[4]}{0[5]}{0[6]}{0[7]} {2}"]
)
def test_a_number_is_read_as_people_and_scanners_type_it(typed: str) -> None:
    serial = serial_of_content(CONTENT.digest, DAY)
    assert read_serial(typed.format(serial, grouped(serial), serial[8:])) == serial


@given(st.integers(0, 10**8 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(drawn: int, place: int, wrong: int) -> None:
    body = f"2611{drawn:08}"
    serial = body + check_digit(body)
    digit = str((int(serial[place]) + wrong) % 10)
    assert read_serial(serial[:place] + digit + serial[place + 1 :]) is None


@pytest.mark.parametrize(
    "text", ["", "张三", "13800138000", "320812195807120016", "2613402188375", "260000000000"]
)
def test_names_phones_and_id_numbers_are_no_numbers_of_papers(text: str) -> None:
    assert not looks_like_serial(text)
    assert read_serial(text) is None


@given(st.lists(ROWS, max_size=40))
def test_rows_come_back_as_they_were_packed(rows: list[RowBehind]) -> None:
    assert list(unpack(pack(rows))) == rows


def test_a_record_of_many_lines_is_kept_once() -> None:
    lines = [replace(ROW, part=f"L{number}", record_id=UUID(int=one))
             for number in range(10) for one in range(3000)]  # fmt: skip
    assert len(pack(lines)) < 16 * len(lines) / 5
