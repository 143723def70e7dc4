"""The words around one trip: who is at the door, what was left out, what was kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from station_app.messages.labels import label as action
from station_app.models.identifiers import VisitId
from station_app.queries.people import PersonRow
from station_app.queries.route_sheets import LineRow
from station_app.services.trips import WillWrite
from station_app.ui.pages.visit_form import Correction
from station_app.ui.pages.visit_lines import house_words
from station_app.ui.people_picker import Picked
from station_app.ui.person_words import phone_words, primary_words, sex_and_age

FIELD_OF = {
    "visit.nobody": "people",
    "visit.person_twice": "people",
    "visit.headcount": "headcount",
    "visit.visitors": "visitors",
    "visit.future": "visit_date",
    "visit.before_opening": "visit_date",
    "visit.before_birth": "visit_date",
    "trip.only_at_home": "method",
    "fact.reason": "reason",
}
CORRECTS = "correct-"
"""Before the key of a visit in the subject of a half-written correction."""
SECTION_OF = {"condolence": 0, "batch": 0, "certification": 1, "plaque": 2}
"""The section under which an error of a service stands, by the area of its code."""


def at_the_door(who: PersonRow, line: LineRow | None, more: int) -> str:
    """第 4 号 曾光明，男，82 岁，残疾军人 七级，三组 17号，138****1164."""
    parts = [
        f"第 {line.line_no} 号 {who.name}" if line is not None else who.name,
        sex_and_age(who.sex, who.age),
        primary_words(who),
        house_words(who.group_name, who.address),
        phone_words(who.mobile) if who.mobile else "",
    ]
    words = "，".join(part for part in parts if part)
    return f"{words}，等 {more + 1} 人" if more else words


def names_words(names: Sequence[str]) -> str:
    """张国栋, or 张国栋等 3 人."""
    return names[0] if len(names) == 1 else f"{names[0]}等 {len(names):,} 人"


def trip_label(names: str, what: WillWrite) -> str:
    """How the history calls this step: the visit, and what was done beside it."""
    done = [
        word
        for count, word in (
            (what.gifts, "慰问"),
            (what.certified, "认证"),
            (what.hung or what.to_replace, "光荣牌"),
        )
        if count
    ]
    if not done:
        return action("visit.record", name=names)
    return action("visit.trip", name=names, also="、".join(done))


def gone_words(names: Sequence[str]) -> str:
    """What was ticked here and was settled elsewhere meanwhile."""
    known = "、".join(dict.fromkeys(name for name in names if name))
    return f"{known}的事刚才已经在别处登记了，这里已去掉"


def draft_title(people: Sequence[Picked]) -> str:
    """What the draft is called on the first page."""
    return f"{people[0].name} 的走访" if people else "还没选人的走访"


def corrected_visit(subject: object) -> VisitId | None:
    """The visit that the page puts right: named as such, or by a half-written correction."""
    if isinstance(subject, Correction):
        return subject.visit_id
    if isinstance(subject, str) and subject.startswith(CORRECTS):
        key = person_key(subject.removeprefix(CORRECTS))
        return None if key is None else VisitId(key)
    return None


def person_key(subject: object) -> UUID | None:
    """The person that the page is opened on: a key, or its text from a half-written form."""
    if isinstance(subject, UUID):
        return subject
    try:
        return UUID(str(subject)) if subject else None
    except ValueError:
        return None


def day_of(value: object, today: date) -> date:
    """The day in the form, or today where none can be read."""
    return value if isinstance(value, date) and value <= today else today
