"""Every record type describes its table wholly, and nothing that is not there."""

import pytest
from sqlalchemy import BigInteger, Boolean, Date, Text, Uuid, inspect

from station_app.domain.codes import CODE_LISTS
from station_app.domain.kinds import Kind
from station_app.models.base import Base, Fact
from station_app.models.record_type import RecordType, Scope
from station_app.models.registry import BY_NAME, RECORD_TYPES
from station_app.models.types import UtcMoment

COLUMN_OF: dict[Kind, type] = {
    Kind.MONEY: BigInteger,
    Kind.INTEGER: BigInteger,
    Kind.BOOLEAN: Boolean,
    Kind.DATE: Date,
    Kind.MOMENT: UtcMoment,
    Kind.REFERENCE: Uuid,
}

each_type = pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda t: t.name)


@each_type
def test_the_fields_are_the_columns_no_more_and_no_less(record_type: RecordType) -> None:
    columns = set(inspect(record_type.model).columns.keys())
    described = [field.name for field in record_type.fields]
    assert set(described) | {"id"} == columns
    assert len(described) == len(set(described))


@each_type
def test_every_column_has_the_type_of_its_kind(record_type: RecordType) -> None:
    columns = inspect(record_type.model).columns
    for field in record_type.fields:
        expected = COLUMN_OF.get(field.kind, Text)
        assert isinstance(columns[field.name].type, expected), field.name


@each_type
def test_code_lists_and_references_exist(record_type: RecordType) -> None:
    for field in record_type.fields:
        assert field.choices is None or field.choices in CODE_LISTS, field.name
        assert (field.choices is None) or field.kind is Kind.CHOICE, field.name
        assert field.references is None or field.references in BY_NAME, field.name


@each_type
def test_private_fields_are_text_so_that_they_can_travel_sealed(record_type: RecordType) -> None:
    columns = inspect(record_type.model).columns
    for field in record_type.fields:
        if field.scope is Scope.STATION:
            assert isinstance(columns[field.name].type, Text), field.name
            assert not field.required, f"{field.name}: the district could not read it"


@each_type
def test_a_required_field_is_a_column_that_cannot_be_empty(record_type: RecordType) -> None:
    columns = inspect(record_type.model).columns
    for field in record_type.own_fields:
        if field.required:
            assert not columns[field.name].nullable, field.name


@each_type
def test_a_fact_names_the_day_of_its_event(record_type: RecordType) -> None:
    assert record_type.is_fact == issubclass(record_type.model, Fact)
    if record_type.event is not None:
        event = record_type.by_name[record_type.event]
        assert event.kind is Kind.DATE
        assert event.required


def test_every_travelling_table_has_a_type() -> None:
    assert {record_type.model.__tablename__ for record_type in RECORD_TYPES} == set(
        Base.metadata.tables
    )
    assert [record_type.name for record_type in RECORD_TYPES] == list(BY_NAME)


def test_no_business_value_is_unique_and_no_column_has_a_default() -> None:
    """Two PCs without a line may both be right (LAYOUT 6.5); the log must see every value."""
    for table in Base.metadata.tables.values():
        assert [column.name for column in table.columns if column.default is not None] == []
        unique = [index for index in table.indexes if index.unique]
        assert unique == []


def test_no_field_holds_a_list_of_watched_people_or_a_reason_of_crime() -> None:
    """SETTLED 12: no list of watched people, by no door."""
    names = {field.name for record_type in RECORD_TYPES for field in record_type.fields}
    assert not names & {"watched", "risk", "risk_score", "thoughts", "stability"}
    assert "decision_no" in BY_NAME["plaque_event"].by_name
