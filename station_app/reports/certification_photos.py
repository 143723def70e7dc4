"""Responsible for 认证照片页 (F12): the photos that prove certifications, six on a page."""

from collections.abc import Iterator

from station_app.domain.forms import Imprint
from station_app.domain.forms_photos import CertificationPhotos, CertifiedPhoto
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import folder
from station_app.reports.card import Cell, Row
from station_app.reports.folder import Block, Folder, Part
from station_app.reports.page import Head
from station_app.reports.roster import NOTHING
from station_app.reports.wording import (
    BLANK_DAY,
    LONG_RULE,
    dotted,
    number_or_rule,
    shown_id,
    shown_name,
)

TITLE = "认证照片页"
BESIDE = 2
FRAME = (75.0, 52.0)
WIDTH = 87.0
CAPTION = 13.0
BLANK_FRAMES = 6
NOT_HERE = "照片还没有传到这台电脑"
BLANK_WORDS = f"姓名：{LONG_RULE}\n认证日期：{BLANK_DAY}"


def pdf(sheet: CertificationPhotos, imprint: Imprint, progress: Progress) -> bytes:
    """The pages of a year as a PDF; a copy with masks shows nobody's face."""
    part = Part(TITLE, "", _head(sheet, imprint), (_block(sheet, imprint),))
    return folder.pdf([Folder((part,))], 1, imprint, progress)


def _head(sheet: CertificationPhotos, imprint: Imprint) -> Head:
    return Head(
        TITLE,
        f"填报单位（盖章）：{imprint.station_name}",
        f"认证年度：{number_or_rule(sheet.year)}",
        "" if sheet.is_blank else f"{sheet.people} 人，照片 {len(sheet.photos)} 张",
    )


def _block(sheet: CertificationPhotos, imprint: Imprint) -> Block:
    shown = [_boxes(one, imprint) for one in sheet.photos]
    if sheet.is_blank:
        shown = [(_frame(None), BLANK_WORDS)] * BLANK_FRAMES
    if not shown:
        return Block((Row((Cell(NOTHING, BESIDE * WIDTH, centred=True),)),))
    rows = tuple(_rows(shown))
    return Block(rows, glued=frozenset(range(0, len(rows), BESIDE)))


def _rows(shown: list[tuple[Cell, str]]) -> Iterator[Row]:
    """Two photos side by side, below them what they show."""
    for start in range(0, len(shown), BESIDE):
        two = shown[start : start + BESIDE]
        empty = [Cell("", WIDTH)] * (BESIDE - len(two))
        yield Row((*(frame for frame, _ in two), *empty))
        yield Row((*(Cell(words, WIDTH) for _, words in two), *empty), CAPTION)


def _boxes(one: CertifiedPhoto, imprint: Imprint) -> tuple[Cell, str]:
    is_shown = imprint.mask is MaskLevel.FULL
    missing = [NOT_HERE] if one.content is None and is_shown else []
    by = (one.certifiers or "").replace(" ", "、")
    who = (shown_name(one.name, imprint.mask), one.sex, shown_id(one.id_number, imprint.mask))
    how = (dotted(one.certified_on), (one.method or "").partition("（")[0], by)
    lines = ["　".join(filter(None, some)) for some in (who, how)]
    return _frame(one.content if is_shown else None), "\n".join([*lines, *missing])


def _frame(content: bytes | None) -> Cell:
    pictures = (content,) if content is not None else ()
    return Cell("", WIDTH, photos=1, pictures=pictures, frame=FRAME)
