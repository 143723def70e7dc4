"""What the district lays down: amounts of condolence and pensions, and entries of code lists."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import SyncedRecord
from station_app.models.record_type import RecordType, choice, day, money, month, text


class CondolenceStandard(SyncedRecord):
    """The amount for each head from a day on; what is not named fits all (DOMAIN 2.8)."""

    __tablename__ = "condolence_standard"

    kind: Mapped[str] = mapped_column(index=True)
    occasion: Mapped[str | None]
    category: Mapped[str | None]
    form: Mapped[str | None]
    amount_fen: Mapped[int]
    effective_from: Mapped[date]
    effective_to: Mapped[date | None]
    doc_no: Mapped[str | None]


CONDOLENCE_STANDARD = RecordType(
    name="condolence_standard",
    label="慰问标准",
    model=CondolenceStandard,
    own_fields=(
        choice("kind", "慰问类型", "condolence_kind", required=True),
        choice("occasion", "慰问时节", "occasion"),
        choice("category", "人员类别", "category"),
        choice("form", "发放形式", "batch_form"),
        money("amount_fen", "标准", required=True),
        day("effective_from", "开始执行", required=True),
        day("effective_to", "执行到"),
        text("doc_no", "文号"),
    ),
    down_only=True,
)


class PensionStandard(SyncedRecord):
    """The amount of a benefit from a month on; a growth is a new row (DOMAIN 2.13)."""

    __tablename__ = "pension_standard"

    kind: Mapped[str] = mapped_column(index=True)
    cause: Mapped[str | None]
    grade: Mapped[str | None]
    urban_rural: Mapped[str | None]
    region: Mapped[str | None]
    amount_fen: Mapped[int]
    per: Mapped[str]
    effective_from: Mapped[str]
    effective_to: Mapped[str | None]
    doc_no: Mapped[str | None]
    announced_on: Mapped[date | None]


PENSION_STANDARD = RecordType(
    name="pension_standard",
    label="抚恤补助标准",
    model=PensionStandard,
    own_fields=(
        choice("kind", "待遇种类", "pension_kind", required=True),
        choice("cause", "残疾性质", "dis_cause"),
        choice("grade", "残疾等级", "dis_grade"),
        choice("urban_rural", "城乡", "urban_rural"),
        text("region", "地区"),
        money("amount_fen", "标准", required=True),
        choice("per", "计发方式", "standard_per", required=True),
        month("effective_from", "开始执行", required=True),
        month("effective_to", "执行到"),
        text("doc_no", "文号"),
        day("announced_on", "公布日期"),
    ),
    down_only=True,
)


class CodeEntry(SyncedRecord):
    """An entry that the district adds to a code list; `retired_on` takes it out of choices."""

    __tablename__ = "code_entry"

    list_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    retired_on: Mapped[date | None]


CODE_ENTRY = RecordType(
    name="code_entry",
    label="区县增加的选项",
    model=CodeEntry,
    own_fields=(
        text("list_name", "名目", required=True),
        text("code", "代码", required=True),
        text("label", "名称", required=True),
        day("retired_on", "停用日期"),
    ),
    down_only=True,
)
