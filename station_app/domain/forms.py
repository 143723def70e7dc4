"""What each printed form says: values between the queries that find them and the reports that draw.

Labels of code lists arrive as words, ID numbers whole; the mask level of the imprint decides what
of them reaches the paper (PV1-PV5). None is what nobody knows yet: the box stays empty for a pen.
Partial dates are text as stored (`1976`, `1976-12`, `1976-12-05`), money is integer fen.
"""

from dataclasses import dataclass
from datetime import date, datetime

from station_app.domain.masking import MaskLevel
from station_app.domain.printouts import RowBehind

BLANK_LINES = 15


@dataclass(frozen=True, slots=True)
class Imprint:
    """What every form says about itself: who prints it, when, for whose eyes, bound or loose.

    `printed_at` is the moment on the clock of this place, as it is to be read. `serial` is the
    number under which its rows come back, None on a blank form.
    """

    station_name: str
    made_on: date
    made_by: str | None = None
    printed_by: str | None = None
    printed_at: datetime | None = None
    mask: MaskLevel = MaskLevel.FULL
    bound: bool = False
    serial: str | None = None
    row_count: int | None = None
    is_blank: bool = False
    """An empty form: whoever fills it writes the day."""


# F01 光荣牌


@dataclass(frozen=True, slots=True)
class PlaqueChange:
    """One line of a plaque's history."""

    kind: str
    changed_on: date
    reason: str | None = None
    decision_no: str | None = None


@dataclass(frozen=True, slots=True)
class PlaqueCard:
    """F01: the register card of one household's plaque; every None is left to the pen."""

    plaque_no: str | None = None
    head_name: str | None = None
    family_kind: str | None = None
    basis_name: str | None = None
    sex: str | None = None
    id_number: str | None = None
    relation_to_head: str | None = None
    certificate: str | None = None
    enlisted_on: str | None = None
    discharged_on: str | None = None
    address: str | None = None
    phone: str | None = None
    apply_mode: str | None = None
    applied_on: date | None = None
    other_basis: tuple[str, ...] = ()
    position: str | None = None
    hung_on: date | None = None
    hung_by: str | None = None
    changes: tuple[PlaqueChange, ...] = ()
    note: str | None = None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class PlaqueRow:
    """One household in the plaque roster."""

    household_no: str
    head_name: str | None
    basis_name: str | None
    category: str | None
    id_number: str | None
    address: str | None
    group_name: str | None
    phone: str | None
    hung_on: date | None
    state: str
    note: str | None = None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class PlaqueRoster:
    """F01: the roster of plaques."""

    period: str | None
    rows: tuple[PlaqueRow, ...]
    blank_lines: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One household that signs for its plaque; `kind` is 新发, 更换 or 补发."""

    head_name: str | None
    basis_name: str | None
    category: str | None
    address: str | None
    group_name: str | None
    phone: str | None
    kind: str
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class PlaqueReceipts:
    """F02: the sheet on which a street signs for its plaques."""

    year: int | None
    rows: tuple[ReceiptRow, ...]
    blank_lines: int = 0


# 走访路书


@dataclass(frozen=True, slots=True)
class GiftLine:
    """What was handed over on a visit: money, goods, or both."""

    amount_fen: int | None = None
    goods: str | None = None
    goods_value_fen: int | None = None


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One number of a route sheet; what is not due leaves its box out."""

    number: int
    name: str
    sex: str | None = None
    age: int | None = None
    group_name: str | None = None
    address: str | None = None
    phone: str | None = None
    last_visit: date | None = None
    contact_due: bool = False
    condolences: tuple[GiftLine, ...] = ()
    certification_due: bool = False
    hang: bool = False
    replace: bool = False
    has_plaque: bool = False
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class RoutePaper:
    """The sheet that goes along on visits; without a serial it is a list that was not kept."""

    serial: str | None
    planned_on: date | None
    visitors: str | None
    stops: tuple[RouteStop, ...]
    homes: int = 0
    blank_lines: int = 0


# F03 走访


@dataclass(frozen=True, slots=True)
class FamilyLine:
    """Somebody who lives in the household."""

    name: str
    relation: str | None = None
    born: str | None = None


@dataclass(frozen=True, slots=True)
class VisitCard:
    """F03: the form of one visit to one person. No box asks for anybody's thoughts (SETTLED 12).

    `photos` are the pictures of `photo_names` as far as they are on this PC.
    """

    visited_on: date | None = None
    kind: str | None = None
    method: str | None = None
    lead: str | None = None
    visitors: str | None = None
    name: str | None = None
    sex: str | None = None
    age: int | None = None
    category: str | None = None
    id_number: str | None = None
    address: str | None = None
    phone: str | None = None
    family: tuple[FamilyLine, ...] = ()
    health: str | None = None
    situation: str | None = None
    needs: str | None = None
    answer: str | None = None
    follow_up: str | None = None
    follow_up_by: str | None = None
    follow_up_due: date | None = None
    follow_up_done_on: date | None = None
    gifts: tuple[GiftLine, ...] = ()
    photo_names: tuple[str, ...] = ()
    photos: tuple[bytes, ...] = ()
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One person visited, or people counted without names, in the roster of visits."""

    visited_on: date
    name: str
    category: str | None
    address: str | None
    group_name: str | None
    visitors: str | None
    method: str
    headcount: int = 1
    gifts: tuple[GiftLine, ...] = ()
    needs: str | None = None
    answer: str | None = None
    note: str | None = None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class VisitRoster:
    """F03: the roster of the visits of a period."""

    period: str | None
    rows: tuple[VisitRow, ...]
    blank_lines: int = 0


# F04 慰问金


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One recipient of a batch; `sign` is −1 for a correction, printed in red (MO7).

    `state` says why nothing was received (拒领, 退汇, 取消), `returned_on` when it was handed back.
    """

    name: str
    sex: str | None = None
    category: str | None = None
    id_number: str | None = None
    group_name: str | None = None
    address: str | None = None
    account: str | None = None
    amount_fen: int | None = None
    goods: str | None = None
    quantity: int | None = None
    goods_value_fen: int | None = None
    headcount: int = 1
    agent: str | None = None
    received_on: date | None = None
    state: str | None = None
    returned_on: date | None = None
    note: str | None = None
    sign: int = 1
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Where the money drawn for a batch went: drawn = paid + unclaimed + returned."""

    drawn_fen: int
    paid_fen: int
    unclaimed_fen: int
    returned_fen: int

    @property
    def difference_fen(self) -> int:
        """What is not accounted for; 0 when the batch reconciles."""
        return self.drawn_fen - self.paid_fen - self.unclaimed_fen - self.returned_fen


@dataclass(frozen=True, slots=True)
class PaymentRoster:
    """F04: the signed roster of one condolence batch, of money or of goods."""

    occasion_year: int | None
    occasion: str | None
    kind: str | None
    funding: str | None
    doc_no: str | None
    standard_fen: int | None
    rows: tuple[PaymentRow, ...]
    goods: bool = False
    reconciliation: Reconciliation | None = None
    blank_lines: int = 0


# F05 认证


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """One person in the certification register of a year."""

    name: str
    sex: str | None
    born: str | None
    id_number: str | None
    category: str | None
    phone: str | None
    lives_elsewhere: bool | None
    method: str | None = None
    certified_on: date | None = None
    result: str | None = None
    certifiers: str | None = None
    agent: str | None = None
    note: str | None = None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class CertificationRoster:
    """F05: the certification register of a year."""

    year: int | None
    open_on: date | None
    due_on: date | None
    due_count: int
    done_count: int
    rows: tuple[CertificationRow, ...]
    blank_lines: int = 0


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """Somebody who signs at a meeting, still to be certified."""

    name: str
    sex: str | None
    age: int | None
    id_number: str | None
    group_name: str | None
    phone: str | None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """The sign-in sheet of a meeting at which people are certified, with lines for others."""

    year: int | None
    held_on: date | None
    place: str | None
    certifiers: tuple[str, ...]
    rows: tuple[MeetingRow, ...]
    blank_lines: int = 0


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One person not certified in time; `disability` decides which foot note applies."""

    name: str
    category: str | None
    id_number: str | None
    phone: str | None
    last_contact_on: date | None = None
    reason: str | None = None
    noticed_on: date | None = None
    noticed_how: str | None = None
    suspend_from: str | None = None
    opinion: str | None = None
    disability: bool = False
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class OverdueList:
    """F05b: who is not yet certified after the term, for the county to decide (CE4)."""

    year: int | None
    as_of: date | None
    county_doc_no: str | None
    rows: tuple[OverdueRow, ...]
    blank_lines: int = 0


# F12 服务对象


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person in the roster of served people."""

    name: str
    sex: str | None
    ethnicity: str | None
    born: str | None
    id_number: str | None
    category: str | None
    address: str | None
    group_name: str | None
    phone: str | None
    enlisted_on: str | None
    discharged_on: str | None
    grid: str | None = None
    note: str | None = None
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class PersonRoster:
    """F12: the roster of served people."""

    as_of: date | None
    rows: tuple[PersonRow, ...]
    blank_lines: int = 0


# Letters


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The words that open the station's file when every password is lost, to be locked away."""

    operator: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivacyNotice:
    """告知书: what is kept about a person and why, handed over at registration (SETTLED 13)."""

    name: str | None = None
    file_no: str | None = None
    station_phone: str | None = None
    record: RowBehind | None = None
