"""New files in one step, and the list of people as a workbook that is whole or not there."""

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from station_app.errors import Cancelled, Rejected, Unavailable
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.services.identities import NewIdentity
from station_app.services.list_exports import ListOrder, export_list
from station_app.services.list_people import PEOPLE
from station_app.services.new_files import NewFile, open_file
from station_app.services.saving import save_file
from station_app.store.unit_of_work import Store
from tests.services.people_of_tests import TODAY, a_person, number


class Stopping:
    """Somebody who stops at once."""

    def step(self, done: int, total: int) -> None:
        assert done <= total
        raise Cancelled


def test_a_new_file_is_all_or_nothing(store: Store) -> None:
    backwards = {"enlist_date": "1982-01", "discharge_date": "1978-12"}
    command = NewFile({"name": "曾光明", "id_number": number()}, (NewIdentity("WAR"),), backwards)
    with pytest.raises(Rejected), store.write("建档") as session:
        open_file(session, command, today=TODAY)
    with store.read() as session:
        assert count_people(session, PeopleFilter(), today=TODAY) == 0


def test_the_workbook_has_numbers_as_text_and_says_who_made_it(
    store: Store, tmp_path: Path
) -> None:
    """PV2: a full list carries the user and the time in the foot of every page."""
    a_person(store, "曾光明", "WAR", mobile="13812341164", group_name="三组")
    with store.read() as session:
        path = export_list(
            session,
            tmp_path / "名单.xlsx",
            ListOrder(PEOPLE.name, PeopleFilter()),
            today=TODAY,
            by="李敏",
            at=datetime(2022, 10, 20, 9, 30, tzinfo=UTC),
        ).path
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heading = [cell.value for cell in sheet[2]]
    values = dict(zip(heading, [cell.value for cell in sheet[3]], strict=True))
    assert values["身份证号"] == number()
    assert sheet.cell(3, heading.index("身份证号") + 1).data_type == "s"
    assert (values["人员类别"], values["人员状态"]) == ("参战退役军人", "在册")
    assert "李敏 于 2022-10-20 09:30 导出" in str(sheet.oddFooter.right.text)
    assert sheet.print_title_rows == "$2:$2"


def test_only_those_who_pass_the_filter_are_exported(store: Store, tmp_path: Path) -> None:
    a_person(store, "曾光明", group_name="三组")
    a_person(store, "翟桂芳", group_name="四组", id_number=number(2))
    narrow = PeopleFilter(group_names=("四组",))
    with store.read() as session:
        order = ListOrder(PEOPLE.name, narrow)
        path = export_list(session, tmp_path / "a.xlsx", order, today=TODAY).path
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [sheet.cell(row, 2).value for row in range(3, sheet.max_row + 1)] == ["翟桂芳"]


def test_a_stopped_export_leaves_no_file(store: Store, tmp_path: Path) -> None:
    a_person(store)
    order = ListOrder(PEOPLE.name, PeopleFilter())
    with pytest.raises(Cancelled), store.read() as session:
        export_list(session, tmp_path / "a.xlsx", order, today=TODAY, progress=Stopping())
    assert not (tmp_path / "a.xlsx").exists()


def test_saving_replaces_the_file_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"old")
    assert save_file(file, b"new") == file
    assert file.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_saved_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(Unavailable) as refused:
        save_file(tmp_path / "a.pdf", b"new")
    assert refused.value.code == "file.not_saved"
    assert [one.name for one in tmp_path.iterdir()] == ["a.pdf"]
