"""Private fields travel sealed: the same value looks the same, and no other key opens it."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from station_app.models.registry import BY_NAME
from station_app.sync.sealing import Sealer, is_sealed, private_fields

KEY, OTHER = UUID(int=1), UUID(int=2)
SEALER = Sealer.of(b"k" * 32)


@given(text=st.text(max_size=50).filter(lambda text: not is_sealed(text)))
def test_what_was_sealed_opens_as_it_was(text: str) -> None:
    sealed = SEALER.close(KEY, "note", text)
    assert is_sealed(sealed)
    assert SEALER.open(KEY, "note", sealed) == text


def test_the_same_value_looks_the_same_so_that_it_can_be_compared() -> None:
    assert SEALER.close(KEY, "note", "喜静") == SEALER.close(KEY, "note", "喜静")


def test_a_sealed_value_is_bound_to_its_record_and_field() -> None:
    sealed = SEALER.close(KEY, "note", "喜静")
    assert SEALER.close(OTHER, "note", "喜静") != sealed
    assert SEALER.open(OTHER, "note", sealed) == sealed
    assert SEALER.open(KEY, "health", sealed) == sealed


def test_another_key_opens_nothing_and_keeps_what_came() -> None:
    sealed = SEALER.close(KEY, "note", "喜静")
    assert Sealer.of(b"x" * 32).open(KEY, "note", sealed) == sealed


def test_what_is_missing_or_sealed_already_stays_as_it_is() -> None:
    sealed = SEALER.close(KEY, "note", "喜静")
    assert SEALER.close(KEY, "note", None) is None
    assert SEALER.close(KEY, "note", sealed) == sealed
    assert SEALER.open(KEY, "note", "sealed:1:!!") == "sealed:1:!!"


def test_health_politics_and_notes_of_a_person_are_private() -> None:
    names = {field.name for field in private_fields(BY_NAME["person"])}
    assert {"health", "political", "note"} <= names
