"""The doors of a round as rows: a tick, whose household, what waits there, why a step cannot be."""

from dataclasses import dataclass

from station_app.domain.codes import PlaqueState
from station_app.queries.plaques_due import DueDoor
from station_app.services.plaque_rounds import TAKES, RoundStep
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.person_words import category_words

STEPS = (
    (RoundStep.HANG, "挂上大门"),
    (RoundStep.INDOOR, "放在室内"),
    (RoundStep.HAND_OUT, "发放到户，还没挂"),
    (RoundStep.REPLACE, "收旧牌换新牌"),
)
NEEDS: tuple[tuple[str | None, str], ...] = (
    (None, "全部"),
    ("", "还没有牌"),
    (str(PlaqueState.TO_ISSUE), "待发放"),
    (str(PlaqueState.ISSUED), "待悬挂"),
    (str(PlaqueState.TO_REPLACE), "待更换"),
)
"""What waits at a door; "" is a household that should have a plaque and has none (E8)."""


def need_of(door: DueDoor) -> str:
    """What waits there."""
    return str(door.state) if door.state is not None else ""


@dataclass(frozen=True, slots=True)
class DoorRow:
    """A door, the step that is chosen for the round, and whether this door is ticked."""

    door: DueDoor
    step: RoundStep
    ticked: bool
    refused: str = ""

    @property
    def takes(self) -> bool:
        """Whether the step can be done here."""
        return self.door.state in TAKES[self.step]

    @property
    def why_not(self) -> str:
        """Why not, in words."""
        return f"{_need(self.door)}，这一步不适用"


def columns() -> list[Column[DoorRow]]:
    """As the list of a street is walked."""
    return [
        Column("选", _tick, width=44, side=Side.CENTRE),
        Column("小组", lambda one: one.door.group_name or "—", width=60),
        Column("地址", lambda one: one.door.address or "待补", width=176, stretch=True),
        Column("户主", lambda one: one.door.head_name or "—", width=84, bold=True),
        Column("依据", _basis, width=204, in_large=False),
        Column("等什么", _waits, width=150),
    ]


def _tick(one: DoorRow) -> Cell:
    if not one.takes:
        return Cell("–", tone="text3", tip=one.why_not)
    if one.ticked:
        return Cell("", icon="check", icon_tone="green", tip="选上了")
    return Cell("", icon="circle-dashed", icon_tone="text3", tip="没选")


def _basis(one: DoorRow) -> str:
    words = category_words(one.door.category) if one.door.category else ""
    return f"{one.door.basis_name or '—'} {words}".strip()


def _waits(one: DoorRow) -> Cell:
    if one.refused:
        return Cell(one.refused, tone="red", icon="circle-alert", tip=one.refused)
    if not one.takes:
        return Cell(one.why_not, tone="text3", tip=one.why_not)
    if one.door.plaque_id is None and not one.door.is_verified:
        return Cell("还没有牌，户口没核实", tone="amber")
    return Cell(_need(one.door))


def _need(door: DueDoor) -> str:
    return next(words for need, words in NEEDS if need == need_of(door))
