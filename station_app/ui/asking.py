"""A dialog that asks a few fields and then does one thing, and shows refusals where they belong."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form
from station_app.ui.components.layout import Part
from station_app.ui.components.notices import Banner
from station_app.ui.draft_keeper import DraftKeeper
from station_app.ui.page import Page


class Asking(QObject):
    """The dialog with its form; `then` of the caller hears the answer once it is done."""

    done = Signal(object)
    """What the service answered; the dialog is away by then."""

    def __init__(
        self,
        page: Page,
        title: str,
        sentence_: str = "",
        *,
        form: Form | None = None,
        keeps: bool = True,
        width: int = 640,
    ) -> None:
        """`keeps` says whether what is typed is kept as a draft; never where secrets are asked."""
        super().__init__(page)
        self._page, self.form = page, form or Form()
        self._title, self._about = title, sentence_
        self._drafts = self._keeper() if keeps and self.form.rows else None
        self.dialog = Dialog(page, title, sentence_, width=width)
        self._banner = Banner("", meaning="red")
        self._banner.hide()
        self._fits = QTimer(self, singleShot=True, interval=0)
        self._fits.timeout.connect(self.dialog.fit)
        self._put_back = Banner("", meaning="blue")
        self._put_back.hide()
        self._ask: Callable[[], tuple[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]]]
        self.dialog.closed.connect(self._put_away)

    def open(
        self,
        *parts: Part,
        verb: str,
        ask: "Callable[[], tuple[str, Callable[..., Any], tuple[Any, ...], dict[str, Any]]]",
        note: str = "",
        look: Look = Look.FILLED,
        give_up: str = "先不办",
        extra: tuple[QWidget, ...] = (),
        first: QWidget | None = None,
    ) -> None:
        """`ask` gives label, service, arguments and keywords when the main button is pressed."""
        self._ask = ask
        self.dialog.add(self._put_back, *parts, self._banner)
        away = Button(give_up, keys="Esc")
        away.clicked.connect(self.dialog.give_up)
        self._main = Button(verb, look, keys="Ctrl+Return")
        self._main.clicked.connect(self.submit)
        self.dialog.add_buttons(*extra, away, self._main, note=note)
        self._take_up()
        rows = list(self.form.rows.values())
        for each in rows:
            each.touched.connect(self._forget_refusal)
        self.dialog.open(first or (rows[0].field if rows else away))

    def _forget_refusal(self) -> None:
        """What was refused is no longer what stands there."""
        if self._banner.isVisible():
            self._banner.hide()
            self.fit_later()

    def fit_later(self, *_anything: object) -> None:
        """The content has changed: the dialog grows or shrinks once it is laid out."""
        self._fits.start()

    def submit(self) -> None:
        """Do it, if every field may be saved."""
        self._banner.hide()
        if not self.form.check():
            return
        label, service, args, named = self._ask()
        self.write(label, service, *args, **named)

    def write(self, label: str, service: Callable[..., Any], *args: Any, **named: Any) -> None:
        """Have a service do it; refusals are shown in the dialog."""
        self._page.tasks.write(
            label,
            service,
            *args,
            then=self._succeeded,
            failed=self._refused,
            holds=self._main,
            **named,
        )

    def _keeper(self) -> DraftKeeper:
        name = f"{self._page.at[0]}/{self._title}/{self._about}"
        return DraftKeeper(self._page.desk.drafts, name, self.form, self)

    def _take_up(self) -> None:
        """Put back what was typed here before and never sent."""
        if self._drafts is None:
            return
        title = f"{self._title}：{self._about}" if self._about else self._title
        if self._drafts.begin(self._page.at[1], title):
            self._put_back.say("上次写到一半，已经放回来了", meaning="blue")
            self._put_back.show()

    def _put_away(self) -> None:
        """Esc keeps what was typed: it is offered again here and on the first page."""
        if self._drafts is not None:
            self._drafts.keep_now()
        self.deleteLater()

    def _succeeded(self, result: object) -> None:
        if self._drafts is not None:
            self._drafts.done()
        self.dialog.finish()
        self.done.emit(result)
        self.deleteLater()

    def _refused(self, error: StationError) -> None:
        name = str(error.values.get("name", ""))
        if name in self.form.rows and not self.form[name].isHidden():
            self.form.explain(sentence(error), name)
            return
        self._banner.say(sentence(error), meaning="red")
        self._banner.show()
        self.fit_later()
