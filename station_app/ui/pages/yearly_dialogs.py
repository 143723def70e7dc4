"""Two dialogs of the yearly report: writing a sentence with its numbers, filling a number in."""

import re
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextCursor

from station_app.domain.annual_lines import EVERY
from station_app.domain.periods import Period
from station_app.domain.yearly_names import HAND, Offer, offers, to_shown, to_stored
from station_app.domain.yearly_phrases import BY_CODE, SECTIONS, Source
from station_app.domain.yearly_slots import Knowledge, Piece, Slot
from station_app.domain.yearly_text import Sentence, preview
from station_app.errors import Rejected
from station_app.messages import sentence as sentence_of
from station_app.messages.labels import label
from station_app.services.yearly import (
    WriteSentence,
    move_sentence,
    put_back,
    write_figure,
    write_sentence,
)
from station_app.services.yearly_report import slot_name
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page
from station_app.ui.theme import colour, current

BY_HAND = "{" + f"{HAND}写上是什么数" + "}"
_BRACES = re.compile(r"\{[^{}]*\}")
_ABOUT = "大括号里的是数，换一期会自己换；里面加“·余”就写成 20400余。别的字随便写。"


class SlotColours(QSyntaxHighlighter):
    """What stands in braces is told from the words around it."""

    def highlightBlock(self, text: str) -> None:
        form = QTextCharFormat()
        form.setForeground(colour("primary"))
        form.setFontWeight(QFont.Weight.Bold)
        for found in _BRACES.finditer(text):
            self.setFormat(found.start(), len(found.group()), form)


class SentenceDialog(QObject):
    """Words in a field, numbers from a list; a built-in sentence can be put back as it was."""

    done = Signal(str)
    """What was done, in words for the toast."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._sentence: Sentence | None = None
        self._after: str | None = None
        self._among: tuple[str, ...] = ()
        self._known = Knowledge("", {}, {})
        self._back = QTimer(self, singleShot=True, interval=0)
        self._back.timeout.connect(self._write_on)

    def change(self, sentence: Sentence, among: tuple[str, ...], known: Knowledge) -> None:
        """Change a sentence; `among` are the keys that are in the report."""
        self._sentence, self._among, self._known = sentence, among, known
        self._open("改这一句", to_shown(sentence.words), sentence.section)

    def write_new(self, section: str, after: str | None, known: Knowledge) -> None:
        """A sentence of one's own in a section."""
        self._sentence, self._after, self._known = None, after, known
        self._open("加一句", "", section)

    def _open(self, title: str, words: str, section: str) -> None:
        self.words = TextArea(lines=3 if current().large else 5)
        self.words.setText(words)
        self.section = ChoiceInput([(one.code, one.title) for one in SECTIONS], value=section)
        self.figure = ChoiceInput(
            [(offer, f"{offer.name}，{offer.unit}{'，还没有记录' if offer.awaited else ''}")
             for offer in offers()],
            placeholder="打几个字或首字母找",
        )  # fmt: skip
        self.figure.chosen.connect(self._insert)
        self._reads = Text("", "cap", tone="text2", wrap=True)
        self.words.textChanged.connect(self._read_again)
        self._read_again()
        SlotColours(self.words.document())
        self.words.moveCursor(QTextCursor.MoveOperation.End)
        rows = {"words": FormRow("这一句", self.words, required=True, hint=_ABOUT)}
        if self._sentence is None:
            rows["section"] = FormRow("写在哪一段", self.section, required=True)
        form = Form(**rows)
        self.asking = asking = Asking(self._page, title, form=form)
        asking.done.connect(self._kept)
        by_hand = Button("插入手填的数", icon="pencil", height="button_row")
        by_hand.clicked.connect(self._insert_by_hand)
        figure = FormRow("插入一个数", self.figure)
        asking.open(
            *rows.values(),
            self._reads,
            figure,
            row(by_hand, None, *self._where_from()),
            verb="存好",
            ask=self._order,
            give_up="不改了" if self._sentence else "不加了",
            extra=self._extra(),
            first=self.words,
        )

    def _where_from(self) -> tuple[Text, ...]:
        built_in = BY_CODE.get(self._sentence.key) if self._sentence else None
        if built_in is None or self._sentence is None:
            return ()
        house = built_in.source is Source.HOUSE
        words = "自带的句子" if house else f"自带的句子，照“{built_in.source}”总结的写法"
        return (Text(words, "cap", tone="text2"),)

    def _extra(self) -> tuple[Button, ...]:
        sentence = self._sentence
        if sentence is None:
            return ()
        up, down = Button("上移", icon="arrow-up"), Button("下移", icon="arrow-down")
        up.clicked.connect(lambda: self._move(-1))
        down.clicked.connect(lambda: self._move(1))
        if sentence.source is not None and not sentence.is_changed:
            return up, down
        own = sentence.source is None
        back = Button("去掉" if own else "恢复原句", Look.DANGER if own else Look.OUTLINED)
        back.clicked.connect(self._put_back)
        return back, up, down

    def _read_again(self) -> None:
        """How the sentence will read, or what is wrong with it, below the field."""
        try:
            stored = to_stored(self.words.text())
            words = f"写出来是：{preview(stored, self._known, EVERY)}" if stored else ""
            self._reads.set_tone("text2")
        except Rejected as error:
            words = sentence_of(error)
            self._reads.set_tone("red")
        self._reads.setText(words)
        self._reads.setVisible(bool(words))

    def _insert(self, offer: object) -> None:
        if isinstance(offer, Offer):
            cursor = self.words.textCursor()
            follows = self.words.toPlainText()[cursor.position() :].startswith(offer.after)
            self._insert_words(offer.shown + ("" if follows else offer.after))
        self.figure.put(None)

    def _insert_by_hand(self) -> None:
        self._insert_words(BY_HAND)

    def _insert_words(self, words: str) -> None:
        self.words.insertPlainText(words)
        self._back.start()

    def _write_on(self) -> None:
        """After the number one goes on writing; Enter in the list would go to the next field."""
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> Order:
        if self._sentence is None:
            command = WriteSentence(
                words=self.words.text(), section=str(self.section.value), after=self._after
            )
            return label("yearly.add"), write_sentence, (command,), {}
        command = WriteSentence(words=self.words.text(), key=self._sentence.key)
        return label("yearly.change"), write_sentence, (command,), {}

    def _move(self, by: int) -> None:
        if self._sentence is not None:
            self._said = "已移动这一句"
            key, among = self._sentence.key, self._among
            self.asking.write(label("yearly.move"), move_sentence, key, by=by, among=among)

    def _put_back(self) -> None:
        if self._sentence is not None:
            own = self._sentence.source is None
            self._said = "已去掉这一句" if own else "已恢复原句"
            named = label("yearly.drop" if own else "yearly.put_back")
            self.asking.write(named, put_back, self._sentence.key)

    _said = ""

    def _kept(self, _result: object) -> None:
        self.done.emit(self._said or ("已改好这一句" if self._sentence else "已加上这一句"))
        self._said = ""


def ask_figure(page: Page, period: Period, piece: Piece, then: Callable[[object], None]) -> Asking:
    """Fill in a number that no record gives, for this period."""
    slot = piece.slot
    assert slot is not None
    field = TextInput(longest=20, width=240, enter_moves=False)
    field.setText(_without_unit(slot, piece.text))
    form = Form(written=FormRow("填的数", field, hint="留空就是不填。只用在这一期。"))
    asking = Asking(page, f"填上“{slot_name(slot)}”", period.label, form=form)
    asking.done.connect(then)
    field.returnPressed.connect(asking.submit)  # the only field: Enter fills it in

    def order() -> Order:
        named = label("yearly.figure", name=slot_name(slot))
        return named, write_figure, (period, slot.key, field.text()), {}

    why = (
        "这个数只有您知道，程序里没有记录。"
        if slot.is_by_hand
        else "这个数现在数不出来：还没有这样的记录。以后有了记录，就用记录的数。"
    )
    asking.open(
        form["written"],
        Text(why, "small", tone="text2", wrap=True),
        verb="填上",
        ask=order,
        give_up="先不填",
        first=field,
    )
    return asking


def _without_unit(slot: Slot, text: str) -> str:
    """What was typed, without the unit that is written behind it; blanks are nothing."""
    words = text.strip("_")
    for unit in ("万元", "元", "%") if not slot.is_by_hand else ():
        words = words.removesuffix(unit)
    return words.strip("_")
