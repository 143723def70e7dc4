"""Joining: a code works once, for its own station, until it expires; each PC gets its letter."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import auth
from district_server.models import Device, EnrolmentCode
from station_app.errors import Rejected, Unavailable
from station_app.services.district_enrolment import Enroll, enroll
from station_app.services.serials import device_letter
from station_app.sync.client import open_line
from tests.fixtures.district import District, MakeOffice, make_other_pc
from tests.fixtures.lines import Fault, bad_line


def refusal_of(district: District, make_office: MakeOffice, code: str) -> str:
    """The code of the refusal that a new PC hears."""
    with pytest.raises(Rejected) as refusal:
        make_office("late").enroll(district, code)
    return refusal.value.code


def test_each_pc_of_a_station_gets_a_letter_of_its_own(
    district: District, make_office: MakeOffice
) -> None:
    letters = []
    for name in ("first", "second", "third"):
        office = make_office(name)
        letters.append(office.enroll(district).letter)
        with office.store.read() as session:
            assert device_letter(session) == letters[-1]
    assert letters == ["A", "B", "C"]


def test_letters_go_on_after_z() -> None:
    assert [auth._letter(given) for given in (0, 25, 26, 27, 702)] == ["A", "Z", "AA", "AB", "AAA"]


def test_a_code_is_read_as_people_type_it(district: District, make_office: MakeOffice) -> None:
    code = district.code().lower().replace("-", " ")
    assert make_office("first").enroll(district, code).letter == "A"


def test_a_wrong_code_is_refused(district: District, make_office: MakeOffice) -> None:
    district.code()
    assert refusal_of(district, make_office, "AAAA-BBBB-CCCC-DDDD") == "syncing.unknown_code"


def test_a_code_works_only_once(district: District, make_office: MakeOffice) -> None:
    code = district.code()
    make_office("first").enroll(district, code)
    assert refusal_of(district, make_office, code) == "syncing.used_code"


def test_a_code_expires(district: District, make_office: MakeOffice) -> None:
    code = district.code()
    district.clock.advance(timedelta(days=15))
    assert refusal_of(district, make_office, code) == "syncing.expired_code"


def test_the_code_of_another_station_is_refused(
    district: District, make_office: MakeOffice
) -> None:
    code = district.code("320812001002")
    assert refusal_of(district, make_office, code) == "syncing.other_station"
    with Session(district.engine) as session:
        assert session.scalars(select(EnrolmentCode.used_at)).one() is None


def test_neither_code_nor_token_is_kept_in_the_open(
    district: District, make_office: MakeOffice
) -> None:
    code, office = district.code(), make_office("first")
    office.enroll(district, code)
    with Session(district.engine) as session:
        hashes = {session.scalars(select(EnrolmentCode.code_hash)).one()}
        hashes.add(session.scalars(select(Device.token_hash)).one())
    assert all(len(each) == 64 for each in hashes)
    assert code.replace("-", "") not in hashes


def test_a_station_reports_to_one_district_only(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    with pytest.raises(Rejected) as refusal:
        enroll(office.desk, Enroll("https://elsewhere.example", "X"), line=district.line)
    assert refusal.value.code == "syncing.enrolled_elsewhere"


def test_enrolling_again_with_a_new_code_keeps_letter_and_place(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    office.enroll(district)
    key = office.add_person("林秀英")
    office.sync(district)

    assert office.enroll(district).letter == "A"
    office.change(key, mobile="13900000001")
    office.sync(district)

    assert district.value(key, "mobile") == "13900000001"
    assert district.count(Device) == 1


def test_a_failed_enrolment_says_that_the_district_was_not_reached(
    district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    with bad_line(district, Fault.LOST_REQUEST) as line, pytest.raises(Unavailable) as failure:
        enroll(office.desk, Enroll("http://testserver", district.code()), line=line)
    assert failure.value.code == "syncing.unreachable"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://district.example", "syncing.needs_tls"),
        ("ftp://district.example", "syncing.bad_address"),
        ("区县", "syncing.bad_address"),
        ("", "syncing.bad_address"),
    ],
)
def test_an_address_that_is_open_to_all_or_none_is_refused(url: str, code: str) -> None:
    with pytest.raises(Rejected) as refusal:
        open_line(url)
    assert refusal.value.code == code


def test_this_machine_itself_needs_no_encryption_and_asks_no_proxy() -> None:
    with open_line("http://127.0.0.1:1") as line:
        assert line.trust_env is False


def test_a_second_pc_with_keys_of_its_own_is_told_to_ask_for_the_words(
    district: District, make_office: MakeOffice, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert make_office("first").enroll(district).needs_recovery_words is False
    other = make_other_pc(tmp_path_factory.mktemp("other"), district.clock)
    assert other.enroll(district).needs_recovery_words is True
    other.store.close()
