"""First run: the station, the operator and a password, the recovery words, and the way in."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, row, scrolling
from station_app.ui.components.password_input import PasswordInput, strength
from station_app.ui.components.text import IconMark, Text
from station_app.ui.components.text_input import FieldState, ReadInput, TextInput
from station_app.ui.gate import Founding
from station_app.ui.landscape import Landscape
from station_app.ui.recovery_sheet import RecoverySheet
from station_app.ui.seal import Brand
from station_app.ui.step_list import StepList
from station_app.ui.theme import current

CODE_DIGITS = 12


def read_code(text: str) -> FieldState[str]:
    """A division code of twelve digits, as it is typed; blanks are put right."""
    plain = "".join(text.split())
    if not plain:
        return FieldState()
    if not plain.isdecimal():
        return FieldState(error="只写数字，一共 12 位")
    digits = "".join(str(int(letter)) for letter in plain)
    if len(digits) != CODE_DIGITS:
        words = f"现在是 {len(digits)} 位，要 12 位"
        return FieldState(error=words, unfinished=len(digits) < CODE_DIGITS)
    return FieldState(digits, digits, "" if digits == text else "空格和全角已改好")


class FirstRun(QWidget):
    """Five minutes, once; `founded` is called back through `show_words`."""

    founding_wanted = Signal(object)
    entered = Signal()
    restore_wanted = Signal()

    def __init__(
        self,
        *,
        print_words: Callable[[QWidget, tuple[str, ...], str], None],
        save_words: Callable[[QWidget, tuple[str, ...], str], None],
    ) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self._print, self._save = print_words, save_words
        self._words: tuple[str, ...] = ()
        self._steps = StepList(
            [
                ("服务站", "代码和名称"),
                ("您和密码", "第一个使用的人"),
                ("找回词", "印一张纸，收好"),
                ("开始用", "先导入花名册"),
            ]
        )
        self._stack = QStackedWidget()
        self._build_forms()
        self._sheet = RecoverySheet()
        self._sheet.printed.connect(self._print_words)
        self._sheet.saved.connect(self._save_words)
        self._sheet.checked.connect(self._words_checked)
        self._build_pages()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._panel(), 25)
        layout.addWidget(self._stack, 75)

    @property
    def at(self) -> int:
        """The number of the present step."""
        return self._stack.currentIndex()

    def start(self) -> None:
        """The focus where the work begins."""
        self._where["code"].field.setFocus()

    def refuse(self, words: str) -> None:
        """The station could not be made: say why, under the field it concerns."""
        self._found.setEnabled(True)
        self._who.explain(words, "name")

    def show_words(self, words: tuple[str, ...]) -> None:
        """The station is made: its words are shown this once."""
        self._words = words
        self._sheet.show_words(words)
        self._go(2)

    def _build_forms(self) -> None:
        self._where = Form(
            code=FormRow(
                "区划代码",
                ReadInput(read_code, width=260, placeholder="12 位数字", longest=24),
                hint="统计用的 12 位代码，镇里或民政的表上有；定下就不改",
                required=True,
            ),
            name=FormRow(
                "服务站全称",
                TextInput(width=440, placeholder="柳溪镇青石村退役军人服务站"),
                hint="打印表格时用这个名字，以后能改",
                required=True,
            ),
        )
        first, again = PasswordInput(width=320), PasswordInput(width=320)
        self._who = Form(
            name=FormRow("您的姓名", TextInput(width=200), hint="记录上写谁办的", required=True),
            password=FormRow("密码", first, hint=strength("")[0], required=True),
            again=FormRow("再输一遍", again, required=True),
        )
        self._first, self._again = first, again
        first.textEdited.connect(self._judge_password)

    def _build_pages(self) -> None:
        self._stack.addWidget(self._where_page())
        self._stack.addWidget(self._who_page())
        self._stack.addWidget(_padded(self._sheet))
        self._stack.addWidget(self._ready_page())

    def _where_page(self) -> QWidget:
        onward = Button("下一步：您和密码", Look.FILLED, keys="Ctrl+Return", height="button_main")
        onward.clicked.connect(self._where_done)
        restore = Button("换了电脑，从备份恢复", Look.TEXT, icon="history")
        restore.clicked.connect(self.restore_wanted)
        sentence = "填两样就行。资料都加密存在这台电脑里，没有网也能用。"
        return _step_page(
            "这是哪个服务站", sentence, [*self._where.rows.values()], [restore], onward
        )

    def _who_page(self) -> QWidget:
        self._found = Button(
            "下一步：找回词", Look.FILLED, keys="Ctrl+Return", height="button_main"
        )
        self._found.clicked.connect(self._who_done)
        back = Button("上一步", icon="chevron-left", height="button_main")
        back.clicked.connect(self._back)
        sentence = "别的人以后在“设置”里加，各用各的密码。"
        return _step_page(
            "谁来用，密码是什么", sentence, [*self._who.rows.values()], [back], self._found
        )

    def _ready_page(self) -> QWidget:
        enter = Button("进入服务站", Look.FILLED, keys="Ctrl+Return", height="button_main")
        enter.clicked.connect(self.entered)
        lines = (
            ("table-2", "先导入花名册", "左下角“导入导出”，有 Excel 就行，乱一点也不怕"),
            ("search", "找人用左上角的框", "首字母、姓名、证号尾数、电话都行"),
            ("undo-2", "做错了能撤销", "右上角“撤销”，或者按 Ctrl Z"),
            ("hard-drive", "每天自动备份", "在“设置”里可以另存到 U 盘"),
        )
        parts = [_fact(*line) for line in lines]
        return _step_page("好了，可以用了", "记住这四样，就够开始了。", parts, [], enter)

    def _panel(self) -> QWidget:
        panel = Landscape()
        panel.setMinimumWidth(current().px(250))
        layout = QVBoxLayout(panel)
        px = current().px
        layout.setContentsMargins(px(32), px(38), px(16), px(32))
        layout.addWidget(Brand("第一次使用", "四步，大约五分钟", size=36))
        layout.addSpacing(px(24))
        layout.addWidget(self._steps)
        layout.addStretch(1)
        return panel

    def _go(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        self._steps.go(number)
        page = self._stack.currentWidget()
        fields = [f for f in page.findChildren(TextInput) if f.isVisible()] if page else []
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._go(self.at - 1)

    def _where_done(self) -> None:
        if self._where.check():
            self._steps.tell(0, str(self._where.values()["name"]))
            self._go(1)

    def _judge_password(self, typed: str) -> None:
        words, tone = strength(typed)
        self._who["password"].say(words, tone)

    def _who_done(self) -> None:
        if not self._who.check() or not self._passwords_fit():
            return
        where, who = self._where.values(), self._who.values()
        self._found.setEnabled(False)
        self._steps.tell(1, f"{who['name']}，站长")
        self.founding_wanted.emit(
            Founding(where["code"], where["name"], who["name"], self._first.text())
        )

    def _passwords_fit(self) -> bool:
        if len(self._first.text()) < 8:
            self._who.explain("密码至少要 8 个字，可以用一句话", "password")
            return False
        if self._first.text() != self._again.text():
            self._who.explain("两遍不一样，请再输一遍", "again")
            return False
        return True

    def _print_words(self) -> None:
        self._print(self, self._words, str(self._where.values()["name"]))

    def _save_words(self) -> None:
        self._save(self, self._words, str(self._where.values()["name"]))

    def _words_checked(self) -> None:
        self._words = ()
        self._first.clear()
        self._again.clear()
        self._go(3)


def _fact(icon: str, words: str, more: str) -> QHBoxLayout:
    lines = column(Text(words, bold=True), Text(more, "small", tone="text2"), gap=2)
    return row(IconMark(icon, tone="primary", size=24), 6, lines, None)


def _step_page(
    title: str,
    sentence: str,
    parts: list[QWidget] | list[FormRow] | list[QHBoxLayout],
    left: list[QWidget] | list[Button],
    main: Button,
) -> QWidget:
    content = column(*parts, None, gap=16)
    inside = QWidget()
    inside.setLayout(content)
    made = QWidget()
    layout = column(
        Text(title, "h1", bold=True),
        Text(sentence, "body", tone="text2"),
        16,
        scrolling(inside),
        row(*left, None, main),
        gap=6,
    )
    made.setLayout(layout)
    layout.setStretch(3, 1)
    return _padded(made)


def _padded(inner: QWidget) -> QWidget:
    outer = QWidget()
    layout = QVBoxLayout(outer)
    px, edge = current().px, 24 if current().large else 64
    layout.setContentsMargins(px(edge), px(30), px(edge), px(24))
    layout.addWidget(inner)
    return outer
