"""The columns of the list of people, and the list in sentences."""

from datetime import date

from station_app.domain.codes import label
from station_app.domain.surnames import READINGS
from station_app.queries.people import PersonRow
from station_app.queries.people_found import ListRow, PeopleFound
from station_app.ui.components.table_model import Cell, Column
from station_app.ui.person_words import (
    STATUS_MEANINGS,
    birth_month,
    day_words,
    id_words,
    of_group,
    primary_words,
    sex_age,
)
from station_app.ui.theme import current


def people_columns(today: date) -> list[Column[ListRow]]:
    """What the list shows; the day decides what is late."""
    return [
        Column("姓名", _name, width=104, name="NAME"),
        Column("性别 年龄", lambda r: sex_age(r.person.sex, r.person.age), width=68, name="AGE"),
        Column("身份证号", lambda r: _id(r.person), width=164),
        Column("主要身份", _identity, width=150, in_large=False),
        Column("小组", lambda r: _or_missing(r.person.group_name), width=54, name="GROUP"),
        Column(
            "最近联系",
            lambda r: _contact(r.person, today),
            width=92,
            name="LAST_CONTACT",
            in_large=False,
        ),
        Column("该办", lambda r: _due(r, today), width=150, stretch=True),
    ]


def _name(found: ListRow) -> Cell:
    return Cell(found.person.name, bold=True, marks=found.marks)


def _id(person: PersonRow) -> Cell:
    missing = person.id_number is None
    return Cell(id_words(person), tone="amber" if missing else "text2")


def _identity(found: ListRow) -> Cell:
    if found.shares_name:
        return Cell(birth_month(found.person.birth_date), bold=True)
    missing = found.person.primary is None
    return Cell(primary_words(found.person), tone="text3" if missing else "text")


def _or_missing(name: str | None) -> Cell:
    return Cell(of_group(name), tone="text" if name else "text3")


def _contact(person: PersonRow, today: date) -> Cell:
    if person.last_contact is None:
        return Cell("没有", tone="red" if person.overdue_days(today) else "text3")
    late = person.overdue_days(today) > 0
    day = person.last_contact
    words = day_words(day, today) if day.year == today.year else f"{day.year}.{day.month}"
    return Cell(words, tone="red" if late else "text")


def _due(found: ListRow, today: date) -> Cell:
    person = found.person
    tags: list[tuple[str, str]] = []
    if person.status != "ACTIVE":
        meaning = STATUS_MEANINGS.get(person.status, "grey")
        tags.append((label("person_status", person.status), meaning))
    if person.status in ("ACTIVE", "DRAFT"):
        if late := person.overdue_days(today):
            tags.append((f"联系逾期 {late} 天", "red"))
        if person.needs_certification:
            tags.append(("认证", "grey"))
    if found.shares_name and current().large:
        tags.insert(0, (birth_month(person.birth_date), "amber"))
    return Cell(" ".join(words for words, _ in tags), tags=tuple(tags))


def found_words(text: str, found: PeopleFound) -> str:
    """zg：找到 13 人，多音字（曾、翟）也算."""
    if not text:
        return f"{found.total:,} 人"
    names = [row.person.name for row in found.rows if row.shares_name]
    if found.near:
        return f"没有正好是“{text}”的，这 {found.total:,} 人同音或者差一个字"
    parts = [f"{text}：找到 {found.total:,} 人"]
    if names:
        first = names[0]
        parts.append(f"有 {names.count(first)} 位{first}，请看出生年月")
    elif text.isascii() and text.isalpha() and not current().large:
        heads = dict.fromkeys(row.person.name[0] for row in found.rows)
        several = [head for head in heads if head in READINGS][:3]
        if several:
            parts.append(f"多音字（{'、'.join(several)}）也算")
    return "，".join(parts)


def line_as_text(person: PersonRow, today: date) -> str:
    """The line for the clipboard, columns divided by tabs; number and phone stay masked."""
    last = day_words(person.last_contact, today) if person.last_contact else ""
    parts = [person.name, sex_age(person.sex, person.age), id_words(person)]
    return "\t".join([*parts, primary_words(person), person.group_name or "", last])
