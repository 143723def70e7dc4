"""The card for reporting by stick: export, fetch the receipt, what is away and since when."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from station_app.errors import Rejected, StationError
from station_app.messages import sentence
from station_app.services.bundle_joining import JoinedByStick
from station_app.services.bundle_receipts import Imported
from station_app.services.bundle_status import BundleStatus, bundle_status
from station_app.services.bundles import Exported
from station_app.services.saving import with_ending
from station_app.ui.bundle_jobs import export, join, take_back
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import Card, row
from station_app.ui.components.text import IconMark, Text
from station_app.ui.desk import Desk
from station_app.ui.sync_jobs import ThisPc

BUNDLE = ".vsbundle"
BUNDLES, RECEIPTS = f"上报文件 (*{BUNDLE})", "区县的回执 (*.vsreceipt)"
JOININGS = "区县的登记文件 (*.vsjoin)"
HOW = "没有网也能报：导出到U盘带给区县，再把回执带回来取回。没取回回执以前，内容照样都在。"
HOW_TO_JOIN = "从来没有网的站：请区县给一份登记文件，放在U盘上带来，先“收登记文件”，再导出。"
NOTHING_NEW = "没有新写的；文件照样可以带去，取回区县新发的内容"
NEEDS_KEYS = "还不知道区县的密钥：连网上报一次就好，或者向区县要一份登记文件。"


class BundleCard(Card):
    """Out with the stick, back with the receipt; everything may be done again at any time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("用U盘上报")
        self._desk = desk
        self._status: BundleStatus | None = None
        self.mark, self.words = IconMark("usb"), Text("", bold=True, wrap=True)
        self.how = Text(HOW, "small", tone="text2", wrap=True)
        self.trouble = Text("", tone="red", wrap=True)
        self.out = Button("导出到U盘", Look.OUTLINED, icon="upload")
        self.back = Button("取回回执", Look.OUTLINED, icon="download")
        self.join = Button("收登记文件", Look.OUTLINED, icon="file-check")
        for button, act in (
            (self.out, self._choose_target),
            (self.back, self._choose_receipt),
            (self.join, self._choose_joining),
        ):
            button.clicked.connect(act)
        self.add(self.how, row(self.mark, self.words, None), self.trouble)
        self.add(row(None, self.join, self.back, self.out))
        self.trouble.hide()

    def refresh(self) -> None:
        """Ask how it stands."""
        self._desk.tasks.read(bundle_status, now=self._desk.clock(), then=self.show_status)

    def show_status(self, status: BundleStatus) -> None:
        """What is away, and which buttons make sense."""
        self._status = status
        self.words.setText(state_words(status))
        self.how.setText(_how(status))
        self.out.setEnabled(status.can_export)
        self.back.setEnabled(status.can_export)
        self.join.setVisible(not status.is_enrolled)

    # --- choosing a file --------------------------------------------------------------------

    def _choose_target(self) -> None:
        wanted = self._status.file_name if self._status else ""
        name, _ = QFileDialog.getSaveFileName(self, "导出到U盘", wanted, BUNDLES)
        if name:
            self.export_to(with_ending(Path(name), BUNDLE))

    def _choose_receipt(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选区县给的回执", "", RECEIPTS)
        if name:
            self.take_from(Path(name))

    def _choose_joining(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选区县给的登记文件", "", JOININGS)
        if name:
            self.join_from(Path(name))

    # --- acting -----------------------------------------------------------------------------

    def export_to(self, target: Path) -> None:
        """Write the file, with the way to stop it."""
        if (here := self._here()) is not None:
            self._desk.tasks.run(
                export,
                here,
                target,
                progress="正在导出到U盘",
                stays="停下后，U盘上不会留下半个文件",
                then=self._exported,
                failed=self._failed,
                holds=self.out,
                beside=True,
            )

    def take_from(self, source: Path) -> None:
        """Take the receipt in."""
        if (here := self._here()) is not None:
            self._desk.tasks.run(
                take_back,
                here,
                source,
                progress="正在取回回执",
                stays="停下后，取回的都算数，再取一次会接着来",
                then=self._taken_back,
                failed=self._failed,
                holds=self.back,
                beside=True,
            )

    def join_from(self, source: Path) -> None:
        """Take the enrolment file in."""
        if (here := self._here()) is not None:
            self._desk.tasks.run(
                join,
                here,
                source,
                then=self._joined,
                failed=self._failed,
                holds=self.join,
                beside=True,
            )

    def _here(self) -> ThisPc | None:
        """None where the card is shown without the station's keys."""
        self.trouble.hide()
        desk = self._desk
        return None if desk.keys is None else ThisPc(desk.keys, desk.paths, desk.clock)

    def _exported(self, done: Exported) -> None:
        taken = f"已导出 {done.records:,} 条，可以拔U盘了"
        self._desk.say(taken if done.records else NOTHING_NEW)
        self.refresh()

    def _taken_back(self, done: Imported) -> None:
        self._desk.say(receipt_words(done))
        if done.remark is not None:
            self._tell(Rejected(done.remark))
        self.refresh()

    def _joined(self, done: JoinedByStick) -> None:
        self._desk.say(f"已收下“{done.station_name}”的登记文件，请接着导出")
        self.refresh()

    def _failed(self, error: StationError) -> None:
        self._tell(error)
        self.refresh()

    def _tell(self, error: StationError) -> None:
        self.trouble.setText(sentence(error))
        self.trouble.show()


def state_words(status: BundleStatus) -> str:
    """What is away, or when the last receipt came."""
    if status.away is not None:
        away = status.away
        return f"{_moment(away.made_at)} 带走 {away.records:,} 条，等回执"
    if status.waits_for_welcome:
        return "登记文件已收下，请导出第一份带给区县"
    if status.answered_at is not None:
        return f"最近一次取回回执：{_moment(status.answered_at)}"
    return "还没有用U盘报过"


def receipt_words(done: Imported) -> str:
    """What a receipt came to."""
    if done.is_outdated:
        return "这份回执以前取过了，没有改动"
    parts = [f"区县收下 {done.sent:,} 条"] * bool(done.sent)
    parts += [f"带回 {done.received:,} 条"] * bool(done.received)
    parts += [f"{done.refused:,} 条区县没有收"] * bool(done.refused)
    parts += [f"{done.conflicts:,} 处要您决定"] * bool(done.conflicts)
    return "，".join(["已取回回执", *parts])


def _how(status: BundleStatus) -> str:
    if not status.can_export:
        return NEEDS_KEYS if status.is_enrolled else HOW_TO_JOIN
    return HOW


def _moment(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.month}月{local.day}日 {local:%H:%M}"
