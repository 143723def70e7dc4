"""Shows a card for every long job, half a second after it began, and takes it away at its end."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from station_app.ui.components.progress_card import ProgressCard
from station_app.ui.tasks import Job, Tasks
from station_app.ui.theme import current, dress

PATIENCE_MS = 500


class ProgressHost(QObject):
    """Stacks cards at the bottom right of a widget."""

    def __init__(self, tasks: Tasks, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._jobs: dict[int, Job] = {}
        self.cards: dict[int, ProgressCard] = {}
        tasks.began.connect(self._began)
        tasks.stepped.connect(self._stepped)
        tasks.ended.connect(self._ended)
        over.installEventFilter(self)

    def lay_anew(self) -> None:
        """The cards in the size of today, over what was built just now."""
        for key in list(self.cards):
            self._take_away(key)
            self._put_up(self._jobs[key])

    def _began(self, job: Job) -> None:
        self._jobs[id(job)] = job
        # the job itself, not its number: a later one may have the number of one that has ended
        QTimer.singleShot(PATIENCE_MS, self, partial(self._show, job))

    def _show(self, job: Job) -> None:
        if self._jobs.get(id(job)) is job and id(job) not in self.cards:
            self._put_up(job)

    def _put_up(self, job: Job) -> None:
        card = ProgressCard(job.title, job.stays)
        card.setParent(self._over)
        dress(card)
        if job.stopping:
            card.stop()
        card.stopped.connect(job.stop)
        self.cards[id(job)] = card
        self._place()
        card.show()
        card.raise_()

    def _stepped(self, job: Job, done: int, total: int) -> None:
        if card := self.cards.get(id(job)):
            card.step(done, total)

    def _ended(self, job: Job) -> None:
        self._jobs.pop(id(job), None)
        if id(job) in self.cards:
            self._take_away(id(job))
            self._place()

    def _take_away(self, key: int) -> None:
        card = self.cards.pop(key)
        card.hide()
        card.deleteLater()

    def _place(self) -> None:
        px, bottom = current().px, self._over.height() - current().px(44)
        for card in self.cards.values():
            card.adjustSize()
            bottom -= card.height()
            card.move(self._over.width() - card.width() - px(20), bottom)
            bottom -= px(8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False
