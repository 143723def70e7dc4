"""What the page of a batch asks, and how it says where the batch stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from station_app.domain.codes import BatchStatus, label
from station_app.domain.forms import Reconciliation
from station_app.domain.money import yuan
from station_app.queries.condolence import BatchRow, BatchSheet, batch_sheet, sheet_after
from station_app.services.condolence import reconciliation_of
from station_app.ui.page import KeyHelp

STEPS = ("选人", "定金额", "冻结", "打印签领表", "签领核对")
FROM_LAST_YEAR = "从去年的名单开始最快，去世、迁出的会自动去掉"
FROM_SCRATCH = "去年没有这一批；可以按类别、小组一次加进来，也可以粘贴名单"
DRAFT_KEYS = (
    KeyHelp("Return", "下一格"),
    KeyHelp("=", "可直接算 3*500"),
    KeyHelp("Del", "恢复默认"),
    KeyHelp("Ctrl+Del", "去掉这人"),
)
FROZEN_KEYS = (
    KeyHelp("Space", "本人签领"),
    KeyHelp("D", "代领"),
    KeyHelp("N", "未领"),
    KeyHelp("J", "拒领"),
    KeyHelp("T", "退汇"),
)


@dataclass(frozen=True, slots=True)
class Since:
    """The sheet as it stands on the page, and the lines that were written after it was read."""

    sheet: BatchSheet
    plan_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page knows of its batch."""

    sheet: BatchSheet
    result: Reconciliation | None
    """Where the money of a frozen list went; of a draft none was drawn yet."""
    number: int = 0
    """Which question this answers: an older answer that comes late is not shown."""


def ask_batch(
    session: Any, batch_id: UUID, today: date, number: int = 0, since: Since | None = None
) -> Shown | None:
    """The batch with its lines and where its money went; of a draft what was written since."""
    few = None if since is None else sheet_after(session, since.sheet, since.plan_ids, today)
    sheet = few or batch_sheet(session, batch_id, today)
    if sheet is None:
        return None
    return Shown(sheet, reconciliation_of(sheet) if sheet.batch.is_frozen else None, number)


def state_words(batch: BatchRow) -> tuple[str, str, str]:
    """The chip beside the name: words, meaning, icon."""
    if batch.status == BatchStatus.DRAFT:
        return "草稿", "amber", ""
    if batch.status == BatchStatus.CLOSED:
        return "已结清", "green", "check"
    return "已冻结", "blue", "lock"


def fact_words(batch: BatchRow) -> str:
    """区县财政 现金 文号 标准 500.00 元/人."""
    parts = [label("funding", batch.funding), label("batch_form", batch.form)]
    parts += [f"文号 {batch.doc_no}"] if batch.doc_no else []
    parts += [f"标准 {yuan(batch.standard_fen)} 元/人"] if batch.standard_fen is not None else []
    return "　".join(parts)


def step_of(sheet: BatchSheet) -> int:
    """Where the work stands, from 0."""
    status = sheet.batch.status
    if status == BatchStatus.DRAFT:
        return 1 if sheet.lines else 0
    if status == BatchStatus.APPROVED and not sheet.batch.paid_people:
        return 3
    return 5 if status == BatchStatus.CLOSED else 4


def more_choices(sheet: BatchSheet) -> list[tuple[object, str]]:
    """What large mode keeps behind 更多, as far as it may be done now."""
    batch = sheet.batch
    if not batch.is_frozen:
        return [("paste", "粘贴名单"), ("export", "导出表格")]
    choices: list[tuple[object, str]] = [("posted", "公示版"), ("export", "导出表格")]
    if batch.paid_people:
        choices.append(("correct", "做更正行"))
    if batch.status == BatchStatus.CLOSED:
        return choices
    if not batch.paid_people:
        choices.append(("unfreeze", "解冻"))
    if any(line.payment_id is None and line.returned_on is None for line in sheet.lines):
        choices.append(("return", "交回未领"))
    return [*choices, ("close", "结清")]
