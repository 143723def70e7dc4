"""Words in boxes: one line, a smaller line, several lines, and nothing torn that is one."""

import pytest

from station_app.reports.fitting import BODY, SMALL, Fit, Fitter, printable
from station_app.reports.fonts import lettering
from station_app.reports.pen import MM


@pytest.fixture
def fitter() -> Fitter:
    """A fitter with the lettering of the program."""
    return Fitter(lettering())


def words(fit: Fit) -> list[str]:
    """The lines of a fit as text."""
    return ["".join(run.text for run in line.runs) for line in fit.lines]


def test_a_short_name_stands_at_full_size_on_one_line(fitter: Fitter) -> None:
    fit = fitter.fit("张明", 18 * MM)
    assert (fit.size, words(fit)) == (BODY, ["张明"])


def test_a_longer_text_shrinks_to_nine_points_before_it_wraps(fitter: Fitter) -> None:
    fit = fitter.fit("参战退役军人们", 24 * MM)
    assert SMALL <= fit.size < BODY
    assert len(fit.lines) == 1


def test_a_text_too_long_for_nine_points_wraps_into_even_lines(fitter: Fitter) -> None:
    fit = fitter.fit("年满60周岁农村籍退役士兵", 22 * MM)
    assert fit.size == SMALL
    assert len(fit.lines) == 2
    assert min(line.width for line in fit.lines) > 0.6 * max(line.width for line in fit.lines)


def test_an_id_number_is_never_torn(fitter: Fitter) -> None:
    fit = fitter.fit("320812194801010016", 25 * MM)
    assert words(fit) == ["320812194801010016"]
    assert fit.lines[0].width <= 25 * MM + 0.01


def test_a_date_in_a_narrow_column_shrinks_as_a_whole(fitter: Fitter) -> None:
    assert words(fitter.fit("2026.01.20", 15 * MM)) == ["2026.01.20"]


def test_no_line_begins_with_a_closing_mark(fitter: Fitter) -> None:
    fit = fitter.wrapped("家住三组，门前有桥；房屋完好。" * 6, 30 * MM)
    assert len(fit.lines) > 5
    assert not [line for line in words(fit) if line[0] in "，；。"]


def test_nothing_is_lost_when_a_text_wraps(fitter: Fitter) -> None:
    text = "买买提·吐尔逊·阿不都热依木·艾合买提江"
    fit = fitter.fit(text, 16 * MM)
    assert "".join(words(fit)) == text
    assert all(line.width <= 16 * MM + 0.01 for line in fit.lines)


def test_line_ends_of_the_writer_are_kept(fitter: Fitter) -> None:
    assert words(fitter.wrapped("第一行\n第二行", 60 * MM)) == ["第一行", "第二行"]


def test_an_empty_text_takes_no_line(fitter: Fitter) -> None:
    assert fitter.fit("", 20 * MM).lines == ()


def test_marks_without_ink_do_not_become_boxes(fitter: Fitter) -> None:
    assert printable("张\ufeff明\ufe00\t一") == "张明 一"
    assert fitter.fit("张\u200b明\U000e0100", 20 * MM).missing == ""


def test_a_name_stands_over_the_bracket_that_explains_it(fitter: Fitter) -> None:
    fit = fitter.fit("参试退役军人（参加核试验）", 24 * MM)
    assert (fit.size, words(fit)) == (SMALL, ["参试退役军人", "（参加核试验）"])


def test_no_line_begins_or_ends_with_the_blank_at_which_it_was_broken(fitter: Fitter) -> None:
    assert words(fitter.fit("大米十公斤装 80.00 元", 20 * MM)) == ["大米十公斤装", "80.00 元"]


def test_many_short_lines_leave_no_single_character_below(fitter: Fitter) -> None:
    address = "示范市示范区示范镇朱桥社区幸福家园东区第十二幢三单元六〇二室（与长子同住）"
    fit = fitter.fit(address, 30 * MM)
    assert len(fit.lines) == 5
    assert len(words(fit)[-1]) > 2


def test_lines_set_by_hand_shrink_to_nine_points_and_no_further(fitter: Fitter) -> None:
    fit = fitter.fit("欧阳买买提江库尔班\n配偶", 24 * MM)
    assert fit.size == SMALL
    assert words(fit) == ["欧阳买买提江库", "尔班", "配偶"]
