"""Names: DOMAIN §8.4 and the defects of §7 #10, #11 and #20."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.codes import PersonStatus
from station_app.domain.names import clean_name, split_names, surname_length
from station_app.domain.reading import Level


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张\u3000三", "张三"),
        ("王 芳", "王芳"),
        (" 李 明 华 ", "李明华"),
        ("欧阳 修", "欧阳修"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("买买提.艾力", "买买提·艾力"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("买买提\u30fb艾力", "买买提·艾力"),
        ("王\u200b芳", "王芳"),
        ("王 建国.", "王建国"),
        ("· 张 三 。", "张三"),
    ],
)
def test_padding_and_dots_are_put_right(text: str, name: str) -> None:
    reading = clean_name(text)
    assert reading.value == name
    assert reading.level is Level.FIX


@pytest.mark.parametrize(
    "name", ["王㛃", "𬭎永", "爱新觉罗·溥仪", "李〇", "John Smith", "金\uf900"]
)
def test_a_rare_or_foreign_name_stays_as_it_is(name: str) -> None:
    reading = clean_name(name)
    assert reading.value == name
    assert reading.level is Level.OK


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("（故）王五", PersonStatus.DECEASED),
        ("王五(已去世)", PersonStatus.DECEASED),
        ("王五【亡】", PersonStatus.DECEASED),
        ("王五（已迁出）", PersonStatus.MOVED_OUT),
    ],
)
def test_a_remark_on_the_status_is_asked_and_not_taken(text: str, status: PersonStatus) -> None:
    reading = clean_name(text)
    assert reading.value == "王五"
    assert reading.status_hint is status
    assert reading.level is Level.ASK


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("李？", "name.unreadable"),
        ("李□", "name.unreadable"),
        ("李\ufffd", "name.unreadable"),
        ("亻+尧", "name.unreadable"),
        ("李\ue000", "name.private_use"),
        ("王", "name.short"),
        ("张3", "name.characters"),
        ("王.芳", "name.dot"),
        ("张三 李四", "name.two_people"),
        ("张三（大）", "name.remark"),
    ],
)
def test_what_is_unsure_is_asked(text: str, code: str) -> None:
    reading = clean_name(text)
    assert reading.level is Level.ASK
    assert reading.notes[0].code == code


def test_a_private_code_point_of_gb18030_2022_has_its_twin() -> None:
    assert clean_name("王\ue81e").value == "王\u9fb4"


def test_a_name_of_more_than_fifty_characters_is_refused() -> None:
    assert clean_name("王" * 51).level is Level.ERR


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三 李四", ("张三", "李四")),
        ("张三、李四", ("张三", "李四")),
        ("张三\n李四", ("张三", "李四")),
        ("张　三", ("张三",)),
        ("欧阳 娜娜", ("欧阳娜娜",)),
        ("", ()),
    ],
)
def test_two_people_in_a_cell_are_told_apart(text: str, names: tuple[str, ...]) -> None:
    assert split_names(text) == names


def test_compound_surnames() -> None:
    assert surname_length("欧阳修") == 2
    assert surname_length("欧阳") == 1
    assert surname_length("李明华") == 1


@given(st.text(max_size=20))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    first = clean_name(text)
    if first.value is not None and first.level <= Level.FIX:
        assert clean_name(first.value).value == first.value
