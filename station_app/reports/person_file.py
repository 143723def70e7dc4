"""Responsible for 一人一档: index, 建档立卡表, what is known, what happened, photos of a person.

The basic sheet is that of F12; a masked copy shows no face, no health and no politics (PV1, PV4).
"""

from collections.abc import Iterable, Iterator, Sequence

from station_app.domain import money
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel, mask_certificate
from station_app.domain.person_file import (
    AccountLine,
    BasicSheet,
    EventLine,
    IdentityLine,
    PersonFile,
    PhotoLine,
)
from station_app.progress import Progress
from station_app.reports import folder
from station_app.reports.card import Card, Cell, Row
from station_app.reports.folder import Block, Entry, Folder, Part
from station_app.reports.page import Head
from station_app.reports.person_sheet import basic_sheet
from station_app.reports.plaque_register import LABEL, VALUE, pair, wide
from station_app.reports.wording import (
    amount,
    chinese_date,
    count,
    dotted,
    dotted_partial,
    shown_account,
    shown_birth,
    shown_name,
    shown_place,
)

TITLE = "一人一档"
WIDTH = 2 * (LABEL + VALUE)
PHOTO = (80.0, 62.0)
LONGEST = 600
"""Characters of one box: a longer story goes on in the next one, so that no page is too short."""
EVENTS = (("日期", 22.0), ("事项", 42.0), ("内容", 84.0), ("金额（元）", 26.0))
IDENTITY_COLUMNS = (
    ("类别", 48.0),
    ("证件名称及编号", 46.0),
    ("认定依据", 28.0),
    ("认定日期", 22.0),
    ("说明", 30.0),
)
SERVICE_COLUMNS = (
    ("入伍", 24.0),
    ("退役", 24.0),
    ("军兵种、军衔", 32.0),
    ("退役证号", 36.0),
    ("安置方式", 28.0),
    ("参战参试", 30.0),
)
BENEFIT_COLUMNS = (
    ("种类", 44.0),
    ("状态", 26.0),
    ("起始", 22.0),
    ("停发", 22.0),
    ("每月（元）", 26.0),
    ("文号", 34.0),
)
ACCOUNT_COLUMNS = (("开户银行", 50.0), ("账号", 60.0), ("户名", 36.0), ("状态", 28.0))
MEMBER_COLUMNS = (("姓名", 40.0), ("与户主关系", 40.0), ("年龄", 20.0), ("说明", 74.0))
"""Columns of the tables: title and width in millimetres."""


def pdf(files: Iterable[PersonFile], total: int, imprint: Imprint, progress: Progress) -> bytes:
    """The files of so many people in one PDF, each with an index and page numbers of its own."""
    made = (_folder(one, imprint) for one in files)
    return folder.pdf(made, total, imprint, progress)


def _folder(one: PersonFile, imprint: Imprint) -> Folder:
    sheet = basic_sheet(one.sheet, imprint)
    if one.is_blank:
        return Folder((sheet,))
    parts = [sheet, _known(one, imprint), _events(one, imprint)]
    photos = one.photos if imprint.mask is MaskLevel.FULL else ()
    parts += [_photos(one, photos, imprint)] if photos else []

    def cover(entries: Sequence[Entry]) -> Card:
        return _cover(one, entries, imprint)

    return Folder(tuple(parts), cover)


def _head(title: str, sheet: BasicSheet, imprint: Imprint) -> Head:
    return Head(
        title,
        f"填报单位（盖章）：{imprint.station_name}",
        right=f"{shown_name(sheet.name, imprint.mask)}　档案编号：{sheet.file_no or '________'}",
    )


def _cover(one: PersonFile, entries: Sequence[Entry], imprint: Imprint) -> Card:
    """Who it is about, and where everything stands."""
    sheet, mask = one.sheet, imprint.mask
    name = shown_name(sheet.name, mask)
    rows = [
        Row((Cell("姓名", LABEL, label=True), Cell(name, WIDTH - LABEL, large=True)), 24),
        pair("性别", sheet.sex, "出生日期", shown_birth(sheet.born, mask)),
        wide("人员类别", "；".join(sheet.categories)),
        pair("村民小组", sheet.group_name, "人员状态", sheet.status),
        wide("现住址", shown_place(sheet.group_name, sheet.address, mask)),
        pair("建档日期", dotted(sheet.registered_on), "挂钩联系人", sheet.staff),
        _heading("目录"),
        _titles((("序号", 16), ("内容", 78), ("数量", 52), ("页码", 28))),
        *(_entry(number, one_) for number, one_ in enumerate(entries, start=1)),
    ]
    head = Head(
        TITLE,
        f"立档单位（盖章）：{imprint.station_name}",
        right=f"档案编号：{sheet.file_no or '________'}",
    )
    return Card(head, tuple(rows), seal=True)


def _entry(number: int, entry: Entry) -> Row:
    last = entry.page + entry.pages - 1
    pages = str(entry.page) if entry.pages == 1 else f"{entry.page}－{last}"
    return Row(
        (
            Cell(str(number), 16, centred=True),
            Cell(entry.name, 78, bold=True),
            Cell(entry.count, 52),
            Cell(pages, 28, right=True),
        ),
        10,
    )


def _heading(words: str) -> Row:
    return Row((Cell(words, WIDTH, label=True),), 9)


def _titles(columns: Sequence[tuple[str, float]]) -> Row:
    return Row(tuple(Cell(title, width, label=True) for title, width in columns))


def _table(
    title: str,
    columns: Sequence[tuple[str, float]],
    lines: Sequence[Sequence[str | None]],
    nothing: str,
) -> Block:
    """A heading and a table below it; a table without lines says so."""
    if not lines:
        return Block((Row((Cell(nothing, WIDTH),)),), (_heading(title),))
    rows = tuple(
        Row(tuple(Cell(text or "", width) for text, (_, width) in zip(line, columns, strict=True)))
        for line in lines
    )
    head = (_heading(title), _titles(columns)) if len(columns) > 1 else (_heading(title),)
    return Block(rows, head)


def _known(one: PersonFile, imprint: Imprint) -> Part:
    """Identities, service, benefits, accounts, plaque and household."""
    blocks = (
        _identities(one, imprint),
        _services(one, imprint),
        _benefits(one),
        _accounts(one, imprint),
        _table("光荣牌", (("", WIDTH),), _plaque(one), "没有登记"),
        _members(one, imprint),
    )
    counted = f"身份 {len(one.identities)} 种，同户 {len(one.members)} 人"
    title = "身份、服役、待遇和家庭"
    return Part(title, counted, _head(title, one.sheet, imprint), blocks)


def _identities(one: PersonFile, imprint: Imprint) -> Block:
    lines = [
        (
            line.category,
            _certificate(line, imprint.mask),
            line.basis,
            dotted(line.since),
            line.about,
        )
        for line in one.identities
    ]
    return _table("身份", IDENTITY_COLUMNS, lines, "没有登记身份")


def _services(one: PersonFile, imprint: Imprint) -> Block:
    lines = [
        (
            dotted_partial(line.enlisted_on),
            dotted_partial(line.discharged_on),
            line.branch,
            _number(line.certificate_no, imprint.mask),
            line.settled,
            line.special,
        )
        for line in one.services
    ]
    return _table("服役", SERVICE_COLUMNS, lines, "没有登记服役经历")


def _benefits(one: PersonFile) -> Block:
    lines = [
        (
            line.kind,
            line.state,
            dotted_partial(line.start_month),
            dotted_partial(line.stop_month),
            amount(line.monthly_fen),
            line.doc_no,
        )
        for line in one.benefits
    ]
    return _table("待遇", BENEFIT_COLUMNS, lines, "没有定期抚恤补助")


def _accounts(one: PersonFile, imprint: Imprint) -> Block:
    lines = [
        (
            line.bank,
            shown_account(line.number, imprint.mask),
            shown_name(line.holder, imprint.mask),
            _account_state(line),
        )
        for line in one.accounts
    ]
    return _table("账户", ACCOUNT_COLUMNS, lines, "没有登记账户")


def _members(one: PersonFile, imprint: Imprint) -> Block:
    lines = [
        (
            shown_name(line.name, imprint.mask),
            _relation(line.relation),
            count(line.age),
            line.note,
        )
        for line in one.members
    ]
    return _table("家庭成员", MEMBER_COLUMNS, lines, "同户没有别人")


def _certificate(line: IdentityLine, mask: MaskLevel) -> str:
    number = _number(line.certificate_no, mask)
    return " ".join(part for part in (line.certificate, number) if part)


def _number(certificate_no: str | None, mask: MaskLevel) -> str | None:
    if certificate_no is None or mask is MaskLevel.FULL:
        return certificate_no
    return mask_certificate(certificate_no)


def _relation(words: str | None) -> str:
    """本人/户主 among others is the head of the household."""
    return "户主" if words == "本人/户主" else words or ""


def _account_state(line: AccountLine) -> str:
    return "已停用" if line.is_closed else ("默认" if line.is_default else "")


def _plaque(one: PersonFile) -> list[tuple[str]]:
    if one.plaque is None:
        return []
    state, place, since = one.plaque
    parts = (state, place, chinese_date(since) if since else "")
    return [("，".join(part for part in parts if part),)]


def _events(one: PersonFile, imprint: Imprint) -> Part:
    """What happened, year by year, and what was received in all."""
    rows: list[Row] = []
    glued: set[int] = set()
    year = 0
    for event in one.events:
        if event.on.year != year:
            year = event.on.year
            glued.add(len(rows))
            rows.append(Row((Cell(f"{year}年", WIDTH, bold=True),), 8))
        rows += _event(event, imprint.mask)
    if not rows:
        rows.append(Row((Cell("还没有往来记录", WIDTH),)))
    rows += _sums(one.events)
    title = "往来记录"
    block = Block(tuple(rows), (_titles(EVENTS),), frozenset(glued))
    return Part(title, f"{len(one.events)} 条", _head(title, one.sheet, imprint), (block,))


def _event(event: EventLine, mask: MaskLevel) -> Iterator[Row]:
    hides = mask is not MaskLevel.FULL and event.masked is not None
    first, *more = _pieces(event.masked or "" if hides else event.line)
    yield _event_row((dotted(event.on), event.heading, first, amount(event.amount_fen)))
    for piece in more:
        yield _event_row(("", "（接上）", piece, ""))


def _event_row(texts: tuple[str, str, str, str]) -> Row:
    widths = [width for _, width in EVENTS]
    cells = [Cell(text, width) for text, width in zip(texts, widths, strict=True)]
    return Row((cells[0], Cell(texts[1], widths[1], bold=True), cells[2], _money(texts[3])))


def _money(text: str) -> Cell:
    return Cell(text, EVENTS[-1][1], right=True)


def _pieces(text: str) -> list[str]:
    """A long story in boxes of a page's size, each ending with a sentence."""
    found: list[str] = []
    while len(text) > LONGEST:
        end = max(text.rfind(mark, 0, LONGEST) for mark in "。；，") + 1 or LONGEST
        found.append(text[:end])
        text = text[end:]
    return [*found, text]


def _sums(events: Sequence[EventLine]) -> list[Row]:
    """What was received, by the figures above."""
    received = [one for one in events if one.amount_fen is not None and one.counts]
    if not received:
        return []
    total = sum(one.amount_fen or 0 for one in received)
    words = f"合计　{len(received)} 笔"
    label = Cell(words, WIDTH - EVENTS[-1][1], label=True)
    return [Row((label, Cell(money.yuan(total), EVENTS[-1][1], right=True, bold=True)), 9)]


def _photos(one: PersonFile, photos: Sequence[PhotoLine], imprint: Imprint) -> Part:
    rows: list[Row] = []
    glued: set[int] = set()
    for start in range(0, len(photos), 2):
        two = photos[start : start + 2]
        glued.add(len(rows))
        rows.append(Row(_side_by_side([_picture(photo) for photo in two], Cell("", WIDTH / 2))))
        words = [Cell(photo.caption, WIDTH / 2) for photo in two]
        rows.append(Row(_side_by_side(words, Cell("", WIDTH / 2))))
    title = "照片"
    block = Block(tuple(rows), glued=frozenset(glued))
    return Part(title, f"{len(photos)} 张", _head(title, one.sheet, imprint), (block,))


def _side_by_side(cells: list[Cell], empty: Cell) -> tuple[Cell, ...]:
    return (*cells, *[empty] * (2 - len(cells)))


def _picture(photo: PhotoLine) -> Cell:
    pictures = (photo.content,) if photo.content is not None else ()
    return Cell("", WIDTH / 2, photos=1, pictures=pictures, frame=PHOTO)
