"""What the list under the search box says lies open on the screen: of numbers only their tails."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from station_app.store.unit_of_work import Store
from station_app.ui.people_search import find_people
from tests.services.people_of_tests import TODAY, a_person, number


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (number()[2:14], f"证号尾号 {number()[-4:]}"),
        ("13800001", "电话尾号 1164"),
        ("8371", "电话尾号 2345"),
        ("东湖", "东湖社区三组12#"),
    ],
)
def test_a_number_that_was_typed_is_told_by_its_tail(store: Store, typed: str, told: str) -> None:
    """PV1."""
    a_person(store, mobile="13800001164", phone2="0517-83712345", address="东湖社区三组12#")
    with store.read() as session, ThreadPoolExecutor(1) as reader:  # as `Tasks` asks
        (row,) = reader.submit(find_people, session, typed, today=TODAY).result().rows
    assert told in row.middle
