"""Which reasons go with which event of a plaque (DOMAIN §3.6)."""

from station_app.domain.codes import CODE_LISTS, PlaqueEventKind
from station_app.errors import Rejected

_E = PlaqueEventKind
BEGINS: dict[PlaqueEventKind, str] = {
    _E.REFUSE: "R",
    _E.DECLINE: "R",
    _E.ASK_REPLACE: "C",
    _E.REPLACE: "C",
    _E.LOSE: "L",
}
"""Events that need a reason, and the letter of their reasons."""
MAY_HAVE: dict[PlaqueEventKind, str] = {_E.ISSUE: "CL"}
"""Issuing has a reason only when a plaque stands for an old one."""


def require_reason(event: PlaqueEventKind, reason: str | None) -> None:
    """Raise `Rejected("plaque.reason_missing" | "plaque.reason_wrong")`."""
    if reason is None:
        if event in BEGINS:
            raise Rejected("plaque.reason_missing", event=event.label)
        return
    letters = BEGINS.get(event) or MAY_HAVE.get(event, "")
    codes = CODE_LISTS["plaque_reason"]
    if event in {_E.WITHDRAW, _E.RESTORE}:
        return
    if reason not in codes or reason[0] not in letters:
        raise Rejected("plaque.reason_wrong", reason=codes.label(reason), event=event.label)


def reasons_for(event: PlaqueEventKind) -> tuple[str, ...]:
    """The reasons a form offers for an event."""
    letter = BEGINS.get(event)
    return tuple(code for code in CODE_LISTS["plaque_reason"].codes if letter and code[0] == letter)
