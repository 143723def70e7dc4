"""The one search box (UI 5, TECH): what it finds, in which order, and what it marks."""

import pytest
from sqlalchemy import select, update

from station_app.models.local import PersonSearch
from station_app.models.person import Person
from station_app.queries.search import Found, marks_of, search_people
from station_app.services.search_index import renew_search
from station_app.store.unit_of_work import Store
from tests.fixtures.statements import counted
from tests.services.people_of_tests import TODAY, a_person, number


def search(store: Store, text: str) -> Found:
    """What the box shows."""
    with store.read() as session:
        return search_people(session, text, today=TODAY)


def names(store: Store, text: str) -> list[str]:
    """The names under the box, in order."""
    return [row.name for row in search(store, text).rows]


@pytest.fixture
def village(store: Store) -> Store:
    """Six people whose names, numbers and phones overlap."""
    people = [
        ("曾光明", {"mobile": "13800001164", "address": "三组17号", "group_name": "三组"}),
        ("张国栋", {"mobile": "13912345678", "group_name": "一组"}),
        ("赵广田", {"former_name": "曾广田"}),
        ("王建国", {}),
        ("王建国", {"former_name": "王_建%国"}),
        ("买买提·艾力", {"address": "五组2号"}),
    ]
    for serial, (name, more) in enumerate(people, start=1):
        a_person(store, name, id_number=number(serial, f"19{50 + serial}0712"), **more)
    return store


@pytest.mark.parametrize(
    "text", ["曾光明", "光明", "zgm", "cgm", "zengguangming", "\uff3a\uff27\uff2d", "ceng"]
)
def test_a_name_is_found_by_letters_initials_and_every_reading(village: Store, text: str) -> None:
    assert "曾光明" in names(village, text)


@pytest.mark.parametrize("text", ["1164", "138", "13800001164", "三组17", number(1, "19510712")])
def test_numbers_phones_and_addresses_are_found_by_any_part(village: Store, text: str) -> None:
    assert "曾光明" in names(village, text)


def test_the_whole_number_comes_before_anything_that_contains_it(village: Store) -> None:
    assert names(village, number(2, "19520712"))[0] == "张国栋"


def test_the_likelier_reading_comes_first(village: Store) -> None:
    """zg is 曾光, 张国 and 赵广; 曾 read as ceng is found as well, but later."""
    assert set(names(village, "zg")) == {"曾光明", "张国栋", "赵广田"}
    assert names(village, "zeng")[0] == "曾光明"


def test_several_words_must_all_be_found(village: Store) -> None:
    assert names(village, "三组 光") == ["曾光明"]
    assert names(village, "三组 国") == []


@pytest.mark.parametrize("text", ["_", "%", "_建%", "|", "'"])
def test_what_is_typed_is_looked_for_as_it_stands(village: Store, text: str) -> None:
    found = names(village, text)
    assert found == (["王建国"] if text in {"_", "%", "_建%"} else [])


def test_namesakes_are_told(village: Store) -> None:
    found = search(village, "wjg")
    assert found.namesakes == ("王建国",)
    assert [row.birth_date for row in found.rows] == ["1954-07-12", "1955-07-12"]
    assert [row.age for row in found.rows] == [68, 67]


@pytest.mark.parametrize(
    ("text", "marked"),
    [("光明", (1, 2)), ("zg", (0, 1)), ("gm", (1, 2)), ("zeng", (0,)), ("zenggu", (0, 1))],
)
def test_the_letters_that_matched_are_marked(
    village: Store, text: str, marked: tuple[int, ...]
) -> None:
    rows = search(village, text).rows
    row = next(row for row in rows if row.name == "曾光明")
    assert row.marks == marked


def test_a_match_outside_the_name_marks_nothing() -> None:
    assert (
        marks_of("曾光明", "曾光明|zengguangming|zgm||1164", "zeng guang ming 曾光明", "1164") == ()
    )


def test_nothing_typed_finds_nobody(village: Store) -> None:
    assert search(village, "  ") == Found((), 0, ())


def test_the_living_come_before_those_who_left(village: Store) -> None:
    with village.read() as session:
        first = search_people(session, "wjg", today=TODAY).rows[0]
    with village.write("去世") as session:
        session.get_one(Person, first.person_id).status = "DECEASED"
    assert [row.status for row in search(village, "wjg").rows] == ["ACTIVE", "DECEASED"]


def test_a_keystroke_costs_one_statement_and_a_full_list_two(village: Store) -> None:
    with village.read() as session, counted(session) as asked:
        search_people(session, "w", today=TODAY)
        assert len(asked) == 1
    with village.read() as session, counted(session) as asked:
        found = search_people(session, "1", today=TODAY, limit=2)
        assert len(asked) == 2
    assert (len(found.rows), found.total) == (2, 6)


@pytest.mark.parametrize("text", ["張國棟", "张国棟", "國棟 一組"])
def test_traditional_letters_find_simplified_ones(village: Store, text: str) -> None:
    assert names(village, text) == ["张国栋"]


def test_a_name_in_traditional_letters_is_found_by_simplified_ones_and_marked(store: Store) -> None:
    a_person(store, "張國棟", id_number=number(9))
    (row,) = search(store, "国栋").rows
    assert (row.name, row.marks) == ("張國棟", (1, 2))


@pytest.mark.parametrize("text", ["3组", "三组", "3组 zgm"])
def test_a_group_is_found_in_figures_and_in_letters(village: Store, text: str) -> None:
    assert names(village, text) == ["曾光明"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王健国", "王建国"),
        ("zenguangming", "曾光明"),
        ("zhangguodng", "张国栋"),
        ("13912345687", "张国栋"),
        ("曾光铭", "曾光明"),
        ("赵广填", "赵广田"),
    ],
)
def test_one_letter_wrong_still_finds_and_says_so(village: Store, text: str, name: str) -> None:
    found = search(village, text)
    assert name in [row.name for row in found.rows]
    assert found.near
    assert found.total == len(found.rows)


def slips(word: str, wrong: str) -> set[str]:
    """Every word that one slip of the fingers makes of this one, its first letter kept."""
    places = range(1, len(word))
    swapped = {
        word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in places if n + 1 < len(word)
    }
    missing = {word[:n] + word[n + 1 :] for n in places}
    other = {word[:n] + wrong + word[n + 1 :] for n in places}
    too_many = {word[:n] + wrong + word[n:] for n in (*places, len(word))}
    return swapped | missing | other | too_many


@pytest.mark.parametrize(
    ("word", "wrong", "name"),
    [
        ("13912345678", "0", "张国栋"),
        ("zhangguodong", "v", "张国栋"),
        ("张国栋", "梁", "张国栋"),
        ("买买提·艾力", "梁", "买买提·艾力"),
    ],
)
def test_whatever_the_slip_the_person_is_found(
    village: Store, word: str, wrong: str, name: str
) -> None:
    long_enough = (slip for slip in slips(word, wrong) if len(slip) > 2)
    assert [slip for slip in long_enough if name not in names(village, slip)] == []


@pytest.mark.parametrize("text", ["xyz", "李四", "20991231", "qq"])
def test_what_is_near_to_nobody_finds_nobody(village: Store, text: str) -> None:
    assert search(village, text) == Found((), 0, ())


def test_a_former_name_and_a_file_number_lead_to_the_person(village: Store) -> None:
    assert names(village, "曾广田") == ["赵广田"]
    with village.read() as session:
        file_no = session.scalars(select(Person.file_no).where(Person.name == "赵广田")).one()
    assert file_no is not None
    assert names(village, file_no)[0] == "赵广田"


@pytest.mark.parametrize(
    ("text", "marked"), [("zguangming", (0, 1, 2)), ("zenggm", (0, 1, 2)), ("zengg", (0, 1))]
)
def test_initials_and_syllables_may_be_mixed(
    village: Store, text: str, marked: tuple[int, ...]
) -> None:
    row = next(row for row in search(village, text).rows if row.name == "曾光明")
    assert row.marks == marked


def test_of_two_namesakes_in_letters_the_tail_of_the_id_comes_before_that_of_a_phone(
    store: Store,
) -> None:
    a_person(store, "甲一", id_number=number(1), mobile="13800000000")
    tail = number(1)[-4:]
    a_person(store, "乙二", id_number=number(2), mobile=f"1380000{tail.replace('X', '0')}")
    assert names(store, tail)[0] == "甲一"


def test_rows_of_an_older_program_are_written_anew_once(village: Store) -> None:
    with village.write("旧的", outgoing=False) as session:
        session.connection().execute(update(PersonSearch).values(text="旧"))
    assert names(village, "zgm") == []
    assert renew_search(village) == 6
    assert names(village, "zgm") == ["曾光明"]
    assert renew_search(village) == 0
