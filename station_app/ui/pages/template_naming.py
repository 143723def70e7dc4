"""A template gets another name, or is taken away; undo brings it back with its cells."""

from PySide6.QtCore import QObject, Signal

from station_app.messages.labels import label as action
from station_app.queries.templates import TemplateRow
from station_app.services.templates import remove_template, rename_template
from station_app.ui.asking import Asking
from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.doubt_dialog import Order
from station_app.ui.page import Page


class TemplateNaming(QObject):
    """Two quiet buttons of the page."""

    removed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.template: TemplateRow | None = None
        self.rename = Button("改名", Look.QUIET)
        self.remove = Button("去掉这份", Look.QUIET)
        self.rename.clicked.connect(self._ask_name)
        self.remove.clicked.connect(self._remove)

    def _ask_name(self) -> None:
        template = self.template
        if template is None:
            return
        name = TextInput()
        name.setText(template.name)
        form = Form(name=FormRow("表格名称", name, required=True))
        self.asking = asking = Asking(self._page, "改名", form=form)

        def ask() -> Order:
            label = action("template.rename", name=template.name)
            return label, rename_template, (template.template_id, name.text()), {}

        asking.done.connect(self._was_renamed)
        asking.open(form["name"], verb="改好", ask=ask)

    def _was_renamed(self, _nothing: object) -> None:
        self._page.desk.say("名字改好了", undo=True)

    def _remove(self) -> None:
        if (template := self.template) is not None:
            self._page.tasks.write(
                action("template.remove", name=template.name),
                remove_template,
                template.template_id,
                reason="不再用",
                then=self._was_removed,
                failed=self._page.explain,
                holds=self.remove,
            )

    def _was_removed(self, _nothing: object) -> None:
        self.removed.emit()
        self._page.desk.say("已去掉这份表格", undo=True)
