"""The few words of Qt's own dialogs for which its Chinese translation has none."""

from PySide6.QtCore import QTranslator

WORDS = {
    "&Look in:": "查找位置(&I)：",
    "Files of &type:": "文件类型(&T)：",
}
CONTEXT = "QFileDialog"


class QtWords(QTranslator):
    """Asked before Qt's own file; what it does not know it leaves to that."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: bytes | bytearray | memoryview | str,
        source_text: bytes | bytearray | memoryview | str,
        disambiguation: bytes | bytearray | memoryview | str | None = None,
        n: int = -1,
    ) -> str | None:
        return WORDS.get(str(source_text)) if context == CONTEXT else None
