"""Enter goes on: to the next field, and from the last one of a dialog to its main button."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@runtime_checkable
class _Leading(Protocol):
    """What lies around fields and knows where Enter goes after the last of them."""

    def leads_to(self, stop: QWidget) -> QWidget:
        """Where to, instead of where Tab stops."""


def go_on(field: QWidget) -> None:
    """Enter in a field: two of them at the end of a dialog never give up what was typed."""
    field.focusNextChild()
    around, stop = field.parentWidget(), field.window().focusWidget()
    while around is not None and not isinstance(around, _Leading):
        around = around.parentWidget()
    if isinstance(around, _Leading) and stop is not None:
        around.leads_to(stop).setFocus(Qt.FocusReason.TabFocusReason)
