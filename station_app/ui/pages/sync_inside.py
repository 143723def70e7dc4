"""One line on the page of reporting: what was taken away while another PC wrote into it."""

from collections.abc import Sequence

from station_app.queries.removed_edits import EditInside, edits_inside
from station_app.ui.components.button import Button, Look
from station_app.ui.components.notices import Banner
from station_app.ui.desk import Desk
from station_app.ui.history_words import inside_words

KEPT = "改的还在里面"


class InsideBanner(Banner):
    """Shown until somebody has read it, or the record is back."""

    def __init__(self, desk: Desk) -> None:
        self.go = Button("去找回", height="button_row")
        self.seen = Button("知道了", Look.TEXT, height="button_row")
        super().__init__("", meaning="amber", buttons=[self.seen, self.go])
        self._desk = desk
        self._rows: Sequence[EditInside] = ()
        self.go.clicked.connect(self._go)
        self.seen.clicked.connect(self._seen)
        self.hide()

    def refresh(self) -> None:
        """Ask what there is to tell."""
        self._desk.tasks.read(edits_inside, then=self.show_rows)

    def show_rows(self, rows: Sequence[EditInside]) -> None:
        """Tell of those that nobody has read yet."""
        self._rows = [one for one in rows if one.seq > self._desk.preferences.edits_told]
        self.setVisible(bool(self._rows))
        if self._rows:
            more = f"；另外还有 {len(self._rows) - 1:,} 处" if len(self._rows) > 1 else ""
            self.say(KEPT, f"{inside_words(self._rows[0])}{more}。没有丢，要用就去找回。")

    def _go(self) -> None:
        """What was taken away, with this step chosen: there one click brings it back."""
        self._desk.open("history", ("removed", self._rows[0].action_id))

    def _seen(self) -> None:
        self._desk.preferences.keep_edits_told(max(one.seq for one in self._rows))
        self.show_rows(self._rows)
