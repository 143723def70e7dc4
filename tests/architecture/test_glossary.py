"""One concept, one word: the glossary says what the code says."""

import ast
import re

import pytest

from station_app.domain.codes import CODE_LISTS
from station_app.models.record_type import RecordType
from station_app.models.registry import RECORD_TYPES
from tests.architecture.sources import ROOT, modules

ROW = re.compile(r"^\| `([^`]+)` \|([^|]*)\|([^|]*)\|([^|]*)\|$", re.MULTILINE)
SECTIONS = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").split("\n## ")
RECORDS, LISTS, WORDS = (ROW.findall(section) for section in SECTIONS[1:])


@pytest.mark.parametrize("record_type", RECORD_TYPES, ids=lambda record_type: record_type.name)
def test_every_record_stands_in_the_glossary_under_its_label(record_type: RecordType) -> None:
    labels = {identifier: label.strip() for identifier, label, _, _ in RECORDS}
    assert labels[record_type.name] == record_type.label


def test_the_glossary_names_no_record_and_no_code_list_that_is_gone() -> None:
    assert {row[0] for row in RECORDS} == {record_type.name for record_type in RECORD_TYPES}
    assert {row[0] for row in LISTS} == set(CODE_LISTS)


def test_every_word_of_the_glossary_is_used_in_the_code() -> None:
    used = {
        getattr(node, attribute)
        for module in modules()
        for node in ast.walk(module.tree)
        for attribute in ("id", "attr", "name", "arg")
        if isinstance(getattr(node, attribute, None), str)
    }
    assert [row[0] for row in WORDS if row[0] not in used] == []


def test_every_entry_says_its_chinese_word_and_its_source() -> None:
    rows = [*RECORDS, *LISTS, *WORDS]
    assert [row[0] for row in rows if not (row[1].strip() and row[3].strip())] == []
