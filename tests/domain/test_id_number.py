"""The vectors of DOMAIN §8.1 and the defects of §7 #4 to #7."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain import id_number
from station_app.domain.codes import Sex
from station_app.domain.id_number import examine, examine_number, normalise, parse, widen
from station_app.domain.reading import Level
from station_app.errors import Rejected


def wide(text: str) -> str:
    """The full-width twin that an input method leaves in a cell."""
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "sex", "born"),
    [
        ("320802195807120016", Sex.MALE, date(1958, 7, 12)),
        ("320802195807120024", Sex.FEMALE, date(1958, 7, 12)),
        ("320802196002290012", Sex.MALE, date(1960, 2, 29)),
        ("32081219620815000X", Sex.FEMALE, date(1962, 8, 15)),
        ("810000199408230021", Sex.FEMALE, date(1994, 8, 23)),
        ("820000198501010012", Sex.MALE, date(1985, 1, 1)),
        ("830000199201300022", Sex.FEMALE, date(1992, 1, 30)),
        ("320812195807120000", Sex.FEMALE, date(1958, 7, 12)),
    ],
)
def test_a_valid_number_tells_sex_and_birth(text: str, sex: Sex, born: date) -> None:
    finding = examine(text, today=TODAY)
    assert finding.level is Level.OK
    assert finding.number == parse(text)
    assert finding.number is not None
    assert (finding.number.sex, finding.number.birth_date) == (sex, born)
    assert finding.number.region == text[:6]


def test_permits_of_81_82_83_are_known_as_such() -> None:
    assert parse("810000199408230021").is_permit
    assert not parse("320802195807120016").is_permit
    assert parse("320802195807120016").tail == "0016"


@pytest.mark.parametrize("end", ["x", "Ｘ", "×", "Х", "*"])
def test_every_kind_of_x_is_the_same_letter(end: str) -> None:
    finding = examine("32081219620815000" + end, today=TODAY)
    assert finding.text == "32081219620815000X"
    assert finding.level is Level.FIX


@pytest.mark.parametrize(
    "text",
    [
        wide("320802195807120016"),
        "'320802195807120016",
        "3208 0219 5807 1200 16",
        "320802-19580712-0016",
        "身份证号：320802195807120016",
        "公民身份号码:320802195807120016",
        "320802195807\n120016\u200b",
        "\ufeff320802195807120016\u3000",
    ],
)
def test_dressing_is_removed(text: str) -> None:
    finding = examine(text, today=TODAY)
    assert finding.number is not None
    assert finding.number.text == "320802195807120016"
    assert finding.level is Level.FIX


@pytest.mark.parametrize(
    ("text", "code", "values"),
    [
        ("320802195807120017", "id_number.checksum", {"expected": "6"}),
        ("320802195802300018", "id_number.date", {"date": "19580230"}),
        ("990802195807120016", "id_number.province", {"province": "99"}),
        ("32080219580712001", "id_number.length", {"length": 17}),
        ("3208021958071200166", "id_number.length", {"length": 19}),
        ("3208021958071A0016", "id_number.characters", {"place": 14}),
        ("3.20812195807120E+17", "id_number.scientific", {}),
    ],
)
def test_the_wrong_part_is_named(text: str, code: str, values: dict[str, object]) -> None:
    finding = examine(text, today=TODAY)
    assert finding.number is None
    assert finding.level is Level.ERR
    assert finding.notes[0].code == code
    assert values.items() <= finding.notes[0].values.items()


def test_parse_refuses_with_the_same_code() -> None:
    with pytest.raises(Rejected) as refused:
        parse("320802195807120017")
    assert refused.value.code == "id_number.checksum"
    assert refused.value.values["expected"] == "6"


def _with_birth(day: str) -> str:
    body = f"320802{day}001"
    return body + id_number.check_digit(body)


def test_a_birth_in_the_future_or_beyond_130_years_is_refused() -> None:
    assert examine(_with_birth("20261123"), today=TODAY).notes[0].code == "id_number.future"
    assert examine(_with_birth("18900101"), today=TODAY).notes[0].code == "id_number.age"
    assert examine(_with_birth("20261122"), today=TODAY).number is not None


def test_fifteen_digits_become_eighteen_and_say_so() -> None:
    finding = examine("320802580712001", today=TODAY)
    assert finding.text == "320802195807120016"
    assert finding.notes[0].code == "id_number.widened"
    assert finding.level is Level.FIX


def test_the_serials_of_centenarians_ask_for_the_century() -> None:
    finding = examine("320802360101998", today=TODAY)
    assert finding.number is None
    assert finding.level is Level.ASK
    assert finding.proposal is not None
    assert finding.proposal.text == "320802193601019984"
    assert finding.notes[0].values["other"] == widen("320802360101998", century="18")


def test_letters_for_digits_are_only_proposed_and_only_when_the_check_fits() -> None:
    finding = examine("32O8021958O712OO16", today=TODAY)
    assert finding.number is None
    assert finding.level is Level.ASK
    assert finding.proposal is not None
    assert finding.proposal.text == "320802195807120016"
    assert examine("32O802195807120017", today=TODAY).level is Level.ERR


def test_a_numeric_cell_never_gives_eighteen_digits() -> None:
    """The same digits typed as text are valid; from a number they are lost (§7 #5)."""
    lost = examine_number(3.2081219580712e17, today=TODAY)
    assert lost.number is None
    assert lost.text == ""
    assert lost.notes[0].code in id_number.LOST_CODES
    kept = examine_number(320802580712001.0, today=TODAY)
    assert kept.number is not None
    assert kept.number.text == "320802195807120016"


@given(
    region=st.sampled_from(["320812", "110101", "810000"]),
    born=st.dates(date(1900, 1, 1), TODAY),
    serial=st.integers(0, 9),
)
def test_a_built_number_reads_back_as_itself(region: str, born: date, serial: int) -> None:
    body = f"{region}{born:%Y%m%d}{serial:03}"
    text = body + id_number.check_digit(body)
    number = parse(f" {text.lower()} ")
    assert (number.text, number.birth_date, number.region) == (text, born, region)
    assert normalise(text) == text


@given(text=st.text(max_size=24))
def test_no_text_whatever_breaks_the_examination(text: str) -> None:
    finding = examine(text, today=TODAY)
    assert (finding.number is None) == (finding.level >= Level.ASK)
