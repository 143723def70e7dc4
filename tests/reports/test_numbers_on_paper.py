"""The number of a paper: on every page, in a code that can be read back, and on 口径说明."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from PIL import Image

from station_app.domain.forms import Imprint, PersonRoster, PersonRow
from station_app.domain.masking import MaskLevel
from station_app.progress import Silent
from station_app.reports import person_roster
from station_app.reports.account_sheet import ACCOUNT, Account, account_lines, write_account
from station_app.reports.page import QR_SIDE, QR_TOP
from station_app.reports.pages_as_images import page_image
from station_app.reports.pen import MM
from station_app.reports.qr_code import PIXELS, QUIET, picture
from tests.reports.qr_reading import SIZE, read
from tests.reports.reading import fonts, pages

SERIAL = "2611402188379"
MOMENT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
NUMBERED = Imprint(
    "东湖社区退役军人服务站",
    date(2026, 11, 22),
    "李敏",
    "李敏",
    MOMENT,
    serial=SERIAL,
    row_count=40,
)
ROW = PersonRow(
    "曾光明", "男", "汉族", "1944-03-05", "320812194403050017", "参战退役军人", "东湖社区三组1号",
    "三组", "13812340001", None, None,
)  # fmt: skip


def roster(imprint: Imprint, rows: int = 40) -> bytes:
    sheet = PersonRoster(date(2026, 11, 22), (ROW,) * rows)
    return person_roster.pdf(sheet, imprint, Silent())


def code_on(document: bytes, index: int) -> str:
    """What the code in the upper right corner of a page says."""
    dpi = 300
    image = page_image(document, index, dpi=dpi)
    wide = 297 * MM
    left, module = wide - 15 * MM - QR_SIDE, QR_SIDE / SIZE
    scale = dpi / 72

    def is_dark(row: int, column: int) -> bool:
        x = round((left + (column + 0.5) * module) * scale)
        y = round((QR_TOP + (row + 0.5) * module) * scale)
        return image.pixels[y * image.stride + x * 4] < 128

    return read([[is_dark(i, j) for j in range(SIZE)] for i in range(SIZE)])


def test_every_page_bears_the_number_and_a_code_that_says_it() -> None:
    document = roster(NUMBERED)
    texts = pages(document)
    assert len(texts) > 2
    for index, text in enumerate(texts):
        assert "编号2611-4021-8837-9" in text
        assert code_on(document, index) == SERIAL
    assert "40条记录" in texts[0]
    assert all(fonts(document).values())


def test_the_code_is_written_once_however_many_pages_show_it() -> None:
    plain = Imprint(NUMBERED.station_name, NUMBERED.made_on, "李敏", "李敏", MOMENT)
    few, many = (len(roster(NUMBERED, n)) - len(roster(plain, n)) for n in (1, 400))
    assert many < few + 6_000


def test_a_form_without_a_number_has_no_code() -> None:
    document = roster(Imprint("东湖社区退役军人服务站", date(2026, 11, 22)))
    assert "编号" not in pages(document)[0]
    with pytest.raises(AssertionError, match="not digits"):
        code_on(document, 0)


@pytest.mark.parametrize("mask", list(MaskLevel)[:3])
def test_the_user_and_the_moment_stand_across_full_copies_alone(mask: MaskLevel) -> None:
    imprint = Imprint("东湖社区", date(2026, 11, 22), "李敏", "李敏", MOMENT, mask)
    for text in pages(roster(imprint)):
        assert text.count("李敏2026-11-2209:30") == (3 if mask is MaskLevel.FULL else 0)
        assert ("含个人敏感信息，妥善保管" in text) is (mask is MaskLevel.FULL)


def test_the_picture_for_workbooks_can_be_read() -> None:
    image = Image.open(BytesIO(picture(SERIAL))).convert("1")

    def is_dark(row: int, column: int) -> bool:
        at = ((column + QUIET) * PIXELS + 3, (row + QUIET) * PIXELS + 3)
        return not image.getpixel(at)

    assert read([[is_dark(i, j) for j in range(SIZE)] for i in range(SIZE)]) == SERIAL


def test_the_account_says_period_unit_counting_exemptions_rows_and_number() -> None:
    account = Account(
        "2026年10月工作月报",
        "2026年10月",
        "人次、万元",
        (("人次", "涉及一人计一人次"),),
        "取消登记的",
    )
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    write_account(book, account, NUMBERED)
    book.close()
    sheet = openpyxl.load_workbook(made)[ACCOUNT]
    lines = {name: text for name, text in sheet.iter_rows(max_col=2, values_only=True) if name}
    assert lines["统计期间"] == "2026年10月"
    assert lines["单位"] == "人次、万元"
    assert lines["人次"] == "涉及一人计一人次"
    assert lines["不计入的"] == "取消登记的"
    assert lines["行数"] == "40 条记录"
    assert lines["编号"] == "2611-4021-8837-9"
    assert lines["制作"] == "李敏，2026-11-22 09:30"
    assert lines["遮盖"].startswith("全部内容。含个人敏感信息")
    assert len(sheet._images) == 1


def test_what_has_no_number_says_so() -> None:
    lines = dict(account_lines(Account("名单"), Imprint("东湖社区", date(2026, 11, 22))))
    assert lines["编号"] == "没有编号（只读时导出）"
    assert "找回" not in lines
