"""The certification year as lists: everybody with the record, and those who are late."""

from datetime import date

from station_app.domain.codes import CertStatus, label
from station_app.queries.certifications import OverdueRow, Tile
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.pages.certification_words import mark_of
from station_app.ui.person_words import category_words, day_words, month_words, phone_words

STATUS_MEANINGS = {
    CertStatus.DONE: "green",
    CertStatus.RESUMED: "green",
    CertStatus.DUE: "amber",
    CertStatus.NOT_OPEN: "",
    CertStatus.OVERDUE: "red",
    CertStatus.NOTICED: "red",
    CertStatus.SUSPENDED: "red",
}


def roster_columns(today: date) -> list[Column[Tile]]:
    """Everybody to be certified, as F05 lists them."""
    return [
        Column("姓名", lambda t: t.name, width=120, bold=True),
        Column("年龄", _age, width=60, side=Side.RIGHT),
        Column("类别", lambda t: _category(t.category), width=170, in_large=False),
        Column("小组", lambda t: t.group_name or "—", width=80),
        Column("状态", lambda t: _status(t.status), width=110),
        Column("方式", _method, width=130),
        Column("日期", lambda t: _day(t.certified_on, today), width=130, in_large=False),
        Column("上一年", lambda t: _last_year(t, today), width=180, stretch=True, in_large=False),
    ]


def late_columns(today: date) -> list[Column[OverdueRow]]:
    """Those who are not certified, as F05b lists them."""
    return [
        Column("姓名", lambda r: r.name, width=110, bold=True),
        Column("小组", lambda r: r.group_name or "—", width=70),
        Column("类别", lambda r: _category(r.category), width=150, in_large=False),
        Column("电话", lambda r: phone_words(r.mobile), width=120, in_large=False),
        Column("状态", lambda r: _status(r.status), width=110),
        Column("最近联系", lambda r: _day(r.last_contact_on, today), width=120, in_large=False),
        Column("上次没认成", lambda r: label("cert_result", r.reason) if r.reason else "—",
               width=110),
        Column("催告", lambda r: _day(r.noticed_on, today), width=110, in_large=False),
        Column("停发提议", _proposal, width=150, stretch=True),
    ]  # fmt: skip


def _age(tile: Tile) -> Cell:
    words = "—" if tile.age is None else str(tile.age)
    return Cell(words, tone="red" if tile.is_old and not tile.is_done else "text")


def _category(code: str | None) -> str:
    return category_words(code) if code else "—"


def _status(status: CertStatus) -> Cell:
    return Cell(status.label, tags=((status.label, STATUS_MEANINGS.get(status, "grey")),))


def _method(tile: Tile) -> Cell:
    if not tile.is_done:
        return Cell("—", tone="text3")
    mark = mark_of(tile.method)
    return Cell(f"{mark.character}　{mark.words}", tone=mark.meaning if mark.meaning != "grey"
                else "text2")  # fmt: skip


def _day(day: date | None, today: date) -> Cell:
    return Cell("—", tone="text3") if day is None else Cell(day_words(day, today))


def _last_year(tile: Tile, today: date) -> Cell:
    if tile.last_year is None:
        return Cell("没有认证", tone="amber")
    words = mark_of(tile.last_year.method).words
    return Cell(f"{day_words(tile.last_year.certified_on, today)} {words}", tone="text2")


def _proposal(row: OverdueRow) -> Cell:
    if row.proposed_month is None:
        return Cell("—", tone="text3")
    return Cell(f"{month_words(row.proposed_month)}起，等县里定", tone="red")
