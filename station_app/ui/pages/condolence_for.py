"""Somebody who waits in no list: put on a draft list from here, or on one that is made now."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from station_app.domain.codes import BatchStatus, CondolenceKind
from station_app.messages.labels import label as action
from station_app.models.identifiers import BatchId, PersonId
from station_app.queries.condolence import BatchRow
from station_app.services.condolence_list import Added, AddPeople, add_people
from station_app.ui.components.button import Button, Look
from station_app.ui.components.notices import Banner
from station_app.ui.components.pick_button import PickButton
from station_app.ui.components.readers import words_of
from station_app.ui.page import Page

JUST_MADE = "新的一批"
TO_A_DRAFT = "选一份草稿名单就加上；冻结了的加不了人"
TO_A_NEW_ONE = "没有草稿名单；按 Ctrl N 新建一批，建好名单里就有"


@dataclass(frozen=True, slots=True)
class GiftTo:
    """Whom a gift is for; with this the page of batches opens from a person's."""

    person_id: PersonId
    name: str


class ForPerson(QObject):
    """The banner above the batches, and what its buttons do."""

    went_on = Signal(object)
    """The person is on this list now."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._batch: tuple[BatchId, str] | None = None
        self.to: GiftTo | None = None
        self._settled: GiftTo | None = None
        """Who is on a list since; the way back leads to a page that says no more of him."""

    def mean(self, subject: object) -> None:
        """Somebody's gift, or nobody's."""
        new = isinstance(subject, GiftTo) and subject is not self._settled
        self.to = subject if new and isinstance(subject, GiftTo) else None

    def banner(self, batches: Sequence[BatchRow]) -> Banner | None:
        """Who it is, the draft lists, and the way back; None where nobody is meant."""
        if self.to is None:
            return None
        back = Button(f"回{self.to.name}的档案", keys="Esc", height="button_row")
        back.clicked.connect(self._page.desk.back)
        drafts = [one for one in batches if _takes_people(one)]
        lists = PickButton(
            "加进草稿名单",
            [((one.batch_id, one.name), one.name) for one in drafts],
            Look.OUTLINED,
            icon="plus",
        )
        lists.picked.connect(self._picked)
        lists.setVisible(bool(drafts))
        return Banner(
            f"{self.to.name}现在不在等着发的名单里",
            TO_A_DRAFT if drafts else TO_A_NEW_ONE,
            icon="gift",
            buttons=[lists, back] if drafts else [back],
        )

    def put_on(self, batch_id: BatchId, name: str) -> None:
        """Onto a list, by its key and name."""
        if self.to is None:
            return
        self._batch = (batch_id, name)
        self._page.tasks.write(
            action("condolence.list", name=name),
            add_people,
            AddPeople(batch_id=batch_id, person_ids=(self.to.person_id,)),
            then=self._was_put_on,
            failed=self._page.explain,
        )

    def _picked(self, key: object) -> None:
        if isinstance(key, tuple):
            self.put_on(*key)

    def _was_put_on(self, added: Added) -> None:
        to, batch = self.to, self._batch
        if to is None or batch is None:
            return
        if added.refused:
            self._page.desk.say(words_of(added.refused[0][1]))
            if batch[1] == JUST_MADE:  # the list is there, only without him
                self.to = None
                self.went_on.emit(batch[0])
            return
        self.to, self._settled = None, to
        self.went_on.emit(batch[0])
        self._page.desk.say(f"{to.name}已加进“{batch[1]}”", undo=True)


def _takes_people(batch: BatchRow) -> bool:
    """Names fit only a draft, and never a batch of 重点对象 (SETTLED 12)."""
    return batch.status == BatchStatus.DRAFT and batch.kind != CondolenceKind.FOCUS
