"""一人一档 on paper: an index that is right, one count of pages, nothing cut, masks by level."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.person_file import (
    AccountLine,
    BasicSheet,
    EventLine,
    IdentityLine,
    MemberLine,
    PersonFile,
    PhotoLine,
)
from station_app.progress import Silent
from station_app.reports import person_file
from tests.fixtures.pictures import photo
from tests.reports.reading import pages

IMPRINT = Imprint(station_name="青石村退役军人服务站", made_on=date(2026, 7, 20), made_by="李秀兰")
NUMBER = "320802195807120016"
SHEET = BasicSheet(
    name="曾光明",
    id_number=NUMBER,
    born="1958-07-12",
    mobile="13812341164",
    health="慢性病",
    political="中共党员",
    file_no="320812001003-00127",
)
FIRST = date(2021, 1, 5)
EVENTS = tuple(
    EventLine(FIRST + timedelta(days=30 * n), "春节慰问", f"第{n}次", 50_000, counts=n != 3)
    for n in range(46)
)
NAMES = ("建档立卡表", "身份、服役、待遇和家庭", "往来记录", "照片")
COUNTS = ("1份", "身份1种，同户1人", "46条", "7张")
WHOLE = PersonFile(
    sheet=SHEET,
    identities=(IdentityLine("残疾军人 七级", "残疾军人证", "苏军F0012331"),),
    accounts=(AccountLine("农商行", "6230580000001234567", "曾光明", is_default=True),),
    members=(MemberLine("陶玉兰", "配偶", 79),),
    events=EVENTS,
    photos=tuple(PhotoLine(f"走访照片{n}", photo(n, width=64, height=48)) for n in range(7)),
)


def printed(one: PersonFile, imprint: Imprint = IMPRINT) -> list[str]:
    return pages(person_file.pdf([one], 1, imprint, Silent()))


def test_the_index_names_every_part_with_its_pages() -> None:
    whole = printed(WHOLE)
    assert "一人一档" in whole[0]
    for number, (name, count) in enumerate(zip(NAMES, COUNTS, strict=True), start=1):
        first = min(n for n, text in enumerate(whole, start=1) if text.startswith(name))
        assert f"{number}{name}{count}{first}" in whole[0]


def test_the_pages_of_one_person_are_counted_as_one_file() -> None:
    whole = printed(WHOLE)
    assert all(f"第{n}页共{len(whole)}页" in text for n, text in enumerate(whole, start=1))


def test_two_people_in_one_file_keep_page_numbers_of_their_own() -> None:
    other = replace(WHOLE, sheet=replace(SHEET, name="陶玉兰"), photos=())
    both = pages(person_file.pdf([WHOLE, other], 2, IMPRINT, Silent()))
    firsts = [text for text in both if "第1页共" in text]
    assert [name for text in firsts for name in ("曾光明", "陶玉兰") if name in text] == [
        "曾光明",
        "陶玉兰",
    ]


def test_a_long_history_says_its_head_again_and_sums_what_was_received() -> None:
    """DOMAIN §5: the header row is repeated on every page."""
    found = [text for text in printed(WHOLE) if "第0次" in text or "第45次" in text]
    assert len(found) == 2
    assert all("事项" in text and "金额（元）" in text for text in found)
    assert "往来记录（续）" in found[1]
    assert "合计45笔" in found[1]
    assert "22,500.00" in found[1]


def test_nothing_that_was_written_is_cut() -> None:
    story = "".join(f"第{n}句话说得很长。" for n in range(400))
    whole = "".join(printed(replace(WHOLE, events=(EventLine(FIRST, "入户", story),))))
    assert all(f"第{n}句" in whole for n in range(400))


def test_a_name_with_a_character_that_no_font_knows_is_explained() -> None:
    sheet = replace(SHEET, name="买买提·艾力·阿不都热西提\U00031200")
    whole = printed(replace(WHOLE, sheet=sheet))
    assert "□" in whole[0]
    assert "U+31200" in whole[0]


def test_a_masked_copy_hides_numbers_health_politics_and_faces() -> None:
    """PV1, PV2, PV4."""
    whole = "".join(printed(WHOLE, replace(IMPRINT, mask=MaskLevel.MASKED)))
    assert "320802********0016" in whole
    for secret in (NUMBER, "13812341164", "6230580000001234567", "苏军F0012331", "慢性病", "党员"):
        assert secret not in whole
    assert "走访照片" not in whole
    assert "曾光明" in whole


def test_a_masked_copy_keeps_what_was_said_at_the_door_to_itself() -> None:
    """PV1: how somebody is and what he needs; that he was visited is no secret."""
    visit = EventLine(FIRST, "入户走访", "李敏：腿疼，想装扶手", masked="李敏")
    one = replace(WHOLE, events=(visit,))
    assert "腿疼" in "".join(printed(one))
    masked = "".join(printed(one, replace(IMPRINT, mask=MaskLevel.MASKED)))
    assert "腿疼" not in masked
    assert "入户走访李敏" in masked


def test_a_copy_with_initials_names_nobody_and_no_door() -> None:
    """PV2."""
    sheet = replace(SHEET, address="青石村三组17号", group_name="三组")
    copy = replace(IMPRINT, mask=MaskLevel.INITIALS)
    whole = "".join(printed(replace(WHOLE, sheet=sheet), copy))
    for secret in ("曾光明", "陶玉兰", "17号"):
        assert secret not in whole


def test_a_blank_file_is_the_basic_sheet_alone() -> None:
    [only] = printed(PersonFile(sheet=BasicSheet(), is_blank=True))
    assert "建档立卡表" in only
    assert "第1页共1页" in only


def test_somebody_of_whom_nothing_is_known_has_a_file_that_says_so() -> None:
    whole = "".join(printed(PersonFile(sheet=BasicSheet(name="赵无号"))))
    for words in ("没有登记身份", "没有登记账户", "同户没有别人", "还没有往来记录"):
        assert words in whole


@pytest.mark.parametrize("count", [1, 2, 9])
def test_every_photo_stands_on_a_page_with_its_words(count: int) -> None:
    shown = tuple(PhotoLine(f"第{n}张说明", photo(n, width=40, height=60)) for n in range(count))
    whole = "".join(printed(replace(WHOLE, photos=shown)))
    assert all(f"第{n}张说明" in whole for n in range(count))


def test_a_photo_that_is_not_here_leaves_a_frame_and_says_why() -> None:
    shown = (PhotoLine("认证照片（照片还没有传到这台电脑）"),)
    assert "还没有传到这台电脑" in "".join(printed(replace(WHOLE, photos=shown)))
