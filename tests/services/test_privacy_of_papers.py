"""What no paper and no file may tell, and what every full copy must say of itself (PV1-PV5)."""

import re
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from station_app.domain.masking import MaskLevel
from station_app.errors import Rejected
from station_app.models.person import ServiceRecord
from station_app.queries.people_filters import PeopleFilter
from station_app.services.list_exports import ListOrder, export_list
from station_app.services.printing import FORMS, Form, PrintOrder, print_form
from station_app.store.unit_of_work import Store
from tests.fixtures.villagers import villager
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
NUMBER, PHONE = "320812194403050017", "13812340001"
NOTE = "有病史，家里难"
CERTIFICATE = "退字第19850312号"
UNIT, CODE = "某部一二三旅", "61111部队"
NOW = datetime(2022, 10, 20, 1, 30, tzinfo=UTC)
ORDER = PrintOrder(today=TODAY, printed_by="李敏", printed_at=NOW)
OF_PEOPLE = [form for form in FORMS if any(choice.name == "PEOPLE" for choice in form.choices)]
NUMBERED = {"person-roster", "registration-sheet", "person-file"}
"""Forms that print the whole number of somebody who was only registered."""


@pytest.fixture
def station(store: Store) -> Store:
    """One veteran with everything that must not leak."""
    with store.write("试") as session:
        key = villager(session, "曾光明", id_number=NUMBER, mobile=PHONE, note=NOTE)
        session.add(
            ServiceRecord(
                person_id=key,
                enlist_date="1962-12",
                unit_name=UNIT,
                unit_code=CODE,
                branch="ARMY",
                discharge_cert_no=CERTIFICATE,
            )
        )
    return store


def text_of(store: Store, form: Form, mask: MaskLevel) -> list[str]:
    """The pages of a form; none where there is nothing to print."""
    with store.read() as session, suppress(Rejected):
        return pages(print_form(session, form.name, replace(ORDER, mask=mask)))
    return []


def test_no_form_names_a_unit_and_a_masked_one_no_number(station: Store) -> None:
    for form in OF_PEOPLE:
        for mask in (MaskLevel.FULL, MaskLevel.MASKED):
            text = "".join(text_of(station, form, mask))
            assert UNIT not in text, form.name
            assert CODE not in text, form.name
            if mask is MaskLevel.MASKED:
                assert NUMBER not in text, form.name
                assert PHONE not in text, form.name


def test_no_day_of_birth_stands_beside_a_masked_number(station: Store, tmp_path: Path) -> None:
    for form in OF_PEOPLE:
        text = "".join(text_of(station, form, MaskLevel.MASKED))
        assert not re.search(r"1944[.年-]0?3", text), form.name
        assert CERTIFICATE not in text, form.name
    path = tmp_path / "遮住.xlsx"
    order = ListOrder("people", PeopleFilter(), MaskLevel.MASKED)
    with station.read() as session:
        export_list(session, path, order, today=TODAY, by="李敏")
    page = openpyxl.load_workbook(path).worksheets[0]
    cells = {cell.value for row in page.iter_rows() for cell in row}
    assert "1944" in cells
    assert not any("1944-03" in str(cell) for cell in cells)
    assert not {"政治面貌", "备注"} & cells
    assert NOTE not in cells


@pytest.mark.parametrize("form", [f for f in FORMS if f.name in NUMBERED], ids=lambda f: f.name)
def test_a_copy_with_whole_numbers_says_whose_it_is_on_every_page(
    station: Store, form: Form
) -> None:
    text = text_of(station, form, MaskLevel.FULL)
    mark = f"李敏{NOW.astimezone():%Y-%m-%d%H:%M}"  # the clock of this place
    assert NUMBER in "".join(text)
    for page in text:
        assert "含个人敏感信息，妥善保管" in page
        assert page.count(mark) == 3  # twice across the page, once in its foot


def test_no_exported_list_names_a_unit(station: Store, tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with station.read() as session:
        export_list(session, path, ListOrder("people", PeopleFilter()), today=TODAY, by="李敏")
    book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    words = [
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert NUMBER in words
    assert not any(UNIT in word or CODE in word for word in words)
    assert "口径说明" in book.sheetnames
