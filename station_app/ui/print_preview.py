"""Any form on the screen before it is on paper: pages, printing, saving as PDF."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPageLayout,
    QPageSize,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QLayout, QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app.domain.masking import MaskLevel
from station_app.errors import StationError, Unavailable
from station_app.messages import sentence
from station_app.messages.printing import FORM_LABELS
from station_app.progress import Progress
from station_app.reports.pages_as_images import PageImage, page_count, page_image
from station_app.services.printing import PrintOrder, print_form
from station_app.services.saving import file_name, save_file, with_ending
from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.chips import Switch
from station_app.ui.components.dialog import explain
from station_app.ui.components.layout import clear, fill, row, scrolling
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.page import Page
from station_app.ui.photo_jobs import photo_box
from station_app.ui.print_dialog import PrintChoice, PrintDialog, printer_names
from station_app.ui.theme import colour, current, dress

SCREEN_DPI = 110
PRINTER_DPI = 300
SHOWN_AT_MOST = 12
"""Pages drawn for the screen; all of them are printed and saved."""

Form = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class _Sheets:
    """A finished form, and its first pages as pictures."""

    document: bytes
    count: int
    pages: tuple[PageImage, ...]
    turn: int = 0
    """Which of the forms that were asked for it is: they may be done in another order."""


def show_paper(
    page: Page, form: str, order: PrintOrder, *, title: str = "", masks: bool = False
) -> "PrintPreview":
    """Open the preview of a form of the catalogue; with `masks` numbers may be hidden (PV2)."""
    made = PrintPreview(page, page.desk, title or FORM_LABELS[form])
    made.ask(form, order)
    if masks:
        made.offer_masks(form, order)
    return made


def order(desk: Desk, **what: Any) -> PrintOrder:  # Any: the fields of an order
    """An order of whoever is logged in, at this moment."""
    box = photo_box(desk)
    return PrintOrder(
        today=desk.today(),
        printed_by=desk.operator.name,
        printed_at=desk.now(),
        photos=None if box is None else box.place,
        **what,
    )


class Sheet(QWidget):
    """One page of paper with its edge."""

    def __init__(self, image: PageImage, width: int) -> None:
        super().__init__()
        shown = QImage(
            image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32
        )
        self._picture = QPixmap.fromImage(shown)
        self._size = QSize(width, round(width * image.height / image.width))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), self._picture)
        painter.setPen(colour("line2"))
        painter.drawRect(QRectF(self.rect()).adjusted(0, 0, -1, -1))


class PrintPreview(QWidget):
    """Lies over the whole window; Ctrl P prints, Ctrl S saves, Esc closes."""

    printed = Signal()
    """The sheets went to a printer."""

    def __init__(self, over: QWidget, desk: Desk, title: str) -> None:
        window = over.window()
        super().__init__(window)
        dress(self)
        self.setProperty("over_all", True)  # the focus is at home here
        self._desk, self._title, self._sheets = desk, title, _Sheets(b"", 0, ())
        self._turn = 0
        self._before: QWidget | None = window.focusWidget()
        self._state = Text("正在排版……", "small", tone="text2")
        self._print = Button("打印", Look.FILLED, icon="printer", keys="Ctrl+P")
        self._save = Button("存成 PDF", icon="save", keys="Ctrl+S")
        self._pages = QVBoxLayout()
        # grows with each sheet at once: Qt shows them one by one, and squeezes till it is told
        self._pages.setSizeConstraint(QLayout.SizeConstraint.SetMinimumSize)
        self._masks = Switch(["全部内容", "遮盖证号电话"])
        self._masks.hide()
        self._build()
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()
        self.card.setFocus()

    @property
    def document(self) -> bytes:
        """The PDF, once it is made."""
        return self._sheets.document

    def ask(self, form: str, order: PrintOrder) -> None:
        """Have a form of the catalogue made."""
        self.make(print_form, form, order)

    def offer_masks(self, form: str, order: PrintOrder) -> None:
        """Let it be chosen whether numbers, health and photos stand on it."""
        self._asked = (form, order)
        self._masks.chosen.connect(self._mask)
        self._masks.show()

    def _mask(self, number: int) -> None:
        form, order = self._asked
        self.ask(form, replace(order, mask=MaskLevel.MASKED if number else MaskLevel.FULL))

    def make(self, form: Form, *args: object, **named: object) -> None:
        """Have a PDF made by `form(session, *args, progress=…, **named)`."""
        self._ready(ready=False)
        self._turn += 1
        self._desk.tasks.read(
            _drawn,
            self._turn,
            form,
            args,
            named,
            then=self._show_sheets,
            failed=self._refused,
            progress=f"正在排版{self._title}",
        )

    def close_preview(self) -> None:
        """Back to the page."""
        self.hide()
        if self._before and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self.deleteLater()

    def _build(self) -> None:
        self.card = QFrame()
        self.card.setProperty("floating", True)
        self.card.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        away = icon_button("x", "关上")
        away.clicked.connect(self.close_preview)
        self._print.clicked.connect(self._to_printer)
        self._save.clicked.connect(self._to_file)
        title = Text(self._title, "h2", bold=True, wrap=True)
        head = row(
            *(title, self._state),
            *(self._masks, self._save, self._print, away),
        )
        head.setStretch(0, 1)
        inner = QWidget()
        inner.setLayout(self._pages)
        fill(self._pages, [None], 14)
        area = scrolling(inner)
        layout = QVBoxLayout(self.card)
        fill(layout, [head, area], 10)
        layout.setStretch(1, 1)
        px = current().px
        layout.setContentsMargins(px(20), px(12), px(16), px(12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(40), px(20), px(40), px(20))
        outer.addWidget(self.card)

    def _ready(self, *, ready: bool) -> None:
        self._print.setEnabled(ready)
        self._save.setEnabled(ready)

    def _show_sheets(self, sheets: _Sheets) -> None:
        if sheets.turn != self._turn:
            return  # a full copy that comes late must not stand where a masked one was asked
        self._sheets = sheets
        self._ready(ready=True)
        more = f"，这里先看前 {SHOWN_AT_MOST} 页" if sheets.count > SHOWN_AT_MOST else ""
        self._state.setText(f"共 {sheets.count} 页{more}")
        clear(self._pages)
        self._pages.addStretch(1)
        width = min(current().px(860), self.card.width() - current().px(90))
        for number, image in enumerate(sheets.pages):
            portrait = image.height > image.width
            sheet = Sheet(image, round(width * (0.75 if portrait else 1)))
            sheet.setAccessibleName(f"第 {number + 1} 页")
            self._pages.insertWidget(number, sheet, 0, Qt.AlignmentFlag.AlignHCenter)

    def _refused(self, error: StationError) -> None:
        over = self.parentWidget() or self
        self.close_preview()
        explain(over, sentence(error))

    def _to_file(self) -> None:
        wanted = file_name(self._title, ".pdf")
        name, _ = QFileDialog.getSaveFileName(self, "存到哪里", wanted, "PDF (*.pdf)")
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Save the PDF; what is in the way is said in words."""
        self._desk.tasks.read(
            _saved,
            with_ending(path, ".pdf"),
            self._sheets.document,
            then=self._saved,
            failed=self._not_saved,
            holds=self._save,
        )

    def _saved(self, path: Path) -> None:
        self._state.setText(f"已存到“{path.name}”")

    def _not_saved(self, error: StationError) -> None:
        explain(self, sentence(error))

    def _to_printer(self) -> None:
        PrintDialog(
            self,
            self._desk.preferences,
            self._sheets.count,
            self.print_on,
            printers=printer_names(),
        )

    def print_on(self, choice: PrintChoice) -> None:
        """Send these pages to a printer; what is in the way is said in words."""
        self._desk.tasks.read(
            _printed,
            self._sheets.document,
            printer_for(choice, self._title, wide=self._is_wide),
            choice,
            progress=f"正在打印{self._title}",
            then=self._was_printed,
            failed=self._not_saved,
            holds=self._print,
        )

    @property
    def _is_wide(self) -> bool:
        first = self._sheets.pages[0]
        return first.width > first.height

    def _was_printed(self, count: int) -> None:
        self.printed.emit()
        self._state.setText(f"已送到打印机，{count} 页")

    def event(self, event: QEvent) -> bool:
        """Keys of the page below do not fire while the preview lies over it."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
            return
        for button in (self._print, self._save):
            if button.isEnabled() and button.answers(event):
                button.click()
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.window().rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(20, 28, 24, 110))


def _drawn(
    session: object,
    turn: int,
    form: Form,
    args: tuple[object, ...],
    named: dict[str, object],
    *,
    progress: Progress,
) -> _Sheets:
    """On a reader's thread: the form, and pictures of its first pages."""
    document = form(session, *args, progress=progress, **named)
    count = page_count(document)
    shown = range(min(count, SHOWN_AT_MOST))
    pages = tuple(page_image(document, n, dpi=SCREEN_DPI) for n in shown)
    return _Sheets(document, count, pages, turn)


def _saved(_session: object, path: Path, document: bytes) -> Path:
    return save_file(path, document)


def printer_for(choice: PrintChoice, title: str, *, wide: bool) -> QPrinter:
    """The printer that was chosen, set to A4 as the form lies."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(choice.printer)
    printer.setDocName(title)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    lies = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageOrientation(lies)
    printer.setFullPage(True)
    printer.setCopyCount(choice.copies)
    return printer


def _printed(
    _session: object,
    document: bytes,
    printer: QPrinter,
    choice: PrintChoice,
    *,
    progress: Progress,
) -> int:
    """On a reader's thread: Qt allows painting on a printer there."""
    rounds = 1 if printer.supportsMultipleCopies() else choice.copies
    pages = choice.pages * rounds
    painter = QPainter()
    if not painter.begin(printer):
        raise Unavailable("printing.printer_silent", printer=choice.printer)
    try:
        for done, number in enumerate(pages):
            progress.step(done, len(pages))
            if done:
                printer.newPage()
            image = page_image(document, number - 1, dpi=PRINTER_DPI)
            picture = QImage(
                image.pixels, image.width, image.height, image.stride, QImage.Format.Format_RGB32
            )
            painter.drawImage(printer.pageLayout().fullRectPixels(printer.resolution()), picture)
    finally:
        painter.end()
    return len(choice.pages) * choice.copies
