"""Route sheets: the numbered paper that goes along on visits, and what became of each line."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import SyncedRecord
from station_app.models.record_type import RecordType, day, number, private, reference, text


class RouteSheet(SyncedRecord):
    """A printed 走访路书; its lines keep their numbers for ever, later ones are appended."""

    __tablename__ = "route_sheet"

    serial: Mapped[str]
    planned_on: Mapped[date]
    visitors: Mapped[str | None]
    note: Mapped[str | None]


ROUTE_SHEET = RecordType(
    name="route_sheet",
    label="走访路书",
    model=RouteSheet,
    own_fields=(
        text("serial", "路书编号", required=True),
        day("planned_on", "走访日期", required=True),
        text("visitors", "走访人"),
        private("note", "备注"),
    ),
)


class RouteLine(SyncedRecord):
    """One number of a sheet: whom to visit, and the visit once it was made or that nobody was in.

    Why somebody is visited is not kept: it follows from what is due that day (SETTLED 12).
    """

    __tablename__ = "route_line"

    sheet_id: Mapped[UUID] = mapped_column(index=True)
    line_no: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(index=True)
    visit_id: Mapped[UUID | None]
    away_on: Mapped[date | None]


ROUTE_LINE = RecordType(
    name="route_line",
    label="路书一行",
    model=RouteLine,
    own_fields=(
        reference("sheet_id", "路书", "route_sheet", required=True),
        number("line_no", "序号", required=True),
        reference("person_id", "对象", "person", required=True),
        reference("visit_id", "走访", "visit"),
        day("away_on", "不在家的日期"),
    ),
)
