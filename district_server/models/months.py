"""What a roll-up was when it was kept: its figures, and the versions of the reports it used."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


class KeptRollUp(DistrictBase):
    """A roll-up of month reports that was kept as it stood (DOMAIN §6.4).

    `town` is empty where it was made of the whole district. `content` is canonical JSON, written
    once with its hash; a later roll-up of the same period is another row. `serial` is the number on
    its papers and files; one that was only exported is found by that and stands in no list.
    """

    __tablename__ = "kept_roll_up"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(index=True)
    town: Mapped[str]
    serial: Mapped[str] = mapped_column(index=True)
    is_listed: Mapped[bool]
    kept_at: Mapped[datetime]
    kept_by: Mapped[str]
    due: Mapped[int]
    reported: Mapped[int]
    content: Mapped[str]
    content_hash: Mapped[str]


class UsedReport(DistrictBase):
    """A month report that a kept roll-up was made of, in the version that it had."""

    __tablename__ = "used_report"

    roll_up_id: Mapped[UUID] = mapped_column(primary_key=True)
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    station_id: Mapped[UUID]
    ym: Mapped[str]
    version: Mapped[int]
    content_hash: Mapped[str]
