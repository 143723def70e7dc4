"""The audit table: who did and saw what; it only grows and holds no personal data."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import AuditEntry
from district_server.models.officers import AuditIsFinalError
from district_server.web.audit import Action
from district_server.web.words import ACTIONS
from tests.architecture.sources import modules, name_of
from tests.fixtures.district import District
from tests.web.browser import Browser
from tests.web.scene import NEAR, two_towns


def entries(district: District) -> list[AuditEntry]:
    """The table, the oldest row first."""
    with Session(district.engine) as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def last(district: District) -> tuple[str, str, int | None]:
    """Who did what last, with how many rows."""
    entry = entries(district)[-1]
    return entry.officer_name, entry.action, entry.row_count


def test_log_in_log_out_and_a_new_password_are_written_down(
    district: District, chief: Browser
) -> None:
    assert last(district) == ("林主任", "log_in", None)
    chief.post("/logout", page="/")
    assert last(district) == ("林主任", "log_out", None)


def test_whoever_sees_values_in_question_is_written_down_with_how_many(
    district: District, chief: Browser, town_clerk: Browser
) -> None:
    two_towns(district)
    chief.get("/conflicts")
    assert last(district) == ("林主任", "saw_conflicts", 2)
    town_clerk.get("/conflicts")
    assert last(district) == ("周干事", "saw_conflicts", 1)


def test_an_export_is_a_row_of_the_table_it_exports(district: District, chief: Browser) -> None:
    assert chief.get("/audit/audit.xlsx").status_code == 200
    assert last(district) == ("林主任", "exported_audit", 1)
    assert "导出查看记录" in chief.get("/audit").text


def test_what_was_typed_into_a_search_is_not_kept(district: District, chief: Browser) -> None:
    two_towns(district)
    chief.get("/conflicts?q=水渡口")
    entry = entries(district)[-1]
    assert entry.subject == "q=…"
    assert "水渡口" not in "".join(str(value) for value in vars(entry).values())


def test_the_table_is_filtered_by_person_and_by_what_was_done(
    district: District, chief: Browser, town_clerk: Browser
) -> None:
    two_towns(district)
    town_clerk.get("/conflicts")
    page = chief.get("/audit?who=周干事&action=saw_conflicts").text
    rows = page.partition("<tbody>")[2]
    assert rows.count("<tr>") == 1
    assert "周干事" in rows


def test_a_row_is_neither_changed_nor_removed(district: District, chief: Browser) -> None:
    chief.get("/")
    with Session(district.engine) as session:
        entry = session.scalars(select(AuditEntry)).first()
        assert entry is not None
        entry.officer_name = "别人"
        with pytest.raises(AuditIsFinalError):
            session.flush()
        session.rollback()
        session.delete(entry)
        with pytest.raises(AuditIsFinalError):
            session.flush()


def test_no_module_updates_or_deletes_rows_of_the_table() -> None:
    writers = [
        f"{module.path}:{call.lineno}"
        for module in modules()
        for call in module.calls()
        if name_of(call) in {"update", "delete"}
        and any(getattr(argument, "id", "") == "AuditEntry" for argument in call.args)
    ]
    assert writers == []


def test_every_action_has_its_word() -> None:
    assert set(ACTIONS) == set(Action)


def test_codes_and_revocations_name_their_station(district: District, chief: Browser) -> None:
    keys = two_towns(district)
    chief.post("/codes/new", station=NEAR)
    assert (last(district)[1], entries(district)[-1].station_id) == ("code_made", keys[NEAR])
