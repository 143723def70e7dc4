"""A chapter of the guide as the window shows it: our type and colours, pictures as wide as fits."""

from PySide6.QtCore import QEvent, QRegularExpression, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCell,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from station_app.paths import guide
from station_app.ui.guide_book import Chapter
from station_app.ui.theme import colour, current, font

LINE_PERCENT = 130.0
HEADINGS = {1: "h1", 2: "h3", 3: "lead"}
WIDEST = 1000
MARGIN = 18
COLUMNS = {2: (30.0, 70.0), 3: (26.0, 32.0, 42.0)}
"""Shares of a table's columns by their number."""
AFTER_RESIZE_MS = 120


class GuideView(QTextBrowser):
    """Shows one chapter; links to others are told, not followed."""

    chapter_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setAccessibleName("使用手册")
        self.anchorClicked.connect(self._follow)
        self._chapter: Chapter | None = None
        self._sought = QRegularExpression()
        self._width = 0
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pause = QTimer(self, singleShot=True, interval=AFTER_RESIZE_MS)
        self._pause.timeout.connect(self._fit)

    @property
    def chapter(self) -> Chapter | None:
        """What is shown."""
        return self._chapter

    def show_chapter(self, chapter: Chapter, sought: str = "") -> None:
        """Another chapter from its beginning, or at the first place of what is sought."""
        drawn = chapter is self._chapter and self._width == self._room()
        self._chapter, self._sought = chapter, pattern_of(sought)
        if drawn:
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)
        else:
            self._render()
        self._mark_sought()
        self.next_place()

    def next_place(self) -> bool:
        """On to the next place of what is sought, after the last one to the first."""
        if not self._sought.pattern():
            return False
        if self.find(self._sought):
            return True
        self.moveCursor(QTextCursor.MoveOperation.Start)
        return self.find(self._sought)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Pictures of the guide, no wider than the text."""
        address = name.toString() if isinstance(name, QUrl) else name
        if QTextDocument.ResourceType(kind) != QTextDocument.ResourceType.ImageResource:
            return None
        picture = QImage(str(guide() / address))
        ratio = self.devicePixelRatioF()
        wide = int(min(self._room(), current().px(WIDEST)) * ratio)
        if picture.width() > wide:
            smooth = Qt.TransformationMode.SmoothTransformation
            picture = picture.scaledToWidth(wide, smooth)
        picture.setDevicePixelRatio(ratio)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._pause.start()

    def sizeHint(self) -> QSize:
        return QSize(current().px(600), current().px(400))

    def changeEvent(self, event: QEvent) -> None:
        """Other colours or another size: what is drawn carries the old ones."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_chapter", None):
            self._width = 0
            self._pause.start()

    def _fit(self) -> None:
        """Draw again at another width or in other colours; the place stays."""
        if self._chapter is not None and self._width != self._room():
            bar = self.verticalScrollBar()
            part = bar.value() / max(bar.maximum(), 1)
            self._render()
            self._mark_sought()
            bar.setValue(round(part * bar.maximum()))

    def _room(self) -> int:
        return max(self.viewport().width() - 2 * current().px(MARGIN) - 8, 200)

    def _render(self) -> None:
        assert self._chapter is not None
        self._width = self._room()
        document = self.document()
        document.clear()  # with the pictures of the last width
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(font("body"))
        document.setDocumentMargin(current().px(MARGIN))
        document.setIndentWidth(current().px(24))
        self.setMarkdown(self._chapter.text)
        _dress(document)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark_sought(self) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        at = QTextCursor(self.document())
        while (
            self._sought.pattern() and not (at := self.document().find(self._sought, at)).isNull()
        ):
            one = QTextEdit.ExtraSelection()
            one.cursor = at
            one.format.setBackground(colour("mark"))
            marks.append(one)
        self.setExtraSelections(marks)

    def _follow(self, link: QUrl) -> None:
        self.chapter_wanted.emit(link.fileName())


def pattern_of(sought: str) -> QRegularExpression:
    """What is sought, whether blanks stand between its letters or not: U盘 is U 盘."""
    letters = [QRegularExpression.escape(letter) for letter in sought if not letter.isspace()]
    insensitive = QRegularExpression.PatternOption.CaseInsensitiveOption
    return QRegularExpression(r"\s?".join(letters), insensitive)


def _dress(document: QTextDocument) -> None:
    """All in one step: the document is laid out once, not after each word that is dressed."""
    step = QTextCursor(document)
    step.beginEditBlock()
    block = document.begin()
    while block.isValid():
        _dress_block(block)
        _dress_words(block)
        block = block.next()
    _dress_tables(document.rootFrame())
    step.endEditBlock()


def _dress_block(block: QTextBlock) -> None:
    shape, px = QTextBlockFormat(block.blockFormat()), current().px
    level = shape.headingLevel()
    has_picture = any(part.isImageFormat() for part in _formats(block))
    if not has_picture:
        proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight
        shape.setLineHeight(LINE_PERCENT, proportional.value)
    shape.setTopMargin(px(18 if level > 1 else 4))
    shape.setBottomMargin(px(10 if has_picture or level == 1 else 4))
    QTextCursor(block).setBlockFormat(shape)


def _dress_words(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    for start, length, words in _parts(block):
        if words.isImageFormat():
            continue
        cursor = QTextCursor(block.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(_own_look(words, level))


def _own_look(words: QTextCharFormat, level: int) -> QTextCharFormat:
    """Headings by our type roles; keys and typed words on a quiet ground; links in pine."""
    look = QTextCharFormat(words)
    bold = words.fontWeight() >= QFont.Weight.Bold or level > 0
    is_code = words.fontFixedPitch() or bool(words.property(QTextFormat.Property.FontFixedPitch))
    look.clearProperty(QTextFormat.Property.FontSizeAdjustment)
    look.setFont(font(HEADINGS.get(level, "body"), bold=bold))
    look.setForeground(colour("primary" if words.isAnchor() else "text"))
    if is_code:
        look.setBackground(colour("sunken"))
        look.setForeground(colour("primary"))
    return look


def _dress_tables(frame: QTextFrame) -> None:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            _dress_table(child)
        _dress_tables(child)


def _dress_table(table: QTextTable) -> None:
    """Hairlines between rows, a quiet head; no lines down."""
    shape, px = table.format(), current().px
    shape.setCellPadding(px(6))
    shape.setCellSpacing(0)
    shape.setBorder(0)
    shape.setTopMargin(px(6))
    shape.setBottomMargin(px(10))
    percent = QTextLength.Type.PercentageLength
    shape.setWidth(QTextLength(percent, 100))
    shares = COLUMNS.get(table.columns(), ())
    shape.setColumnWidthConstraints([QTextLength(percent, share) for share in shares])
    table.setFormat(shape)
    for line in range(table.rows()):
        for column in range(table.columns()):
            _dress_cell(table.cellAt(line, column), head=line == 0)


def _dress_cell(cell: QTextTableCell, *, head: bool) -> None:
    look = QTextTableCellFormat(cell.format().toTableCellFormat())
    look.setBottomBorder(1)
    look.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    look.setBottomBorderBrush(colour("line2" if head else "line"))
    if head:
        look.setBackground(colour("sunken"))
    cell.setFormat(look)


def _parts(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    found, at = [], block.begin()
    while not at.atEnd():
        part = at.fragment()
        found.append((part.position(), part.length(), part.charFormat()))
        at += 1  # the iterator of a block knows no next()
    return found


def _formats(block: QTextBlock) -> list[QTextCharFormat]:
    return [words for _, _, words in _parts(block)]
