"""Keys of records: UUID version 7, told apart by type so that no person is taken for a visit."""

from typing import NewType
from uuid import UUID, uuid5

from uuid_utils.compat import uuid7

RecordId = UUID
StationId = NewType("StationId", UUID)
StaffId = NewType("StaffId", UUID)
HouseholdId = NewType("HouseholdId", UUID)
PersonId = NewType("PersonId", UUID)
EntitlementId = NewType("EntitlementId", UUID)
VisitId = NewType("VisitId", UUID)
RouteSheetId = NewType("RouteSheetId", UUID)
RouteLineId = NewType("RouteLineId", UUID)
BatchId = NewType("BatchId", UUID)
PlanId = NewType("PlanId", UUID)
PaymentId = NewType("PaymentId", UUID)
CycleId = NewType("CycleId", UUID)
CertificationId = NewType("CertificationId", UUID)
PlaqueId = NewType("PlaqueId", UUID)
PlaqueEventId = NewType("PlaqueEventId", UUID)
TemplateId = NewType("TemplateId", UUID)
MonthReportId = NewType("MonthReportId", UUID)
ConflictId = NewType("ConflictId", UUID)
OperatorId = NewType("OperatorId", UUID)

DISTRICT_SCOPE = UUID("0d1b7b8e-2a44-5d7e-9a6e-5f0c1f7f2a10")
"""The scope of the district's own rows, which every station reads and none writes."""
STATION_NAMESPACE = UUID("6f6d1d2e-5c7b-5e0a-9a53-0d6a3f0c7b11")
"""Fixed for ever: stations made on two PCs from one division code share a key (SETTLED 5)."""


def new_id() -> UUID:
    """A fresh key; version 7 sorts by time, so new rows land at the end of an index."""
    return uuid7()


def station_id_of(division_code: str) -> StationId:
    """The key of the station of a 12-digit division code (SETTLED 5)."""
    return StationId(uuid5(STATION_NAMESPACE, division_code))
