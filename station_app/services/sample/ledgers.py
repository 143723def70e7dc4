"""The records of the sample, year by year: visits, condolence, certifications, plaques."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from station_app.models.identifiers import new_id
from station_app.services.sample.names import Names
from station_app.services.sample.people import Row, Village

MET = 0.95
"""Share of the people who are met in each half of a year."""
BATCHES = (("SPRING", "ENTITLED_DIFF", 50_000, (1, 20)), ("BAYI", "VET_DIFF", 30_000, (7, 25)))
"""Occasion, kind, standard in fen, and the month and day on which paying begins."""
METHODS = (("SELF_STATION", 50), ("HOME", 25), ("ONLINE", 20), ("AGENT", 5))
PLAQUE_SHARE = 2 / 3


def make_ledgers(
    village: Village, years: range, *, names: Names, random: Random, today: date
) -> dict[str, list[Row]]:
    """Rows of all tables about what was done for the people of the village."""
    tables: dict[str, list[Row]] = {}
    book = Book(village, tables, names, random, today)
    for year in years:
        book.visits_of(year)
        for occasion, kind, standard, (month, day) in BATCHES:
            book.batch_of(year, occasion, kind, standard, date(year, month, day))
        book.certifications_of(year)
    book.plaques()
    return tables


class Book:
    """Writes rows about a village, one year after the other."""

    def __init__(
        self,
        village: Village,
        tables: dict[str, list[Row]],
        names: Names,
        random: Random,
        today: date,
    ) -> None:
        self._village, self._tables = village, tables
        self._names, self._random, self._today = names, random, today

    def _add(self, table: str, row: Row) -> None:
        self._tables.setdefault(table, []).append(row)

    def _alive(self, on: date) -> list[Row]:
        return [person for person in self._village.persons if _was_here(person, on)]

    def _as_of_day(self, person: Row, on: date) -> Row:
        return {
            "person_id": person["id"],
            "household_id": person["household_id"],
            "group_name": person["group_name"],
            "category": self._village.categories[person["id"]],
            "counted_ym": f"{on:%Y-%m}",
        }

    def visits_of(self, year: int) -> None:
        """Everybody is met once in each half of the year, one time in five by telephone."""
        for first, last in _halves(year):
            for person in self._village.persons:
                on = first + timedelta(days=self._random.randint(0, (last - first).days))
                if on <= self._today and _was_here(person, on) and self._random.random() < MET:
                    self._visit(person, on)

    def _visit(self, person: Row, on: date) -> None:
        method = self._random.choices(("HOME", "STATION", "PHONE"), (60, 20, 20))[0]
        common = {"visit_date": on, "kind": "ROUTINE", "method": method}
        visit: Row = common | {
            "id": new_id(),
            "household_id": person["household_id"],
            "visitors": self._names.staff[0][0],
            "situation": self._random.choice(self._names.situations),
            "state": "DONE",
        }
        if self._random.random() < 0.06:
            visit["needs"] = visit["follow_up"] = self._random.choice(self._names.needs)
            visit["follow_up_due"] = on + timedelta(days=30)
            if on < self._today - timedelta(days=40):
                visit["follow_up_done_on"] = on + timedelta(days=20)
        self._add("visit", visit)
        attendance = common | {"visit_id": visit["id"]} | self._as_of_day(person, on)
        self._add("visit_attendance", attendance)

    def batch_of(self, year: int, occasion: str, kind: str, standard: int, starts: date) -> None:
        """One batch for half of the people; the last few days of paying may still lie ahead."""
        if starts > self._today:
            return
        everyone = self._alive(starts)
        chosen = [person for person in everyone if self._random.random() < 0.5]
        closed = starts < self._today - timedelta(days=45)
        batch = _batch_row(year, occasion, kind, standard, starts) | {
            "name": self._names.batches[occasion].format(year=year),
            "doc_no": self._names.doc.format(year=year, n=self._random.randint(1, 40)),
            "approver": self._names.station.operator,
            "frozen_by": self._names.station.operator,
            "drawn_fen": standard * len(chosen),
            "status": "CLOSED" if closed else "PAYING",
            "closed_on": starts + timedelta(days=40) if closed else None,
        }
        self._add("condolence_batch", batch)
        for line_no, person in enumerate(chosen, start=1):
            self._plan_and_payment(batch, person, line_no, starts, closed=closed)

    def _plan_and_payment(
        self, batch: Row, person: Row, line_no: int, starts: date, *, closed: bool
    ) -> None:
        on = starts + timedelta(days=self._random.randint(0, 10))
        paid = _was_here(person, on) and on <= self._today and self._random.random() < 0.96
        agent = self._random.random() < 0.08
        receipt = ("AGENT" if agent else "SELF") if paid else "NONE"
        plan: Row = {
            "id": new_id(),
            "batch_id": batch["id"],
            "person_id": person["id"],
            "recipient_kind": "PERSON",
            "line_no": line_no,
            "headcount": 1,
            "amount_fen": batch["standard_fen"],
            "pay_form": "CASH",
            "state": "PLANNED",
            "receipt": receipt,
            "returned_on": None if paid or not closed else starts + timedelta(days=40),
        }
        self._add("condolence_plan", plan)
        if paid:
            self._payment(batch, plan, person, on, agent=agent)

    def _payment(self, batch: Row, plan: Row, person: Row, on: date, *, agent: bool) -> None:
        surname = self._random.choice(self._names.surnames)
        receiver = surname + self._random.choice(self._names.given_male) if agent else None
        relation = self._random.choice(self._names.family_relations) if agent else None
        payment: Row = {
            "batch_id": batch["id"],
            "plan_id": plan["id"],
            "recipient_kind": "PERSON",
            **{name: batch[name] for name in ("kind", "occasion", "occasion_year", "funding")},
            "pay_form": "CASH",
            "amount_fen": plan["amount_fen"],
            "paid_on": on,
            "signed_on": on,
            "receipt": plan["receipt"],
            "receiver_name": receiver,
            "receiver_relation": relation,
            "receiver_id_tail": "0018" if agent else None,
        }
        self._add("condolence_payment", payment | self._as_of_day(person, on))

    def certifications_of(self, year: int) -> None:
        """The cycle of a year; people with a benefit are certified from its opening to today."""
        opens, due = date(year, 8, 1), date(year, 11, 30)
        if opens > self._today:
            return
        self._add("certification_cycle", _cycle_row(year, opens, due, self._today))
        last = min(due, self._today)
        for person in self._alive(last):
            if person["id"] in self._village.benefits and self._random.random() < 0.9:
                on = opens + timedelta(days=self._random.randint(0, (last - opens).days))
                self._certification(person, year, on)

    def _certification(self, person: Row, year: int, on: date) -> None:
        method = self._random.choices([m for m, _ in METHODS], [w for _, w in METHODS])[0]
        staff = self._village.staff
        proof: dict[str, Row] = {
            "SELF_STATION": {"id_seen": True, "signed": True},
            "HOME": {"signed": True, "certifier2_id": staff[1], "evidence_on": on},
            "ONLINE": {"result_no": f"XCX{year}{self._random.randint(0, 999_999):06}"},
            "AGENT": {
                "agent_name": self._random.choice(self._names.surnames) + self._names.given_male[0],
                "agent_relation": self._names.family_relations[0],
                "agent_promise": True,
                "signed": True,
                "evidence": self._names.hospital,
                "evidence_on": on,
            },
        }
        self._add(
            "certification",
            {
                "year": year,
                "method": method,
                "certified_on": on,
                "result": "PASS",
                "certifier1_id": staff[0],
            }
            | proof[method]
            | self._as_of_day(person, on),
        )

    def plaques(self) -> None:
        """Two households in three have hung one; it was issued a few days before."""
        heads = {person["id"]: person for person in self._village.persons}
        for number, household in enumerate(self._village.tables.get("household", []), start=1):
            if self._random.random() < PLAQUE_SHARE:
                self._plaque(household, heads[household["head_person_id"]], number)

    def _plaque(self, household: Row, person: Row, number: int) -> None:
        on = person["registered_on"] + timedelta(days=self._random.randint(5, 15))
        if on > self._today:
            return
        plaque: Row = {
            "id": new_id(),
            "plaque_no": f"{self._names.station.code[-6:]}{number:04}",
            "household_id": household["id"],
            "basis_person_id": person["id"],
            "basis_category": self._village.categories[person["id"]],
            "apply_mode": "INITIATIVE",
            "position": "GATE",
            "address": household["address"],
        }
        self._add("plaque", plaque)
        as_of_day = self._as_of_day(person, on)
        del as_of_day["person_id"]  # a plaque is the household's
        for event, day in (("ISSUE", on - timedelta(days=3)), ("HANG", on)):
            self._add(
                "plaque_event",
                as_of_day
                | {
                    "plaque_id": plaque["id"],
                    "event": event,
                    "event_on": day,
                    "counted_ym": f"{day:%Y-%m}",
                    "position": "GATE",
                    "signed_by": person["name"],
                },
            )


def _halves(year: int) -> tuple[tuple[date, date], ...]:
    middle = date(year, 7, 1)
    return (
        (date(year, 1, 1), middle - timedelta(days=1)),
        (middle, date(year, 12, 31)),
    )


def _batch_row(year: int, occasion: str, kind: str, standard: int, starts: date) -> Row:
    return {
        "id": new_id(),
        "kind": kind,
        "occasion": occasion,
        "occasion_year": year,
        "funding": "COUNTY",
        "form": "CASH",
        "standard_fen": standard,
        "drawn_on": starts,
        "planned_on": starts,
        "frozen_at": datetime(starts.year, starts.month, starts.day, 8, tzinfo=UTC),
    }


def _cycle_row(year: int, opens: date, due: date, today: date) -> Row:
    return {
        "id": new_id(),
        "year": year,
        "open_on": opens,
        "due_on": due,
        "notice_on": due + timedelta(days=1),
        "grace_days": 60,
        "status": "OPEN" if year == today.year else "CLOSED",
    }


def _was_here(person: Row, on: date) -> bool:
    if person["registered_on"] > on:
        return False
    if person["status"] == "DECEASED":
        return bool(person["death_date"] >= on.isoformat())
    if person["status"] == "MOVED_OUT":
        return bool(person["moved_out_on"] >= on)
    return True
