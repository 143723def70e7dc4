"""What opens over the pages, by the button that opens it: for pictures and for tests that look."""

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from station_app.ui.application import settle
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.pop_list import PopList
from station_app.ui.print_preview import PrintPreview
from station_app.ui.shell import Shell

DIALOGS = {
    "people": ("打印", "小组", "更多"),
    "person": ("登记去世", "迁出", "并档", "取消登记"),
    "visits": ("打印台账", "作废"),
    "condolences": ("新建批次",),
    "batch": ("打印签领表", "做更正行"),
    "certifications": ("未认证名单", "年度"),
    "plaques": ("登记光荣牌", "收回", "换新牌", "打印卡片"),
    "forms": ("空表", "看看再打印"),
    "tally": ("打印",),
    "templates": ("改名",),
    "yearly": ("加一句", "改这一句", "上年同期"),
}


def press(page: QWidget | None, name: str) -> bool:
    """Click the button that is called so; False if this layout has none."""
    for button in page.findChildren(QAbstractButton) if page is not None else []:
        named = name in (button.accessibleName(), button.text())
        if named and button.isVisible() and button.isEnabled():
            button.click()
            return True
    return False


def over(window: QWidget) -> list[QWidget]:
    """What lies over the page now."""
    kinds = (Dialog, PrintPreview, PopList)
    return [one for kind in kinds for one in window.findChildren(kind) if one.isVisible()]


def put_away(window: QWidget) -> None:
    """Close what lies over the page."""
    for one in over(window):
        match one:
            case Dialog():
                one.give_up()
            case PrintPreview():
                one.close_preview()
            case _:
                one.hide()


def without_file_dialogs() -> None:
    """Nobody is there to answer one."""

    def nothing(*_anything: object, **_named: object) -> tuple[str, str]:
        return "", ""

    for name in ("getSaveFileName", "getOpenFileName"):
        setattr(QFileDialog, name, staticmethod(nothing))


def draw_dialogs(app: QApplication, shell: Shell, page: str, folder: Path, look: str) -> int:
    """Each dialog of the page that is open; returns how many were drawn."""
    made = 0
    for number, name in enumerate(DIALOGS.get(page, ())):
        main = shell.main
        if main is None or not press(main.page, name):
            continue
        for _ in range(3):
            settle(app, shell)
        shell.grab().save(str(folder / f"{page}-dialog{number + 1}-{look}.png"))
        made += 1
        put_away(shell)
        settle(app, shell)
    return made
