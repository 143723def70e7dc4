"""Opening workbooks: what is read, what is refused and in which words (DOMAIN 7 #22, bad input)."""

import datetime as dt
import random
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from station_app.errors import Rejected, StationError, Unavailable
from station_app.exchange.cells import CellError, as_text
from station_app.exchange.sniffing import FileKind
from station_app.exchange.workbook import MergedRange, read_workbook
from station_app.messages import sentence

from .sheets import ROSTER, xls, xlsx


def refusal(path: Path) -> StationError:
    with pytest.raises(StationError) as caught:
        read_workbook(path)
    assert path.name in sentence(caught.value)
    return caught.value


def what_is_said_of(path: Path) -> str:
    """The refusal in words, the bare name of a file that could be read."""
    try:
        return read_workbook(path).path.name
    except Rejected as refused:
        return sentence(refused)


def test_an_xlsx_keeps_the_type_of_every_cell(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["文字", 13812345678, 1958.1, dt.date(1958, 7, 12), None, 7]])
    row = read_workbook(path).sheets[0].rows[0]
    assert row == ["文字", 13812345678.0, 1958.1, dt.date(1958, 7, 12), None, 7.0]
    assert [type(cell) for cell in row[:4]] == [str, float, float, dt.date]


def test_an_old_xls_reads_like_a_new_one(tmp_path: Path) -> None:
    old = read_workbook(xls(tmp_path / "a.xls", ROSTER))
    new = read_workbook(xlsx(tmp_path / "a.xlsx", ROSTER))
    assert old.kind is FileKind.XLS
    assert old.sheets[0].rows == new.sheets[0].rows


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_tables_in_the_usual_encodings(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名册.csv"
    lines = [separator.join(("姓名", "备注")), separator.join(("李㛃", "住北京"))]
    path.write_bytes("\r\n".join(lines).encode(encoding))
    book = read_workbook(path)
    assert book.kind is FileKind.TEXT
    assert book.sheets[0].rows == [["姓名", "备注"], ["李㛃", "住北京"]]
    assert not book.sheets[0].typed


def test_tab_separated_text_named_xls_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("姓名\t电话\n张三\t13812345678\n".encode("gb18030"))
    assert read_workbook(path).sheets[0].rows[1] == ["张三", "13812345678"]


def test_numbers_kept_as_text_by_a_formula_are_bare(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('姓名,身份证号\n张三,="320802195807120016"\n', encoding="utf-8")
    assert read_workbook(path).sheets[0].rows[1] == ["张三", "320802195807120016"]


def test_rows_keep_their_place_under_an_empty_top_and_left(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [[], [None, None, "姓名"], [], [None, None, None, "x"]])
    rows = read_workbook(path).sheets[0].rows
    assert rows[1][2] == "姓名"
    assert rows[3][3] == "x"
    assert len(rows) == 4


def test_merged_hidden_failed_and_month_only_cells_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for place in ("A1", "B1", "A2", "A3"):
        page[place] = "x"
    page.merge_cells("A1:B1")
    page["C2"] = "#REF!"
    page["D2"] = dt.date(1958, 7, 1)
    page["D2"].number_format = 'yyyy"年"m"月"'
    page["E2"] = dt.date(1958, 7, 1)
    page["E2"].number_format = "yyyy-mm-dd"
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")
    sheet = read_workbook(tmp_path / "a.xlsx").sheets[0]
    assert sheet.merged == (MergedRange(0, 0, 0, 1),)
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {1}
    assert sheet.rows[1][2] == CellError("#REF!")
    assert sheet.rows[1][3] == "1958-07"
    assert sheet.rows[1][4] == dt.date(1958, 7, 1)


def test_dates_of_a_1904_workbook_are_true(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0]["A1"] = dt.date(1958, 7, 12)
    book.save(tmp_path / "a.xlsx")
    read = read_workbook(tmp_path / "a.xlsx")
    assert read.is_1904
    assert read.sheets[0].rows[0][0] == dt.date(1958, 7, 12)


def test_a_long_number_shows_that_it_is_not_to_be_trusted() -> None:
    assert as_text(320812195807120000.0) == "3.20812195807120E+17"
    assert as_text(13812345678.0) == "13812345678"
    assert as_text(1958.1) == "1958.1"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.xlsx", b"", "import.empty_file"),
        ("坏.xlsx", b"PK\x03\x04 cut short", "import.damaged"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.damaged"),
        ("网页.xls", b"\r\n <HTML><table><tr><td>1</td></tr></table>", "import.html"),
        ("网页.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "import.html"),
        ("名册.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "import.wps_format"),
        ("文件.xlsx", b"%PDF-1.7", "import.unknown_format"),
        ("图.csv", b"\x89PNG\r\n\0\0\0", "import.unknown_format"),
        ("乱码.csv", b"name,\xff\xfe\xfd\xff\n", "import.encoding"),
        ("空行.csv", b"\r\n , ,\r\n", "import.empty_file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = refusal(path)
    assert isinstance(error, Rejected)
    assert error.code == code


def test_a_password_is_named(tmp_path: Path) -> None:
    path = tmp_path / "密.xlsx"
    marker = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + marker)
    assert refusal(path).code == "import.password"


def test_a_workbook_cut_in_the_middle_is_damaged(tmp_path: Path) -> None:
    whole = xlsx(tmp_path / "a.xlsx", ROSTER).read_bytes()
    for share in (0.3, 0.6, 0.95):
        path = tmp_path / "半.xlsx"
        path.write_bytes(whole[: int(len(whole) * share)])
        assert refusal(path).code == "import.damaged"


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("suffix", ["xlsx", "xls"])
def test_a_file_with_wrong_bytes_is_read_or_refused_in_words(
    tmp_path: Path, seed: int, suffix: str
) -> None:
    chance = random.Random(seed)
    whole = (xlsx if suffix == "xlsx" else xls)(tmp_path / f"a.{suffix}", ROSTER).read_bytes()
    broken = bytearray(whole)
    for _ in range(chance.choice([1, 5, 50])):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    path = tmp_path / f"坏.{suffix}"
    path.write_bytes(broken)
    assert path.name in what_is_said_of(path)


def test_a_sheet_with_broken_markup_is_damaged(tmp_path: Path) -> None:
    source = xlsx(tmp_path / "a.xlsx", ROSTER)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            broken = content[: len(content) // 2] if "sheet1" in entry.filename else content
            new.writestr(entry.filename, broken)
    assert refusal(tmp_path / "b.xlsx").code == "import.damaged"


def test_a_word_file_in_a_spreadsheets_clothes_is_no_table(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(tmp_path / "a.xlsx").code == "import.unknown_format"


def test_a_stray_cell_far_away_does_not_eat_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "姓名"
    book.worksheets[0]["XFD1048576"] = "x"
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx").code == "import.too_large"


def test_a_file_that_unpacks_to_half_a_gigabyte_is_too_large(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(450):
                part.write(b"\0" * (1 << 20))
    assert refusal(tmp_path / "a.xlsx").code == "import.too_large"


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    missing = refusal(tmp_path / "没有.xlsx")
    assert isinstance(missing, Unavailable)
    assert missing.code == "import.missing_file"
    assert refusal(tmp_path).code == "import.unknown_format"


def test_a_locked_file_may_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "a.xlsx", ROSTER)

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "sharing violation")

    monkeypatch.setattr(Path, "open", locked)
    error = refusal(path)
    assert isinstance(error, Unavailable)
    assert error.code == "import.locked"
