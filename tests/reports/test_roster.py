"""Rosters on any number of pages: headings, subtotals, totals, seal, blanks, long values."""

from dataclasses import replace
from datetime import date

import pytest

from station_app.domain.forms import BLANK_LINES, PaymentRow, Reconciliation
from station_app.domain.masking import MaskLevel
from station_app.errors import Cancelled
from station_app.progress import Silent
from station_app.reports import payment_roster, roster
from station_app.reports.page import Head
from station_app.reports.roster import Column, Heading, Roster, cut_pages
from tests.reports.reading import ink_in, pages, raw_pages
from tests.reports.samples import LONGEST_NAME, imprint, payment_rows, payments


def printed(count: int) -> list[str]:
    """The pages of a roster of so many people."""
    return pages(payment_roster.pdf(payments(payment_rows(count)), imprint(), Silent()))


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (15, 2), (500, 37)])
def test_a_roster_takes_the_pages_it_needs(count: int, expected: int) -> None:
    assert len(printed(count)) == expected


@pytest.mark.parametrize("count", [0, 1, 15, 500])
def test_every_page_says_which_of_how_many_it_is(count: int) -> None:
    found = printed(count)
    for number, text in enumerate(found, start=1):
        assert f"第{number}页共{len(found)}页" in text


def test_the_heading_row_stands_on_every_page() -> None:
    for text in printed(40):
        assert all(word in text for word in ("姓名", "人员类别", "身份证号", "领取日期"))


def test_all_rows_are_there_in_their_order() -> None:
    text = "".join(printed(500))
    places = [text.index(f"组{number}号") for number in (1, 2, 250, 499, 500)]
    assert places == sorted(places)
    assert all(f"示范镇朱桥村{n % 9 + 1}组{n + 1}号" in text for n in range(500))


def test_each_page_sums_its_own_rows_and_the_last_sums_all() -> None:
    first, second = printed(15)
    assert "本页小计12人6,000.66" in first
    assert "合计" not in first
    assert "本页小计3人1,500.39" in second
    assert "合计15人7,501.05" in second


def test_an_empty_roster_says_so_and_shows_a_zero_total() -> None:
    (text,) = printed(0)
    assert "本期无" in text
    assert "合计0人0.00" in text
    assert "人民币（大写）：零元整￥0.00" in text


def test_a_blank_form_has_fifteen_lines_or_as_many_as_its_pages_hold_and_no_figure() -> None:
    """DOMAIN §5 asks for 15: where the seal takes a second page, that is ruled to its foot too."""
    sheet = replace(payments(()), blank_lines=BLANK_LINES, occasion=None)
    blank = replace(imprint(made_by=None), is_blank=True)
    first, last = pages(payment_roster.pdf(sheet, blank, Silent()))
    assert "本期无" not in first
    assert "0.00" not in (first + last).replace("500.00", "")
    assert "本人签字（指印）代领人及关系领取日期备注(物资)123456789101112" in first
    assert "备注(物资)141516171819202122本页小计合计" in last
    assert "制表日期：______年____月____日" in first


def test_few_blank_lines_stand_on_one_page() -> None:
    sheet = replace(payments(()), blank_lines=5)
    (only,) = pages(payment_roster.pdf(sheet, imprint(), Silent()))
    assert "备注(物资)12345本页小计合计" in only


def test_the_foot_names_signers_date_and_care_on_every_page() -> None:
    for text in printed(40):
        assert "制表人：李静审核人（站长）：分管领导：制表日期：2026年1月20日" in text
        assert "含个人敏感信息，妥善保管打印：李静2026-01-2009:30" in text


@pytest.mark.parametrize("count", [0, 1, 9, 13, 14, 26, 27, 40])
def test_the_last_page_keeps_the_place_of_the_seal_free(count: int) -> None:
    document = payment_roster.pdf(payments(payment_rows(count)), imprint(), Silent())
    found = pages(document)
    assert "（盖章）" in found[-1].replace("填报单位（盖章）", "").replace("站长（盖章）", "")
    above_the_word = (240.5, 148.5, 281.5, 184.0)
    assert ink_in(document, len(found) - 1, above_the_word) == 0


def test_the_longest_name_is_printed_whole() -> None:
    rows = (replace(payment_rows(1)[0], name=LONGEST_NAME),)
    assert LONGEST_NAME in pages(payment_roster.pdf(payments(rows), imprint(), Silent()))[0]


def test_the_largest_amount_fits_its_column_unbroken() -> None:
    rows = (replace(payment_rows(1)[0], amount_fen=999_999_900),)
    for bound in (False, True):
        document = payment_roster.pdf(payments(rows), imprint(bound=bound), Silent())
        assert pages(document)[0].count("9,999,999.00") == 4


def test_a_bound_form_leaves_its_margin_and_scales_its_columns() -> None:
    sheet = payments(payment_rows(13))
    loose = payment_roster.pdf(sheet, imprint(), Silent())
    bound = payment_roster.pdf(sheet, imprint(bound=True), Silent())
    margin = (0.0, 0.0, 24.0, 210.0)
    assert ink_in(bound, 0, margin) == 0
    assert ink_in(loose, 0, margin) > 0
    assert ink_in(bound, 0, (283.0, 0.0, 297.0, 210.0)) == 0


def test_a_note_of_two_thousand_characters_stands_whole_below_its_row() -> None:
    """§5: text that is too long shrinks, then wraps, and is never cut."""
    words = "".join(chr(0x4E00 + number) for number in range(2000))
    rows = (replace(payment_rows(1)[0], note=words), *payment_rows(3))
    document = payment_roster.pdf(payments(rows), imprint(), Silent())
    found = pages(document)
    assert all(char in "".join(found) for char in words)
    assert "合计4人2,000.03" in found[-1]
    subtotals = [text.partition("本页小计")[2][:2] for text in found]
    assert sum(int(text[0]) for text in subtotals) == 4
    assert "见下行" in found[0]
    assert f"备注(物资)：{words[:50]}" in "".join(found)
    assert len(found) == 2
    assert ink_in(document, 0, (0.0, 204.0, 297.0, 210.0)) == 0


def test_a_masked_copy_hides_numbers_and_says_so() -> None:
    """PV1, PV2: level 1 keeps the ends of ID numbers and accounts."""
    rows = (replace(payment_rows(1)[0], account="农商行 6228480000000000018"),)
    document = payment_roster.pdf(payments(rows), imprint(mask=MaskLevel.MASKED), Silent())
    text = pages(document)[0]
    assert "320812********000X" in text
    assert "************0018" in text
    assert "62284800" not in text
    assert "证件号码、电话已遮盖，限内部使用" in text


def test_a_posted_copy_has_initials_and_neither_number_nor_signature() -> None:
    """PV2, PV3: a publicity list names person, village, kind and amount only."""
    document = payment_roster.pdf(
        payments(payment_rows(1)), imprint(mask=MaskLevel.INITIALS), Silent()
    )
    text = pages(document)[0]
    assert "赵*福" in text
    assert "赵甲福" not in text
    assert "身份证号" not in text
    assert "本人签字" not in text
    assert "500.00" in text
    assert "1组" in text


def test_a_correction_is_printed_with_its_sign_and_taken_off_the_total() -> None:
    """MO7 and SETTLED 1: the reversed payment stands in the list, negative."""
    paid = payment_rows(1)[0]
    rows = (paid, replace(paid, sign=-1, note="冲正"), replace(paid, amount_fen=60_000))
    text = pages(payment_roster.pdf(payments(rows), imprint(), Silent()))[0]
    assert "−500.00" in text
    assert "合计1人600.00" in text


def test_goods_taken_back_have_the_same_minus_as_money() -> None:
    given = replace(payment_rows(1)[0], amount_fen=None, goods="大米", quantity=2)
    rows = (given, replace(given, sign=-1), given)
    text = pages(payment_roster.pdf(payments(rows, goods=True), imprint(), Silent()))[0]
    assert "大米−2" in text


def test_who_came_stands_above_what_he_is_and_money_handed_back_with_its_day() -> None:
    """A relation is not torn in two; 13 mm hold a day at 9 pt, a whole date they do not."""
    row = replace(
        payment_rows(1)[0], agent="萧敬根 侄子 0018", state="未领", returned_on=date(2026, 2, 28)
    )
    text = raw_pages(payment_roster.pdf(payments((row,)), imprint(), Silent()))[0]
    lines = [line.strip() for line in text.splitlines()]
    assert "侄子 0018" in lines
    assert "02.28" in text
    assert "2026.02.28" not in text


@pytest.mark.parametrize(
    ("sums", "expected"),
    [
        (
            Reconciliation(1_000_000, 900_000, 60_000, 40_000),
            "领取10,000.00=已发9,000.00+未领600.00+交回400.00，相符。",
        ),
        (
            Reconciliation(1_000_000, 900_000, 60_000, 30_000),
            "领取10,000.00≠已发9,000.00+未领600.00+交回300.00，相差100.00元，请核对。",
        ),
    ],
)
def test_the_batch_reconciles_under_the_roster_or_says_by_how_much_not(
    sums: Reconciliation, expected: str
) -> None:
    sheet = replace(payments(payment_rows(2)), reconciliation=sums)
    assert expected in pages(payment_roster.pdf(sheet, imprint(), Silent()))[0]


def test_goods_are_listed_with_quantity_and_value_instead_of_money() -> None:
    """MO4: goods are counted at their value, apart from money."""
    goods = {"amount_fen": None, "goods": "大米", "quantity": 2, "goods_value_fen": 40_000}
    rows = tuple(replace(row, **goods) for row in payment_rows(2))  # type: ignore[arg-type]
    text = pages(payment_roster.pdf(payments(rows, goods=True), imprint(), Silent()))[0]
    assert "慰问物资发放花名册" in text
    assert "合计2人4800.00" in text
    assert "人民币（大写）：捌佰元整￥800.00" in text


def test_a_cancelled_print_stops_between_pages() -> None:
    class Impatient:
        def step(self, done: int, total: int) -> None:
            assert done < total
            raise Cancelled

    with pytest.raises(Cancelled):
        payment_roster.pdf(payments(payment_rows(100)), imprint(), Impatient())


def test_the_same_values_give_the_same_bytes() -> None:
    sheet = payments(payment_rows(3))
    once, again = (payment_roster.pdf(sheet, imprint(), Silent()) for _ in range(2))
    assert once == again


def test_pages_are_cut_where_the_next_row_no_longer_fits() -> None:
    assert cut_pages([10] * 5, first=25, later=35, after=5) == [(0, 2), (2, 5)]


def test_a_seal_that_no_longer_fits_takes_the_last_rows_along() -> None:
    assert cut_pages([10] * 9, first=100, later=100, after=40) == [(0, 6), (6, 9)]


def test_a_last_row_that_goes_over_takes_others_along() -> None:
    assert cut_pages([10] * 5, first=40, later=40, after=5) == [(0, 4), (4, 5)]
    assert cut_pages([10] * 5, first=40, later=40, after=5, together=3) == [(0, 2), (2, 5)]
    assert cut_pages([10] * 5, first=40, later=40, after=25, together=3) == [(0, 4), (4, 5)]


def test_a_single_row_never_leaves_its_page_empty() -> None:
    assert cut_pages([10], first=20, later=100, after=40) == [(0, 1)]


def test_headings_above_each_other_go_over_with_the_row_below_them() -> None:
    glued = frozenset({2, 3})
    assert cut_pages([10] * 5, first=40, later=40, after=0, glued=glued) == [(0, 2), (2, 5)]


def test_the_last_rows_take_their_heading_along() -> None:
    cut = cut_pages([10] * 9, first=100, later=100, after=60, glued=frozenset({5}))
    assert cut == [(0, 5), (5, 9)]


def test_rows_that_go_on_over_the_page_stand_below_their_heading_again() -> None:
    """A report of a month, a list by groups: no line is without its section."""
    many: list[PaymentRow | Heading] = [Heading("一组"), *payment_rows(10)]
    many += [Heading("二组"), *payment_rows(30)]
    sheet = Roster(
        head=Head("名单"),
        columns=(Column("序号", 20), Column("姓名", 60)),
        rows=many,
        cells=lambda number, row: (str(number), "" if isinstance(row, Heading) else row.name),
        sums=lambda _rows: {},
        imprint=imprint(),
        summed=False,
    )
    first, *later = pages(roster.pdf(sheet, Silent()))
    assert "（续）" not in first
    assert all("名单（续）序号姓名二组（续）" in text for text in later)
    assert "".join([first, *later]).count("赵") == 40
