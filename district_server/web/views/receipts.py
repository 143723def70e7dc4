"""Receipts of sticks, kept for a day to be downloaded by whoever took the bundles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_STORED, ZipFile

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from district_server.models import KeptReceipt
from station_app.models.identifiers import new_id

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt that can be downloaded again."""

    id: UUID
    name: str
    station_name: str
    made_at: datetime


def keep(
    session: Session,
    body: bytes,
    *,
    name: str,
    station_name: str,
    taking: UUID,
    officer_id: UUID,
    now: datetime,
) -> UUID:
    """Keep a receipt for a day; older ones go."""
    session.execute(delete(KeptReceipt).where(KeptReceipt.made_at < now - KEPT_FOR))
    kept = KeptReceipt(
        id=new_id(),
        taking=taking,
        officer_id=officer_id,
        made_at=now,
        name=name,
        station_name=station_name,
        body=body,
    )
    session.add(kept)
    session.flush()
    return kept.id


def recent(session: Session, officer_id: UUID, *, now: datetime) -> list[ReceiptLine]:
    """What this officer took within a day, the last first."""
    columns = (
        KeptReceipt.id,
        KeptReceipt.name,
        KeptReceipt.station_name,
        KeptReceipt.made_at,
    )
    query = select(*columns).where(
        KeptReceipt.officer_id == officer_id, KeptReceipt.made_at >= now - KEPT_FOR
    )
    rows = session.execute(query.order_by(KeptReceipt.id.desc()))
    return [ReceiptLine(*row) for row in rows]


def one(session: Session, officer_id: UUID, key: UUID) -> tuple[str, bytes] | None:
    """The name and the content of a receipt of this officer."""
    query = select(KeptReceipt.name, KeptReceipt.body).where(
        KeptReceipt.id == key, KeptReceipt.officer_id == officer_id
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def together(session: Session, officer_id: UUID, taking: UUID) -> bytes | None:
    """All receipts of files that came at once, in one ZIP file."""
    query = select(KeptReceipt.name, KeptReceipt.body).where(
        KeptReceipt.taking == taking, KeptReceipt.officer_id == officer_id
    )
    rows = session.execute(query.order_by(KeptReceipt.id)).all()
    return _zipped([(name, body) for name, body in rows]) if rows else None


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Sealed files do not get smaller; two of one name get a number."""
    made, names = BytesIO(), set[str]()
    with ZipFile(made, "w", ZIP_STORED) as archive:
        for number, (name, body) in enumerate(files, start=1):
            archive.writestr(f"{number}-{name}" if name in names else name, body)
            names.add(name)
    return made.getvalue()
