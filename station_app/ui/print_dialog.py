"""Sending sheets to a printer: which one (remembered), how many copies, which pages."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QWidget

from station_app.domain.page_ranges import pages_wanted
from station_app.ui.components.button import Button, Look
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import row
from station_app.ui.components.notices import Message
from station_app.ui.components.text_input import TextInput
from station_app.ui.preferences import Preferences

MOST_COPIES = 99
NO_PRINTER = "这台电脑没有装打印机。"
NO_PRINTER_MORE = "表没有丢，可以先存成 PDF，拷到有打印机的电脑上打印。"


@dataclass(frozen=True, slots=True)
class PrintChoice:
    """What was chosen: the printer by its name, copies, page numbers from 1."""

    printer: str
    copies: int
    pages: tuple[int, ...]


def printer_names() -> list[str]:
    """The printers of this PC, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return sorted(names, key=lambda name: name != usual)


class PrintDialog(QObject):
    """Opened over the preview; Ctrl Enter prints, Esc goes back to it."""

    def __init__(
        self,
        over: QWidget,
        preferences: Preferences,
        count: int,
        then: Callable[[PrintChoice], None],
        *,
        printers: list[str],
    ) -> None:
        super().__init__(over)
        self._preferences, self._count, self._then = preferences, count, then
        kept = preferences.printer
        chosen = kept if kept in printers else next(iter(printers), None)
        self.printer = ChoiceInput([(name, name) for name in printers], value=chosen)
        self.copies = TextInput(placeholder="1", width=90)
        self.copies.setText("1")
        self.pages = TextInput(placeholder=f"全部 {count} 页", width=200)
        self.form = Form(
            printer=FormRow("打印机", self.printer, required=True),
            copies=FormRow("份数", self.copies, unit="份"),
            pages=FormRow("页码", self.pages, hint="不写就是全部；可以写 1-3,5"),
        )
        self.dialog = Dialog(over, "打印", f"共 {count} 页", width=520)
        self._build(any_printer=bool(printers))

    def _build(self, *, any_printer: bool) -> None:
        if not any_printer:
            self.dialog.add(Message(NO_PRINTER, NO_PRINTER_MORE, meaning="amber"))
        self.dialog.add(
            self.form["printer"], row(self.form["copies"], self.form["pages"], None, gap=16)
        )
        away = Button("先不打", keys="Esc")
        away.clicked.connect(self.dialog.give_up)
        self.go = Button("打印", Look.FILLED, icon="printer", keys="Ctrl+Return")
        self.go.clicked.connect(self._go)
        self.go.setEnabled(any_printer)
        self.dialog.add_buttons(away, self.go)
        self.dialog.open(self.go if any_printer else away)

    def _go(self) -> None:
        choice = self.choice()
        if choice is None:
            return
        self._preferences.keep_printer(choice.printer)
        self.dialog.finish()
        self._then(choice)

    def choice(self) -> PrintChoice | None:
        """What is chosen; None after saying under its field what cannot be read."""
        copies, pages = self._copies(), pages_wanted(self.pages.text(), self._count)
        if copies is None:
            self.form.explain(f"份数写 1 到 {MOST_COPIES} 的整数", "copies")
            return None
        if pages is None:
            self.form.explain(f"没有这样的页，一共 {self._count} 页，例如 1-3,5", "pages")
            return None
        return PrintChoice(str(self.printer.value), copies, pages) if self.form.check() else None

    def _copies(self) -> int | None:
        text = self.copies.text().strip() or "1"
        number = int(text) if text.isdecimal() else 0
        return number if 1 <= number <= MOST_COPIES else None
