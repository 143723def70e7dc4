"""The data of a person corrected: only what was edited is sent."""

import logging
from uuid import UUID

from station_app.domain.drafts import Draft
from station_app.messages.labels import label
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.people import Changed, ChangePerson, change_person
from station_app.ui.desk import Desk
from station_app.ui.pages.person_fields import OWN
from station_app.ui.pages.person_form import PersonFormPage

log = logging.getLogger(__name__)


class EditPersonPage(PersonFormPage):
    """Opened on the key of a person."""

    new = False
    form_name = "person_edit"
    title = "修改资料"

    def __init__(self, desk: Desk) -> None:
        self._person_id: UUID | None = None
        super().__init__(desk)

    @property
    def person_id(self) -> UUID | None:
        return self._person_id

    def opened(self, subject: object) -> None:
        key = UUID(subject) if isinstance(subject, str) else subject
        if isinstance(key, UUID) and (key != self._person_id or not self._touched):
            if self._touched:
                self._drafts.keep_now()
            self._person_id = key
            self._clear()
            self.tasks.read(person_page, key, today=self.desk.today(), then=self._fill)
        self.refresh()

    def _fill(self, page: Whole | None) -> None:
        if page is None:
            self.desk.explain("没有这份档案，可能刚被撤销。资料没有动。请回到名单看一看。")
            return
        log.info("the data of %s were opened for editing, numbers in full", self._person_id)
        self._before = {name: page.person.values.get(name) for name in OWN}
        self._head.title.setText(f"修改{page.row.name}的资料")
        self._head.sentence.setText(f"档案 {page.row.file_no}；身份、服役、待遇、账户在个人页上改")
        self._form.fill(self._before)
        self._touched = self._drafts.begin(str(self._person_id), f"{page.row.name}的资料")
        if self._touched:
            self._kept.setText("接着上次没写完的")
        self._read_number()
        self.refresh()

    def _write(self) -> None:
        after = self._own_values()
        draft = Draft({name: self._before.get(name) for name in after}, after)
        if not draft.changed:
            self._done_with("没有改动")
            return
        self.tasks.write(
            label("person.change", name=self._name()),
            change_person,
            ChangePerson(self._person_id, draft),  # type: ignore[arg-type]  # opened on a person
            today=self.desk.today(),
            then=self._saved,
            failed=self._refused,
            holds=self._save,
        )

    def _saved(self, done: Changed) -> None:
        self._done_with(f"已改好{self._name()}的 {len(done.fields):,} 项资料", undo=True)

    def _done_with(self, words: str, *, undo: bool = False) -> None:
        key = self._person_id
        self._drafts.done()
        self._touched = False
        self.desk.say(words, undo=undo)
        self.desk.open("person", key)
