"""Lists of the ledgers: visits by page, a batch with last year beside it, plaques and gaps."""

from dataclasses import replace
from datetime import date, timedelta

from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.models.identifiers import HouseholdId
from station_app.models.person import Person
from station_app.queries import condolence as condolence_lists
from station_app.queries import plaques as plaque_lists
from station_app.queries import visits as visit_lists
from station_app.queries.visits import VisitFilter
from station_app.services import condolence, condolence_list, condolence_paying, plaques, visits
from station_app.services.condolence import Freeze, MakeBatch
from station_app.services.condolence_list import AddPeople, SetAmounts
from station_app.services.condolence_paying import CorrectPayment, Sign
from station_app.services.plaques import EnterPlaque, HangNew, PlaqueStep
from station_app.services.visits import Met, RecordVisit, VisitPaper
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.fixtures.villagers import household, villager

PAPER = VisitPaper(
    visit_date=date(2022, 10, 12), kind="ROUTINE", method="HOME", visitors="李敏、赵国强"
)
BATCH = MakeBatch(
    kind="ENTITLED_DIFF",
    occasion="CHONGYANG",
    occasion_year=2022,
    funding="COUNTY",
    standard_fen=50_000,
)
DAY = date(2022, 10, 9)


def test_visits_are_listed_newest_first_page_after_page_in_two_statements(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        person = villager(session)
        for days in range(5):
            paper = replace(PAPER, visit_date=PAPER.visit_date - timedelta(days=days))
            order = RecordVisit(paper=paper, met=(Met(person),))
            visits.record_visit(session, order, today=today)
        visits.plan_visit(session, replace(PAPER, visit_date=date(2022, 11, 1)))
    with store.read() as session, counted(session) as statements:
        first = visit_lists.list_visits(session, VisitFilter(), limit=3)
        second = visit_lists.list_visits(session, VisitFilter(), limit=3, after=first.after)
    listed = [row.visit_date.day for row in (*first.rows, *second.rows)]
    assert listed == [12, 11, 10, 9, 8]
    assert second.after is None
    assert len(statements) == 4
    assert first.rows[0].met[0].name == "曾光明"


def test_visits_are_narrowed_by_method_group_person_and_open_promise(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        wang = villager(session, "王建国", group="一组")
        zhou = villager(session, "周贵英", group="二组")
        promised = replace(PAPER, method="PHONE", follow_up="装扶手")
        for person, paper in ((wang, PAPER), (zhou, promised)):
            order = RecordVisit(paper=paper, met=(Met(person),))
            visits.record_visit(session, order, today=today)
        session.flush()
        found = {
            name: [
                one.name
                for row in visit_lists.list_visits(session, narrowed).rows
                for one in row.met
            ]
            for name, narrowed in {
                "phone": VisitFilter(methods=("PHONE",)),
                "group": VisitFilter(groups=("一组",)),
                "person": VisitFilter(person_ids=(wang,)),
                "promise": VisitFilter(with_open_promise=True),
                "before": VisitFilter(last=date(2022, 10, 1)),
            }.items()
        }
    assert found == {
        "phone": ["周贵英"],
        "group": ["王建国"],
        "person": ["王建国"],
        "promise": ["周贵英"],
        "before": [],
    }


def test_a_visit_is_shown_whole_and_its_promise_until_it_is_done(store: Store, today: date) -> None:
    with store.write("test") as session:
        paper = replace(
            PAPER, follow_up="装扶手", follow_up_due=date(2022, 10, 15), situation="平稳"
        )
        order = RecordVisit(paper=paper, met=(Met(villager(session)),))
        done = visits.record_visit(session, order, today=today)
        session.flush()
        detail = visit_lists.visit_detail(session, done.visit_id)
        (promise,) = visit_lists.open_promises(session)
        visits.finish_follow_up(session, done.visit_id, today, today=today)
        session.flush()
        assert visit_lists.open_promises(session) == []
    assert detail is not None
    assert (detail.situation, detail.row.person_times) == ("平稳", 1)
    assert (promise.names, promise.is_overdue(today)) == (("曾光明",), True)


def test_a_batch_shows_last_year_edited_amounts_warnings_and_groups_of_equal_amounts(
    store: Store,
) -> None:
    with store.write("test") as session:
        wang, zhou, wu = (villager(session, name) for name in ("王建国", "周贵英", "吴德贵"))
        former = condolence.make_batch(session, replace(BATCH, occasion_year=2021))
        condolence_list.add_people(session, AddPeople(batch_id=former, person_ids=(wang, wu)))
        session.get_one(Person, wu).status = "DECEASED"
        town = condolence.make_batch(session, replace(BATCH, funding="TOWN", name="镇里的"))
        condolence_list.add_people(session, AddPeople(batch_id=town, person_ids=(zhou,)))
        batch = condolence.make_batch(session, BATCH)
        condolence_list.prepare_from_last_year(session, batch)
        added = condolence_list.add_people(
            session, AddPeople(batch_id=batch, person_ids=(zhou,))
        ).added
        condolence_list.set_amounts(session, SetAmounts(batch, {added[0]: 80_000}))
    with store.read() as session:
        sheet = condolence_lists.batch_sheet(session, batch, DAY)
    assert sheet is not None
    first, second = sheet.lines
    assert (first.name, first.last_year_fen, first.is_edited) == ("王建国", 50_000, False)
    assert (second.name, second.is_new, second.is_edited) == ("周贵英", True, True)
    assert [note.code for note in second.warnings] == ["condolence.other_funding"]
    assert (sheet.left_since, sheet.last_year_people, sheet.edited) == (("吴德贵",), 2, 1)
    assert sheet.same_amounts == ((50_000, 1, 50_000), (80_000, 1, 80_000))
    assert sheet.batch.total_fen == 130_000


def test_a_frozen_batch_shows_who_signed_and_corrections_under_their_line(store: Store) -> None:
    with store.write("test") as session:
        people = tuple(villager(session, name) for name in ("赵广田", "周贵英", "马德胜"))
        batch = condolence.make_batch(session, BATCH)
        lines = condolence_list.add_people(
            session, AddPeople(batch_id=batch, person_ids=people)
        ).added
        condolence.freeze(session, Freeze(batch), today=DAY)
        paid = condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=DAY), today=DAY)
        agent = Sign(
            plan_id=lines[1],
            paid_on=DAY,
            receipt="AGENT",
            receiver_name="周建明",
            receiver_relation="侄",
        )
        condolence_paying.sign(session, agent, today=DAY)
        order = CorrectPayment(
            payment_id=paid.payment_id, amount_fen=70_000, reason="应发七百", approved_by="李秀兰"
        )
        condolence_paying.correct_payment(session, order, today=DAY)
    with store.read() as session, counted(session) as statements:
        sheet = condolence_lists.batch_sheet(session, batch, DAY)
        (row,) = condolence_lists.list_batches(session)
    assert sheet is not None
    (correction,) = sheet.lines[0].corrections
    assert (correction.difference_fen, correction.approved_by) == (20_000, "李秀兰")
    assert (sheet.correction_fen, sheet.lines[0].paid_twice) == (20_000, False)
    assert sheet.by_receipt == {"NONE": 1, "SELF": 1, "AGENT": 1, "REFUSED": 0, "RETURNED": 0}
    assert (row.people, row.paid_people, row.paid_fen, row.is_frozen) == (3, 2, 120_000, True)
    assert len(statements) < 15


def test_plaques_are_listed_with_state_and_households_that_lack_one(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        homes = [household(session, f"H001A0000{n}", "一组") for n in range(3)]
        people = [
            villager(session, name, home=home)
            for name, home in zip(("王建国", "周贵英", "孙长河"), homes, strict=True)
        ]
        villager(session, "外来人", category="OTHER", home=household(session, "H001A00009"))
        orders = [
            EnterPlaque(household_id=HouseholdId(home), basis_person_id=person)
            for home, person in zip(homes, people, strict=True)
        ]
        hung = plaques.hang_new(
            session, HangNew(plaque=orders[0], hung_on=date(2022, 7, 25)), today=today
        )
        lost = plaques.hang_new(
            session, HangNew(plaque=orders[1], hung_on=date(2022, 7, 25)), today=today
        )
        plaques.record_step(
            session,
            PlaqueStep(
                plaque_id=lost.plaque_id,
                event=PlaqueEventKind.LOSE,
                event_on=date(2022, 8, 1),
                reason="L01",
            ),
            today=today,
        )
    with store.read() as session:
        listed = plaque_lists.list_plaques(session)
        found = plaque_lists.list_plaques(session, states=(PlaqueState.HUNG,), text="王")
        without = plaque_lists.households_without(session)
    assert (len(listed.rows), listed.hanging) == (2, 1)
    assert [(row.plaque_id, row.hung_on) for row in found.rows] == [
        (hung.plaque_id, date(2022, 7, 25))
    ]
    assert PlaqueEventKind.WITHDRAW in found.rows[0].possible_events
    assert [row.entitled[0][1] for row in without] == ["周贵英", "孙长河"]


def test_a_list_warns_of_the_dead_and_of_amounts_that_are_missing_or_very_large(
    store: Store,
) -> None:
    with store.write("test") as session:
        people = tuple(villager(session, name) for name in ("王建国", "周贵英", "孙长河"))
        batch = condolence.make_batch(session, replace(BATCH, standard_fen=None))
        lines = condolence_list.add_people(
            session, AddPeople(batch_id=batch, person_ids=people)
        ).added
        large = SetAmounts(
            batch, {lines[1]: 20_000_000, lines[2]: 50_000}, frozenset({"condolence.large"})
        )
        condolence_list.set_amounts(session, large)
        gone = session.get_one(Person, people[2])
        gone.status, gone.death_date = "DECEASED", "2022-10-01"
    with store.read() as session:
        sheet = condolence_lists.batch_sheet(session, batch, DAY)
    assert sheet is not None
    assert [[note.code for note in line.warnings] for line in sheet.lines] == [
        ["condolence.amount_missing"],
        ["condolence.large"],
        ["condolence.deceased_listed"],
    ]


def test_a_register_of_plaques_is_read_once_and_searched_letter_by_letter(
    store: Store, today: date
) -> None:
    with store.write("test") as session:
        home = household(session)
        wang = villager(session, "王建国", home=home)
        villager(session, "周贵英", home=household(session, "H001A00002"))
        order = EnterPlaque(household_id=HouseholdId(home), basis_person_id=wang)
        plaques.hang_new(session, HangNew(plaque=order, hung_on=DAY), today=today)
    with store.read() as session:
        register = plaque_lists.plaque_register(session)
        with counted(session) as statements:
            found, missing = plaque_lists.search_register(session, register, "wjg")
        assert found == plaque_lists.list_plaques(session, text="wjg")
        assert list(register.missing) == plaque_lists.households_without(session)
    assert ([row.basis_name for row in found.rows], missing) == (["王建国"], [])
    assert len(statements) == 1
