"""Printing and saving from the window: the sheet of recovery words; loaded when first used."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from station_app.services.saving import with_ending
from station_app.ui.tokens import FAMILIES

COLUMNS, ROW_MM = 3, 22


def print_words(over: QWidget, words: tuple[str, ...], station: str) -> None:
    """Print the sheet on a printer the operator chooses."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(_page())
    dialog = QPrintDialog(printer, over)
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        painter = QPainter(printer)
        draw_words(painter, words, station)
        painter.end()


def save_words(over: QWidget, words: tuple[str, ...], station: str) -> None:
    """Save the sheet as PDF; a USB stick is a better place than this PC."""
    name, _ = QFileDialog.getSaveFileName(
        over, "存到哪里，最好是 U 盘", "找回词.pdf", "PDF (*.pdf)"
    )
    if name:
        write_words(with_ending(Path(name), ".pdf"), words, station)


def write_words(file: Path, words: tuple[str, ...], station: str) -> None:
    """The sheet as a PDF file."""
    writer = QPdfWriter(str(file))
    writer.setPageLayout(_page())
    painter = QPainter(writer)
    draw_words(painter, words, station)
    painter.end()


def draw_words(painter: QPainter, words: tuple[str, ...], station: str) -> None:
    """Title, twelve numbered words, and what they are for."""
    device = painter.device()
    unit = device.logicalDpiX() / 25.4
    width = 210 - 50
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap

    def write(
        x: float, y: float, wide: float, words: str, size: float, *, bold: bool = False
    ) -> None:
        painter.setFont(_font(size * unit, bold=bold))
        painter.drawText(QRectF(x * unit, y * unit, wide * unit, ROW_MM * unit), int(flags), words)

    write(0, 0, width, f"{station}  找回词", 7, bold=True)
    write(0, 14, width, "密码忘了，或者换了电脑，凭这 12 个词能打开资料。没有它，谁也打不开。", 4)
    for number, word in enumerate(words):
        x, y = number % COLUMNS * width / COLUMNS, 40 + number // COLUMNS * ROW_MM
        write(x, y, 12, f"{number + 1}", 4)
        write(x + 12, y, 40, word, 8, bold=True)
    end = 40 + (len(words) // COLUMNS) * ROW_MM
    keep = "请和公章放在一处，不要拍照，不要发微信，不要存在电脑里。换站长时一并移交。"
    write(0, end + 6, width, keep, 4)
    write(0, end + 24, width, "保管人签名：____________    日期：____年__月__日", 4.5)


def _page() -> QPageLayout:
    margins = QMarginsF(25, 25, 25, 25)
    size = QPageSize(QPageSize.PageSizeId.A4)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def _font(pixels: float, *, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(round(pixels))
    made.setBold(bold)
    return made
