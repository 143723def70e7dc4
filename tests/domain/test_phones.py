"""Phone numbers (DOMAIN §8.5) and cells with several of them (§7 #9)."""

import pytest

from station_app.domain.phones import (
    Phones,
    clean_mobile,
    clean_phone,
    parse_phone_number,
    parse_phones,
)
from station_app.domain.reading import Level


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("13812345678", "13812345678"),
        ("+86 138 1234 5678", "13812345678"),
        ("0086-138-1234-5678", "13812345678"),
        ("0517-83912345", "0517-83912345"),
        ("051783912345", "0517-83912345"),
        ("010-62345678-801", "010-62345678-801"),
        ("83912345", "83912345"),
        ("400-800-1234", "400-800-1234"),
        ("6688", "6688"),
    ],
)
def test_one_number_of_any_kind(text: str, kept: str) -> None:
    assert clean_phone(text).value == kept


@pytest.mark.parametrize("text", ["1381234567", "138123456789", "12812345678", "无"])
def test_a_number_of_the_wrong_length_asks(text: str) -> None:
    reading = clean_phone(text)
    assert reading.value is None
    assert reading.level is Level.ASK


def test_a_landline_is_no_mobile() -> None:
    assert clean_mobile("0517-83912345").notes[0].code == "phone.not_mobile"
    assert clean_mobile("13812345678").value == "13812345678"


@pytest.mark.parametrize(
    ("text", "mobile", "others"),
    [
        ("13812345678、0517-83912345", "13812345678", ("0517-83912345",)),
        ("0517-83912345，13812345678", "13812345678", ("0517-83912345",)),
        ("13812345678/13912345678", "13812345678", ("13912345678",)),
        ("13812345678 13912345678", "13812345678", ("13912345678",)),
        ("13812345678\n6688", "13812345678", ("6688",)),
        ("0517 83912345", None, ("0517-83912345",)),
    ],
)
def test_the_first_mobile_wins_and_the_rest_is_kept(
    text: str, mobile: str | None, others: tuple[str, ...]
) -> None:
    phones = parse_phones(text)
    assert (phones.mobile, phones.others) == (mobile, others)
    assert phones.level is Level.FIX or phones.mobile is None


@pytest.mark.parametrize(
    "text", ["张三(儿)13812345678", "张三（儿）：13812345678", "13812345678张三(儿)"]
)
def test_a_name_beside_the_number_is_the_contact(text: str) -> None:
    phones = parse_phones(text)
    assert phones.mobile == "13812345678"
    assert (phones.contact_name, phones.contact_relation) == ("张三", "20")
    assert phones.contact_phone == "13812345678"


def test_a_relation_alone_is_no_name() -> None:
    phones = parse_phones("13812345678（儿子）")
    assert (phones.contact_name, phones.contact_relation) == (None, "20")


def test_eleven_digits_survive_scientific_notation() -> None:
    assert parse_phone_number(1.3812345678e10).mobile == "13812345678"


@pytest.mark.parametrize("text", ["1.3812345678E+10", "1.3812345678e10"])
def test_a_text_in_scientific_notation_keeps_its_eleven_digits(text: str) -> None:
    phones = parse_phones(text)
    assert (phones.mobile, phones.level) == ("13812345678", Level.FIX)


def test_a_number_that_scientific_notation_cut_short_asks() -> None:
    phones = parse_phones("1.38E+10")
    assert (phones.mobile, phones.level) == (None, Level.ASK)


def test_an_empty_cell_says_nothing() -> None:
    assert parse_phones("  ") == Phones()
    assert parse_phones("  ").other_text is None
    assert parse_phones("13812345678、6688").other_text == "6688"
