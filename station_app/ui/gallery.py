"""A page with every component in every state: to be looked at, and to be copied from."""

from datetime import date

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.chips import FilterChip, Switch, Tag, chip_row
from station_app.ui.components.choice_input import CheckBox, ChoiceInput, RadioButton
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import Card, PageHead, column, page_layout, row, scrolling
from station_app.ui.components.notices import AllWell, Banner, Empty, Message, Toast
from station_app.ui.components.progress_card import ProgressCard
from station_app.ui.components.readers import IdInput, MoneyInput, PhoneInput
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.steps import Steps
from station_app.ui.components.table_model import Cell, Column, Side
from station_app.ui.components.text import Light, Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import current

TODAY = date(2026, 7, 20)


class Gallery(QWidget):
    """All components on one page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        inside = QWidget()
        layout = QVBoxLayout(inside)
        px = current().px
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        for part in (_buttons(), _fields(), _chips(), _notices(), _table()):
            layout.addWidget(part)
        layout.addStretch(1)
        head = PageHead("控件一览", "同一个样子只做一次，各页都用它")
        outer = page_layout(self, head, scrolling(inside))
        outer.setStretch(1, 1)


def _labelled(words: str, part: QWidget) -> QVBoxLayout:
    return column(Text(words, "cap", tone="text2"), part, gap=4)


def _buttons() -> Card:
    card = Card("按钮：一屏只有一个实心的；右下角，从右往左是 主要、次要、放弃")
    thaw = Button("解冻", icon="lock-open")
    thaw.setEnabled(False)
    card.add(
        row(
            Button("保存", Look.FILLED, keys="Ctrl+Return"),
            Button("打印", icon="printer", keys="Ctrl+P"),
            Button("接着写", Look.TEXT),
            Button("一人一档", Look.QUIET, icon="file-text"),
            Button("登记去世", Look.DANGER),
            16,
            thaw,
            Text("已有人签领", "small", tone="text2"),
            None,
        )
    )
    return card


def _fields() -> Card:
    card = Card("格子：标签在上，提示在下；错了说哪儿错、怎么改")
    plain, fixed, wrong = TextInput(width=150), TextInput(width=130), IdInput(TODAY, width=220)
    plain.setText("三组 17 号")
    fixed.setReadOnly(True)
    fixed.setText("1944-03-29")
    wrong.setText("320812194403290034")
    clean, sum_of = IdInput(TODAY, width=220), MoneyInput()
    clean.setText(" 32081219440329005x ")
    sum_of.setText("3*500")
    form = Form(
        plain=FormRow("平常", plain),
        fixed=FormRow("只读", fixed, hint="由身份证号得出"),
        wrong=FormRow("错误", wrong),
        clean=FormRow("自动改好", clean),
        money=FormRow("金额可以算", sum_of),
    )
    card.add(row(*form.rows.values(), None, gap=14))
    choices = [("VISIT", "入户"), ("CALL", "电话"), ("VIDEO", "视频")]
    day = DateInput(TODAY)
    day.put("2026-07-19")
    card.add(
        row(
            FormRow("日期", day, hint="只知道月份就写 2026-07"),
            FormRow("方式", ChoiceInput(choices, value="VISIT", width=130)),
            FormRow("手机", PhoneInput(mobile=True)),
            column(18, CheckBox("上门认证", ticked=True)),
            column(18, row(RadioButton("本人签领", chosen=True), RadioButton("代领"))),
            None,
            gap=14,
        )
    )
    return card


def _chips() -> Card:
    card = Card("标签和颜色：颜色只有一个意思，旁边总有字")
    on = FilterChip("在册", 356)
    on.setChecked(True)
    card.add(
        row(
            _labelled("已过、错误", Tag("逾期 38 天", "red")),
            _labelled("快到、要看", Tag("还有 2 天", "amber")),
            _labelled("办成", Tag("已签领", "green", icon="check")),
            _labelled("锁住、说明", Tag("已冻结", "blue", icon="lock")),
            _labelled("事实，不带意思", Tag("参战退役军人")),
            _labelled("重复", Tag("重复", "violet")),
            _labelled("灯", row_widget(Light("ok"), Light("warn"), Light("bad"), Light("grey"))),
            None,
            gap=18,
        ),
        chip_row(
            on,
            FilterChip("三属", 9),
            FilterChip("联系逾期", 6, dot="bad"),
            FilterChip("小组", menu=True),
            Switch(["全部 46", "走访 19", "慰问 12"]),
        ),
        row(Steps(["选人", "定金额", "冻结", "打印签领表", "签领核对"], at=2), None),
    )
    return card


def row_widget(*parts: QWidget) -> QWidget:
    """Parts beside each other as one widget."""
    made = QWidget()
    made.setLayout(row(*parts))
    return made


def _notices() -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    progress = ProgressCard("正在生成 200 人的一人一档", "停下后，已做好的 86 份留着")
    progress.step(86, 200)
    well, empty = Card(margin=2), Card()
    well.add(AllWell("今天没有到期的事", "下一件是 7月24日：给曾光明装扶手", framed=False))
    begin = [Button("用去年八一的名单", Look.FILLED, keys="L"), Button("从头选人")]
    more = "从去年的名单开始最快，去世、迁出的会自动去掉"
    empty.add(Empty("gift", "还没有慰问批次", more, buttons=begin, framed=False))
    ways = [Button("另存一份"), Button("再试一次", Look.FILLED, keys="Return")]
    rest = (
        "WPS 正开着这个文件。数据没有丢，月报也没有变。请关掉 WPS 里的这个文件再试，或者另存一份。"
    )
    toast = Toast(made)
    toast.say("已登记曾光明的走访", way="撤销", keys="Ctrl+Z")
    grid.addLayout(column(progress, well, None), 0, 0)
    grid.addWidget(Message("没能存到“6月月报.xlsx”", rest, buttons=ways), 0, 1)
    grid.addWidget(empty, 0, 2)
    again = Button("接着写", Look.TEXT, keys="Return")
    words = "上次写到一半：马德胜 的走访，周五 17:42 已自动存好"
    draft = Banner(words, icon="file-pen-line", buttons=[again, Button("不要了", Look.QUIET)])
    grid.addWidget(draft, 1, 0, 1, 2)
    grid.addWidget(toast, 1, 2)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)
    return made


_ROWS = [
    ("曾光明", "男 82", "0033", "三组", "500.00", "500.00", ""),
    ("周贵英", "女 79", "0069", "三组", "500.00", "*800.00", "镇街 7月10日已发 300"),
    ("严守仁", "男 79", "!6005", "四组", "—", "500.00", "身份证号只有 17 位，少了 1 位"),
    ("买买提·艾力", "男 62", "0037", "四组", "500.00", "9,999,999.00", ""),
]
Row = tuple[str, ...]


def _tail(row: Row) -> Cell:
    return Cell(row[2].lstrip("!"), wrong=row[2].startswith("!"))


def _amount(row: Row) -> Cell:
    return Cell(row[5].lstrip("*"), edited=row[5].startswith("*"))


def _remark(row: Row) -> Cell:
    return Cell(row[6], tone="amber", icon="triangle-alert") if row[6] else Cell()


def _table() -> RecordTable[Row]:
    table: RecordTable[Row] = RecordTable(
        [
            Column("姓名", lambda row: row[0], width=120, bold=True, name="name"),
            Column("性别 年龄", lambda row: row[1], width=90),
            Column("证号后四位", _tail, width=100, tone="text2"),
            Column("小组", lambda row: row[3], width=80),
            Column("去年（元）", lambda row: row[4], width=110, side=Side.RIGHT, tone="text2"),
            Column("今年（元）", _amount, width=130, side=Side.RIGHT, name="amount"),
            Column("说明", _remark, width=200, stretch=True),
        ],
        row_height="row_batch",
    )
    table.show_rows(_ROWS)
    table.choose(3)
    table.show_sorted("name")
    table.show_totals({"姓名": "合计", "性别 年龄": Cell("4 人"), "今年（元）": "10,001,799.00"})
    table.setMinimumHeight(current().px(226))
    return table
