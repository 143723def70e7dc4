"""The search table knows every reading of a name, and follows every change of a person."""

import subprocess
import sys

import pytest
from sqlalchemy import select

from station_app.models.local import PersonSearch
from station_app.models.person import PERSON, Person
from station_app.store.bulk import Edit, insert_many, update_many
from station_app.store.search import LIKELY, readings_of, sort_key
from station_app.store.unit_of_work import Store


def texts(store: Store) -> list[str]:
    """The search rows in the order of names."""
    with store.read() as session:
        return list(session.scalars(select(PersonSearch.text).order_by(PersonSearch.sort_key)))


@pytest.mark.parametrize(
    ("name", "likely", "other"),
    [
        ("曾光明", "zengguangming", "cengguangming"),
        ("单国强", "shanguoqiang", "danguoqiang"),
        ("查理", "zhali", "chali"),
        ("解学军", "xiexuejun", "jiexuejun"),
        ("仇军", "qiujun", "choujun"),
    ],
)
def test_a_surname_is_found_by_each_of_its_readings_the_right_one_first(
    name: str, likely: str, other: str
) -> None:
    full, _ = readings_of(name)
    assert full[0] == likely
    assert other in full


def test_initials_follow_every_reading() -> None:
    _, initials = readings_of("曾光明")
    assert initials[0] == "zgm"
    assert "cgm" in initials


def test_names_sort_by_pinyin_the_surname_read_as_a_surname() -> None:
    assert sorted(["张三", "曾二", "阿一"], key=sort_key) == ["阿一", "曾二", "张三"]


def test_letters_without_a_reading_stay_as_they_are() -> None:
    assert readings_of("王㛃")[0]
    assert sort_key("") == ""


def test_single_letters_are_read_without_the_book_of_phrases() -> None:
    asked = (
        "import sys; from station_app.store.search import sort_key; "
        "print(sort_key('曾行'), 'pypinyin.phrases_dict' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", asked],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stdout.split() == ["zeng", sort_key("行").split()[0], "曾行", "False"]


def test_both_writers_keep_the_table_in_step(store: Store) -> None:
    with store.write("一个") as session:
        session.add(Person(name="曾光明", file_no="1", status="ACTIVE", mobile="13800000001"))
    with store.write("成批") as session:
        rows = [{"name": "李秀兰", "file_no": "2", "status": "ACTIVE"}]
        insert_many(session, PERSON, rows)
    found = texts(store)
    assert [text.split("|")[0] for text in found] == ["李秀兰", "曾光明"]
    assert "13800000001" in found[1].split(LIKELY)[1]


def test_an_edit_is_found_at_once_and_the_old_value_no_more(store: Store) -> None:
    person = Person(name="曾光明", file_no="1", status="ACTIVE", mobile="13800000001")
    with store.write("一个") as session:
        session.add(person)
    with store.write("改") as session:
        edit = Edit(person.id, {"mobile": ("13800000001", "13900000002")})
        update_many(session, PERSON, [edit])
    assert "13900000002" in texts(store)[0]
    assert "13800000001" not in texts(store)[0]


def test_a_retired_file_cannot_be_found(store: Store) -> None:
    person = Person(name="曾光明", file_no="1", status="ACTIVE")
    with store.write("一个") as session:
        session.add(person)
    with store.write("撤销") as session:
        session.get_one(Person, person.id).deleted = True
    assert texts(store) == []
