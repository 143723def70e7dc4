"""The district's own keys for files that come and go on a stick; no page reads this table."""

from datetime import datetime

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, mapped_column

from district_server.models.base import DistrictBase


class DistrictKey(DistrictBase):
    """The one secret from which the district's keys follow, and its public half.

    Only `district_server.keys` reads it; a test keeps the pages away (decision 0057).
    """

    __tablename__ = "district_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    public: Mapped[bytes]
    secret: Mapped[bytes]
    made_at: Mapped[datetime]
