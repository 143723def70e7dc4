"""The ten everyday jobs in Excel, step by step, so that anybody can check the count at a keyboard.

In Excel's favour: the workbook is open, each ledger is a sheet of its own beside the one that was
used last, sex, birthday, age and totals are formulas that fill themselves, AutoComplete ends a word
after two characters, dead people are known by heart, and nothing is checked.
"""

from dataclasses import dataclass

NAME, OLD_NAME = "欧阳卫国", "秦玉山"
NUMBER, MOBILE = "320812195703120030", "13812345678"
GROUP, SEEN = "三组", "身体平稳"
ROSTER_FILE = "2026huamingce.xlsx"
SIGNER = "陈桂英"
DIED_ON = "2026-07-18"


@dataclass(frozen=True, slots=True)
class Step:
    """What one does, the keys pressed for it, and the words typed."""

    what: str
    keys: tuple[str, ...] = ()
    words: str = ""


def _keys(what: str, *keys: str) -> Step:
    return Step(what, keys)


def _words(what: str, words: str, *then: str) -> Step:
    return Step(what, then, words)


TO_SHEET = _keys("to the ledger beside", "Ctrl+PgDown")
TO_END = _keys("below its last row", "Ctrl+Down", "Down")
FIND = (
    _keys("find", "Ctrl+F"),
    _words("the name", OLD_NAME, "Return", "Escape"),
)
SAVE = _keys("save", "Ctrl+S")

STEPS: dict[str, tuple[Step, ...]] = {
    "register": (
        TO_SHEET,
        TO_END,
        _words("name", NAME, "Tab"),
        _words("ID number, an apostrophe first or its last digits are lost", f"'{NUMBER}", "Tab"),
        _words("category, ended by AutoComplete", "参战", "Tab"),
        _words("group", GROUP, "Tab"),
        _words("mobile", MOBILE, "Return"),
        SAVE,
    ),
    "find": (TO_SHEET, *FIND),
    "visit": (
        TO_SHEET,
        TO_END,
        _keys("today", "Ctrl+;", "Tab"),
        _words("name", OLD_NAME, "Tab"),
        _words("how", "入户", "Tab"),
        _words("by whom, ended by AutoComplete", "李秀", "Tab"),
        _words("what was seen", SEEN, "Return"),
        SAVE,
    ),
    "batch": (
        _keys("the county's list of 30 names is open: copy it", "Ctrl+A", "Ctrl+C"),
        _keys("a new sheet", "Shift+F11"),
        _words("title", "2026年八一慰问困难优抚对象签领表", "Return"),
        _keys("the list", "Ctrl+V"),
        _keys("a column for numbers before it", "Ctrl+Space", "Ctrl++"),
        _words(
            "its head and the first two numbers", "序号", "Return", "1", "Return", "2", "Return"
        ),
        _keys(
            "filled down to 30",
            "Return",
            "Up",
            "Up",
            "Shift+Down",
            "Ctrl+Shift+Down",
            "Alt+H",
            "F",
            "D",
        ),
        _keys("to the first free column", "Ctrl+Right", "Right"),
        _words("head for the amount", "金额", "Return"),
        _words("the amount, filled down", "500", "Return"),
        _keys("filled down to 30", "Up", "Ctrl+Shift+Down", "Ctrl+D"),
        _words("head for the signature", "签名", "Return"),
        _keys("total", "Ctrl+Down", "Down", "Alt+=", "Return"),
        _words("in words, by hand", "壹万伍仟元整", "Return"),
        _keys("borders", "Ctrl+A", "Ctrl+Shift+7"),
        _keys("rows high enough to sign", "Alt+H", "O", "H", "3", "0", "Return"),
        _keys("print", "Ctrl+P", "Return"),
        SAVE,
    ),
    "certify": (
        TO_SHEET,
        *FIND,
        _keys("to the column of this year", "Ctrl+Right", "Right"),
        _keys("today", "Ctrl+;", "Tab"),
        _words("how", "上门", "Tab"),
        _words("by whom", "李秀", "Tab"),
        _words("the second one", "周建", "Return"),
        _keys("to the ledger of visits", "Ctrl+PgDown"),
        TO_END,
        _keys("today", "Ctrl+;", "Tab"),
        _words("name", OLD_NAME, "Tab"),
        _words("how", "入户", "Return"),
        SAVE,
    ),
    "plaque": (
        TO_SHEET,
        TO_END,
        _words("name", OLD_NAME, "Tab"),
        _words("address", "青石村三组118号", "Tab"),
        _keys("today", "Ctrl+;", "Tab"),
        _words("who signed", SIGNER, "Return"),
        SAVE,
    ),
    "death": (
        TO_SHEET,
        *FIND,
        _keys("to the column of the state", "Ctrl+Right"),
        _words("state", "去世", "Tab"),
        _words("day", DIED_ON, "Return"),
        _keys("to the list of pensions", "Ctrl+PgDown"),
        *FIND,
        _keys("to the column of the state", "Ctrl+Right"),
        _words("stopped", "停发", "Return"),
        _keys("to the list of certifications", "Ctrl+PgDown"),
        *FIND,
        _keys("to the column of this year", "Ctrl+Right", "Right"),
        _words("state", "去世", "Return"),
        SAVE,
    ),
    "tally": (
        TO_SHEET,
        _keys("to the cell of the month", "Ctrl+Home", "Right"),
        _words("the month; all figures are COUNTIFS", "2026-07", "Return"),
        _keys("print", "Ctrl+P", "Return"),
    ),
    "import": (
        _keys("open the file", "Ctrl+O"),
        _words("its name", ROSTER_FILE, "Return"),
        _keys("its rows without the head", "Ctrl+Home", "Down", "Ctrl+Shift+End", "Ctrl+C"),
        _keys("to the roster", "Ctrl+Tab"),
        _keys("below its last row", "Ctrl+Home", "Ctrl+Down", "Down"),
        _keys("in, columns being in the same order", "Ctrl+V"),
        _keys("rows that are there twice", "Ctrl+A", "Alt+A", "M", "Return", "Return"),
        SAVE,
    ),
    "sync": (),
}
"""None for what Excel cannot do: no file in a mail comes back with a receipt."""
