"""The stylesheet of Qt's own widgets, written from tokens; painted components need none."""

from station_app.ui import tokens as tk

_TONES = ("text", "text2", "text3", "disabled", "primary", *tk.MEANINGS)


def stylesheet(tokens: tk.Tokens) -> str:
    """One sheet for the whole application."""
    parts = (_labels, _frames, _inputs, _scroll_bars, _menus, _views)
    return "\n".join(part(tokens) for part in parts)


def _labels(t: tk.Tokens) -> str:
    sizes = [f'QLabel[role="{role}"] {{ font-size: {t.type(role)}px; }}' for role in tk.TYPE]
    tones = [f'QLabel[tone="{name}"] {{ color: {getattr(t.palette, name)}; }}' for name in _TONES]
    tones.append(f'QLabel[tone="on_hills"] {{ color: {tk.ON_TOAST}; }}')
    bold = 'QLabel[bold="true"] { font-weight: bold; }'
    return "\n".join([*sizes, *tones, bold])


def _frames(t: tk.Tokens) -> str:
    p = t.palette
    banners = [
        f'QFrame[banner="{name}"] {{ background: {getattr(p, name + "_t")};'
        f" border: 1px solid {getattr(p, name + '_l')}; border-radius: {t.px(tk.RADIUS_CARD)}px; }}"
        for name in tk.MEANINGS
    ]
    return f"""
QFrame[card="true"] {{ background: {p.surface}; border: 1px solid {p.line};
    border-radius: {t.px(tk.RADIUS_CARD)}px; }}
QFrame[floating="true"] {{ background: {p.surface}; border: 1px solid {p.line2};
    border-radius: {t.px(tk.RADIUS_CARD)}px; }}
QFrame[chosen="true"] {{ background: {p.tint}; border: 2px solid {p.primary};
    border-radius: {t.px(tk.RADIUS_CARD)}px; }}
QFrame[rule="across"] {{ background: {p.line}; border: 0; min-height: 1px; max-height: 1px; }}
QFrame[rule="down"] {{ background: {p.line}; border: 0; min-width: 1px; max-width: 1px; }}
QFrame[plain="true"] {{ background: transparent; border: 0; }}
QWidget[ground="bg"] {{ background: {p.bg}; }}
QWidget[ground="surface"] {{ background: {p.surface}; }}
QWidget[ground="sunken"] {{ background: {p.sunken}; }}
{chr(10).join(banners)}
"""


def _inputs(t: tk.Tokens) -> str:
    p, inside = t.palette, t.height("input") - 2
    radius, pad = t.px(tk.RADIUS_INPUT), t.px(11)
    return f"""
QLineEdit, QPlainTextEdit {{ background: {p.surface}; color: {p.text};
    border: 1px solid {p.field}; border-radius: {radius}px; padding: 0 {pad}px;
    font-size: {t.type("body")}px; selection-background-color: {p.primary};
    selection-color: {p.on_primary}; }}
QLineEdit {{ min-height: {inside}px; max-height: {inside}px; }}
QLineEdit[compact="true"] {{ min-height: {t.height("input_row") - 2}px;
    max-height: {t.height("input_row") - 2}px; }}
QPlainTextEdit {{ padding: {t.px(5)}px {t.px(7)}px; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {p.primary}; padding: 0 {pad - 1}px; }}
QLineEdit:focus {{ min-height: {inside - 2}px; max-height: {inside - 2}px; }}
QLineEdit[compact="true"]:focus {{ min-height: {t.height("input_row") - 4}px;
    max-height: {t.height("input_row") - 4}px; }}
QPlainTextEdit:focus {{ padding: {t.px(5) - 1}px {t.px(7) - 1}px; }}
QLineEdit[state="error"], QPlainTextEdit[state="error"] {{ background: {p.red_t};
    border: 2px solid {p.red}; padding: 0 {pad - 1}px; }}
QLineEdit[state="error"] {{ min-height: {inside - 2}px; max-height: {inside - 2}px; }}
QLineEdit[readOnly="true"] {{ background: {p.sunken}; border: 1px solid {p.line};
    color: {p.text2}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {p.sunken}; color: {p.disabled};
    border: 1px solid {p.line}; }}
QLineEdit[cell="true"] {{ border: 2px solid {p.primary}; border-radius: 0;
    padding: 0 {t.px(7)}px; min-height: 0; max-height: 9999px; }}
"""


def _scroll_bars(t: tk.Tokens) -> str:
    p, width = t.palette, t.px(12)
    radius, gap = t.px(4), t.px(2)
    return f"""
QScrollArea {{ background: transparent; border: 0; }}
QScrollArea > QWidget > QWidget[plain="true"] {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QScrollBar {{ background: transparent; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: {width}px; }}
QScrollBar[apart="true"]:vertical {{ width: {width + 2 * gap}px; padding-left: {2 * gap}px; }}
QScrollBar:horizontal {{ height: {width}px; }}
QScrollBar::handle {{ background: {p.scroll}; border-radius: {radius}px; margin: {gap}px; }}
QScrollBar::handle:vertical {{ min-height: {t.px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {t.px(32)}px; }}
QScrollBar::handle:hover {{ background: {p.field}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _menus(t: tk.Tokens) -> str:
    p = t.palette
    return f"""
QMenu {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.line2};
    padding: {t.px(4)}px; font-size: {t.type("body")}px; }}
QMenu::item {{ padding: {t.px(7)}px {t.px(24)}px {t.px(7)}px {t.px(12)}px;
    border-radius: {t.px(tk.RADIUS_CHIP)}px; }}
QMenu::item:selected {{ background: {p.tint}; color: {p.text}; }}
QMenu::item:disabled {{ color: {p.disabled}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: {t.px(4)}px {t.px(8)}px; }}
QMenu::icon {{ padding-left: {t.px(10)}px; }}
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.line2};
    padding: {t.px(4)}px {t.px(6)}px; font-size: {t.type("cap")}px; }}
"""


def _views(t: tk.Tokens) -> str:
    p = t.palette
    return f"""
QTableView, QListView {{ background: transparent; color: {p.text}; border: 0; outline: 0; }}
QListView[contents="true"] {{ font-size: {t.type("body")}px; }}
QListView[contents="true"]::item {{ padding: {t.px(7)}px {t.px(10)}px;
    border-radius: {t.px(tk.RADIUS_INPUT)}px; color: {p.text}; }}
QListView[contents="true"]::item:hover {{ background: {p.hover}; }}
QListView[contents="true"]::item:selected {{ background: {p.tint}; color: {p.text}; }}
QTextBrowser {{ background: transparent; color: {p.text}; border: 0; }}
QHeaderView, QHeaderView::section {{ background: transparent; border: 0; }}
QCalendarWidget QWidget {{ alternate-background-color: {p.sunken}; color: {p.text}; }}
QCalendarWidget QAbstractItemView {{ background: {p.surface};
    selection-background-color: {p.primary}; selection-color: {p.on_primary};
    font-size: {t.type("small")}px; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {p.disabled}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {p.sunken}; }}
QCalendarWidget QToolButton {{ background: transparent; color: {p.text}; border: 0;
    padding: {t.px(4)}px {t.px(8)}px; font-size: {t.type("small")}px; font-weight: bold; }}
QCalendarWidget QToolButton:hover {{ background: {p.hover}; }}
"""
