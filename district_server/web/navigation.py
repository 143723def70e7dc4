"""The one place for navigation: what the side bar shows to whom, and where a page belongs."""

from dataclasses import dataclass

from district_server.models import Role

EVERYBODY = frozenset(Role)
DISTRICT_ONLY = frozenset({Role.DISTRICT})


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side bar: the page it opens, and the pages that stand below it."""

    page: str
    title: str
    icon: str
    roles: frozenset[Role] = EVERYBODY
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; the first group has none."""

    title: str
    places: tuple[Place, ...]


GROUPS = (
    Group("", (Place("overview", "总览", "sun"),)),
    Group(
        "上报",
        (
            Place("stations", "服务站", "map-pin", below=("station",)),
            Place("devices", "电脑", "hard-drive", below=("device",)),
            Place("bundles", "U盘上报", "usb", DISTRICT_ONLY),
            Place("conflicts", "待决定", "messages-square"),
            Place("refused", "未收记录", "file-x"),
        ),
    ),
    Group(
        "汇总",
        (
            Place(
                "tally",
                "数据汇总",
                "chart-no-axes-column",
                below=("tally_line", "tally_rows", "kept_roll_ups", "kept_roll_up"),
            ),
            Place("months", "月报", "calendar-days", below=("month_report",)),
            Place("certification", "认证进度", "badge-check"),
            Place("online", "线上认证", "shield-check", DISTRICT_ONLY, below=("new_api_key",)),
            Place("moves", "转入转出", "route", DISTRICT_ONLY),
        ),
    ),
    Group(
        "下发",
        (
            Place(
                "postings",
                "通知与任务",
                "megaphone",
                below=("posting", "new_notice", "new_task"),
            ),
            Place(
                "gift_standards",
                "标准与代码",
                "wallet",
                DISTRICT_ONLY,
                below=("pension_standards", "code_lists", "cycles"),
            ),
        ),
    ),
    Group(
        "管理",
        (
            Place("codes", "登记码", "key-round", DISTRICT_ONLY, below=("new_code",)),
            Place("audit", "查看记录", "history", DISTRICT_ONLY),
        ),
    ),
)


def seen_by(role: Role) -> tuple[Group, ...]:
    """The groups with the entries that a role may open."""
    groups = (
        Group(group.title, tuple(place for place in group.places if role in place.roles))
        for group in GROUPS
    )
    return tuple(group for group in groups if group.places)


def place_of(page: str) -> Place | None:
    """Where a page belongs: its own entry, or the one that it stands below."""
    places = (place for group in GROUPS for place in group.places)
    return next((place for place in places if page == place.page or page in place.below), None)
