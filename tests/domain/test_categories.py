"""Categories: priority, groups, and cells with several of them (DOMAIN §3.1, §7 #12)."""

import pytest

from station_app.domain.categories import (
    PLAQUE_ENTITLED,
    PRIORITY,
    SURVIVOR,
    VETERAN,
    grade_fits,
    parse_categories,
    primary,
)
from station_app.domain.codes import Category, DisCause, DisGrade


def test_every_category_has_its_priority_in_the_order_of_the_list() -> None:
    assert list(PRIORITY) == list(Category)
    assert sorted(PRIORITY.values()) == list(PRIORITY.values())


def test_the_lowest_number_is_the_primary_category() -> None:
    assert primary([Category.SELF_EMPLOYED, Category.WAR, Category.FAM_SERVICE]) is Category.WAR
    assert primary([]) is None


def test_groups_for_counting() -> None:
    assert {Category.DISABLED, Category.WAR, Category.VET_UNSPEC} <= VETERAN
    assert not {Category.DIS_POLICE, Category.FAM_BORDER, Category.SURV_ILL} & VETERAN
    assert len(SURVIVOR) == 3


def test_pl2_three_kinds_of_household_hang_a_plaque() -> None:
    assert {Category.SURV_ILL, Category.SERVING, Category.RURAL60} <= PLAQUE_ENTITLED
    assert Category.NOMIL_RETIREE not in PLAQUE_ENTITLED


@pytest.mark.parametrize(
    ("text", "categories", "grade", "cause"),
    [
        ("参战", ("WAR",), None, None),
        ("伤残军人8级", ("DISABLED",), "08", None),
        ("参战、残疾七级因公", ("WAR", "DISABLED"), "07", "2"),
        ("残疾军人（因战十级）", ("DISABLED",), "10", "1"),
        ("退役士兵,残疾10级", ("VET_UNSPEC", "DISABLED"), "10", None),
        ("烈属/参战", ("SURV_MARTYR", "WAR"), None, None),
        ("带病回乡及60岁", ("ILL_RETURNED", "RURAL60"), None, None),
        ("因公牺牲军人遗属", ("SURV_DUTY",), None, None),
        (
            "符合转业条件作复员安置的士官和志愿兵",
            ("NCO_DEMOB",),
            None,
            None,
        ),
    ],
)
def test_a_cell_with_several_categories(
    text: str, categories: tuple[str, ...], grade: str | None, cause: str | None
) -> None:
    reading = parse_categories(text)
    assert reading.categories == categories
    assert (reading.grade, reading.cause) == (grade, cause)
    assert reading.is_exact


def test_two_joins_ask_and_are_not_stored() -> None:
    reading = parse_categories("两参、残疾五级")
    assert reading.categories == (Category.DISABLED,)
    assert reading.asks == (("两参", (Category.WAR, Category.NUCLEAR)),)
    assert not reading.is_exact


def test_an_unknown_word_becomes_unspecified_and_keeps_its_text() -> None:
    reading = parse_categories("支前模范")
    assert reading.categories == (Category.VET_UNSPEC,)
    assert reading.unknown == ("支前模范",)


def test_a_grade_of_before_2004_is_mapped_by_a_person() -> None:
    reading = parse_categories("二等乙级伤残军人")
    assert reading.legacy_grade == "二等乙级"
    assert reading.grade is None
    assert not reading.is_exact


def test_illness_has_no_grade_beyond_six() -> None:
    assert grade_fits(DisCause.ILLNESS, DisGrade.G06)
    assert not grade_fits(DisCause.ILLNESS, DisGrade.G07)
    assert grade_fits(DisCause.WAR, DisGrade.G10)
    assert not parse_categories("残疾军人因病七级").is_exact
