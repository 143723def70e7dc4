"""Shows a card for every long job, half a second after it began, and takes it away at its end."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from station_app.ui.components.progress_card import ProgressCard
from station_app.ui.tasks import Job, Tasks
from station_app.ui.theme import current

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

    def _began(self, job: Job) -> None:
        self._jobs[id(job)] = job
        QTimer.singleShot(PATIENCE_MS, self, partial(self._show, id(job)))

    def _show(self, key: int) -> None:
        job = self._jobs.get(key)
        if job is None:
            return
        card = ProgressCard(job.title, job.stays)
        card.setParent(self._over)
        card.stopped.connect(job.stop)
        self.cards[key] = card
        self._place()
        card.show()
        card.raise_()

    def _stepped(self, job: Job, done: int, total: int) -> None:
        if card := self.cards.get(id(job)):
            card.step(done, total)

    def _ended(self, job: Job) -> None:
        self._jobs.pop(id(job), None)
        if card := self.cards.pop(id(job), None):
            card.hide()
            card.deleteLater()
            self._place()

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
