"""What these tests start from: a district in this process, and PCs that report to it."""

from tests.fixtures.district import district, make_office, postgres_district

__all__ = ["district", "make_office", "postgres_district"]
