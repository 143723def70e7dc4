"""The papers of a village on its first day: its roster and five ledgers, as kept there."""

from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from station_app.domain.id_number import check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙"
GIVEN = ("建国", "秀英", "志强", "桂兰", "光明", "长河")


@dataclass(frozen=True, slots=True)
class Villager:
    """Somebody on the roster; nobody real has such a number (DOMAIN 8.1)."""

    name: str
    id_number: str
    category: str
    group: str
    phone: str


def villagers(count: int = 60) -> list[Villager]:
    """So many different people."""
    return [_villager(number) for number in range(count)]


def _villager(number: int) -> Villager:
    surname, given = SURNAMES[number % len(SURNAMES)], GIVEN[number // len(SURNAMES) % len(GIVEN)]
    body = f"320812{1944 + number % 14}{number % 12 + 1:02}{number % 27 + 1:02}00{number % 10}"
    category = ("参战退役军人", "残疾军人", "60周岁农村籍退役士兵", "烈士遗属")[number % 4]
    group = ("一组", "二组", "三组")[number % 3]
    return Villager(
        surname + given, body + check_digit(body), category, group, f"1381234{number:04}"
    )


def write_roster(path: Path, people: list[Villager]) -> None:
    """A roster under a title, with a total row and a signature below."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["青石村2022年退役军人和优抚对象花名册"])
    sheet.merge_cells("A1:G1")
    sheet.append(["填报单位：青石村", None, None, None, "填报日期：2022年1月5日"])
    sheet.append(["序号", "姓名", "身份证号", "人员类别", "家庭住址", "村民小组", "联系电话"])
    for number, person in enumerate(people, start=1):
        address = f"青石村{person.group}{number}号"
        sheet.append(
            [
                number,
                person.name,
                person.id_number,
                person.category,
                address,
                person.group,
                person.phone,
            ]
        )
    sheet.append(["合计", f"共{len(people)}人"])
    sheet.append(["制表人：", "李秀兰"])
    book.save(path)


def write_sheet(path: Path, head: list[str], rows: list[list[object]]) -> None:
    """A plain ledger: a head and its rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ([*head], *rows):
        sheet.append(row)
    book.save(path)


SOURCE_FIGURES = (
    ("困难优抚对象", "现金", 267, 26_500_000),
    ("困难退役军人", "现金", 93, 7_580_000),
    ("重点关注对象", "物资", 120, 4_800_000),
    ("困难自主择业军转干、企业军转干", "现金", 188, 17_540_000),
    ("困难烈属", "现金", 8, 800_000),
)
"""Kind, form, 人次 and fen of source document 000: together 676 人次 and 57.22 万元."""


def write_payments(path: Path, people: list[Villager]) -> None:
    """The year's condolence of source 000: some rows by name, the rest as headcounts."""
    head = ["发放日期", "慰问类型", "姓名", "身份证号", "人数", "发放方式", "金额", "物资名称"]
    head += ["物资折款", "资金来源", "节日"]
    rows: list[list[object]] = []
    for index, (kind, form, headcount, fen) in enumerate(SOURCE_FIGURES):
        goods = form == "物资"
        named = [] if goods else people[index * 4 : index * 4 + 4]
        for person in named:
            rows.append(
                _payment(f"2022-01-{10 + index}", kind, person, count=None, form=form, fen=50_000)
            )
        rest, rest_fen = headcount - len(named), fen - 50_000 * len(named)
        rows.append(
            _payment(f"2022-07-{20 + index}", kind, None, count=rest, form=form, fen=rest_fen)
        )
    write_sheet(path, head, rows)


def _payment(
    on: str, kind: str, person: Villager | None, *, count: int | None, form: str, fen: int
) -> list[object]:
    yuan = f"{fen // 100}.{fen % 100:02}"
    goods = form == "物资"
    return [
        on,
        kind,
        person.name if person else None,
        person.id_number if person else None,
        count,
        form,
        None if goods else yuan,
        "米、油" if goods else None,
        yuan if goods else None,
        "区县财政",
        "春节" if on < "2022-03" else "八一",
    ]


def write_visits(path: Path, people: list[Villager]) -> None:
    """A visit in October 2022 to each of the first twenty, and a call to the next five."""
    head = ["走访日期", "姓名", "身份证号", "走访类型", "走访方式", "走访人", "基本情况"]
    rows: list[list[object]] = [
        [
            f"2022年10月{day + 1}日",
            p.name,
            p.id_number,
            "常态化走访",
            "入户" if day < 20 else "电话",
            "周建明",
            "身体硬朗",
        ]
        for day, p in enumerate(people[:25])
    ]
    write_sheet(path, head, rows)


def write_entitlements(path: Path, people: list[Villager]) -> None:
    """A benefit for everybody, by category."""
    kinds = {
        "参战退役军人": "参战补助",
        "残疾军人": "残疾抚恤金",
        "60周岁农村籍退役士兵": "农村籍退役士兵补助",
        "烈士遗属": "三属定期抚恤金",
    }
    head = ["姓名", "身份证号", "待遇种类", "批准日期", "起始月份", "月标准"]
    rows: list[list[object]] = [
        [p.name, p.id_number, kinds[p.category], "2019-05-06", "2019-05", "800.00"] for p in people
    ]
    write_sheet(path, head, rows)


def write_certifications(path: Path, people: list[Villager]) -> None:
    """Forty certified in September 2022 by the four methods of source 004."""
    methods = ("自主认证", "代理认证", "上门认证", "线上小程序认证")
    head = ["年度", "姓名", "身份证号", "认证方式", "认证日期", "认证结果", "代理人"]
    head += ["代理人关系", "认证编号", "认证人员", "佐证"]
    rows: list[list[object]] = [
        [
            2022,
            p.name,
            p.id_number,
            methods[n % 4],
            f"2022-09-{n % 28 + 1:02}",
            "通过",
            "王小军" if n % 4 == 1 else None,
            "儿子" if n % 4 == 1 else None,
            f"XCX2022{n:04}" if n % 4 == 3 else None,
            "周建明、吴海燕",
            "现场照片",
        ]
        for n, p in enumerate(people[:40])
    ]
    write_sheet(path, head, rows)


def write_plaques(path: Path, people: list[Villager]) -> None:
    """Plaques hung in July 2022 at the first thirty homes."""
    head = ["姓名", "身份证号", "户主", "悬挂日期", "悬挂位置", "悬挂地址", "签收人"]
    rows: list[list[object]] = [
        [
            p.name,
            p.id_number,
            p.name,
            f"2022-07-{n % 28 + 1:02}",
            "大门",
            f"青石村{p.group}",
            p.name,
        ]
        for n, p in enumerate(people[:30])
    ]
    write_sheet(path, head, rows)
