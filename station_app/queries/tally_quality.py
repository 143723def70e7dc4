"""Tally lines Q: what is still missing or doubtful in the files of people on the roll."""

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from station_app.domain.codes import Category
from station_app.models.person import Person
from station_app.queries.lookups import GONE
from station_app.queries.tally_people import has_category, holders
from station_app.queries.tally_rows import Moment


def has_no_number(_at: Moment) -> ColumnElement[bool]:
    """Q1: nobody knows the ID number."""
    return Person.id_number.is_(None)


def _shared_with(*names: str) -> ColumnElement[bool]:
    """Whether another living file of the station says the same; what is unknown is like nothing."""
    other = aliased(Person)
    alike = [getattr(other, name) for name in names]
    several = (
        select(other.station_id, *alike)
        .where(
            other.deleted.is_(False),
            other.status.not_in(GONE),
            *(column.is_not(None) for column in alike),
        )
        .group_by(other.station_id, *alike)
        .having(func.count() > 1)
    )
    return tuple_(Person.station_id, *(getattr(Person, name) for name in names)).in_(several)


def is_doubled(_at: Moment) -> ColumnElement[bool]:
    """Q2: another file has the same number, or the name with the same birth date or telephone."""
    return and_(
        Person.status.not_in(GONE),
        or_(
            _shared_with("id_number"),
            _shared_with("name", "birth_date"),
            _shared_with("name", "mobile"),
        ),
    )


def has_no_grid(_at: Moment) -> ColumnElement[bool]:
    """Q3: in no grid."""
    return Person.grid_id.is_(None)


def is_unclassified(at: Moment) -> ColumnElement[bool]:
    """Q4: only known to be a veteran, or without any identity."""
    return or_(holders(at, frozenset({Category.VET_UNSPEC})), ~has_category(at))
