"""What 一人一档 says: everything known of one person, as values between services and reports.

Labels arrive as words, numbers whole; the mask level of the imprint decides what reaches the paper
(PV1-PV5). None is what nobody knows yet.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class BasicSheet:
    """建档立卡表: the person, as registered (DOMAIN 2.4, F12)."""

    name: str | None = None
    former_name: str | None = None
    sex: str | None = None
    id_number: str | None = None
    born: str | None = None
    ethnicity: str | None = None
    categories: tuple[str, ...] = ()
    political: str | None = None
    education: str | None = None
    marital: str | None = None
    hukou_type: str | None = None
    employment: str | None = None
    work_unit: str | None = None
    health: str | None = None
    self_care: str | None = None
    social_relief: str | None = None
    group_name: str | None = None
    address: str | None = None
    mobile: str | None = None
    phone2: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    grid: str | None = None
    staff: str | None = None
    file_no: str | None = None
    household_no: str | None = None
    relation_to_head: str | None = None
    registered_on: date | None = None
    registered_src: str | None = None
    notice_given_on: date | None = None
    status: str | None = None
    note: str | None = None
    portrait: bytes | None = None


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """One identity and the certificate behind it."""

    category: str
    certificate: str | None = None
    certificate_no: str | None = None
    basis: str | None = None
    since: date | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One term of service; unit designations are never printed (PV5)."""

    enlisted_on: str | None
    discharged_on: str | None
    branch: str | None = None
    certificate_no: str | None = None
    settled: str | None = None
    special: str | None = None


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One benefit: its state and its months."""

    kind: str
    state: str
    start_month: str | None = None
    stop_month: str | None = None
    monthly_fen: int | None = None
    doc_no: str | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """Where money goes."""

    bank: str
    number: str
    holder: str
    is_default: bool = False
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody else of the household."""

    name: str
    relation: str | None
    age: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that happened; a payment that was put right later does not count in the sum.

    `masked` is the line of a copy with masks, without what is private; None where nothing is.
    """

    on: date
    heading: str
    line: str
    amount_fen: int | None = None
    counts: bool = True
    masked: str | None = None


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photo and what it shows; without content it has not reached this PC yet."""

    caption: str
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """The whole file of one person; a blank one is the basic sheet alone."""

    sheet: BasicSheet
    identities: tuple[IdentityLine, ...] = ()
    services: tuple[ServiceLine, ...] = ()
    benefits: tuple[BenefitLine, ...] = ()
    accounts: tuple[AccountLine, ...] = ()
    plaque: tuple[str, str, date | None] | None = None
    """State, place and since when."""
    members: tuple[MemberLine, ...] = ()
    events: tuple[EventLine, ...] = ()
    photos: tuple[PhotoLine, ...] = ()
    is_blank: bool = False
