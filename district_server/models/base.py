"""The base of the tables that only the district has."""

from typing import Any, ClassVar

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase

from station_app.models.base import COLUMN_TYPES, NAMING


class DistrictBase(DeclarativeBase):
    """Tables that exist on the district server only."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES | {bytes: LargeBinary()}
