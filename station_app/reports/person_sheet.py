"""Responsible for the 建档立卡表 (F12): one person on one sheet, the photo at the right top."""

from collections.abc import Iterable

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.person_file import BasicSheet
from station_app.progress import Progress
from station_app.reports import folder
from station_app.reports.card import Cell, Row
from station_app.reports.folder import Block, Folder, Part
from station_app.reports.page import Head
from station_app.reports.plaque_register import (
    LABEL,
    SIGN_AND_DATE,
    VALUE,
    VILLAGE_OPINION,
    pair,
    wide,
)
from station_app.reports.wording import (
    dotted,
    shown_birth,
    shown_id,
    shown_name,
    shown_phone,
    shown_place,
)

TITLE = "建档立卡表"
HIDDEN = "已遮盖"
BESIDE = 9.8
"""Five such rows are as high as the portrait needs."""
FIRST, SECOND, PHOTO = 44.0, 40.0, 40.0
"""The labels stand below each other on the whole sheet."""


def pdf(sheets: Iterable[BasicSheet], total: int, imprint: Imprint, progress: Progress) -> bytes:
    """The sheets of so many people in one PDF, each beginning on a page of its own."""
    made = (Folder((basic_sheet(sheet, imprint),)) for sheet in sheets)
    return folder.pdf(made, total, imprint, progress)


def basic_sheet(sheet: BasicSheet, imprint: Imprint) -> Part:
    """The sheet of a person, or a blank one for the pen."""
    head = Head(
        TITLE,
        f"填报单位（盖章）：{imprint.station_name}",
        right=f"档案编号：{sheet.file_no or '________'}",
    )
    rows = (*_beside_photo(sheet, imprint), *_facts(sheet, imprint), *_signatures())
    return Part(TITLE, "1 份", head, (Block(rows),))


def _beside_photo(sheet: BasicSheet, imprint: Imprint) -> tuple[Row, ...]:
    mask = imprint.mask
    shown = sheet.portrait if mask is MaskLevel.FULL else None
    first = Cell("", PHOTO, portrait=True, pictures=(shown,) if shown else (), open_below=True)
    below = Cell("", PHOTO, open_below=True)
    return (
        _two("姓名", shown_name(sheet.name, mask), "性别", sheet.sex, first),
        _one("身份证号", shown_id(sheet.id_number, mask), below),
        _two("出生日期", shown_birth(sheet.born, mask), "民族", sheet.ethnicity, below),
        _one("人员类别", "；".join(sheet.categories), below),
        _two(
            "政治面貌",
            _private(sheet.political, mask),
            "文化程度",
            sheet.education,
            Cell("", PHOTO),
        ),
    )


def _two(label: str, value: str | None, other: str, other_value: str | None, photo: Cell) -> Row:
    return Row(
        (
            Cell(label, LABEL, label=True),
            Cell(value or "", FIRST),
            Cell(other, LABEL, label=True),
            Cell(other_value or "", SECOND),
            photo,
        ),
        BESIDE,
    )


def _one(label: str, value: str | None, photo: Cell) -> Row:
    box = Cell(value or "", FIRST + LABEL + SECOND)
    return Row((Cell(label, LABEL, label=True), box, photo), BESIDE)


def _facts(sheet: BasicSheet, imprint: Imprint) -> tuple[Row, ...]:
    mask = imprint.mask
    return (
        pair("曾用名", shown_name(sheet.former_name, mask), "婚姻状况", sheet.marital),
        pair("户籍类别", sheet.hukou_type, "就业状态", sheet.employment),
        pair("工作单位", sheet.work_unit, "社会救助", sheet.social_relief),
        pair("健康状况", _private(sheet.health, mask), "生活能力", _private(sheet.self_care, mask)),
        pair("村民小组", sheet.group_name, "户编号", sheet.household_no),
        wide("现住址", shown_place(sheet.group_name, sheet.address, mask)),
        pair("手机", shown_phone(sheet.mobile, mask), "其他电话", shown_phone(sheet.phone2, mask)),
        pair(
            "紧急联系人",
            shown_name(sheet.contact_name, mask),
            "联系人电话",
            shown_phone(sheet.contact_phone, mask),
        ),
        pair("与户主关系", sheet.relation_to_head, "网格", sheet.grid),
        pair("挂钩联系人", sheet.staff, "人员状态", sheet.status),
        pair("建档日期", dotted(sheet.registered_on), "建档来源", sheet.registered_src),
        wide("告知书日期", dotted(sheet.notice_given_on)),
        wide("备注", _private(sheet.note, mask)),
    )


def _private(text: str | None, mask: MaskLevel) -> str | None:
    """What a copy with masks keeps to itself (PV1: P3 columns are hidden)."""
    return text if mask is MaskLevel.FULL or not text else HIDDEN


def _signatures() -> tuple[Row, ...]:
    width = LABEL + 2 * VALUE
    return (
        Row((Cell("本人签字", LABEL, label=True), Cell("", width, sign=SIGN_AND_DATE)), 16),
        Row(
            (
                Cell(VILLAGE_OPINION, LABEL, label=True),
                Cell("", width, sign=SIGN_AND_DATE, seal=True),
            ),
            42,
        ),
    )
