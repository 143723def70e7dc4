"""Plaques and households without one as lists, and what happened to a plaque in words."""

from datetime import date

from station_app.domain.codes import PlaqueEventKind, PlaqueState, label
from station_app.queries.plaque_states import EventRow
from station_app.queries.plaques import HouseholdWithout, PlaqueRow
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.person_words import category_words, day_words

MEANINGS = {
    PlaqueState.TO_ISSUE: "amber",
    PlaqueState.ISSUED: "amber",
    PlaqueState.HUNG: "green",
    PlaqueState.INDOOR: "green",
    PlaqueState.TO_REPLACE: "amber",
    PlaqueState.LOST: "red",
    PlaqueState.WITHDRAWN: "red",
    PlaqueState.REFUSED: "grey",
    PlaqueState.DECLINED: "grey",
    PlaqueState.REPLACED: "grey",
    PlaqueState.RESTORED: "green",
    PlaqueState.MOVED: "grey",
}
SHORT = {PlaqueState.REPLACED: "已更换"}
TO_DO = (PlaqueState.TO_ISSUE, PlaqueState.ISSUED, PlaqueState.TO_REPLACE, PlaqueState.LOST)
HANGING = (PlaqueState.HUNG, PlaqueState.INDOOR, PlaqueState.TO_REPLACE)


def state_words(state: PlaqueState) -> str:
    """The state as a chip says it."""
    return SHORT.get(state, state.label)


def plaque_columns(today: date) -> list[Column[PlaqueRow]]:
    """One line a plaque."""
    return [
        Column("户主", lambda p: p.head_name or p.basis_name or "—", width=84, bold=True),
        Column("依据", _basis, width=84),
        Column("类别", _category, width=142, in_large=False),
        Column("小组", lambda p: p.group_name or "—", width=56),
        Column("状态", _state, width=86),
        Column("从哪天", lambda p: _day(p.since, today), width=134, in_large=False),
        Column("地址", _address, width=146, stretch=True),
    ]


def _basis(row: PlaqueRow) -> Cell:
    return Cell(row.basis_name or "—", tone="text2" if row.basis_is_deceased else "text")


def _category(row: PlaqueRow) -> str:
    return category_words(row.basis_category) if row.basis_category else "—"


def _state(row: PlaqueRow) -> Cell:
    words = state_words(row.state)
    return Cell(words, tags=((words, MEANINGS.get(row.state, "grey")),))


def _day(day: date | None, today: date) -> str:
    return "—" if day is None else day_words(day, today)


def _address(row: PlaqueRow) -> Cell:
    if row.basis_is_deceased:
        return Cell("已去世，家人留着", tone="text2")
    return Cell(row.address or "—", tone="text2")


def missing_columns() -> list[Column[HouseholdWithout]]:
    """Households that should have one (E8)."""
    return [
        Column("户主", lambda h: h.head_name or "—", width=100, bold=True),
        Column("小组", lambda h: h.group_name or "—", width=70),
        Column("依据", _entitled, width=240, stretch=True),
        Column("地址", lambda h: h.address or "—", width=200, in_large=False, tone="text2"),
        Column("户口核实", _verified, width=110, in_large=False),
    ]


def _entitled(home: HouseholdWithout) -> Cell:
    people = [f"{name}（{category_words(category)}）" for _, name, category in home.entitled]
    return Cell("、".join(people))


def _verified(home: HouseholdWithout) -> Cell:
    if home.is_verified:
        return Cell("核实过", tone="green", icon="check")
    return Cell("还没核实", tone="amber")


VERBS = {
    PlaqueEventKind.ISSUE: "发放",
    PlaqueEventKind.HANG: "挂上大门",
    PlaqueEventKind.PLACE_INDOOR: "放在室内",
    PlaqueEventKind.REFUSE: "不予悬挂",
    PlaqueEventKind.DECLINE: "家庭不愿挂",
    PlaqueEventKind.ASK_REPLACE: "申请更换",
    PlaqueEventKind.REPLACE: "换新牌",
    PlaqueEventKind.LOSE: "遗失损毁",
    PlaqueEventKind.READDRESS: "本县内迁移",
    PlaqueEventKind.MOVE_OUT: "随户迁出",
    PlaqueEventKind.WITHDRAW: "收回",
    PlaqueEventKind.RESTORE: "恢复悬挂",
}
"""What each permitted step is called on its button."""
GRAVE = frozenset({PlaqueEventKind.WITHDRAW, PlaqueEventKind.REFUSE})


def happened(event: EventRow, today: date) -> tuple[str, str]:
    """A line of the history: what, and when with its reason."""
    why = f"，{label('plaque_reason', event.reason)}" if event.reason else ""
    return event.event.label, f"{day_words(event.event_on, today)}{why}"
