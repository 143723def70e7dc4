"""Reporting day by day: one at a time, each noted, failures alike are one line of the list."""

import pytest

from station_app.domain.reporting import Outcome
from station_app.errors import Rejected, Unavailable
from station_app.messages.labels import label
from station_app.services.reporting import report, try_line
from station_app.services.reporting_history import (
    HISTORY,
    KEPT,
    ExchangeRow,
    exchanges,
    is_automatic,
    outcome_of,
    reason_of,
    set_automatic,
)
from station_app.store.lock import only_reporter
from station_app.store.unit_of_work import Touched
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    district,
    make_office,
)
from tests.fixtures.lines import Fault, bad_line
from tests.fixtures.strange_networks import saying, stranger

__all__ = ["district", "make_office"]


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """A PC that joined the district."""
    made = make_office("first")
    made.enroll(district)
    return made


def told(office: Office) -> list[ExchangeRow]:
    """The list as the screen shows it."""
    with office.store.read() as session:
        return exchanges(session)


def lose(district: District, office: Office) -> None:
    """A conversation that fails."""
    with bad_line(district, Fault.LOST_REQUEST) as line, pytest.raises(Unavailable):
        report(office.desk, by_hand=False, line=line)


def test_every_conversation_with_news_is_noted(district: District, office: Office) -> None:
    office.add_person("曾光明")
    report(office.desk, by_hand=True, line=district.line)
    (row,) = told(office)
    assert (row.sent > 0, row.by_hand, row.reason) == (True, True, "")
    report(office.desk, by_hand=False, line=district.line)
    assert len(told(office)) == 1


def test_failures_alike_are_one_line_and_the_return_of_the_line_is_another(
    district: District, office: Office
) -> None:
    report(office.desk, by_hand=False, line=district.line)
    for _ in range(3):
        lose(district, office)
    newest = told(office)[0]
    assert (newest.times, newest.reason) == (3, "现在连不上区县")
    report(office.desk, by_hand=False, line=district.line)
    assert told(office)[0].reason == ""


def test_the_list_is_kept_short(district: District, office: Office) -> None:
    for number in range(KEPT // 2 + 5):
        report(office.desk, by_hand=True, line=district.line)
        if number % 2:
            lose(district, office)
    with office.store.read() as session:
        assert len(exchanges(session, limit=KEPT * 2)) <= KEPT


def test_two_conversations_of_one_pc_never_run_at_once(district: District, office: Office) -> None:
    with only_reporter(office.paths.data), pytest.raises(Unavailable) as busy:
        report(office.desk, by_hand=True, line=district.line)
    assert busy.value.code == "syncing.already_running"
    assert told(office) == []
    report(office.desk, by_hand=True, line=district.line)


def test_it_is_on_from_enrolment_until_somebody_switches_it_off(
    make_office: MakeOffice, office: Office
) -> None:
    stranger_pc = make_office("second")
    with stranger_pc.store.read() as session:
        assert not is_automatic(session)
    heard: list[Touched] = []
    office.store.on_touched(heard.append)
    for on in (False, True):
        with office.store.write(label("sync.automatic")) as session:
            set_automatic(session, on=on)
        with office.store.read() as session:
            assert is_automatic(session) is on
    assert all(HISTORY in touched for touched in heard)


def test_what_an_end_means_for_the_next_conversation() -> None:
    busy = Unavailable("syncing.busy", retry_after=90.0)
    assert outcome_of(busy) == (Outcome.BUSY, 90.0)
    assert outcome_of(Rejected("syncing.revoked"))[0] is Outcome.SHUT_OUT
    assert outcome_of(Rejected("syncing.damaged_body"))[0] is Outcome.NO_LINE


def test_every_reason_has_words_even_of_a_code_that_nobody_knows() -> None:
    assert reason_of("syncing.protocol").startswith("区县和这台电脑的版本相差太远")
    assert reason_of("from.the.future") == "区县那边一时出了毛病"


@pytest.mark.loopback
def test_the_line_is_tried_without_saying_who_asks(office: Office) -> None:
    alive = saying("200 OK", b'{"status":"alive"}', content_type="application/json")
    with stranger(alive) as there:
        try_line(office.desk, f"{there.url}/a-district")
        assert there.heard[0].startswith(b"GET /healthz ")
        assert b"authorization" not in there.heard[0].lower()
    with stranger(saying("200 OK")) as portal, pytest.raises(Unavailable) as refusal:
        try_line(office.desk, portal.url)
    assert refusal.value.code == "syncing.portal"
