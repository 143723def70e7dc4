"""What is known of a household itself: where it is, how to reach it, how many live there."""

from typing import Any

from PySide6.QtCore import QObject

from station_app.domain.drafts import Draft
from station_app.messages.labels import label
from station_app.models.household import HOUSEHOLD
from station_app.queries.person_dues import PersonView
from station_app.services.households import change_household
from station_app.ui.asking import Asking
from station_app.ui.components.layout import row
from station_app.ui.page import Page
from station_app.ui.record_form import form_of, plain_values

FIELDS = ("address", "hukou_address", "phone", "member_count", "hukou_book_no", "social_relief")


class HouseholdData(QObject):
    """Only what was edited is sent."""

    def __init__(self, page: Page, view: PersonView) -> None:
        super().__init__(page)
        self._page = page
        house = view.page.household
        assert house is not None  # the pencil offers it for those who have one
        self._house = house
        self.form = form_of(HOUSEHOLD, FIELDS, page.desk.today(), widths={"social_relief": 180})
        self.form.fill({name: house.values.get(name) for name in FIELDS})
        title = f"户 {house.text('household_no')}"
        self.asking = Asking(page, "这一户的资料", title, form=self.form)
        self.asking.done.connect(self._say)
        self.asking.open(
            self.form["address"],
            self.form["hukou_address"],
            row(self.form["phone"], self.form["member_count"], self.form["social_relief"], gap=14),
            row(self.form["hukou_book_no"], None),
            verb="保存",
            ask=self._command,
            give_up="不改了",
        )

    def _command(self) -> tuple[str, Any, tuple[Any, ...], dict[str, Any]]:
        values = plain_values(self.form)
        before = {name: self._house.values.get(name) for name in values}
        draft = Draft(before, values)
        return label("household.change"), change_household, (self._house.record_id, draft), {}

    def _say(self, _done: object) -> None:
        self._page.desk.say("已改好这一户的资料", undo=True)
