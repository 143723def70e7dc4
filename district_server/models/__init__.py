"""What the district keeps beside the records; importing it fills the metadata."""

from district_server.models.base import DistrictBase
from district_server.models.blobs import Blob, BlobPiece
from district_server.models.exchange import (
    Feed,
    FieldAuthor,
    KeptField,
    RefusedRow,
    ScopeSequence,
    StoredReceipt,
)
from district_server.models.following import ApiKey, FollowedUpTo, OnlineCertification
from district_server.models.keys import DistrictKey
from district_server.models.months import KeptRollUp, UsedReport
from district_server.models.officers import (
    AuditEntry,
    KeptReceipt,
    LoginFailure,
    Officer,
    Role,
    WebSession,
)
from district_server.models.stations import (
    Device,
    District,
    DistrictStation,
    EnrolmentCode,
    Incarnation,
)

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Blob",
    "BlobPiece",
    "Device",
    "District",
    "DistrictBase",
    "DistrictKey",
    "DistrictStation",
    "EnrolmentCode",
    "Feed",
    "FieldAuthor",
    "FollowedUpTo",
    "Incarnation",
    "KeptField",
    "KeptReceipt",
    "KeptRollUp",
    "LoginFailure",
    "Officer",
    "OnlineCertification",
    "RefusedRow",
    "Role",
    "ScopeSequence",
    "StoredReceipt",
    "UsedReport",
    "WebSession",
]
