"""The whole village in one view: a painted tile for each person, by group, eldest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.queries.certifications import Tile, WallGroup
from station_app.ui.components.painting import rounded
from station_app.ui.pages.certification_words import mark_of
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CHIP

FIRST_HAN = "\u2e80"
LABEL, TILE, HEIGHT, GAP, BETWEEN = 62, 76, 32, 3, 9


@dataclass(frozen=True, slots=True)
class _Placed:
    tile: Tile
    box: QRect


class CertificationWall(QWidget):
    """← ↑ ↓ → move, Enter opens the record, 1 to 7 open it with a method, Del takes back."""

    wanted = Signal(object, int)
    """A tile, and the number of a method or −1."""
    taken_back = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._groups: tuple[WallGroup, ...] = ()
        self._placed: list[_Placed] = []
        self._labels: list[tuple[WallGroup, QRect]] = []
        self._lines: dict[int, list[int]] = {}
        """The tiles of each line of the wall, by its top edge."""
        self._tops: list[int] = []
        self._at = 0
        self._height = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName("认证墙")

    @property
    def tile(self) -> Tile | None:
        """Whoever has the ring."""
        return self._placed[self._at].tile if self._placed else None

    @property
    def tiles(self) -> list[Tile]:
        """Everybody who is shown, in order."""
        return [one.tile for one in self._placed]

    def show_groups(self, groups: Sequence[WallGroup]) -> None:
        """Another state; the ring stays on the same person."""
        before = self.tile
        self._groups = tuple(groups)
        self._lay(self.width())
        keys = [one.tile.person_id for one in self._placed]
        if before is not None and before.person_id in keys:
            self._at = keys.index(before.person_id)
        else:
            first = (n for n, one in enumerate(self._placed) if not one.tile.is_done)
            self._at = next(first, 0)
        self._tell()
        self.update()

    def place_of(self, tile: Tile) -> QRect:
        """Where a tile stands."""
        boxes = (one.box for one in self._placed if one.tile.person_id == tile.person_id)
        return next(boxes, QRect())

    def go_to(self, person_id: UUID) -> Tile | None:
        """Put the ring on somebody; None if not shown."""
        for number, one in enumerate(self._placed):
            if one.tile.person_id == person_id:
                self._go(number)
                return one.tile
        return None

    def go_next(self) -> None:
        """To the next person who is still due."""
        later = range(self._at + 1, len(self._placed))
        for number in (*later, *range(self._at)):
            if not self._placed[number].tile.is_done:
                self._go(number)
                return

    # --- layout -----------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        return QSize(current().px(700), self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(300), self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._lay(event.size().width())

    def _lay(self, width: int) -> None:
        t = current()
        label, gap, height = t.px(LABEL), t.px(GAP), t.px(HEIGHT)
        columns = max((width - label) // (t.px(TILE) + gap), 1)
        tile_width = (width - label - gap * (columns - 1)) // columns
        widths = _Widths()
        self._placed, self._labels, y = [], [], 2
        for group in self._groups:
            top, column = y, 0
            for tile in group.tiles:
                needed = widths.of(tile.name) + t.px(33)
                span = 2 if needed > tile_width and columns > 1 else 1
                if column + span > columns:
                    column, y = 0, y + height + gap
                x = label + column * (tile_width + gap)
                wide = tile_width * span + gap * (span - 1)
                self._placed.append(_Placed(tile, QRect(x, y, wide, height)))
                column += span
            bottom = max(y + height, top + t.px(38))
            self._labels.append((group, QRect(0, top, label, bottom - top)))
            y = bottom + t.px(BETWEEN)
        self._height = y
        self._lines = {}
        for number, one in enumerate(self._placed):
            self._lines.setdefault(one.box.top(), []).append(number)
        self._tops = list(self._lines)
        self.setMinimumHeight(y)
        self.updateGeometry()

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = event.rect()
        for group, room in self._labels:
            if room.intersects(shown):
                self._paint_label(painter, group, self._label_box(room))
        for number, one in enumerate(self._placed):
            if one.box.intersects(shown):
                self._paint_tile(painter, one, ring=number == self._at)

    def _label_box(self, room: QRect) -> QRect:
        """At the top of its group, or of what can be seen of a group that is longer."""
        height = min(current().px(40), room.height())
        seen = self.visibleRegion().boundingRect().top()
        top = min(max(room.top(), seen), room.bottom() + 1 - height)
        return QRect(room.left(), top, room.width(), height)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Scrolled: the name of the group goes along."""
        super().moveEvent(event)
        self.update(0, 0, current().px(LABEL), self.height())

    def _paint_label(self, painter: QPainter, group: WallGroup, box: QRect) -> None:
        half = box.height() // 2
        upper, lower = QRect(box), QRect(box)
        upper.setHeight(half)
        lower.setTop(box.top() + half)
        painter.setFont(font("small", bold=True))
        painter.setPen(colour("text"))
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignBottom), group.name or "未分组")
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        painter.drawText(lower, int(Qt.AlignmentFlag.AlignTop), f"{group.done}/{group.total}")

    def _paint_tile(self, painter: QPainter, one: _Placed, *, ring: bool) -> None:
        t, tile, box = current(), one.tile, QRectF(one.box)
        mark = mark_of(tile.method)
        fill, edge = colour("surface"), colour("field")
        if tile.is_done:
            fill, edge = colour(f"{mark.meaning}_t"), colour(f"{mark.meaning}_l")
        width = 1
        if ring and self.hasFocus():
            edge, width = colour("primary"), 2
        rounded(painter, box, t.px(RADIUS_CHIP), fill=fill, edge=edge, width=width)
        inner = box.adjusted(t.px(7), 0, -t.px(7), 0)
        if tile.is_done:
            ink = colour(mark.meaning)
            _write(painter, inner, tile.name, ink, bold=False)
            _write(painter, inner, mark.character, ink, bold=True, right=True, role="cap")
            return
        _write(painter, inner, tile.name, colour("text"), bold=True)
        age = "" if tile.age is None else str(tile.age)
        tone = colour("red" if tile.is_old else "text2")
        _write(painter, inner, age, tone, bold=tile.is_old, right=True, role="cap")

    # --- keys and mouse ---------------------------------------------------------------------

    def _go(self, number: int) -> None:
        if self._placed:
            before, self._at = self._at, min(max(number, 0), len(self._placed) - 1)
            for at in {min(before, len(self._placed) - 1), self._at}:
                self.update(self._placed[at].box.adjusted(-2, -2, 2, 2))
            self._tell()
            area = self.parentWidget()
            holder = area.parentWidget() if area is not None else None
            if holder is not None and hasattr(holder, "ensureVisible"):
                centre = self._placed[self._at].box.center()
                holder.ensureVisible(centre.x(), centre.y(), 40, 60)

    def _tell(self) -> None:
        """A screen reader hears who has the ring, as the tile shows it."""
        tile = self.tile
        name = "认证墙" if tile is None else f"认证墙，{spoken(tile)}"
        if name != self.accessibleName():
            self.setAccessibleName(name)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        self._tell()
        super().focusInEvent(event)

    def _vertical(self, step: int) -> None:
        if not self._placed:
            return
        here = self._placed[self._at].box
        at = self._tops.index(here.top()) + step
        if not 0 <= at < len(self._tops):
            return
        there = [
            (abs(self._placed[number].box.center().x() - here.center().x()), number)
            for number in self._lines[self._tops[at]]
        ]
        self._go(min(there)[1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        match key:
            case Qt.Key.Key_Left:
                self._go(self._at - 1)
            case Qt.Key.Key_Right:
                self._go(self._at + 1)
            case Qt.Key.Key_Up:
                self._vertical(-1)
            case Qt.Key.Key_Down:
                self._vertical(1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._open(-1)
            case Qt.Key.Key_Delete if self.tile is not None:
                self.taken_back.emit(self.tile)
            case _ if Qt.Key.Key_1 <= key <= Qt.Key.Key_7:
                self._open(key - Qt.Key.Key_1)
            case _:
                super().keyPressEvent(event)

    def _open(self, method: int) -> None:
        tile = self.tile
        if tile is not None:
            self.wanted.emit(tile, method)

    def _number_at(self, point: QPoint) -> int | None:
        boxes = (n for n, one in enumerate(self._placed) if one.box.contains(point))
        return next(boxes, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        if number is not None:
            self.setFocus()
            self._go(number)
            self._open(-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().toPoint())
        over = number is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        if number is None:
            self.setToolTip("")
            return
        self.setToolTip(spoken(self._placed[number].tile))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.ignore()


class _Widths:
    """How wide names are written: a Chinese character is as wide as any other.

    So no font is asked for a rare character before its tile is painted: fetching the font that
    holds it takes a second, and a wall of 1,400 tiles is laid out with every size of the window.
    """

    def __init__(self) -> None:
        self._metrics = QFontMetrics(font("small", bold=True))
        self._square = self._metrics.horizontalAdvance("国")
        self._known: dict[str, int] = {}

    def of(self, name: str) -> int:
        """The width of a name."""
        return sum(map(self._letter, name))

    def _letter(self, letter: str) -> int:
        if letter >= FIRST_HAN:
            return self._square
        if letter not in self._known:
            self._known[letter] = self._metrics.horizontalAdvance(letter)
        return self._known[letter]


def spoken(tile: Tile) -> str:
    """曾光明，82 岁，三组，还没认证: a tile in words."""
    age = f"{tile.age} 岁" if tile.age is not None else ""
    how = f"已认证，{mark_of(tile.method).words}" if tile.is_done else "还没认证"
    return "，".join(part for part in (tile.name, age, tile.group_name or "", how) if part)


def _write(
    painter: QPainter,
    box: QRectF,
    words: str,
    ink: QColor,
    *,
    bold: bool,
    right: bool = False,
    role: str = "small",
) -> None:
    painter.setFont(font(role, bold=bold))
    painter.setPen(ink)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), words)
