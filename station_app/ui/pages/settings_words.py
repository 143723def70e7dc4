"""The recovery words among the copies: is the paper right, and other words if it is lost."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.errors import StationError
from station_app.messages import sentence
from station_app.services.recovery_words import adopt, check, last_checked, propose
from station_app.ui import doors
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import fill, row
from station_app.ui.components.password_input import PasswordInput
from station_app.ui.components.text import IconMark, Text
from station_app.ui.components.text_input import TextArea
from station_app.ui.desk import Desk
from station_app.ui.recovery_sheet import RecoverySheet

OLD_PAPER = (
    "已换成新的找回词。旧的那张纸也请留着："
    "区县替本站存着的身体、困难、备注，换新电脑时仍用旧词打开。"
)


class WordsLine(QWidget):
    """One line: whether the paper was seen to fit, and what can be done about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.tasks = desk, desk.tasks
        self._mark, self._state = IconMark("key-round", tone="amber"), Text("", wrap=True)
        self.check = Button("核对那张纸", icon="check")
        self.renew = Button("换一套找回词", icon="refresh-cw")
        self.check.clicked.connect(self._check)
        self.renew.clicked.connect(self._renew)
        line = row(self._mark, self._state, self.check, self.renew)
        line.setStretch(1, 1)
        layout = QHBoxLayout(self)
        fill(layout, [line], 0)

    def refresh(self) -> None:
        """Look when the paper was last seen to fit."""
        self.tasks.run(last_checked, self.desk.paths, with_store=False, then=self._show)

    def _show(self, day: date | None) -> None:
        if day is None:
            self._state.setText("找回词还没有核对过。密码忘了，只有那张纸能打开资料。")
        else:
            self._state.setText(f"找回词 {day.year}年{day.month}月{day.day}日核对过，纸请收好。")
        self._mark.show_icon("key-round", "amber" if day is None else "green")

    def _check(self) -> None:
        CheckWords(self, self.desk)

    def _renew(self) -> None:
        RenewWords(self, self.desk)


class CheckWords(Dialog):
    """The twelve words are typed from the paper; they are compared and not kept."""

    def __init__(self, line: WordsLine, desk: Desk) -> None:
        super().__init__(line, "核对找回词", "照着那张纸写", width=520)
        self._line, self._desk = line, desk
        words = FormRow(
            "找回词，一共 12 个", TextArea(lines=3), hint="照着纸上写，空格可有可无", required=True
        )
        self.form = Form(words=words)
        self.add(words)
        away, self.main = (
            Button("先不办", keys="Esc"),
            Button("核对", Look.FILLED, keys="Ctrl+Return"),
        )
        away.clicked.connect(self.give_up)
        self.main.clicked.connect(self._submit)
        self.add_buttons(away, self.main, note="只核对，不存下来")
        self.open(words.field)

    def _submit(self) -> None:
        if self.form.check():
            self._desk.tasks.run(
                check,
                self._desk.paths,
                str(self.form.values()["words"] or ""),
                today=self._desk.today(),
                with_store=False,
                then=self._fits,
                failed=self._refused,
                holds=self.main,
            )

    def _refused(self, error: StationError) -> None:
        self.form.explain(sentence(error), "words")

    def _fits(self, _nothing: object) -> None:
        self.finish()
        self._line.refresh()
        self._desk.say("对得上。这张纸请收好")


class RenewWords(Dialog):
    """The password first; then other words, which count once two of them were read from paper."""

    def __init__(self, line: WordsLine, desk: Desk) -> None:
        super().__init__(line, "换一套找回词", "那张纸丢了，或者被别人看到了", width=520)
        self._line, self._desk = line, desk
        self._password = PasswordInput(width=300)
        field = FormRow("现在的密码", self._password, required=True)
        self.form = Form(password=field)
        text = "换好以后，旧的找回词打不开本机的资料；以前的备份仍用备份时的找回词或密码打开。"
        self.add(field, Text(text, "small", tone="text2", wrap=True))
        away = Button("先不办", keys="Esc")
        self.main = Button("给我新的", Look.FILLED, keys="Ctrl+Return")
        away.clicked.connect(self.give_up)
        self.main.clicked.connect(self._submit)
        self.add_buttons(away, self.main)
        self.open(self._password)

    def _submit(self) -> None:
        if self.form.check():
            self._desk.tasks.run(
                propose,
                self._desk.paths,
                name=self._desk.operator.name,
                password=self._password.text(),
                with_store=False,
                then=self._proposed,
                failed=self._refused,
                holds=self.main,
            )

    def _refused(self, error: StationError) -> None:
        self.form.explain(sentence(error), "password")

    def _proposed(self, words: tuple[str, ...]) -> None:
        self.finish()
        NewWords(self._line, self._desk, words)


class NewWords(Dialog):
    """The sheet of the first day again; closed early, the old words go on fitting."""

    def __init__(self, line: WordsLine, desk: Desk, words: tuple[str, ...]) -> None:
        super().__init__(
            line, "新的找回词", "印在纸上，核对两个才算换好；现在关上，旧的照样能用", width=700
        )
        self._line, self._desk, self._words = line, desk, words
        self.sheet = RecoverySheet(headed=False)
        self.sheet.show_words(words)
        self.sheet.printed.connect(self._print)
        self.sheet.saved.connect(self._save)
        self.sheet.checked.connect(self._adopt)
        self.add(self.sheet)
        away = Button("先不换", keys="Esc")
        away.clicked.connect(self.give_up)
        self.add_buttons(away)
        self.open(self.sheet.first_field)

    def _print(self) -> None:
        doors.print_words(self, self._words, self._desk.station.full_name)

    def _save(self) -> None:
        doors.save_words(self, self._words, self._desk.station.full_name)

    def _adopt(self) -> None:
        self._desk.tasks.run(
            adopt,
            self._desk.paths,
            self._desk.keys,
            self._words,
            today=self._desk.today(),
            then=self._adopted,
        )

    def _adopted(self, old_paper_counts: bool) -> None:
        self.finish()
        self._line.refresh()
        if old_paper_counts:
            self._desk.explain(OLD_PAPER)
        else:
            self._desk.say("已换成新的找回词，旧的那张纸可以撕掉")
