"""The household of a person in words."""

from collections.abc import Sequence

from station_app.domain.codes import CODE_LISTS, label
from station_app.queries.person_page import MemberRow

SHOWN = 3


def relation_words(relation: str | None) -> str:
    """配偶, 子; 家人 when it is not known. A head of household among others is 户主."""
    if relation is None:
        return "家人"
    if relation not in CODE_LISTS["relation"]:
        return relation
    return "户主" if relation == "01" else label("relation", relation).partition("/")[0]


def family_line(members: Sequence[MemberRow]) -> str:
    """配偶 陶玉兰，子 曾建军."""
    first = [f"{relation_words(one.relation)} {one.name}" for one in members[:SHOWN]]
    more = f"等 {len(members):,} 人" if len(members) > SHOWN else ""
    return "，".join(first) + more


def member_words(member: MemberRow) -> str:
    """陶玉兰，79 岁，去世."""
    age = f"{member.age} 岁" if member.age is not None else ""
    gone = member.status not in (None, "ACTIVE", "DRAFT")
    state = label("person_status", member.status) if gone else ""
    parts = [member.name, age if not gone else "", state, member.note or ""]
    return "，".join(part for part in parts if part)
