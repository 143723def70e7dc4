"""Turns tokens into what Qt understands: palette, fonts and stylesheet; says when they change.

The window's parts wear the stylesheet, not the application: Qt styles again whatever wears a sheet
that changes, so a page that nobody sees waits with that until it is wanted (decision 0124).
"""

from dataclasses import replace
from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from station_app.paths import fonts
from station_app.ui import tokens as tk
from station_app.ui.stylesheet import stylesheet

_PROPERTY = "station_theme"


class Theme(QObject):
    """The appearance of one application; widgets find it through `current`."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.tokens = tk.tokens()
        self.sheet = ""
        self._by_parts = False
        self._width: int | None = None
        app.setStyle("Fusion")
        app.setProperty(_PROPERTY, self)
        _load_fonts("NotoSansSC-*.ttf")

    def wear(self, *, by_parts: bool) -> None:
        """Who wears the sheet: the application, for parts that are shown alone, or each part of a
        window that is `dress`ed; from the next `apply` on."""
        self._by_parts = by_parts

    def apply(self, *, dark: bool, percent: int) -> None:
        """Change colours and sizes of everything that is shown."""
        narrow = self._width is not None and tk.too_narrow(self._width, percent)
        self.tokens = tk.tokens(dark=dark, percent=percent, narrow=narrow)
        self._app.setFont(font("body"))
        self._app.setPalette(_palette(self.tokens.palette))
        self.sheet = stylesheet(self.tokens)
        whole = "" if self._by_parts else self.sheet
        if whole or self._app.styleSheet():
            self._app.setStyleSheet(whole)
        self.changed.emit()

    def dress(self, part: QWidget) -> bool:
        """Lay the sheet of now on a part of the window and all that is in it; False if it wore it
        already."""
        stale = self._by_parts and part.styleSheet() != self.sheet
        if stale:
            part.setStyleSheet(self.sheet)
        return stale

    def fit(self, width: int | None) -> bool:
        """Hear how wide the window is; True if that calls for the other layout.

        A screen that Windows itself enlarges (1366 px at 150 %) is as narrow as large type.
        """
        self._width = width
        now = self.tokens
        narrow = width is not None and tk.too_narrow(width, now.percent)
        self.tokens = replace(now, narrow=narrow)
        return self.tokens.large != now.large


def load_rare_fonts() -> None:
    """The large fonts for rare characters in names; called once the first window stands."""
    _load_fonts("RareHan*.ttf")


def current() -> tk.Tokens:
    """The tokens that hold now; plain light ones before a theme exists."""
    app = QApplication.instance()  # asked for thousands of times a page: no step more than needed
    theme = app.property(_PROPERTY) if app else None
    return theme.tokens if isinstance(theme, Theme) else tk.tokens()


def dress(part: QWidget) -> None:
    """Lay the sheet on what is put over a window, before its size is asked for."""
    theme = _theme()
    if theme is not None:
        theme.dress(part)


def _theme() -> Theme | None:
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app else None
    return theme if isinstance(theme, Theme) else None


def font(role: str = "body", *, bold: bool = False) -> QFont:
    """The font of a type role at the present scale."""
    return QFont(_font(current().type(role), bold))


@cache
def _font(pixels: int, bold: bool) -> QFont:
    """Made once for each size: a page asks for thousands, and each costs ten copies."""
    made = QFont()
    made.setFamilies(list(tk.FAMILIES))
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def colour(name: str) -> QColor:
    """A colour of the present palette by its token."""
    return QColor(getattr(current().palette, name))


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look again at a widget whose dynamic properties changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _load_fonts(pattern: str) -> None:
    for file in sorted(fonts().glob(pattern)):
        QFontDatabase.addApplicationFont(str(file))


def _palette(colours: tk.Palette) -> QPalette:
    role = QPalette.ColorRole
    made = QPalette()
    table = {
        role.Window: colours.bg,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.sunken,
        role.Text: colours.text,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.red,
        role.Highlight: colours.primary,
        role.HighlightedText: colours.on_primary,
        role.PlaceholderText: colours.text3,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Link: colours.primary,
        role.LinkVisited: colours.primary,
        role.Accent: colours.primary,
    }
    for which, value in table.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.disabled))
    return made
