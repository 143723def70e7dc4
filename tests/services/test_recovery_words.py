"""Recovery words after the first day: seen to fit, exchanged, and never both."""

from datetime import date
from pathlib import Path

import pytest

from station_app.errors import Rejected
from station_app.paths import Paths, station_paths
from station_app.services.recovery_words import adopt, check, last_checked, note_checked, propose
from station_app.services.station import InitStation, NewStation, init_station
from station_app.store.keys import recovery_envelope, unlock, unlock_with_recovery
from station_app.sync.state import load_state
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, PASSWORD, STATION_CODE, STATION_NAME

TODAY = date(2022, 10, 20)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return station_paths(tmp_path / "station")


@pytest.fixture
def new(paths: Paths, clock: StandingClock) -> NewStation:
    command = InitStation(STATION_CODE, STATION_NAME, OPERATOR, PASSWORD)
    return init_station(paths, command, clock=clock)


def test_nobody_has_read_the_paper_of_a_new_station(paths: Paths, new: NewStation) -> None:
    assert last_checked(paths) is None
    note_checked(paths, today=TODAY)
    assert last_checked(paths) == TODAY
    assert unlock(paths.keys, operator=OPERATOR, password=PASSWORD) == new.keys


def test_the_paper_fits_or_another_paper_is_refused(paths: Paths, new: NewStation) -> None:
    check(paths, "，".join(new.recovery_words), today=TODAY)
    assert last_checked(paths) == TODAY
    other = propose(paths, name=OPERATOR, password=PASSWORD)
    with pytest.raises(Rejected, match=r"login\.recovery_mismatch"):
        check(paths, " ".join(other), today=date(2023, 1, 1))
    assert last_checked(paths) == TODAY


def test_words_that_were_only_proposed_open_nothing(paths: Paths, new: NewStation) -> None:
    words = propose(paths, name=OPERATOR, password=PASSWORD)
    with pytest.raises(Rejected, match=r"login\.recovery_mismatch"):
        unlock_with_recovery(paths.keys, " ".join(words))
    assert unlock_with_recovery(paths.keys, " ".join(new.recovery_words)) == new.keys


def test_only_who_knows_the_password_gets_other_words(paths: Paths, new: NewStation) -> None:
    assert new.recovery_words
    with pytest.raises(Rejected, match=r"login\.wrong_password"):
        propose(paths, name=OPERATOR, password="not-the-password")


def test_new_words_take_the_place_of_the_old_ones(paths: Paths, new: NewStation) -> None:
    before = recovery_envelope(paths.keys)
    words = propose(paths, name=OPERATOR, password=PASSWORD)
    assert adopt(new.store, paths, new.keys, words, today=TODAY) is False
    assert unlock_with_recovery(paths.keys, " ".join(words)) == new.keys
    assert recovery_envelope(paths.keys) != before
    with pytest.raises(Rejected, match=r"login\.recovery_mismatch"):
        unlock_with_recovery(paths.keys, " ".join(new.recovery_words))


def test_what_the_district_keeps_stays_under_the_first_words(paths: Paths, new: NewStation) -> None:
    with new.store.write("enrolled", outgoing=False) as session:
        load_state(session).token = "token"
    before = recovery_envelope(paths.keys)
    words = propose(paths, name=OPERATOR, password=PASSWORD)
    assert adopt(new.store, paths, new.keys, words, today=TODAY) is True
    assert recovery_envelope(paths.keys) == before
    assert unlock_with_recovery(paths.keys, " ".join(words)) == new.keys
