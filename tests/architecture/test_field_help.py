"""Every field of every form has help with an example and a source; no help stands for no field."""

import ast
import re
from collections.abc import Iterator

import pytest

from station_app.messages.help import field_helps, sources
from station_app.models.registry import RECORD_TYPES
from station_app.ui.pages.benefit_dialog import NEW_FIELDS
from station_app.ui.pages.household_data import FIELDS as HOUSEHOLD_FIELDS
from station_app.ui.pages.person_fields import IDENTITY, OWN, SERVICE
from station_app.ui.pages.person_records import SECTIONS
from station_app.ui.pages.settings_staff import GRID_FIELDS, STAFF_FIELDS
from tests.architecture.sources import modules, name_of
from tests.architecture.test_errors import FORBIDDEN, HALF_WIDTH

SOURCES = {value for name, value in vars(sources).items() if name.isupper()}
READ_IN_FULL = ("《军人抚恤优待条例》", "《退役军人保障法》", "《退役军人安置条例》")
"""Laws whose full text was read (DOMAIN 0.1); others are never quoted."""
RECORDED = {
    "person": OWN,
    "person_identity": IDENTITY,
    "service_record": SERVICE,
    "entitlement": NEW_FIELDS,
    "household": HOUSEHOLD_FIELDS,
    "staff": STAFF_FIELDS,
    "grid_cell": GRID_FIELDS,
}
ASKED_BY_NAME = ("为什么", "银行怎么说")
"""Labels that one dialog of signatures hands on, `BatchSigning._ask_reason`."""


def labelled() -> Iterator[tuple[str, str]]:
    """Where a row of a form is made, and its label."""
    for module in modules():
        if "station_app/ui/" not in module.path or module.path.endswith(
            ("components/form.py", "gallery.py")
        ):
            continue
        for call in module.calls():
            if name_of(call) == "FormRow":
                for label in _words(call.args[0]):
                    yield f"{module.path}:{call.lineno}", label


def _words(node: ast.expr) -> list[str]:
    found = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
    return [one for one in found if isinstance(one, str) and one]


def recorded() -> set[str]:
    """The fields of records that forms show, as the forms name them."""
    named = {f"{record}.{name}" for record, names in RECORDED.items() for name in names}
    for section in SECTIONS.values():
        named |= {f"{section.record.name}.{name}" for line in section.rows for name in line}
    return named


def test_every_row_of_a_form_has_help() -> None:
    helps = field_helps()
    silent = [f"{where} {label}" for where, label in labelled() if label not in helps]
    assert silent == []
    assert [key for key in (*ASKED_BY_NAME, *sorted(recorded())) if key not in helps] == []


def test_no_help_stands_for_a_field_that_no_form_shows() -> None:
    shown = {label for _, label in labelled()} | recorded() | set(ASKED_BY_NAME)
    assert [key for key in field_helps() if key not in shown] == []


def test_forms_name_fields_of_records() -> None:
    fields = {f"{record.name}.{f.name}" for record in RECORD_TYPES for f in record.fields}
    assert [key for key in field_helps() if "." in key and key not in fields] == []


@pytest.mark.parametrize("key", sorted(field_helps()))
def test_help_is_short_and_has_an_example_and_a_known_source(key: str) -> None:
    one = field_helps()[key]
    assert one.words.endswith("。")
    assert 5 <= len(one.words) <= 60
    assert one.example
    assert not one.example.endswith("。")
    assert one.source in SOURCES


@pytest.mark.parametrize("key", sorted(field_helps()))
def test_help_keeps_the_tone(key: str) -> None:
    spoken = field_helps()[key].spoken
    assert [word for word in FORBIDDEN if word in spoken] == []
    assert not HALF_WIDTH.search(spoken)
    assert not re.search("[A-Z]{2,}[0-9]|§|R-[A-Z]{2}", field_helps()[key].source)


def test_law_is_quoted_only_where_its_text_was_read() -> None:
    quoted = {
        name for one in field_helps().values() for name in re.findall("《[^》]+》", one.source)
    }
    assert quoted <= set(READ_IN_FULL)
