"""身份证急救: digits that survive, birth dates put in their places, numbers the rules allow."""

from datetime import date

import pytest

from station_app.domain.codes import Sex
from station_app.domain.id_number import check_digit
from station_app.domain.id_rescue import Beside, Mended, Rescue, rescue
from station_app.domain.partial_date import PartialDate

TODAY = date(2026, 7, 20)
BODY = "32081219390115001"
WHOLE = BODY + check_digit(BODY)
BORN = Beside(PartialDate(1939, 1, 15), Sex.MALE)


def of(text: str, beside: Beside = BORN) -> Rescue:
    return rescue(text, beside, today=TODAY)


def texts(found: Rescue) -> list[str]:
    return [one.number.text for one in found.possible]


def test_of_a_number_in_scientific_writing_the_region_stays_and_the_birth_date_is_put_in() -> None:
    found = of("3.20812E+17")
    assert found.known == "32081219390115____"
    assert (found.head, found.lost, found.possible) == ("32081219390115", 4, ())


def test_a_month_alone_fills_its_own_places() -> None:
    assert of("3.20812E+17", Beside(PartialDate(1939, 1))).known == "320812193901______"


def test_fifteen_digits_of_a_numeric_cell_survive() -> None:
    assert of("3.20812193901150E+17", Beside()).known == "320812193901150___"


def test_a_last_character_that_is_missing_follows_from_the_others() -> None:
    found = of(BODY)
    assert texts(found)[0] == WHOLE
    assert found.possible[0].how is Mended.END


def test_two_neighbours_that_changed_places_are_found() -> None:
    spoilt = WHOLE[:9] + WHOLE[10] + WHOLE[9] + WHOLE[11:]
    assert WHOLE in texts(of(spoilt))


def test_a_wrong_birth_date_gives_way_to_the_column() -> None:
    spoilt = WHOLE[:6] + "19390151" + WHOLE[14:]
    assert WHOLE in texts(of(spoilt))


def test_a_digit_too_many_is_taken_out() -> None:
    assert texts(of(WHOLE[:12] + WHOLE[12] + WHOLE[12:])) == [WHOLE]


def test_nothing_is_offered_against_the_other_columns() -> None:
    assert of(BODY, Beside(PartialDate(1950), Sex.MALE)).possible == ()
    assert WHOLE not in texts(of(BODY, Beside(PartialDate(1939, 1, 15), Sex.FEMALE)))


@pytest.mark.parametrize("text", ["", "无", "没有带来", "E", "1"])
def test_what_holds_nothing_gives_nothing(text: str) -> None:
    found = of(text, Beside())
    assert found.possible == ()
    assert len(found.known) == 18
