"""Survival certification: the window, the evidence, what counts, who is late."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import CertStatus, CycleStatus, PensionKind
from station_app.errors import Rejected
from station_app.models.certification import Certification
from station_app.models.entitlement import Entitlement
from station_app.models.identifiers import PersonId, StaffId
from station_app.models.person import Person
from station_app.models.station import Staff
from station_app.models.visit import VisitAttendance
from station_app.queries import certification_cases, certifications
from station_app.services import certification_cycles
from station_app.services import certifications as services
from station_app.services.certification_cycles import OpenCycle
from station_app.services.certifications import GiveNotice, RecordCertification
from station_app.services.doubts import Doubtful
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import benefit, villager

DAY = date(2022, 10, 12)


def staff(session: Session, name: str = "赵国强") -> StaffId:
    row = Staff(name=name, role="OFFICER")
    session.add(row)
    session.flush()
    return StaffId(row.id)


def receiver(session: Session, name: str = "曾光明", **benefits: str) -> PersonId:
    person = villager(session, name)
    benefit(session, person, **benefits)
    return person


def at_station(session: Session, person: PersonId, on: date = DAY) -> RecordCertification:
    """自主认证 with everything it needs."""
    return RecordCertification(
        person_id=person,
        method="SELF_STATION",
        certified_on=on,
        id_seen=True,
        signed=True,
        certifier1_id=staff(session),
    )


def statuses(session: Session, today: date, year: int = 2022) -> dict[str, CertStatus]:
    session.flush()
    cycle = certification_cases.cycles(session)[year].cycle
    return {case.name: case.status for case in certification_cases.cases(session, cycle, today)}


def test_a_year_opens_with_the_usual_window_and_only_once_ce2(store: Store) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        session.flush()
        cycle = certification_cases.cycles(session)[2022].cycle
        with pytest.raises(Rejected, match=r"certification\.cycle_exists"):
            certification_cycles.open_cycle(session, OpenCycle(year=2022))
    assert (cycle.open_on, cycle.due_on) == (date(2022, 8, 1), date(2022, 11, 30))
    assert (cycle.notice_on, cycle.grace_days) == (date(2022, 12, 1), 60)


def test_a_year_may_be_moved_and_narrowed_but_not_turned_round(store: Store) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        moved = OpenCycle(
            year=2022, open_on=date(2022, 3, 1), due_on=date(2022, 9, 30), kinds=("WAR",)
        )
        certification_cycles.change_cycle(session, moved)
        with pytest.raises(Rejected, match=r"certification\.cycle_order"):
            certification_cycles.change_cycle(session, replace(moved, due_on=date(2022, 2, 1)))
        with pytest.raises(Rejected, match=r"certification\.cycle_overlap"):
            certification_cycles.open_cycle(
                session, OpenCycle(year=2023, open_on=date(2022, 2, 1), due_on=date(2022, 9, 1))
            )
        session.flush()
        cycle = certification_cases.cycles(session)[2022].cycle
    assert cycle.open_on == date(2022, 3, 1)
    assert cycle.notice_on is None
    assert set(cycle.kinds) == {PensionKind.WAR}


def test_a_pass_needs_all_the_evidence_of_its_method(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        whole = at_station(session, receiver(session))
        with pytest.raises(Rejected) as caught:
            services.record_certification(session, replace(whole, signed=False), today=today)
        done = services.record_certification(session, whole, today=today)
        kept = session.get_one(Certification, done.certification_id)
    assert caught.value.code == "certification.evidence_missing"
    assert "签字" in str(caught.value.values["missing"])
    assert (kept.year, kept.counted_ym, kept.category) == (2022, "2022-10", "WAR")


def test_certifying_at_home_needs_two_and_may_record_the_visit(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        one = replace(
            at_station(session, receiver(session)),
            method="HOME",
            photo_hash="a1",
            with_visit=True,
        )
        with pytest.raises(Rejected, match=r"certification\.evidence_missing"):
            services.record_certification(session, one, today=today)
        same = replace(one, certifier2_id=one.certifier1_id)
        with pytest.raises(Rejected, match=r"certification\.same_staff"):
            services.record_certification(session, same, today=today)
        two = replace(one, certifier2_id=staff(session, "李秀兰"))
        done = services.record_certification(session, two, today=today)
        visit_id = session.get_one(Certification, done.certification_id).visit_id
        met = session.scalars(select(VisitAttendance)).one()
    assert (met.visit_id, met.kind, met.method) == (visit_id, "CERT", "HOME")


def test_after_a_death_nobody_is_certified_ce6(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        session.get_one(Person, person).death_date = "2022-09"
        with pytest.raises(Rejected, match=r"certification\.after_death"):
            services.record_certification(session, at_station(session, person), today=today)


def test_a_death_registered_after_a_certification_shows_it_as_an_anomaly_ce6(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        services.record_certification(session, at_station(session, person), today=today)
        session.flush()
        assert certifications.anomalies(session) == []
        session.get_one(Person, person).death_date = "2022-10-03"
        session.flush()
        (found,) = certifications.anomalies(session)
    assert (found.person_id, found.certified_on) == (person, DAY)


def test_february_closes_last_year_late_and_says_nothing_for_the_new_one_ce3(store: Store) -> None:
    february = date(2023, 2, 9)
    with store.write("test") as session:
        for year in (2022, 2023):
            certification_cycles.open_cycle(session, OpenCycle(year=year))
        person = receiver(session)
        done = services.record_certification(
            session, at_station(session, person, february), today=february
        )
        assert statuses(session, february, 2022) == {"曾光明": CertStatus.DONE}
        assert statuses(session, date(2023, 8, 2), 2023) == {"曾光明": CertStatus.DUE}
    assert done.year == 2022


def test_before_the_first_year_was_opened_nothing_is_recorded(store: Store, today: date) -> None:
    with store.write("test") as session:
        with pytest.raises(Rejected, match=r"certification\.no_cycle"):
            services.record_certification(
                session, at_station(session, receiver(session)), today=today
            )
        cycle = certification_cycles.open_cycle(session, OpenCycle(year=2022))
        certification_cycles.set_status(session, cycle, CycleStatus.CLOSED)
        with pytest.raises(Rejected, match=r"certification\.cycle_closed"):
            services.record_certification(
                session, at_station(session, receiver(session, "王建国")), today=today
            )


def test_a_late_pass_wins_over_unreached_and_both_are_kept_ce5(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        failed = RecordCertification(
            person_id=person, method="ONLINE", certified_on=DAY, result="UNREACHED"
        )
        services.record_certification(session, failed, today=today)
        online = replace(failed, result="PASS", result_no="XCX001", evidence_on=date(2022, 10, 10))
        services.record_certification(session, online, today=today)
        session.flush()
        assert statuses(session, today) == {"曾光明": CertStatus.DONE}
        assert len(certifications.attempts_of(session, person)) == 2


def test_one_certification_serves_two_benefits_ce8(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        benefit(session, person, kind="DIS")
        services.record_certification(session, at_station(session, person), today=today)
        session.flush()
        wall = certifications.wall(session, 2022, today)
    assert wall is not None
    assert (wall.rate.due, wall.rate.done) == (1, 1)


def test_a_second_pass_an_agent_of_many_and_one_picture_for_two_are_asked_ce7(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        by_agent = replace(
            at_station(session, receiver(session, "甲一")),
            method="AGENT",
            agent_name="周建明",
            agent_relation="侄",
            agent_id_tail="0018",
            agent_promise=True,
            photo_hash="h0",
            evidence_on=date(2022, 10, 1),
        )
        services.record_certification(session, by_agent, today=today)
        with pytest.raises(Doubtful) as again:
            services.record_certification(session, by_agent, today=today)
        other = replace(by_agent, person_id=receiver(session, "乙二"))
        with pytest.raises(Doubtful) as picture:
            services.record_certification(session, other, today=today)
        for number, name in enumerate(("丙三", "丁四"), start=1):
            more = replace(by_agent, person_id=receiver(session, name), photo_hash=f"h{number}")
            services.record_certification(session, more, today=today)
        fourth = replace(by_agent, person_id=receiver(session, "戊五"), photo_hash="h9")
        with pytest.raises(Doubtful) as many:
            services.record_certification(session, fourth, today=today)
    assert again.value.codes == {"certification.already_done"}
    assert picture.value.codes == {"certification.same_photo"}
    assert many.value.codes == {"certification.agent_limit"}


def test_somebody_without_a_running_benefit_is_asked_about_ce1(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = villager(session)
        with pytest.raises(Doubtful) as caught:
            services.record_certification(session, at_station(session, person), today=today)
    assert caught.value.codes == {"certification.not_in_scope"}


def test_matched_lists_count_only_where_the_county_allows_them(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        matched = RecordCertification(
            person_id=receiver(session), method="DATA_MATCH", certified_on=DAY, result_no="M-7"
        )
        with pytest.raises(Rejected, match=r"certification\.data_match_off"):
            services.record_certification(session, matched, today=today)
        services.allow_data_match(session, allowed=True)
        session.flush()
        services.record_certification(session, matched, today=today)


def test_many_are_certified_together_and_who_may_not_be_is_listed(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        fine, dead = receiver(session, "王建国"), receiver(session, "吴德贵")
        session.get_one(Person, dead).death_date = "2022-06"
        many = services.record_many(session, (fine, dead), at_station(session, fine), today=today)
    assert len(many.done) == 1
    assert [note.code for _, note in many.refused] == ["certification.after_death"]


def test_a_reversed_certification_leaves_the_person_due_again(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        done = services.record_certification(session, at_station(session, person), today=today)
        services.reverse_certification(session, done.certification_id, reason="认错人")
        assert statuses(session, today) == {"曾光明": CertStatus.DUE}
        with pytest.raises(Rejected, match=r"fact\.already_reversed"):
            services.reverse_certification(session, done.certification_id, reason="再来")


def test_a_death_found_while_certifying_is_kept_and_says_what_to_do_next(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        found = RecordCertification(
            person_id=receiver(session), method="HOME", certified_on=DAY, result="DECEASED"
        )
        done = services.record_certification(session, found, today=today)
    assert [note.code for note in done.notes] == ["certification.report_death"]


def test_the_overdue_are_told_and_sixty_days_later_proposed_never_suspended_ce4_su1(
    store: Store,
) -> None:
    december, february = date(2022, 12, 5), date(2023, 2, 10)
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        person = receiver(session)
        session.flush()
        cycle = certification_cases.cycles(session)[2022].cycle
        assert statuses(session, date(2022, 11, 30)) == {"曾光明": CertStatus.DUE}
        assert statuses(session, date(2022, 12, 1)) == {"曾光明": CertStatus.OVERDUE}
        notice = GiveNotice(person_ids=(person,), year=2022, notified_on=december, how="电话")
        early = replace(notice, notified_on=date(2022, 11, 1))
        with pytest.raises(Rejected, match=r"certification\.notice_early"):
            services.give_notice(session, early, today=december)
        assert services.give_notice(session, notice, today=december) == 1
        assert statuses(session, december) == {"曾光明": CertStatus.NOTICED}
        assert certifications.suspension_proposals(session, cycle, december) == []
        (proposal,) = certifications.suspension_proposals(session, cycle, february)
        state = session.scalars(select(Entitlement.state)).one()
    assert (proposal.person_id, proposal.proposed_month) == (person, "2023-03")
    assert state == "GRANTED"


def test_who_was_granted_after_the_year_opened_is_exempt_ce1(store: Store, today: date) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        receiver(session, "王建国", start_month="2022-08")
        receiver(session, "周贵英", start_month="2022-07")
        assert statuses(session, today) == {
            "王建国": CertStatus.EXEMPT,
            "周贵英": CertStatus.DUE,
        }


def test_the_wall_shows_groups_eldest_first_and_counts_by_method_ce9(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        certification_cycles.open_cycle(session, OpenCycle(year=2022))
        young = villager(session, "张国栋", birth_date="1960", group="二组")
        old = villager(session, "孙长河", birth_date="1935-01-01", group="二组")
        other = villager(session, "马德胜", birth_date="1950-05", group="一组")
        for person in (young, old, other):
            benefit(session, person)
        services.record_certification(session, at_station(session, young), today=today)
        session.flush()
        wall = certifications.wall(session, 2022, today)
    assert wall is not None
    assert [(group.name, group.done, group.total) for group in wall.groups] == [
        ("一组", 0, 1),
        ("二组", 1, 2),
    ]
    assert [tile.name for tile in wall.groups[1].tiles] == ["孙长河", "张国栋"]
    assert (wall.remaining, wall.old_due, wall.by_method) == (2, 1, (("SELF_STATION", 1),))
    assert wall.by_month == (("2022-10", (("SELF_STATION", 1),)),)
