"""The way back in with the recovery words: the words, who it is, and a new password."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.ui.components.button import Button, Look
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.layout import column, row, scrolling
from station_app.ui.components.password_input import PasswordInput, strength
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.landscape import Landscape
from station_app.ui.theme import current


class RecoveryPage(QWidget):
    """Twelve words open the station when the password is forgotten."""

    submitted = Signal(str, str, str)
    given_up = Signal()

    def __init__(self, operator: str) -> None:
        super().__init__()
        self.setProperty("ground", "bg")
        self._first, self._again = PasswordInput(width=300), PasswordInput(width=300)
        name = TextInput(width=200)
        name.setText(operator)
        self._form = Form(
            words=FormRow("找回词，一共 12 个", TextArea(lines=3), hint="照着纸上写，空格可有可无"),
            name=FormRow("您的姓名", name, required=True),
            password=FormRow("新密码", self._first, hint=strength("")[0], required=True),
            again=FormRow("再输一遍", self._again, required=True),
        )
        self._first.textEdited.connect(self._judge)
        self._enter = Button(
            "换好密码，进入", Look.FILLED, keys="Ctrl+Return", height="button_main"
        )
        self._enter.clicked.connect(self._submit)
        back = Button("回到登录", icon="chevron-left", height="button_main")
        back.clicked.connect(self.given_up)
        inner, inside = QWidget(), QWidget()
        sentence = "词印在建站时的那张纸上，和公章放在一处。资料不会因为换密码而变。"
        head = [Text("用找回词进来", "h1", bold=True), Text(sentence, tone="text2", wrap=True)]
        inside.setLayout(column(*self._form.rows.values(), None, gap=10))
        whole = column(*head, 8, scrolling(inside), row(back, None, self._enter), gap=10)
        whole.setStretch(3, 1)
        inner.setLayout(whole)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Landscape(), 25)
        layout.addWidget(_padded(inner), 75)

    def start(self) -> None:
        """The focus where the work begins."""
        self._form["words"].field.setFocus()

    def refuse(self, words: str) -> None:
        """Say what was wrong with the words."""
        self._enter.setEnabled(True)
        self._form.explain(words, "words")

    def _judge(self, typed: str) -> None:
        words, tone = strength(typed)
        self._form["password"].say(words, tone)

    def _submit(self) -> None:
        if not self._form.check():
            return
        if self._first.text() != self._again.text():
            self._form.explain("两遍不一样，请再输一遍", "again")
            return
        values = self._form.values()
        self._enter.setEnabled(False)
        self.submitted.emit(str(values["words"] or ""), str(values["name"]), self._first.text())


def _padded(inner: QWidget) -> QWidget:
    outer = QWidget()
    layout = QVBoxLayout(outer)
    px, edge = current().px, 24 if current().large else 64
    layout.setContentsMargins(px(edge), px(30), px(edge), px(24))
    layout.addWidget(inner)
    return outer
