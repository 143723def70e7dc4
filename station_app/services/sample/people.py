"""The people of the sample: households of one or two, identities, service and benefits."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from station_app.domain.id_number import check_digit
from station_app.models.identifiers import new_id
from station_app.services.sample.names import Names

Row = dict[str, Any]  # Any: a row holds one value per column
REGION = "320812"
DIED_EACH_YEAR = 0.02
MOVED = 0.015
SHARES: tuple[tuple[str, float, str | None], ...] = (
    ("SELF_EMPLOYED", 0.36, None),
    ("RURAL60", 0.22, "RURAL60"),
    ("WAR", 0.08, "WAR"),
    ("DISABLED", 0.06, "DIS"),
    ("SURV_MARTYR", 0.02, "SURV"),
    ("SURV_ILL", 0.02, "SURV"),
    ("ILL_RETURNED", 0.03, "ILL"),
    ("NUCLEAR", 0.02, "NUC"),
    ("DEMOB_RURAL", 0.01, "DEMOB"),
    ("TRANSFERRED", 0.03, None),
    ("GOV_PLACED", 0.04, None),
    ("FAM_CONSCRIPT", 0.06, None),
    ("FAM_SERVICE", 0.05, None),
)
"""Category, its share of the people, and the benefit that goes with it."""
MONTHLY_FEN = {
    "RURAL60": 52_000,
    "WAR": 95_000,
    "DIS": 180_000,
    "SURV": 260_000,
    "ILL": 88_000,
    "NUC": 95_000,
    "DEMOB": 210_000,
}
OLD = {"DEMOB_RURAL": (88, 96), "RURAL60": (60, 84), "WAR": (62, 80), "NUCLEAR": (64, 82)}
YOUNG = {"FAM_CONSCRIPT": (42, 54), "SELF_EMPLOYED": (24, 58)}


@dataclass(frozen=True, slots=True)
class Village:
    """The people as rows, and which of them have what."""

    tables: dict[str, list[Row]]
    staff: list[UUID]
    persons: list[Row] = field(default_factory=list)
    categories: dict[UUID, str] = field(default_factory=dict)
    benefits: dict[UUID, str] = field(default_factory=dict)


def make_people(count: int, *, names: Names, random: Random, today: date) -> Village:
    """Rows of all tables about people; nobody in them lives or lived."""
    tables: dict[str, list[Row]] = {"contact_rule": _contact_rules()}
    tables["staff"] = [
        {"id": new_id(), "name": name, "role": role, "on_duty_from": date(today.year - 6, 3, 1)}
        for name, role in names.staff
    ]
    tables["grid_cell"] = _grid_cells(tables["staff"], names)
    village = Village(tables, [row["id"] for row in tables["staff"]])
    used: set[str] = set()
    for index in range(count):
        _add_person(village, index, names=names, random=random, today=today, used=used)
    tables["person"] = village.persons
    return village


def _contact_rules() -> list[Row]:
    return [
        {"category": None, "every_days": 180, "active": True},
        {"category": "DISABLED", "every_days": 90, "active": True},
        {"category": "SURV_MARTYR", "every_days": 90, "active": True},
    ]


def _grid_cells(staff: list[Row], names: Names) -> list[Row]:
    return [
        {"id": new_id(), "grid_code": f"G{number:02}", "name": group, "officer_id": officer["id"]}
        for number, (group, officer) in enumerate(
            zip(names.groups, staff * len(names.groups), strict=False), start=1
        )
    ]


def _add_person(
    village: Village, index: int, *, names: Names, random: Random, today: date, used: set[str]
) -> None:
    category, _, benefit = random.choices(SHARES, [share for _, share, _ in SHARES])[0]
    male = random.random() < (0.35 if category.startswith(("SURV", "FAM")) else 0.94)
    born = _birth_date(category, random, today)
    person = _person_row(index, names, random, today, male=male, born=born, used=used)
    household = _household_of(village, person, random)
    person["household_id"] = household["id"]
    _assign_contact(village, person, names)
    village.persons.append(person)
    village.categories[person["id"]] = category
    _end_of_file(person, random, today)
    _add_identity(village, person, category, names, random)
    if not category.startswith(("SURV", "FAM")):
        _add_service(village, person, born, random)
    if benefit:
        village.benefits[person["id"]] = benefit
        _add_benefit(village, person, benefit, random, today)


def _assign_contact(village: Village, person: Row, names: Names) -> None:
    """Everybody has a grid cell and its officer, but for the last group: some work is left."""
    place = names.groups.index(person["group_name"])
    if place < len(names.groups) - 1:
        grid = village.tables["grid_cell"][place]
        person |= {"grid_id": grid["id"], "contact_staff_id": grid["officer_id"]}


def _birth_date(category: str, random: Random, today: date) -> date:
    youngest, oldest = (OLD | YOUNG).get(category, (35, 82))
    days = random.randint(youngest * 366, oldest * 365)
    return today - timedelta(days=days)


def _person_row(
    index: int,
    names: Names,
    random: Random,
    today: date,
    *,
    male: bool,
    born: date,
    used: set[str],
) -> Row:
    group = random.randrange(len(names.groups))
    given = random.choice(names.given_male if male else names.given_female)
    rare = index % 97 == 60
    name = names.rare[index % len(names.rare)] if rare else random.choice(names.surnames) + given
    return {
        "id": new_id(),
        "file_no": f"{names.station.code}-A{index + 1:05}",
        "name": name,
        "id_type": "01",
        "id_number": _id_number(born, male=male, used=used),
        "sex": "1" if male else "2",
        "birth_date": born.isoformat(),
        "ethnicity": None if index % 9 == 4 else "01",
        "hukou_type": "1",
        "hukou_code": names.station.code,
        "residence_code": names.station.code,
        "lives_elsewhere": random.random() < 0.08,
        "address": f"{names.village}{names.groups[group]}{random.randint(1, 180)}号",
        "group_name": names.groups[group],
        "mobile": None if index % 11 == 7 else f"13{random.randint(0, 999_999_999):09}",
        "registered_on": today.replace(day=1) - timedelta(days=random.randint(20, 365 * 6)),
        "registered_src": "FIRST",
        "status": "ACTIVE",
    }


def _id_number(born: date, *, male: bool, used: set[str]) -> str | None:
    """An ID number with a serial below 010, so that it belongs to nobody (DOMAIN 8.1)."""
    for serial in range(1 if male else 0, 10, 2):
        body = f"{REGION}{born:%Y%m%d}{serial:03}"
        if body not in used:
            used.add(body)
            return body + check_digit(body)
    return None


def _household_of(village: Village, person: Row, random: Random) -> Row:
    households = village.tables.setdefault("household", [])
    if households and random.random() < 0.13:
        shared = households[-1]
        person |= {"address": shared["address"], "group_name": shared["group_name"]}
        person["relation_to_head"] = "10" if person["sex"] == "2" else "70"
        return shared
    household = {
        "id": new_id(),
        "household_no": f"H003A{len(households) + 1:05}",
        "head_person_id": person["id"],
        "head_name": person["name"],
        "address": person["address"],
        "group_name": person["group_name"],
        "member_count": random.randint(1, 6),
        "verified": True,
    }
    person["relation_to_head"] = "01"
    households.append(household)
    return household


def _end_of_file(person: Row, random: Random, today: date) -> None:
    chance = random.random()
    if chance < DIED_EACH_YEAR:
        died = today - timedelta(days=random.randint(20, 700))
        reported = min(today, died + timedelta(days=random.randint(1, 40)))
        person |= {
            "status": "DECEASED",
            "death_date": died.isoformat(),
            "death_reported_on": reported,
            "death_proof": "CREMATION",
        }
    elif chance < DIED_EACH_YEAR + MOVED:
        moved = today - timedelta(days=random.randint(10, 500))
        person |= {"status": "MOVED_OUT", "moved_out_on": moved}


def _add_identity(
    village: Village, person: Row, category: str, names: Names, random: Random
) -> None:
    identity: Row = {"person_id": person["id"], "category": category, "is_primary": True}
    if category == "DISABLED":
        identity |= {
            "disability_cause": random.choice("12"),
            "disability_grade": f"{random.randint(5, 10):02}",
            "cert_no": f"{REGION}{random.randint(0, 99_999):05}",
        }
    if category.startswith("SURV"):
        identity |= {
            "deceased_name": random.choice(names.surnames) + random.choice(names.given_male),
            "survivor_relation": random.choice("123"),
            "is_cert_holder": True,
        }
    village.tables.setdefault("person_identity", []).append(identity)


def _add_service(village: Village, person: Row, born: date, random: Random) -> None:
    enlisted = born.year + random.randint(18, 21)
    village.tables.setdefault("service_record", []).append(
        {
            "person_id": person["id"],
            "enlist_date": f"{enlisted}-{random.choice(('03', '12'))}",
            "discharge_date": f"{enlisted + random.randint(2, 8)}-{random.choice(('09', '11'))}",
            "enlist_hukou_type": "1",
        }
    )


def _add_benefit(village: Village, person: Row, kind: str, random: Random, today: date) -> None:
    start = date(today.year - random.randint(3, 12), random.randint(1, 12), 1)
    entitlement: Row = {
        "id": new_id(),
        "person_id": person["id"],
        "kind": kind,
        "approved_on": start,
        "start_month": f"{start:%Y-%m}",
        "state": "GRANTED",
        "monthly_fen": MONTHLY_FEN[kind],
        "pay_cycle": "MONTH",
        "resume_policy": "NO_BACKPAY" if kind == "DIS" else "COUNTY_DECIDES",
    }
    if person["status"] == "DECEASED":
        entitlement |= {"state": "DECEASED", "stop_month": _month_after(person["death_date"])}
    village.tables.setdefault("entitlement", []).append(entitlement)


def _month_after(day: str) -> str:
    year, month = int(day[:4]), int(day[5:7])
    return f"{year + month // 12}-{month % 12 + 1:02}"
