"""Accounts (§8.2), divisions (§8.6), addresses (§7 #17), serials (SETTLED 4) and ages (§8.1)."""

from datetime import date

import pytest

from station_app.domain import addresses, ages, bank_accounts, divisions, serials
from station_app.domain.codes import AccountKind, StationLevel
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level
from station_app.errors import Rejected


@pytest.mark.parametrize(
    ("digits", "passes"),
    [
        ("6228480000000000018", True),
        ("6217000000000000012", True),
        ("621700000000000014", True),
        ("6228480000000000019", False),
    ],
)
def test_luhn(digits: str, passes: bool) -> None:
    assert bank_accounts.luhn(digits) is passes
    level = bank_accounts.parse_account(digits, AccountKind.CARD).level
    assert level is (Level.OK if passes else Level.ASK)


def test_an_account_keeps_its_digits_only() -> None:
    reading = bank_accounts.parse_account("6228 4800 0000 0000 018")
    assert reading.value == "6228480000000000018"
    assert reading.level is Level.FIX


def test_a_passbook_does_not_follow_luhn() -> None:
    assert bank_accounts.parse_account("123456789012", AccountKind.PASSBOOK).level is Level.OK


def test_an_account_in_a_numeric_cell_is_lost() -> None:
    assert bank_accounts.parse_account_number(6.228e18).notes[0].code == "account.numeric_cell"
    assert bank_accounts.parse_account("6.228E+18").notes[0].code == "account.scientific"
    assert bank_accounts.parse_account_number(123456789012.0).value == "123456789012"


def test_two_accounts_in_a_cell_ask() -> None:
    reading = bank_accounts.parse_account("6228480000000000018、6217000000000000012")
    assert reading.level is Level.ASK
    assert len(reading.options) == 2


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("320000000000", StationLevel.PROVINCE, None),
        ("320800000000", StationLevel.CITY, "320000000000"),
        ("320812000000", StationLevel.COUNTY, "320800000000"),
        ("320812001000", StationLevel.TOWN, "320812000000"),
        ("320812001003", StationLevel.VILLAGE, "320812001000"),
        ("110100000000", StationLevel.CITY, "110000000000"),
        ("320812010000", StationLevel.TOWN, "320812000000"),
    ],
)
def test_a_division_code_tells_its_level_and_parent(
    code: str, level: StationLevel, parent: str | None
) -> None:
    assert divisions.parse(f" {code} ") == code
    assert divisions.level(code) is level
    assert divisions.parent(code) == parent


def test_a_village_lies_within_its_town_and_county() -> None:
    assert divisions.is_within("320812001003", "320812000000")
    assert divisions.is_within("320812001003", "320812001003")
    assert not divisions.is_within("320812001003", "320812002000")
    with pytest.raises(Rejected, match=r"division\.code"):
        divisions.parse("32081200100")


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("3组", "三组"),
        ("第三组", "三组"),
        ("三 组", "三组"),
        ("3", "三组"),
        ("第十二村民小组", "十二组"),
        ("21组", "二十一组"),
        ("街西", "街西"),
        (" ", None),
    ],
)
def test_groups_have_one_writing(text: str, group: str | None) -> None:
    assert addresses.clean_group(text) == group


def test_addresses_are_tidied_and_name_their_group() -> None:
    wide_three = chr(0xFF13)
    assert addresses.clean_address(f" 幸福村 {wide_three}组12# ") == "幸福村3组12号"
    assert addresses.clean_address(" ") is None
    assert addresses.group_in("幸福村三组12号") == "三组"
    assert addresses.group_in("幸福路12号") is None


def test_serials_carry_the_letter_of_their_device() -> None:
    assert serials.file_no("320812001003", "A", 127) == "320812001003-A00127"
    assert serials.household_no("320812001003", "B", 12) == "H003B00012"
    assert serials.case_no(2026, "A", 3) == "2026-A00003"
    assert serials.serial_of("320812001003-A00127", "A") == 127
    assert serials.serial_of("320812001003-A00127", "B") is None
    assert serials.serial_of("320812001003-00127", "A") is None
    with pytest.raises(Rejected, match=r"serial\.exhausted"):
        serials.file_no("320812001003", "A", 100000)
    with pytest.raises(ValueError, match="device letter"):
        serials.file_no("320812001003", "a", 1)


def test_ages_count_from_the_birthday() -> None:
    born = date(1958, 7, 12)
    assert ages.age_on(born, date(2026, 7, 11)) == 67
    assert ages.age_on(born, date(2026, 7, 12)) == 68


def test_a_leap_day_birth_ages_on_the_first_of_march() -> None:
    born = date(1960, 2, 29)
    assert ages.age_on(born, date(2023, 2, 28)) == 62
    assert ages.age_on(born, date(2023, 3, 1)) == 63
    assert ages.age_on(born, date(2024, 2, 29)) == 64


def test_of_a_partial_birth_only_what_is_sure_counts() -> None:
    born = PartialDate.of("1966-11")
    assert ages.age_of(born, date(2026, 11, 22)) == 59
    assert not ages.has_reached(born, 60, date(2026, 11, 29))
    assert ages.has_reached(born, 60, date(2026, 11, 30))
