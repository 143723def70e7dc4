"""Who came to a meeting, as the list of the page says it: to be recorded, apart, or not due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from station_app.domain.codes import CertMethod
from station_app.models.identifiers import PersonId
from station_app.queries.certifications import Tile, Wall
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.pages.certification_words import mark_of
from station_app.ui.person_words import category_words, day_words, sex_age


class Came(StrEnum):
    """How somebody is certified: here with the others, or apart, with proof of his own."""

    HERE = "HERE"
    AGENT = "AGENT"
    VIDEO = "VIDEO"


APART = {Came.AGENT: CertMethod.AGENT, Came.VIDEO: CertMethod.VIDEO}


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody on the list of a meeting; without a tile the year does not ask for a proof."""

    person_id: PersonId
    name: str
    tile: Tile | None
    came: Came = Came.HERE
    taken: bool = True
    why_not: str = ""
    """Why the service left the person out."""

    @property
    def is_due(self) -> bool:
        """Whether the year still waits for this person."""
        return self.tile is not None and not self.tile.is_done

    @property
    def is_recorded(self) -> bool:
        """Whether recording takes this line."""
        return self.is_due and self.taken and self.came is Came.HERE


def known_tiles(wall: Wall | None) -> dict[UUID, Tile]:
    """Everybody of the year by key."""
    groups = wall.groups if wall is not None else ()
    return {tile.person_id: tile for group in groups for tile in group.tiles}


def attendee(person_id: PersonId, name: str, tiles: Mapping[UUID, Tile]) -> Attendee:
    """Somebody who came, with what the year knows of him."""
    tile = tiles.get(person_id)
    return Attendee(person_id, tile.name if tile else name, tile)


def joined(rows: Sequence[Attendee], more: Iterable[Attendee]) -> list[Attendee]:
    """The list with more people, nobody twice; the last comes first, where one looks."""
    known = {row.person_id for row in rows}
    fresh = [one for one in more if one.person_id not in known]
    return [*rows, *fresh]


def renewed(rows: Sequence[Attendee], tiles: Mapping[UUID, Tile]) -> list[Attendee]:
    """The same people as the year knows them now; who left the station keeps the last tile."""
    return [replace(row, tile=tiles.get(row.person_id)) for row in rows]


def columns(today: date) -> list[Column[Attendee]]:
    """A tick, who, and what becomes of the line."""
    return [
        Column("到会", _tick, width=48, side=Side.CENTRE),
        Column("姓名", lambda one: Cell(one.name, bold=True), width=92),
        Column("性别 年龄", _sex_age, width=84),
        Column("小组", _group, width=64),
        Column("类别", _category, width=152, in_large=False),
        Column("办法", lambda one: _what(one, today), width=160, stretch=True),
    ]


def _tick(one: Attendee) -> Cell:
    if one.is_recorded:
        return Cell("", icon="check", icon_tone="green", tip="到会，一起记")
    if one.is_due and one.came is Came.HERE:
        return Cell("", icon="circle-dashed", icon_tone="text3", tip="没到")
    return Cell("–", tone="text3", tip="不一起记")


def _sex_age(one: Attendee) -> str:
    return sex_age(one.tile.sex, one.tile.age) if one.tile else "—"


def _group(one: Attendee) -> str:
    return (one.tile.group_name if one.tile else None) or "—"


def _category(one: Attendee) -> str:
    code = one.tile.category if one.tile else None
    return category_words(code) if code else "—"


def _what(one: Attendee, today: date) -> Cell:
    """Why a line is not recorded with the others, or that it is."""
    if one.why_not:
        return Cell(one.why_not, tone="red", icon="circle-alert", tip=one.why_not)
    if one.tile is None:
        return Cell("今年不用认证（没有待遇，或已去世、迁出）", tone="amber")
    if one.tile.is_done:
        return Cell(_done(one.tile, today), tone="green", icon="check")
    if one.came is not Came.HERE:
        words = "代理人来的" if one.came is Came.AGENT else "视频的"
        return Cell(f"{words}：回车去单独记", tone="blue", icon="user-check")
    return Cell("一起记" if one.taken else "没到", tone="text" if one.taken else "text3")


def _done(tile: Tile, today: date) -> str:
    day = day_words(tile.certified_on, today) if tile.certified_on else ""
    return f"{day}已认证，{mark_of(tile.method).words}"
