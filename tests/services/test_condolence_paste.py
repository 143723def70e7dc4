"""A pasted list on a draft batch: matched, chosen, amounts, what is left out, one step to undo."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from station_app.domain.pasted_list import read_pasted
from station_app.models.identifiers import BatchId, PersonId
from station_app.queries.condolence import LineRow, batch_sheet
from station_app.queries.pasted_people import Match, match_pasted
from station_app.services import condolence, condolence_list
from station_app.services.condolence import MakeBatch
from station_app.services.condolence_list import AddPeople
from station_app.services.condolence_paste import PasteEntry, PasteLines, paste_lines
from station_app.services.doubts import Doubtful
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)
ID = "320812194405120011"
BATCH = MakeBatch(
    kind="ENTITLED_DIFF",
    occasion="CHONGYANG",
    occasion_year=2022,
    funding="COUNTY",
    standard_fen=50_000,
)


def lines(session: Session, batch_id: BatchId) -> dict[str, LineRow]:
    sheet = batch_sheet(session, batch_id, TODAY)
    assert sheet is not None
    return {line.name: line for line in sheet.lines}


def matches(session: Session, text: str) -> list[tuple[Match, int]]:
    found = match_pasted(session, read_pasted(text), TODAY)
    return [(one.match, len(one.candidates)) for one in found]


def test_a_name_that_one_person_bears_is_sure_and_namesakes_are_shown(store: Store) -> None:
    with store.write("试") as session:
        villager(session, "曾光明")
        villager(session, "王建国", group="一组", birth_date="1951-02-03")
        villager(session, "王建国", group="二组", birth_date="1963-08-01")
        assert matches(session, "曾光明\n王建国\n赵无名") == [
            (Match.SURE, 1), (Match.NAMESAKES, 2), (Match.MISSING, 0)
        ]  # fmt: skip


def test_an_id_number_decides_between_namesakes(store: Store) -> None:
    with store.write("试") as session:
        meant = villager(session, "王建国", id_number=ID)
        villager(session, "王建国", group="二组")
        found = match_pasted(session, read_pasted(f"王建国\t{ID}\t500"), TODAY)
    assert [one.match for one in found] == [Match.SURE]
    assert found[0].candidates[0].person_id == meant


def test_an_old_number_of_fifteen_digits_finds_its_person(store: Store) -> None:
    with store.write("试") as session:
        villager(session, "王建国", id_number=ID)
        assert matches(session, "320812440512001") == [(Match.SURE, 1)]


def test_a_number_of_somebody_else_is_for_a_person_to_decide(store: Store) -> None:
    with store.write("试") as session:
        villager(session, "王建国", id_number=ID)
        assert matches(session, f"赵国栋\t{ID}") == [(Match.OTHER_NAME, 1)]
        assert matches(session, "王建国\t320812194405120024") == [(Match.OTHER_NUMBER, 1)]


@pytest.mark.parametrize("status", ["DECEASED", "MOVED_OUT"])
def test_the_dead_and_the_moved_are_found_but_never_sure(store: Store, status: str) -> None:
    with store.write("试") as session:
        villager(session, "吴德贵", status=status)
        assert matches(session, "吴德贵") == [(Match.GONE, 1)]


def test_who_is_new_is_added_and_who_is_listed_gets_the_amount(store: Store) -> None:
    with store.write("试") as session:
        first, second = villager(session, "曾光明"), villager(session, "周贵英")
        batch = condolence.make_batch(session, BATCH)
        condolence_list.add_people(session, AddPeople(batch_id=batch, person_ids=(first,)))
        entries = (PasteEntry(first, 80_000), PasteEntry(second, 50_000))
        done = paste_lines(session, PasteLines(batch, entries))
        assert (done.added, done.changed, done.refused) == (1, 1, ())
        found = lines(session, batch)
        assert found["曾光明"].amount_fen == 80_000
        assert found["曾光明"].is_edited
        assert not found["周贵英"].is_edited


def test_a_pasted_standard_amount_follows_a_new_standard(store: Store) -> None:
    with store.write("试") as session:
        someone = villager(session, "周贵英")
        batch = condolence.make_batch(session, BATCH)
        paste_lines(session, PasteLines(batch, (PasteEntry(someone, 50_000),)))
        condolence_list.set_default(session, batch, 60_000)
        assert lines(session, batch)["周贵英"].amount_fen == 60_000


def test_a_very_large_amount_asks_and_nothing_is_written(store: Store) -> None:
    with store.write("试") as session:
        someone = villager(session, "周贵英")
        batch = condolence.make_batch(session, BATCH)
    entries = (PasteEntry(PersonId(someone), 50_000_000),)
    with pytest.raises(Doubtful), store.write("试") as session:
        paste_lines(session, PasteLines(batch, entries))
    with store.read() as session:
        assert lines(session, batch) == {}


def test_the_list_of_any_other_batch_can_be_carried_over(store: Store) -> None:
    with store.write("试") as session:
        keys = tuple(villager(session, name) for name in ("曾光明", "周贵英"))
        former = condolence.make_batch(session, BATCH)
        condolence_list.add_people(session, AddPeople(batch_id=former, person_ids=keys))
        batch = condolence.make_batch(session, BATCH)
        made = condolence_list.carry_over(session, batch, former)
        assert (made.last_year, len(made.added), made.left) == (2, 2, ())
