"""What a list pasted from Excel, WPS or a message says: whom, and how much."""

import pytest

from station_app.domain.pasted_list import PastedRow, read_pasted

ID = "320812194405120011"


def said(text: str) -> list[tuple[str | None, str | None, int | None]]:
    return [(row.name, row.id_number, row.fen) for row in read_pasted(text)]


def test_columns_are_known_by_their_headings_in_any_order() -> None:
    text = f"序号\t身份证号码\t姓名\t慰问金额\n1\t{ID}\t曾光明\t500\n2\t\t周贵英\t1,200.00\n"
    assert said(text) == [("曾光明", ID, 50_000), ("周贵英", None, 120_000)]


def test_a_title_above_and_a_total_below_are_no_people() -> None:
    text = "2022年重阳慰问\t\t\n序号\t姓名\t金额\n1\t曾光明\t500\n\t合计\t500\n"
    assert said(text) == [("曾光明", None, 50_000)]


def test_without_headings_the_cells_tell_what_they_are() -> None:
    text = f"1\t三组\t曾光明\t男\t{ID}\t13812340001\t500\n2\t三组\t王　芳\t女\t\t\t800\n"
    assert said(text) == [("曾光明", ID, 50_000), ("王芳", None, 80_000)]


def test_a_running_number_is_no_amount() -> None:
    assert said("1\t曾光明\n2\t周贵英\n3\t孙长河\n") == [
        ("曾光明", None, None), ("周贵英", None, None), ("孙长河", None, None)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["曾光明\n周贵英", "曾光明、周贵英", "曾光明，周贵英", "曾光明 周贵英"]
)
def test_names_from_a_message_are_one_person_each(text: str) -> None:
    assert said(text) == [("曾光明", None, None), ("周贵英", None, None)]


def test_a_name_spread_with_a_space_stays_one_person() -> None:
    assert said("王 芳\n李　明") == [("王芳", None, None), ("李明", None, None)]


def test_numbers_alone_are_people_and_full_width_figures_are_read() -> None:
    wide = ID.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert said(f"{wide}\n") == [(None, ID, None)]


def test_amounts_alone_are_amounts_for_the_lines_that_are_there() -> None:
    assert said("500\n3*200\n￥８００\n") == [
        (None, None, 50_000), (None, None, 60_000), (None, None, 80_000)
    ]  # fmt: skip


def test_an_amount_that_is_none_is_kept_as_it_stands() -> None:
    rows = read_pasted("姓名\t金额\n曾光明\t800.555\n周贵英\t-5\n")
    assert [row.wrong_amount for row in rows] == ["800.555", "-5"]
    assert [row.fen for row in rows] == [None, None]


def test_names_with_a_dot_and_rare_characters_are_read() -> None:
    assert said("买买提·艾力\t500\n王䶮\t500\n")[0][0] == "买买提·艾力"
    assert said("买买提·艾力\t500\n王䶮\t500\n")[1][0] == "王䶮"


def test_nothing_is_nobody() -> None:
    assert read_pasted("") == ()
    assert read_pasted("\n\t\n  ") == ()


def test_rows_are_numbered_as_they_stand() -> None:
    assert [row.number for row in read_pasted("曾光明\n\n周贵英")] == [1, 2]
    assert read_pasted("曾光明")[0] == PastedRow(1, "曾光明", None)
