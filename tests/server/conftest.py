"""What these tests start from: a district in this process, and PCs that report to it."""

from tests.fixtures.district import district, make_office, postgres_district
from tests.fixtures.stations import make_station

__all__ = ["district", "make_office", "make_station", "postgres_district"]
