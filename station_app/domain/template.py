"""What a cell of a template shows, and which cells belong together to one list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from station_app.domain.codes import RosterColumn, TemplateSpan, TemplateWhat, label
from station_app.domain.sheet_look import SheetLook
from station_app.domain.sheet_places import row_and_column
from station_app.domain.tally_lines import BY_CODE

LISTS: dict[str, str] = {
    "A1": "在册服务对象", "A2": "退役军人", "A3": "三属", "A4": "现役军人家庭",
    "A5": "享受定期抚恤补助的人", "A7": "本期新增建档的人", "A8": "本期去世的人",
    "A9": "本期迁入的人", "A10": "本期迁出的人", "B1": "本期走访", "B3": "本年走访到的人",
    "B4": "本期电话联系",
    "C1": "本期慰问发放", "D1": "应认证的人", "D2": "本期认证", "D3": "已认证的人",
    "D6": "逾期未认证的人", "D7": "本期停发", "D8": "本期恢复", "E2": "本期悬挂光荣牌",
    "E5": "本期收回光荣牌", "E7": "在挂光荣牌", "E8": "应挂未挂的户",
}  # fmt: skip
"""Lists a template can hold: the rows behind a line, by its code, as a clerk would call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What one cell shows. `row_words` and `column_words` are how it is found again."""

    sheet: str
    place: str
    what: TemplateWhat
    line_code: str | None = None
    unit: str | None = None
    span: TemplateSpan | None = None
    words: str | None = None
    roster_column: RosterColumn | None = None
    row_words: str | None = None
    column_words: str | None = None

    @property
    def spot(self) -> tuple[int, int]:
        """Its row and column."""
        return row_and_column(self.place)

    @property
    def said(self) -> str:
        """What it shows, in words."""
        if self.what is TemplateWhat.WORDS:
            return self.words or ""
        code = self.line_code or ""
        if self.what is TemplateWhat.COLUMN:
            column = label("roster_column", self.roster_column)
            return f"{LISTS.get(code, code)}：{column}"
        line = BY_CODE.get(code)
        name = line.label if line is not None else code
        return f"{name}，{label('template_span', self.span)}（{self.unit or ''}）"


@dataclass(frozen=True, slots=True)
class BoundCell:
    """A bound cell as it is kept."""

    cell_id: UUID
    bound: Bound


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Cells of one row that are the first line of a list, or of several side by side."""

    sheet: str
    first: int
    room: int
    cells: tuple[Bound, ...]


def list_places(cells: Iterable[Bound], sheets: Sequence[SheetLook]) -> list[ListPlace]:
    """Where lists begin, and how many lines the template has room for."""
    looks = {sheet.name: sheet for sheet in sheets}
    columns = [one for one in cells if one.what is TemplateWhat.COLUMN and one.sheet in looks]
    columns.sort(key=lambda one: (one.sheet, *one.spot))
    found = []
    for (sheet, first), group in groupby(columns, key=lambda one: (one.sheet, one.spot[0])):
        members = tuple(group)
        bare = [one for one in members if one.roster_column is not RosterColumn.NUMBER]
        room = looks[sheet].room(first, tuple(one.spot[1] for one in bare or members))
        found.append(ListPlace(sheet, first, room, members))
    return found
