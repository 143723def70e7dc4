"""Templates: the workbooks of those above that a station fills, and what each bound cell shows."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import SyncedRecord
from station_app.models.record_type import RecordType, choice, reference, text


class FormTemplate(SyncedRecord):
    """A workbook that is filled again and again; the file itself stays on the PC, by its hash."""

    __tablename__ = "form_template"

    name: Mapped[str]
    file_name: Mapped[str]
    file_hash: Mapped[str]


FORM_TEMPLATE = RecordType(
    name="form_template",
    label="上级表格",
    model=FormTemplate,
    own_fields=(
        text("name", "表格名称", required=True),
        text("file_name", "文件名", required=True),
        text("file_hash", "文件指纹", required=True),
    ),
)


class TemplateCell(SyncedRecord):
    """What one cell shows: a figure, words, or from here downwards one column of a list.

    `row_words` and `column_words` stood beside and above the cell when it was bound: by them it is
    found again in a changed file.
    """

    __tablename__ = "template_cell"

    template_id: Mapped[UUID] = mapped_column(index=True)
    sheet: Mapped[str]
    place: Mapped[str]
    row_words: Mapped[str | None]
    column_words: Mapped[str | None]
    what: Mapped[str]
    line_code: Mapped[str | None]
    unit: Mapped[str | None]
    span: Mapped[str | None]
    words: Mapped[str | None]
    roster_column: Mapped[str | None]


TEMPLATE_CELL = RecordType(
    name="template_cell",
    label="表格里的一格",
    model=TemplateCell,
    own_fields=(
        reference("template_id", "上级表格", "form_template", required=True),
        text("sheet", "工作表", required=True),
        text("place", "格子", required=True),
        text("row_words", "左边的字"),
        text("column_words", "上面的字"),
        choice("what", "填什么", "template_what", required=True),
        text("line_code", "月报项目"),
        text("unit", "单位"),
        choice("span", "哪一期", "template_span"),
        text("words", "文字"),
        choice("roster_column", "名单的哪一列", "roster_column"),
    ),
)
