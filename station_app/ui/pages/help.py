"""Help: the keys of everywhere and of the page one came from, and what to do when stuck."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from station_app.ui.components.button import Button
from station_app.ui.components.layout import (
    Card,
    PageHead,
    column,
    holder,
    page_layout,
    row,
    scrolling,
)
from station_app.ui.components.text import KeyHint, Text
from station_app.ui.desk import Desk
from station_app.ui.page import KeyHelp, Page
from station_app.ui.theme import current

EVERYWHERE = (
    KeyHelp("Ctrl+F", "找人；再按一次全选"),
    KeyHelp("F4", "登记走访"),
    KeyHelp("Ctrl+Z", "撤销最近一步，哪一页都行"),
    KeyHelp("Ctrl+Y", "重做刚撤销的"),
    KeyHelp("Return", "下一格；在名单里是打开"),
    KeyHelp("Shift+Return", "回到上一格"),
    KeyHelp("Ctrl+Return", "存好，办下一个"),
    KeyHelp("Escape", "关上，写的会留着"),
    KeyHelp("Alt+Left", "回到上一页"),
    KeyHelp("Ctrl++", "字大一点"),
    KeyHelp("Ctrl+-", "字小一点"),
    KeyHelp("Ctrl+L", "锁上，离开一会儿"),
)
ANSWERS = (
    ("找不到人？", "输姓名的首字母、证号后几位、电话、小组都行。多音字的姓两种读法都能找到。"),
    ("做错了？", "按 Ctrl Z。隔了几天的，到“历史撤销”里找那一步，整步撤回。"),
    (
        "花名册很乱？",
        "照样导入。拿不准的会一条条问您，退回的表上有红格子和原因，改好再导。",
    ),
    ("没有网？", "照常用，有网了再到“上报”里报，一条不会丢。"),
    ("忘了密码？", "登录页点“忘了密码”，照建站时那张纸填 12 个词。"),
    ("换电脑？", "在“设置”里备份到 U 盘，新电脑上点“从备份恢复”。"),
)


class HelpPage(Page):
    """Opened by F1 from anywhere."""

    keys = (KeyHelp("Alt+Left", "回去"),)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        back = Button("回去", icon="chevron-left")
        back.clicked.connect(desk.back)
        head = PageHead("帮助", "记住前四个键就够用", buttons=[back])
        inside = QWidget()
        keys = _keys_card("到处都能用的键", EVERYWHERE)
        inside.setLayout(column(keys, _answers_card(), None, gap=12))
        layout = page_layout(self, head, scrolling(inside))
        layout.setStretch(1, 1)


def _keys_card(title: str, keys: Sequence[KeyHelp]) -> Card:
    card, grid = Card(title), QGridLayout()
    grid.setHorizontalSpacing(current().px(16))
    grid.setVerticalSpacing(current().px(8))
    columns = 1 if current().large else 3
    for number, key in enumerate(keys):
        line = row(KeyHint(key.keys), Text(key.words), None)
        grid.addWidget(holder(line), number // columns, number % columns)
    card.add(grid)
    return card


def _answers_card() -> Card:
    card = Card("常见的事", gap=10)
    for asked, answer in ANSWERS:
        card.add(column(Text(asked, bold=True), Text(answer, tone="text2", wrap=True), gap=2))
    return card
