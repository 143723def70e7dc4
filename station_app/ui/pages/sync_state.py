"""How reporting stands, at the top of its page: light, sentence, what happens next, wrong clock."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt

from station_app.services.sync_status import Proof, SyncLight, SyncStatus
from station_app.ui.components.layout import Card, row
from station_app.ui.components.notices import split_sentence
from station_app.ui.components.text import IconMark, Light, Text
from station_app.ui.status import LIGHT_ICONS, LIGHTS


class StateCard(Card):
    """Four states; the colour is never alone."""

    def __init__(self) -> None:
        super().__init__(gap=4)
        self.light = Light("grey", size=12)
        self._icon = IconMark("cloud-upload", size=20)
        self.sentence = Text("", "lead", bold=True, wrap=True)
        self.more = Text("", "small", tone="text2", wrap=True)
        self.proof = Text("", "small", tone="text2", wrap=True)
        self.clock = Text("", "small", tone="amber", wrap=True)
        self._clock_mark = IconMark("clock", tone="amber", size=18)
        head = row(self.light, self._icon, self.sentence)
        head.setStretch(2, 1)
        second = row(28, self.more)
        second.setStretch(1, 1)
        compared = row(28, self.proof)
        compared.setStretch(1, 1)
        third = row(28, self._clock_mark, self.clock)
        third.setStretch(2, 1)
        third.setAlignment(self._clock_mark, Qt.AlignmentFlag.AlignTop)
        self.add(head, second, compared, third)
        self.proof.hide()

    def show_status(self, status: SyncStatus, plan: str, *, running: bool) -> None:
        """The state, why, and what happens by itself."""
        self.light.set_state("warn" if running else LIGHTS[status.light])
        icon, tone = ("cloud-upload", "text2") if running else LIGHT_ICONS[status.light]
        self._icon.show_icon(icon, tone)
        self.sentence.setText("正在上报，可以去办别的事" if running else status.sentence)
        said = [*_why(status), _last(status), plan]
        self.more.setText("".join(words for words in said if words))
        self.more.setVisible(bool(self.more.text()))
        for part in (self.clock, self._clock_mark):
            part.setVisible(status.clock_sentence is not None)
        self.clock.setText(status.clock_sentence or "")

    def show_proof(self, proof: Proof | None) -> None:
        """When every record was last compared with the district's."""
        self.proof.setText("" if proof is None else proof_words(proof))
        self.proof.setVisible(proof is not None)


def proof_words(proof: Proof) -> str:
    """How the last proof ended; what is apart is said by the light."""
    begun = f"{moment(proof.at)} 和区县逐条核对过 {proof.records:,} 条"
    if not proof.agrees:
        return f"{begun}，还有对不上的，下次接着核。"
    return f"{begun}，补齐了 {proof.repaired:,} 条。" if proof.repaired else f"{begun}，全部一致。"


def _why(status: SyncStatus) -> Sequence[str]:
    """What was in the way, without the words that the light says already."""
    if status.failure_sentence is None:
        return ()
    happened, rest = split_sentence(status.failure_sentence)
    return (f"{happened}。{rest}" if rest else happened,)


def _last(status: SyncStatus) -> str:
    if status.last_receipt_at is None:
        return "" if not status.enrolled else "还没有报成过一次。"
    if status.failure_sentence is not None:
        return ""
    if status.light is SyncLight.DONE:
        return f"{moment(status.last_receipt_at)} 区县已回执，有网时每隔几分钟自动对一次。"
    return f"上次全部报完是 {moment(status.last_receipt_at)}，区县已回执。"


def moment(at: datetime) -> str:
    """10月20日 09:30, by the clock of this place."""
    here = at.astimezone()
    return f"{here.month}月{here.day}日 {here:%H:%M}"


def plan_words(status: SyncStatus, seconds: float | None, *, automatic: bool) -> str:
    """When it will be tried again by itself."""
    if not status.enrolled or status.light is SyncLight.DONE:
        return ""
    if not automatic:
        return "自动上报关着，要报请按 F8。"
    if seconds is None:
        return ""
    if not status.waiting and not status.offline and status.failure_sentence is None:
        return "有网时每隔几分钟自动对一次。"
    if seconds < 90:
        return "马上会自动再报。"
    return f"约 {round(seconds / 60)} 分钟后自动再报。"
