"""Responsible for the sheet of recovery words that a station locks away."""

from station_app.domain.forms import Imprint, RecoverySheet
from station_app.progress import Silent
from station_app.reports import letter
from station_app.reports.card import Cell, Row
from station_app.reports.letter import Grid, Letter, Paragraph
from station_app.reports.page import Head
from station_app.reports.wording import chinese_date

PER_ROW = 4
INTRODUCTION = (
    "下面十二个词是打开本站资料的最后一把钥匙。所有工作人员都忘了密码、或者电脑损坏要在新电脑上恢复时，"
    "按顺序输入这十二个词，资料就能打开。请核对一遍，看每个词都印清楚。"
)
RULES = (
    "一、谁拿到这张纸和本站的数据文件，谁就能看到全部资料。请装入信封，封口处盖章，锁进保险柜或铁皮柜。",
    "二、不要拍照，不要存进电脑、手机或微信。",
    "三、建议印两份，一份留站，一份交站长本人或镇（街道）站保管，取用时登记。",
    "四、这十二个词没有留在程序里，也没有送到区县。纸丢了、密码也忘了，资料就再也打不开。",
    "五、换站长时把这张纸一并移交，在交接清单上写明。",
)
SIGN = (
    "保管人签字：________________　　______年____月____日",
    "存放地点：______________________",
)


def pdf(sheet: RecoverySheet, imprint: Imprint) -> bytes:
    """The sheet as a PDF."""
    return letter.pdf([_letter(sheet, imprint)], imprint, Silent())


def _letter(sheet: RecoverySheet, imprint: Imprint) -> Letter:
    head = Head(
        "找回词保管单",
        f"站点：{imprint.station_name}",
        f"生成人：{sheet.operator}",
        chinese_date(imprint.made_on),
    )
    parts: tuple[Paragraph | Grid, ...] = (
        Paragraph(INTRODUCTION),
        Grid(_word_rows(sheet.words)),
        Paragraph("保管办法", bold=True),
        *(Paragraph(rule) for rule in RULES),
    )
    return Letter(head, parts, SIGN)


def _word_rows(words: tuple[str, ...]) -> tuple[Row, ...]:
    numbered = list(enumerate(words, start=1))
    groups = [numbered[start : start + PER_ROW] for start in range(0, len(numbered), PER_ROW)]
    return tuple(Row(_word_cells(group), height=16) for group in groups)


def _word_cells(group: list[tuple[int, str]]) -> tuple[Cell, ...]:
    return tuple(
        cell
        for number, word in group
        for cell in (Cell(str(number), 10, label=True), Cell(word, 34, large=True))
    )
