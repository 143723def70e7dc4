"""The ways to settle a row that waits: each makes the answer for this row and for those alike."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from station_app.domain.id_number import LOST_CODES
from station_app.domain.id_rescue import Mended, Rescue
from station_app.domain.imports import ImportKind, Reason
from station_app.domain.imports import label as field_label
from station_app.domain.masking import mask_id_number
from station_app.domain.reading import Level
from station_app.services.id_rescue import rescue_of
from station_app.services.import_values import FILE, OURS, Answer, PreviewRow, Proposal
from station_app.ui.import_words import open_reasons, option_words
from station_app.ui.person_words import birth_month

NO_NUMBER = ("row.id_missing",)
FROM_NUMBER = {"id_number.sex": "id_sex", "id_number.birth": "id_birth"}
"""Cells that contradict the ID number, which wins: the value that is stored then."""
FITTING_ALL = LOST_CODES | {
    "choice.ambiguous",
    "choice.unknown",
    "row.category_ambiguous",
    "row.choice_missing",
    "row.id_missing",
    "row.method_missing",
}
"""Questions about words, or about numbers that all are lost: one answer does for all alike."""
OF_ONE_PERSON = frozenset({"name", "row", "sex", "status", "birth_date"})
NUMBERS_TO_CONFIRM = frozenset({"row.numeric_fifteen", "row.maybe_numeric"})
"""Only these can be taken as they are read; a number that Excel spoilt is never stored as true."""
MENDED = {
    Mended.END: "末位按规则算出",
    Mended.SWAPPED: "两位换了位置",
    Mended.BIRTH: "出生日期用表里的",
    Mended.GAP: "多了或少了一位",
}
Settle = Callable[[PreviewRow], Answer | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way out: its words, a remark, and the answer it makes; None where it does not fit."""

    words: str
    settle: Settle
    remark: str = ""
    for_alike: bool = True
    """Whether the same answer can hold for rows with the same question."""


def question_of(row: PreviewRow) -> Reason | None:
    """What is asked first."""
    return next(iter(open_reasons(row)), None)


def fits_all(row: PreviewRow) -> bool:
    """Whether one answer may be meant for all alike: never where it is asked who somebody is."""
    reason = question_of(row)
    return (
        reason is not None
        and not row.proposals
        and reason.code in FITTING_ALL
        and reason.field not in OF_ONE_PERSON
    )


def title_of(row: PreviewRow, kind: ImportKind) -> str:
    """孙长河的身份证号怎么办."""
    reason = question_of(row)
    who = row.text("name") or f"第 {row.row} 行"
    if reason is None:
        return f"{who}这一行"
    return f"{who}的{field_label(kind, reason.field)}怎么办？"


def ways_of(row: PreviewRow, kind: ImportKind, today: date | None = None) -> list[Way]:
    """Everything but writing it by hand and skipping, which are always there."""
    reason = question_of(row)
    if reason is None:
        return []
    return [
        *_people(row, reason),
        *_conflict(reason),
        *_options(reason, kind),
        *_yes(reason),
        *_empty(reason),
        *_rescued(row, reason, kind, today),
    ]


def with_repair(row: PreviewRow, name: str, text: str) -> Answer:
    """The answer that writes a cell anew."""
    before = row.answer or Answer()
    return replace(before, repairs={**before.repairs, name: text})


def skipped(_row: PreviewRow) -> Answer:
    """The answer that leaves the row out."""
    return Answer(skip=True)


def _people(row: PreviewRow, reason: Reason) -> Iterator[Way]:
    if reason.code == "row.differs":  # who it is, is known: the same would be asked again
        return
    for number, one in enumerate(row.proposals):
        yield Way(
            f"就是库里的{one.name}：{_number_of(one)}",
            _take_person(number),
            "，".join(part for part in (birth_month(one.birth_date), one.group_name or "") if part),
            for_alike=len(row.proposals) == 1,
        )
    if row.proposals:
        yield Way("都不是，新建一份档案", _nobody_proposed)


def known_number(row: PreviewRow, kind: ImportKind, today: date) -> Rescue | None:
    """What is left of the ID number that is asked for."""
    reason = question_of(row)
    asked = reason is not None and reason.field == "id_number" and kind is ImportKind.ROSTER
    return rescue_of(row, today=today) if asked else None


def _rescued(
    row: PreviewRow, reason: Reason, kind: ImportKind, today: date | None
) -> Iterator[Way]:
    """Numbers that the rules allow: only a person with the card before him knows.

    They stand last, so that no key pressed in haste takes one.
    """
    found = known_number(row, kind, today) if today is not None else None
    for one in found.possible if found is not None else ():
        text = one.number.text
        if text in reason.options:
            continue
        words = f"是 {text[:6]} {text[6:14]} {text[14:]}"
        remark = f"{MENDED[one.how]}，请对照身份证"
        yield Way(words, _repair("id_number", text), remark, for_alike=False)


def _number_of(one: Proposal) -> str:
    return mask_id_number(one.id_number) if one.id_number else "证号待补"


def _take_person(number: int) -> Settle:
    def settle(row: PreviewRow) -> Answer | None:
        if number >= len(row.proposals):
            return None
        before = row.answer or Answer()
        return replace(before, person_id=row.proposals[number].person_id)

    return settle


def _nobody_proposed(row: PreviewRow) -> Answer:
    return replace(row.answer or Answer(), new_person=True)


def _conflict(reason: Reason) -> Iterator[Way]:
    if reason.code != "row.differs":
        return
    yield Way(f"用库里的“{reason.values.get('ours', '')}”", _side(OURS))
    yield Way(f"用表里的“{reason.values.get('theirs', '')}”", _side(FILE))


def _side(which: str) -> Settle:
    def settle(row: PreviewRow) -> Answer:
        return replace(row.answer or Answer(), conflicts=which)

    return settle


def _options(reason: Reason, kind: ImportKind) -> Iterator[Way]:
    if reason.code == "row.differs":  # its options are the two sides, offered in words
        return
    for option in reason.options:
        words = option_words(kind, reason.field, option)
        yield Way(f"是{words}", _repair(reason.field, words))


def _repair(name: str, text: str) -> Settle:
    def settle(row: PreviewRow) -> Answer:
        return with_repair(row, name, text)

    return settle


def _yes(reason: Reason) -> Iterator[Way]:
    """A doubt without choices is settled by saying that it is as it stands."""
    if reason.level is not Level.ASK or reason.options or reason.code == "row.differs":
        return
    if reason.field == "id_number" and reason.code not in NUMBERS_TO_CONFIRM:
        return
    stored = reason.values.get(FROM_NUMBER.get(reason.code, ""))
    words = f"按身份证号记{stored}" if stored else "核对过了，就按这样"
    yield Way(words, _accept(reason.code))


def _accept(code: str) -> Settle:
    def settle(row: PreviewRow) -> Answer:
        before = row.answer or Answer()
        return replace(before, accept=before.accept | {code})

    return settle


def _empty(reason: Reason) -> Iterator[Way]:
    if reason.field in ("name", "row") or reason.code in FROM_NUMBER:
        return
    if reason.field == "id_number":
        yield Way("先空着，列入补采名单", _no_number)
    elif reason.value:
        yield Way("这一格不要了", _repair(reason.field, ""))


def _no_number(row: PreviewRow) -> Answer:
    before = with_repair(row, "id_number", "")
    return replace(before, accept=before.accept | set(NO_NUMBER))
