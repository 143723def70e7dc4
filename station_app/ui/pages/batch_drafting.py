"""What is done to a draft list: amounts, goods, remarks, people in and out, freezing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from station_app.domain.codes import CondolenceKind
from station_app.domain.money import yuan
from station_app.domain.pasted_list import PastedRow
from station_app.errors import Rejected, StationError
from station_app.messages import sentence
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
from station_app.services.condolence_paste import Pasted, PasteEntry, PasteLines, paste_lines
from station_app.ui.components.readers import words_of
from station_app.ui.doubt_dialog import Asked
from station_app.ui.pages.batch_add import AddDialog
from station_app.ui.pages.batch_rows import SheetRow
from station_app.ui.paste_dialog import Line, PasteDialog, Wanted, clipboard_rows

if TYPE_CHECKING:
    from station_app.ui.pages.batch import BatchPage

NOTHING_TO_PASTE = (
    "剪贴板里没有名单。名单没有动。"
    "请先在 Excel 里选中姓名、证号或金额这几列，按 Ctrl C 复制，再来粘贴。"
)
KEPT = "金额都没有动。请核对以后再粘贴。"


class Drafting(QObject):
    """What the cells, keys and buttons of a draft do; each step offers 撤销."""

    def __init__(self, page: "BatchPage") -> None:
        super().__init__(page)
        self._page = page
        self._goods_for, self._removed, self._pasted_amounts = 0, "", 0
        self.adding: AddDialog | None = None
        self.pasting: PasteDialog | None = None
        self.amounts = Asked(page, self._send_amounts)
        self.pasted = Asked(page, self._send_pasted)

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
            then=self._amounts_set,
            failed=self._amount_refused,
        )

    def _amounts_set(self, _result: object) -> None:
        """One amount shows by itself; a pasted column is said."""
        count, self._pasted_amounts = self._pasted_amounts, 0
        if count:
            self._page.desk.say(f"已改 {count:,} 行的金额", undo=True)

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
            f"已从名单去掉{self._removed if count == 1 else f' {count:,} 人'}", undo=True
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
        """A list from the clipboard: people to be looked at, or amounts from this line down."""
        sheet = self._page.sheet
        if sheet is None or sheet.batch.is_frozen:
            return
        rows = clipboard_rows()
        if not rows:
            self._page.desk.explain(NOTHING_TO_PASTE)
        elif not any(row.names_somebody for row in rows):
            self._paste_amounts(rows)
        elif sheet.batch.kind == CondolenceKind.FOCUS:
            self._page.desk.explain(sentence(Rejected("condolence.no_names")))
        else:
            listed: dict[UUID, int | None] = {
                one.person_id: one.amount_fen for one in sheet.lines if one.person_id
            }
            wanted = Wanted("粘贴名单", "{count} 行记进名单", listed, amounts=True)
            self.pasting = PasteDialog(self._page, rows, wanted)
            self.pasting.taken.connect(self._lines_taken)

    def _paste_amounts(self, rows: Sequence[PastedRow]) -> None:
        """A column of amounts goes down from the chosen line, as a sheet would do it."""
        table, batch_id = self._page.table, self._page.batch_id
        if table is None or batch_id is None or table.row is None:
            return
        lines = table.model.rows[table.view.currentIndex().row() :]
        wrong = next((row for row in rows if row.fen is None), None)
        if wrong is not None:
            self._page.desk.explain(f"第 {wrong.number} 行“{wrong.wrong_amount}”不是金额。{KEPT}")
        elif len(rows) > len(lines):
            words = f"粘贴了 {len(rows):,} 个金额，从这里往下只有 {len(lines):,} 人。{KEPT}"
            self._page.desk.explain(words)
        else:
            pairs = zip(lines, rows, strict=False)
            self._pasted_amounts = len(rows)
            amounts = {line.line.plan_id: row.fen for line, row in pairs}
            self.amounts.send(SetAmounts(batch_id, amounts))

    def _lines_taken(self, lines: Sequence[Line]) -> None:
        if self._page.batch_id is not None:
            entries = tuple(
                PasteEntry(line.chosen.person_id, line.row.fen) for line in lines if line.chosen
            )
            self.pasted.send(PasteLines(self._page.batch_id, entries))

    def _send_pasted(self, command: PasteLines) -> None:
        self._page.tasks.write(
            self._named("condolence.list"),
            paste_lines,
            command,
            then=self._was_pasted,
            failed=self.pasted.refused,
        )

    def _was_pasted(self, made: Pasted) -> None:
        if self.pasting is not None:
            self.pasting.finish()
            self.pasting = None
        parts = [f"已加 {made.added:,} 人进名单"] if made.added or not made.changed else []
        parts += [f"改了 {made.changed:,} 人的金额"] if made.changed else []
        self._page.desk.say("，".join(parts), undo=bool(made.added or made.changed))
        if made.refused:
            words = "".join(words_of(note) for _, note in made.refused[:5])
            self._page.desk.explain(f"有 {len(made.refused):,} 人没有加。{words}")

    def freeze(self) -> None:
        """Not while a cell holds something that is no amount: it is gone to instead."""
        table = self._page.table
        if table is not None and (wrong := table.first_refused()) is not None:
            self._page.desk.explain(f"{wrong}的金额还没改好。没有冻结。请把红格改成金额再冻结。")
            return
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
