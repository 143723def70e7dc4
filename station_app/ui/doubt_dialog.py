"""A doubt put to the person: what is unusual, in words, and the same command sent again on yes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.doubts import Doubtful
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog, explain
from station_app.ui.components.layout import row
from station_app.ui.components.readers import words_of
from station_app.ui.components.text import IconMark, Text

Command = TypeVar("Command", bound=Any)  # Any: a frozen command with `confirmed`
Again = Callable[[Any], object]
Order = tuple[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]]
"""What a dialog hands on: label, service, arguments and keywords."""


class AskingTwice(Asking):
    """A dialog whose service may doubt: the doubt is shown in it, and its button then means yes.

    The command takes `confirmed=asking.confirmed`.
    """

    confirmed: frozenset[str] = frozenset()

    def _refused(self, error: StationError) -> None:
        if isinstance(error, Doubtful):
            self.confirmed |= error.codes
            words = "；".join(words_of(note) for note in error.notes)
            self._banner.say(words, meaning="amber")
            self._banner.show()
            self._main.set_words("仍然记下")
            return
        super()._refused(error)


class Asked:
    """Keeps the command that was sent, so that a doubt can send it again with its answers.

    Use: ``asked = Asked(page, self._send)``; ``asked.send(command)``; ``failed=asked.refused``.
    """

    def __init__(
        self,
        over: QWidget,
        send: Again,
        *,
        yes: str = "仍然记下",
        refused: Callable[[StationError], object] | None = None,
    ) -> None:
        self._over, self._send, self._yes, self._refused = over, send, yes, refused
        self._command: Any = None
        self.dialog: Dialog | None = None

    def send(self, command: Command) -> None:
        """Send a command for the first time, or again."""
        self._command = command
        self._send(command)

    def doubt(self, command: Command, doubt: Doubtful) -> None:
        """Ask before it is sent at all; on yes it is sent with the answer."""
        self._command = command
        self._ask(doubt)

    def refused(self, error: StationError) -> None:
        """A doubt is asked; anything else is explained."""
        if isinstance(error, Doubtful):
            self._ask(error)
        elif self._refused is not None:
            self._refused(error)
        else:
            self.dialog = explain(self._over, sentence(error))

    def _ask(self, doubt: Doubtful) -> None:
        self.dialog = dialog = Dialog(self._over, "请您确认", width=560)
        for note in doubt.notes:
            line = row(
                IconMark("triangle-alert", tone="amber", size=22),
                Text(words_of(note), wrap=True),
                gap=12,
            )
            line.setStretch(1, 1)
            dialog.add(line)
        no, yes = Button("再看看"), Button(self._yes, Look.FILLED, keys="Return")
        no.clicked.connect(dialog.give_up)
        yes.clicked.connect(lambda: self._confirm(dialog, doubt.codes))
        dialog.add_buttons(no, yes)
        dialog.open(yes)

    def _confirm(self, dialog: Dialog, codes: frozenset[str]) -> None:
        dialog.finish()
        self.send(replace(self._command, confirmed=self._command.confirmed | codes))
