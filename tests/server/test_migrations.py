"""The migrations make exactly the tables of the models, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, text

from district_server import migrating
from district_server.models import DistrictBase
from station_app.errors import Rejected
from station_app.models import registry
from station_app.models.base import Base
from tests.fixtures.district import District


@pytest.mark.parametrize("kind", ["district", "postgres_district"])
def test_the_database_is_what_the_models_say(request: pytest.FixtureRequest, kind: str) -> None:
    assert registry.RECORD_TYPES  # loading them fills the metadata
    district: District = request.getfixturevalue(kind)
    together = MetaData(naming_convention=Base.metadata.naming_convention)
    for base in (Base, DistrictBase):
        for table in base.metadata.tables.values():
            table.to_metadata(together)
    with district.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, together)
    assert differences == []


@pytest.mark.parametrize("kind", ["district", "postgres_district"])
def test_a_newer_programs_tables_are_not_upgraded(
    request: pytest.FixtureRequest, kind: str
) -> None:
    district: District = request.getfixturevalue(kind)
    newer = "UPDATE alembic_version SET version_num = 'records_9999' WHERE version_num LIKE 'rec%'"
    with district.engine.begin() as connection:
        connection.execute(text(newer))
    with pytest.raises(Rejected) as refusal:
        migrating.upgrade(district.engine)
    assert refusal.value.code == "district.newer_schema"
