"""A condolence batch of three invented people, for tests of its workbook."""

from station_app.models.identifiers import BatchId
from station_app.services import condolence, condolence_list
from station_app.services.condolence import MakeBatch
from station_app.services.condolence_list import AddPeople, SetAmounts
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import villager

ID = "320812194405120011"
EVIL = '=HYPERLINK("http://x")'


def batch(store: Store, **more: object) -> BatchId:
    """Three people, one with an amount of its own, one with a remark like a formula."""
    with store.write("试") as session:
        keys = (
            villager(session, "曾光明", id_number=ID),
            villager(session, "周贵英"),
            villager(session, "孙长河", address=EVIL),
        )
        values: dict[str, object] = {
            "kind": "ENTITLED_DIFF", "occasion": "CHONGYANG", "occasion_year": 2022,
            "funding": "COUNTY", "standard_fen": 50_000, **more,
        }  # fmt: skip
        made = condolence.make_batch(session, MakeBatch(**values))  # type: ignore[arg-type]
        added = condolence_list.add_people(session, AddPeople(batch_id=made, person_ids=keys))
        condolence_list.set_amounts(session, SetAmounts(made, {added.added[1]: 80_050}))
        condolence_list.set_line_note(session, added.added[2], EVIL)
    return made
