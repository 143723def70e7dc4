"""Responsible for 身份证待核名单: by group, what is known of each number, and room to write it."""

from itertools import groupby

from station_app.domain.forms import Imprint
from station_app.domain.id_rescue import BLANK, RescueLine, RescueList
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import MM, Align
from station_app.reports.roster import Column, Heading, Roster
from station_app.reports.wording import chinese_date, dotted_partial, shown_name, shown_phone

TITLE = "身份证待核名单"
ROW = 12 * MM
BOX = "□"
NO_GROUP = "没有写小组"
OF_REGISTER = "在册但没有证号的人"
NOTHING_KNOWN = "没有证号"
COLUMNS = (
    Column("序号", 9),
    Column("姓名", 18),
    Column("出生", 18),
    Column("类别", 24),
    Column("电话", 25),
    Column("知道的号码（□ 是缺的）", 60),
    Column("怎么了", 36, Align.LEFT),
    Column("核对后的 18 位号码", 58),
    Column("核对人、日期", 22),
)
SIGNERS = ("核对人签名", "核对日期", "录入人")
CLOSING = (
    "请对照本人身份证原件填写，不要照抄别的名单；算出来的号码只供参考，也要看原件。",
    "内部核对用，不张贴、不外传；录入以后请收回销毁。",
)


def pdf(paper: RescueList, imprint: Imprint, progress: Progress) -> bytes:
    """The list as a PDF."""
    return roster.pdf(_roster(paper, imprint), progress)


def _roster(paper: RescueList, imprint: Imprint) -> Roster[RescueLine | Heading]:
    rows = _with_headings(paper.lines)
    numbers = {id(one): number for number, one in enumerate(paper.lines, start=1)}

    def cells(_place: int, row: RescueLine | Heading) -> tuple[str, ...]:
        assert isinstance(row, RescueLine)
        return _cells(numbers[id(row)], row, imprint)

    return Roster(
        head=Head(TITLE, paper.source or OF_REGISTER, chinese_date(imprint.made_on), "单位：人"),
        columns=COLUMNS,
        rows=rows,
        cells=cells,
        sums=lambda _rows: {},
        imprint=imprint,
        row_height=ROW,
        closing=CLOSING,
        summed=False,
        sealed=False,
        signers=SIGNERS,
    )


def _with_headings(lines: tuple[RescueLine, ...]) -> list[RescueLine | Heading]:
    rows: list[RescueLine | Heading] = []
    for group, some in groupby(lines, key=lambda one: one.group_name or NO_GROUP):
        here = list(some)
        rows += [Heading(f"{group}　{len(here)} 人"), *here]
    return rows


def _cells(number: int, line: RescueLine, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(line.name, mask),
        dotted_partial(line.born),
        line.category or "",
        shown_phone(line.phone, mask),
        known_words(line),
        _why(line),
        "",
        "",
    )


def _why(line: RescueLine) -> str:
    """What is wrong, and where it stands."""
    words = line.why.partition("。")[0] or NOTHING_KNOWN
    place = f"档案 {line.file_no}" if line.file_no else f"{line.sheet} 第 {line.row} 行"
    return f"{words}（{place}）"


def known_words(line: RescueLine) -> str:
    """`320812 19390115 □□□□`; below it the numbers that the rules allow."""
    boxes = line.known.replace(BLANK, BOX)
    shown = f"{boxes[:6]} {boxes[6:14]} {boxes[14:]}"
    return "\n".join([shown, *(f"可能是 {one}" for one in line.possible)])
