"""Responsible for the 告知书: what is kept about a person, what for, who sees it and how long.

SETTLED 13: registration hands it over and keeps its date. It names what the records really hold;
the ground is what the 个人信息保护法 asks for sensitive data (DOMAIN §0.3), in plain words.
"""

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.forms import Imprint, PrivacyNotice
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import letter
from station_app.reports.letter import Grid, Letter, Paragraph, label_row, text_row
from station_app.reports.page import Head
from station_app.reports.wording import BLANK_DAY

WIDTHS = (29, 52, 41, 26, 32)
TITLES = ("资料", "具体内容", "用来做什么", "谁能看到", "保存多久")
TOWN = "本站、区县"
STATION = "只有本站"
LONG = "在册期间及以后按档案规定"
KEPT = (
    (
        "身份和联系",
        "姓名、性别、出生日期、身份证号、住址、电话、紧急联系人",
        "确认本人，联系和上门服务",
        TOWN,
        LONG,
    ),
    (
        "服役和身份类别",
        "入伍、退役时间，证件号，人员类别",
        "核对应享受的抚恤优待",
        TOWN,
        LONG,
    ),
    ("家庭", "户主、家庭住址、光荣牌和悬挂照片", "一户一牌，走访", TOWN, LONG),
    (
        "待遇和慰问",
        "抚恤补助的起止、慰问金额、领取和签字日期、银行账户",
        "发放和核对，防止冒领",
        TOWN,
        LONG,
    ),
    ("年度确认", "认证方式、日期、结果和佐证（含照片）", "每年确认，按时发放待遇", TOWN, LONG),
    (
        "走访记录",
        "健康、生活能力、诉求、困难、照片",
        "帮助解决困难，跟进办理",
        STATION,
        "办结后按档案规定",
    ),
    (
        "政治面貌、番号、备注",
        "党员身份、部队番号代号、备注、本人照片",
        "组织活动，工作衔接",
        STATION,
        LONG,
    ),
)
BEFORE = (
    "您好。为了给您建档立卡、落实优待，本站要登记您的一些资料。其中身份证号、健康、银行账户等属于敏感个人信息，"
    "我们只为下面列出的用途使用，请您看过以后签字。"
)
AFTER = (
    "一、只有本站的资料在上报时加密，区县保存但看不到内容。资料不用于打分、排名，不列任何人的“重点”名单。",
    "二、对外公示只写姓名（中间隐去）、村组、项目和金额，不写身份证号、电话、账户和健康情况。",
    "三、您可以随时查看、更正自己的资料，可以要求删除不再需要的内容；不愿提供的项目可以不填。",
    "四、未满十四周岁的，由监护人阅读并签字。",
)


def pdf(notices: Sequence[PrivacyNotice], imprint: Imprint, progress: Progress) -> bytes:
    """The notices of these people, a page each; one without a name is blank."""
    handed_over = replace(imprint, mask=MaskLevel.STATISTICS)  # it is for its reader
    return letter.pdf([_letter(notice, imprint) for notice in notices], handed_over, progress)


def _letter(notice: PrivacyNotice, imprint: Imprint) -> Letter:
    head = Head(
        "个人信息登记告知书",
        f"登记单位：{imprint.station_name}",
        f"姓名：{notice.name or '____________'}",
        f"档案编号：{notice.file_no or '____________'}",
    )
    rows = (label_row(TITLES, WIDTHS), *(text_row(row, WIDTHS) for row in KEPT))
    phone = notice.station_phone or "____________________"
    parts: tuple[Paragraph | Grid, ...] = (
        Paragraph(BEFORE),
        Grid(rows),
        *(Paragraph(text) for text in AFTER),
        Paragraph(f"五、有疑问或要查看、更正，请到本站，或拨打电话：{phone}。"),
    )
    sign = (
        "我已看过以上内容，同意登记。",
        "本人（监护人）签字：________________",
        BLANK_DAY,
    )
    return Letter(head, parts, sign)
