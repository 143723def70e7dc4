"""The report as it reads: sentences under their headings, every number a door to its rows."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from station_app.domain.yearly_phrases import SECTIONS
from station_app.domain.yearly_slots import Piece, State
from station_app.domain.yearly_text import Filled, Standing, YearlyText
from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.layout import clear, column, fill, holder, row, scrolling
from station_app.ui.components.notices import Expander
from station_app.ui.components.text import Rule, Text
from station_app.ui.theme import colour, current

_LINKS = (
    Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
)
_NOTHING = (
    "这一期还没有记录，总结先空着。登记走访、慰问、认证以后，句子会自己写出来；"
    "也可以从下面挑一句写进去，或者加一句自己的。"
)
_TONES = {
    State.FIGURE: ("primary", ""),
    State.ZERO: ("amber", ""),
    State.MISSING: ("red", "amber_t"),
    State.BY_HAND: ("text", "sunken"),
}


class SentenceView(Text):
    """One finished sentence; its numbers are clicked, or reached with Tab and opened by Enter."""

    slot_wanted = Signal(object)
    """The piece that was opened."""

    def __init__(self, filled: Filled) -> None:
        super().__init__("", "body", wrap=True)
        self.filled = filled
        self.setTextFormat(Qt.TextFormat.RichText)
        if self.links:
            self.setTextInteractionFlags(_LINKS)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(self._open)
        self._put()

    @property
    def links(self) -> tuple[int, ...]:
        """The numbers of the pieces that can be opened."""
        return tuple(n for n, piece in enumerate(self.filled.pieces) if piece.slot is not None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab comes to the first number at once, Shift Tab to the last."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.focusNextPrevChild(True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.focusNextPrevChild(False)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "filled"):
            self._put()  # colours of links are part of the words

    def _put(self) -> None:
        pieces = self.filled.pieces
        self.setText("".join(_markup(n, piece) for n, piece in enumerate(pieces)))
        self.setAccessibleName(self.filled.text)

    def _open(self, link: str) -> None:
        self.slot_wanted.emit(self.filled.pieces[int(link)])


def _markup(number: int, piece: Piece) -> str:
    words = escape(piece.text)
    if piece.slot is None:
        return words
    ink, ground = _TONES[piece.state]
    style = f"color:{colour(ink).name()};font-weight:bold;text-decoration:none;"
    if ground:
        style += f"background-color:{colour(ground).name()};"
    return f'<a href="{number}" style="{style}">{words}</a>'


class YearlyTextView(QFrame):
    """All sentences; those that are not in the report lie at the end, behind one line."""

    slot_wanted = Signal(object)
    edit_wanted = Signal(str)
    shown_wanted = Signal(str, bool)
    new_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._body = column(gap=4)
        px = current().px
        self._body.setContentsMargins(px(20), px(14), px(12), px(14))
        inside = holder(column(self._body, None, gap=0))
        layout = QVBoxLayout(self)
        self._area = scrolling(inside)
        fill(layout, [self._area], 0)
        layout.setContentsMargins(1, 1, 1, 1)
        self.setProperty("card", True)
        self.sentences: dict[str, SentenceView] = {}
        self._others_open = False
        self._shown, self._at = "", 0
        self._laid_out = QTimer(self, singleShot=True, interval=0)
        self._laid_out.timeout.connect(self._scroll_back)

    def show_text(self, text: YearlyText, warnings: dict[str, str]) -> None:
        """Another text; `warnings` are remarks by the key of a sentence."""
        self._at = self._area.verticalScrollBar().value() if text.title == self._shown else 0
        self._shown = text.title
        clear(self._body)
        self.sentences = {}
        self._body.addWidget(_title(text.title))
        for section in text.sections:
            self._body.addLayout(self._heading(section.heading, section.section.code))
            for filled in section.filled:
                self._body.addWidget(self._sentence(filled, warnings.get(filled.sentence.key, "")))
        if not any(section.heading for section in text.sections):
            self._body.addWidget(Text(_NOTHING, "body", tone="text2", wrap=True))
        if text.others:
            self._body.addSpacing(current().px(12))
            self._body.addWidget(Rule())
            self._body.addWidget(self._others(text.others))
        self._laid_out.start()

    def _scroll_back(self) -> None:
        """After a sentence was changed one reads on where one was."""
        self._area.verticalScrollBar().setValue(self._at)

    def _heading(self, heading: str, code: str) -> QVBoxLayout:
        if not heading:
            return column()
        words = Text(heading, "lead", bold=True)
        more = Button("加一句", Look.QUIET, icon="plus", height="button_row")
        more.clicked.connect(lambda: self.new_wanted.emit(code))
        return column(6, row(words, None, more))

    def _sentence(self, filled: Filled, warning: str) -> QWidget:
        view = SentenceView(filled)
        view.slot_wanted.connect(self.slot_wanted)
        key = filled.sentence.key
        self.sentences[key] = view
        line = row(view, *self._buttons(filled), gap=2)
        line.setStretch(0, 1)
        if not warning:
            return holder(line)
        return holder(column(line, Text(warning, "cap", tone="amber", wrap=True), gap=0))

    def _buttons(self, filled: Filled) -> tuple[QWidget, ...]:
        key = filled.sentence.key
        change = icon_button("pencil", "改这一句")
        change.clicked.connect(lambda: self.edit_wanted.emit(key))
        if filled.standing is Standing.WRITTEN:
            away = icon_button("eye-off", "不写这一句")
            away.clicked.connect(lambda: self.shown_wanted.emit(key, False))
            return change, away
        into = Button("写进去", Look.TEXT, height="button_row")
        into.clicked.connect(lambda: self.shown_wanted.emit(key, True))
        return change, into

    def _others(self, others: Sequence[Filled]) -> Expander:
        """What is not written, each under the name of its section."""
        titles = {section.code: section.title for section in SECTIONS}
        lines = column(gap=2)
        before = ""
        for filled in others:
            if filled.sentence.section != before:
                before = filled.sentence.section
                lines.addWidget(Text(titles[before], "cap", tone="text2"))
            lines.addWidget(self._sentence(filled, ""))
        made = Expander(f"没写进去的 {len(others):,} 句：本期没有数的，和您不要的", holder(lines))
        if self._others_open:
            made.turn()
        made.opened.connect(self._remember)
        return made

    def _remember(self, opened: bool) -> None:
        self._others_open = opened


def _title(words: str) -> Text:
    title = Text(words, "h2", bold=True)
    title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return title
