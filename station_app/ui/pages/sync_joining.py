"""Joining the district, its address and the automatic reporting; the words of the first PC."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from station_app.errors import Rejected, StationError
from station_app.messages import sentence
from station_app.messages.labels import label
from station_app.services.district_enrolment import Enroll, Enrolled
from station_app.services.reporting_history import set_automatic
from station_app.services.sync_status import SyncStatus
from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import Switch
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, column, row
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.desk import Desk
from station_app.ui.sync_jobs import ThisPc, join, open_private, try_line
from station_app.ui.theme import current

LIVES = "接通了，那边是区县的上报"
NO_ANSWER = "这个地址没有回应，还没有登记上。内容都在，不影响使用。请核对地址和网络，再试一次。"
SHUT_OUT = frozenset(
    sentence(Rejected(f"syncing.{code}")) for code in ("revoked", "unknown_token", "other_device")
)
"""Why a PC that had joined must join again, with another code."""
ABOUT_THE_CODE = frozenset(
    {"syncing.unknown_code", "syncing.used_code", "syncing.expired_code", "syncing.other_station"}
)
ANOTHER_PC = (
    "站里还有一台电脑：请区县再给一个登记码，在那台电脑上登记；身体、困难、备注这些只有本站能看的内容，"
    "再用第一台电脑的找回词打开。两台各用各的，改了会互相收到。"
)
ANOTHER_DISTRICT = (
    "区县换了网址：请区县把新旧两个地址告诉管电脑的人。换到别的区县、整机换新或者不再上报，都先与区县联系，"
    "由区县停用这台电脑；这里的内容一条不动，照样能用。"
)


def this_pc(desk: Desk) -> ThisPc | None:
    """None where a page is shown without the station's keys."""
    return None if desk.keys is None else ThisPc(desk.keys, desk.paths, desk.clock)


class JoinCard(Card):
    """The address and the one-time code; asked once in the life of a PC."""

    def __init__(self, desk: Desk, title: str = "登记到区县") -> None:
        super().__init__(title)
        self._desk = desk
        typed = TextInput(width=380, placeholder="https://…")
        typed.textEdited.connect(self._address_changed)
        self.form = Form(
            server=FormRow("区县的地址", typed, required=True),
            code=FormRow(
                "一次性登记码", TextInput(width=240), hint="区县给的，用一次就作废", required=True
            ),
        )
        self.go = Button("登记", Look.FILLED, keys="Ctrl+Return")
        self.trial = Button("先试试通不通")
        self.go.clicked.connect(self.enroll)
        self.trial.clicked.connect(self.try_address)
        words = "登记一次就行。以后有网就自动报，没网先记着，不影响使用。"
        fields = row(*self.form.rows.values(), None, gap=14)
        self.add(Text(words, "small", tone="text2", wrap=True), fields)
        self.add(row(None, self.trial, self.go))

    @property
    def address(self) -> QWidget:
        """Where the work begins."""
        return self.form["server"].field

    def offer_again(self, status: SyncStatus) -> None:
        """Shown to a PC that the district no longer lets in; the address is known."""
        wanted = status.failure_sentence in SHUT_OUT
        if wanted and self.isHidden():
            self.form.fill({"server": status.server_url or "", "code": ""})
        self.setVisible(wanted)

    def enroll(self) -> None:
        """Join with what was typed."""
        here = this_pc(self._desk)
        if not self.form.check() or here is None:
            return
        values = self.form.values()
        self._desk.tasks.run(
            join,
            here,
            Enroll(str(values["server"]), str(values["code"])),
            then=self._enrolled,
            failed=self._not_enrolled,
            holds=self.go,
            beside=True,
        )

    def try_address(self) -> None:
        """Whether there is a district at the address; nothing of the station is sent."""
        here = this_pc(self._desk)
        if here is not None and self.form["server"].check():
            self._desk.tasks.run(
                try_line,
                here,
                str(self.form.values()["server"]),
                then=self._lives,
                failed=self._not_there,
                holds=self.trial,
                beside=True,
                quiet=True,
            )

    def _enrolled(self, done: Enrolled) -> None:
        self._desk.say(f"已登记：{done.station_name}，这台电脑是 {done.letter} 机")

    def _not_enrolled(self, error: StationError) -> None:
        at = "code" if error.code in ABOUT_THE_CODE else "server"
        self.form.explain(joining_words(error), at)

    def _address_changed(self, _text: str) -> None:
        """What was found out was said of another address."""
        self.form["server"].set_hint("")

    def _lives(self, _nothing: object) -> None:
        self.form["server"].say(LIVES, "green")

    def _not_there(self, error: StationError) -> None:
        self.form.explain(joining_words(error), "server")


def joining_words(error: StationError) -> str:
    """Why a PC did not join; nothing is going to report by itself before it has."""
    return NO_ANSWER if error.code == "syncing.unreachable" else sentence(error)


class WordsCard(Card):
    """On a second PC: the words of the first, given now or later."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("打开只有本站能看的内容")
        self._desk = desk
        field = TextArea(lines=2)
        field.setMinimumWidth(current().px(480))
        self.form = Form(words=FormRow("第一台电脑上的找回词，12 个", field))
        self.go = Button("打开", Look.OUTLINED, icon="key-round")
        self.go.clicked.connect(self.open_private)
        words = "身体、困难、备注这些，区县看不见，要用本站的找回词打开。现在没有，以后再打开也行。"
        self.add(Text(words, "small", tone="text2", wrap=True))
        self.add(row(*self.form.rows.values(), column(18, self.go), None))

    def open_private(self) -> None:
        """Take the words."""
        here = this_pc(self._desk)
        if here is not None:
            self._desk.tasks.run(
                open_private,
                here,
                str(self.form.values()["words"] or ""),
                then=self._opened,
                failed=self._not_opened,
                holds=self.go,
            )

    def _opened(self, count: int) -> None:
        self._desk.say(f"已打开 {count:,} 条只有本站能看的内容")

    def _not_opened(self, error: StationError) -> None:
        self.form.explain(sentence(error), "words")


class LineCard(Card):
    """The address, whether it reports by itself, a trial of the line, and what to do later."""

    turned = Signal()
    """Automatic reporting was switched."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("上报的设置", gap=10)
        self._desk = desk
        self.address = Text("", "body", bold=True)
        self.address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.letter = Text("", "small", tone="text2")
        self.automatic = Switch(["自动报", "只在按 F8 时报"])
        self.automatic.chosen.connect(self._turn)
        self.trial = Button("试试通不通", icon="wifi")
        self.trial.clicked.connect(self._try)
        self.answer = Text("", "small", tone="text2", wrap=True)
        self.add(
            row(Text("区县的地址", "small", tone="text3"), self.address, self.letter, None),
            row(Text("有网的时候", "small", tone="text3"), self.automatic, None),
        )
        line = row(self.trial, self.answer)
        line.setStretch(1, 1)
        self.add(line)
        for words in (ANOTHER_PC, ANOTHER_DISTRICT):
            self.add(Text(words, "small", tone="text2", wrap=True))

    def show_status(self, status: SyncStatus, *, automatic: bool) -> None:
        """The address, and the letter that this PC's numbers carry."""
        self.address.setText(status.server_url or "")
        self.letter.setText(f"这台电脑是 {status.letter} 机" if status.letter else "")
        if self.automatic.at != int(not automatic):
            self.automatic.blockSignals(True)
            self.automatic.choose(int(not automatic))
            self.automatic.blockSignals(False)

    def _turn(self, number: int) -> None:
        self._desk.tasks.write(
            label("sync.automatic"), set_automatic, on=number == 0, then=self._turned
        )

    def _turned(self, _nothing: object) -> None:
        self.turned.emit()

    def _try(self) -> None:
        here = this_pc(self._desk)
        if here is not None:
            self._desk.tasks.run(
                try_line,
                here,
                None,
                then=self._lives,
                failed=self._not_there,
                holds=self.trial,
                beside=True,
                quiet=True,
            )

    def _lives(self, _nothing: object) -> None:
        self.answer.setText(LIVES)
        self.answer.set_tone("green")

    def _not_there(self, error: StationError) -> None:
        self.answer.setText(sentence(error))
        self.answer.set_tone("text2")
