"""An import in words: kinds of tables, states of rows, cells as they may be shown."""

import re
from collections.abc import Collection, Sequence

from station_app.domain.codes import CODE_LISTS
from station_app.domain.imports import ImportKind, Reason, RowState
from station_app.domain.imports import label as field_label
from station_app.domain.masking import mask_account, mask_id_number, mask_phone
from station_app.domain.reading import Level
from station_app.services.import_values import PreviewRow, message_of

KINDS: dict[ImportKind, tuple[str, str, str]] = {
    ImportKind.ROSTER: ("花名册", "users", "村里手头的人员名单"),
    ImportKind.VISITS: ("走访台账", "footprints", "哪天走访了谁"),
    ImportKind.PAYMENTS: ("慰问发放台账", "gift", "哪天发给谁多少"),
    ImportKind.CERTIFICATIONS: ("认证台账", "badge-check", "谁哪天用哪种方式认证"),
    ImportKind.PLAQUES: ("光荣牌台账", "plaque", "发放、悬挂、更换"),
    ImportKind.ENTITLEMENTS: ("待遇台账", "wallet", "享受哪种抚恤补助"),
}

STATES: dict[RowState, tuple[str, str, str]] = {
    RowState.NEW: ("新增", "ok", "green"),
    RowState.MERGED: ("更新", "teal", "teal"),
    RowState.UNCHANGED: ("一模一样", "grey", "grey"),
    RowState.DOUBTFUL: ("需要您看", "warn", "amber"),
    RowState.REFUSED: ("有错误", "bad", "red"),
    RowState.SKIPPED: ("跳过", "grey", "grey"),
}
"""Words, colour of the light, and meaning of the chip."""

FIRST_FIELDS, MOST_FIELDS = 2, 6
TO_DECIDE = (RowState.DOUBTFUL, RowState.REFUSED)
SHOWN_FIELDS: dict[ImportKind, tuple[str, ...]] = {
    ImportKind.ROSTER: ("name", "id_number", "birth_date", "category", "mobile", "phone"),
    ImportKind.VISITS: ("name", "id_number", "visit_date", "kind", "method", "visitors"),
    ImportKind.PAYMENTS: ("name", "id_number", "paid_on", "occasion", "amount"),
    ImportKind.CERTIFICATIONS: ("name", "id_number", "certified_on", "method", "result"),
    ImportKind.PLAQUES: ("name", "id_number", "head_name", "event_on", "event"),
    ImportKind.ENTITLEMENTS: ("name", "id_number", "kind", "start_month", "state"),
}
PHONES = frozenset({"mobile", "phone", "phone2", "contact_phone"})
NUMBERS = frozenset({"id_number"})
LONG_NUMBER = re.compile(r"(\d\.\d+)E\+?(\d+)")
SECRET_DIGITS = 7
"""A telephone number has at least so many; anything shorter is a word about it."""


def shown_cell(row: PreviewRow, name: str) -> str:
    """A cell as the file has it, numbers masked (PV1)."""
    text = repaired_text(row, name)
    plain = text.strip().lstrip("'")
    if name in NUMBERS and len(plain) >= 15 and plain[:2].isdigit():
        return mask_id_number(plain)
    if name == "bank_account" and text:
        return mask_account(plain)
    if name in NUMBERS and (long := LONG_NUMBER.fullmatch(plain)):
        return f"{long[1].rstrip('0').rstrip('.')}E+{long[2]}"  # as the spreadsheet shows it
    if name in PHONES and sum(letter.isdigit() for letter in plain) >= SECRET_DIGITS:
        return mask_phone(plain)
    return text or "—"


def repaired_text(row: PreviewRow, name: str) -> str:
    """What stands in the cell, after the repair if there was one."""
    repairs = row.answer.repairs if row.answer else {}
    return repairs.get(name, row.text(name))


def open_reasons(row: PreviewRow) -> list[Reason]:
    """What must be decided, the gravest first."""
    asked = [one for one in row.reasons if one.level >= Level.ASK]
    return sorted(asked, key=lambda one: -one.level)


def reason_words(row: PreviewRow) -> str:
    """Why the row stands where it does: questions first, else what was put right."""
    asked = open_reasons(row)
    shown = asked or sorted(row.reasons, key=lambda one: -one.level)
    return " ".join(message_of(one) for one in shown)


def worst_of(row: PreviewRow, name: str) -> Level:
    """How bad a cell is."""
    return max((one.level for one in row.reasons if one.field == name), default=Level.OK)


def was_fixed(row: PreviewRow) -> bool:
    """Whether something in the row was put right by itself."""
    return any(one.level is Level.FIX for one in row.reasons)


_VISITS, _PAYMENTS = ImportKind.VISITS, ImportKind.PAYMENTS
_CERTIFICATIONS, _PLAQUES = ImportKind.CERTIFICATIONS, ImportKind.PLAQUES
_BENEFITS = ImportKind.ENTITLEMENTS
_LISTS = {
    (_VISITS, "kind"): "visit_kind",
    (_VISITS, "method"): "visit_method",
    (_PAYMENTS, "kind"): "condolence_kind",
    (_CERTIFICATIONS, "method"): "cert_method",
    (_CERTIFICATIONS, "result"): "cert_result",
    (_PLAQUES, "event"): "plaque_event",
    (_PLAQUES, "position"): "plaque_position",
    (_PLAQUES, "reason"): "plaque_reason",
    (_PLAQUES, "basis_category"): "category",
    (_BENEFITS, "kind"): "pension_kind",
    (_BENEFITS, "state"): "entitlement_state",
    (_BENEFITS, "item"): "pay_item",
    (ImportKind.ROSTER, "disability_grade"): "dis_grade",
    (ImportKind.ROSTER, "disability_cause"): "dis_cause",
}


def option_words(kind: ImportKind, name: str, option: str) -> str:
    """The label of an answer to choose from."""
    codes = CODE_LISTS.get(_LISTS.get((kind, name), name))
    return codes.label(option) if codes is not None and option in codes else option


def fields_shown(
    rows: Sequence[PreviewRow], kind: ImportKind, mapped: Collection[str]
) -> list[str]:
    """The columns of the table: those that tell who it is, then those that ask, then the rest."""
    usual = [name for name in SHOWN_FIELDS[kind] if name in mapped]
    waiting = [row for row in rows if row.state in TO_DECIDE]
    asked = [name for name, _, _ in fields_asked(waiting, kind) if name in mapped]
    wanted = list(dict.fromkeys([*usual[:FIRST_FIELDS], *asked, *usual]))[:MOST_FIELDS]
    return sorted(wanted, key=lambda name: usual.index(name) if name in usual else MOST_FIELDS)


def fields_asked(rows: Sequence[PreviewRow], kind: ImportKind) -> list[tuple[str, str, int]]:
    """Which columns ask most: name, label and number of rows."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in {one.field for one in open_reasons(row)}:
            counts[name] = counts.get(name, 0) + 1
    most = sorted(counts.items(), key=lambda pair: -pair[1])
    return [(name, field_label(kind, name), count) for name, count in most]
