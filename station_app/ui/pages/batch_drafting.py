"""What is done to a draft list: amounts, goods, remarks, people in and out, freezing."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from station_app.domain.codes import CondolenceKind
from station_app.domain.money import yuan
from station_app.errors import StationError
from station_app.messages.labels import label as action
from station_app.services import condolence_list
from station_app.services.condolence import Freeze
from station_app.services.condolence import freeze as freeze_batch
from station_app.services.condolence import unfreeze as unfreeze_batch
from station_app.services.condolence_list import (
    Prepared,
    SetAmounts,
    prepare_from_last_year,
    remove_lines,
    set_line_note,
)
from station_app.ui.doubt_dialog import Asked
from station_app.ui.pages.batch_add import AddDialog
from station_app.ui.pages.batch_rows import SheetRow

if TYPE_CHECKING:
    from station_app.ui.pages.batch import BatchPage


class Drafting(QObject):
    """What the cells, keys and buttons of a draft do; each step offers 撤销."""

    def __init__(self, page: "BatchPage") -> None:
        super().__init__(page)
        self._page = page
        self._goods_for, self._removed = 0, ""
        self.adding: AddDialog | None = None
        self.amounts = Asked(page, self._send_amounts)

    def _named(self, code: str) -> str:
        return action(code, name=self._page.sheet.batch.name if self._page.sheet else "")

    def set_amount(self, line: SheetRow, fen: int) -> None:
        if self._page.batch_id is not None:
            self.amounts.send(SetAmounts(self._page.batch_id, {line.line.plan_id: fen}))

    def to_default(self, line: SheetRow) -> None:
        if self._page.batch_id is not None and line.line.is_edited:
            self.amounts.send(SetAmounts(self._page.batch_id, {line.line.plan_id: None}))

    def _send_amounts(self, command: SetAmounts) -> None:
        self._page.tasks.write(
            self._named("condolence.amounts"),
            condolence_list.set_amounts,
            command,
            failed=self._amount_refused,
        )

    def _amount_refused(self, error: StationError) -> None:
        self.amounts.refused(error)
        self._page.refresh()

    def set_default(self, fen: int | None) -> None:
        self._page.tasks.write(
            self._named("condolence.amounts"),
            condolence_list.set_default,
            self._page.batch_id,
            fen,
            then=self._default_set,
        )

    def _default_set(self, follow: int) -> None:
        self._page.desk.say(f"默认金额已改，{follow:,} 人跟着变", undo=True)

    def set_goods(self, line: SheetRow, words: str) -> None:
        """Of this line; where nobody wrote any yet, of all of them."""
        if self._page.sheet is None or words == (line.line.goods or ""):
            return
        empty = [one.plan_id for one in self._page.sheet.lines if not one.goods]
        every = len(empty) == len(self._page.sheet.lines)
        keys = empty if every else [line.line.plan_id]
        self._goods_for = len(keys)
        label = self._named("condolence.list")
        self._page.tasks.write(
            label, condolence_list.set_goods, self._page.batch_id, keys, words, then=self._goods_set
        )

    def _goods_set(self, _result: object) -> None:
        self._page.desk.say(f"已给 {self._goods_for:,} 行写上物资", undo=True)

    def set_note(self, line: SheetRow, words: str) -> None:
        if words != (line.line.note or ""):
            label = self._named("condolence.list")
            self._page.tasks.write(label, set_line_note, line.line.plan_id, words)

    def remove(self, line: SheetRow) -> None:
        self._removed = line.line.name
        self._page.tasks.write(
            self._named("condolence.list"),
            remove_lines,
            self._page.batch_id,
            [line.line.plan_id],
            then=self._was_removed,
        )

    def _was_removed(self, count: int) -> None:
        self._page.desk.say(
            f"已从名单去掉{self._removed if count == 1 else f' {count} 人'}", undo=True
        )

    def prepare(self) -> None:
        self._page.tasks.write(
            self._named("condolence.list"),
            prepare_from_last_year,
            self._page.batch_id,
            then=self._prepared,
            holds=self._page.from_last,
        )

    def _prepared(self, made: Prepared) -> None:
        gone = f"，去掉{'、'.join(made.left[:3])}" if made.left else ""
        self._page.desk.say(
            f"去年 {made.last_year:,} 人{gone}，现有 {len(made.added):,} 人", undo=True
        )

    def add_people(self) -> None:
        if self._page.sheet is not None and not self._page.sheet.batch.is_frozen:
            focus = self._page.sheet.batch.kind == CondolenceKind.FOCUS
            self.adding = AddDialog(self._page, self._page.sheet.batch, only_counts=focus)

    def paste_people(self) -> None:
        if self._page.sheet is not None and not self._page.sheet.batch.is_frozen:
            self.adding = AddDialog(self._page, self._page.sheet.batch, only_counts=False)
            self.adding.paste()

    def freeze(self) -> None:
        if self._page.batch_id is not None:
            self._page.tasks.write(
                self._named("condolence.freeze"),
                freeze_batch,
                Freeze(self._page.batch_id),
                today=self._page.desk.today(),
                then=self._frozen,
                failed=self._page.explain,
                holds=self._page.draft_panel.freeze,
            )

    def _frozen(self, total: int) -> None:
        self._page.desk.say(f"已冻结名单，合计 {yuan(total)} 元", undo=True)

    def unfreeze(self) -> None:
        self._page.tasks.write(
            self._named("condolence.unfreeze"),
            unfreeze_batch,
            self._page.batch_id,
            then=self._thawed,
            failed=self._page.explain,
            holds=self._page.frozen_panel.unfreeze,
        )

    def _thawed(self, _result: object) -> None:
        self._page.desk.say("已解冻，可以改人和金额", undo=True)
