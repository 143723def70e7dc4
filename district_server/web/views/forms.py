"""The roll-up as F09 of a town or district: one column for each town or station."""

from collections.abc import Sequence
from datetime import datetime

from district_server.web.rendering import in_china
from district_server.web.views.reporting import Reporting
from district_server.web.views.tally import Part, RolledUp
from station_app.domain.roll_up_form import Child, RollUpForm

ENDINGS = ("退役军人服务站", "退役军人服务中心", "退役军人事务站")
TOGETHER = "合计"
WHOLE_DISTRICT = "全区（县）"
FROM_REPORTS = "注：按各站报出的月报汇总；“—”为未报或者当时还没有开始，0 为已报、没有发生。"
FROM_RECORDS = "注：按各站已上传的记录汇总，不是报出的月报。"
ONE_PERSON = "注：人数类的合计，同一身份证号在几个站有档的只算一人；比率用合计的分子、分母重算。"


def form_of(rolled: RolledUp) -> RollUpForm:
    """What is printed of a roll-up."""
    place = rolled.town_name or (rolled.towns[0].name if len(rolled.towns) == 1 else WHOLE_DISTRICT)
    basis = FROM_RECORDS if rolled.asked.counts_everybody else FROM_REPORTS
    return RollUpForm(
        place=place,
        period=rolled.asked.period,
        whole=Child(TOGETHER, rolled.whole, rolled.reported, rolled.due),
        children=[_child(part, rolled.stations, place) for part in rolled.parts],
        remarks=(basis, ONE_PERSON, *unread_remark(rolled.unread_words)),
    )


def unread_remark(named: str) -> tuple[str, ...]:
    """The line below a form whose sums lack what cannot be read; none where nothing does."""
    return (f"注：这里读不懂的月报，已报照算，数字没有计入：{named}。",) if named else ()


def kept_on(at: datetime, digest: str) -> str:
    """The line below the form of a kept roll-up."""
    return f"注：存于 {in_china(at):%Y-%m-%d %H:%M}，以后改报的不在内；校验码 {digest[:12]}。"


def _child(part: Part, stations: Sequence[Reporting], place: str) -> Child:
    mine = [
        station
        for station in stations
        if station.id == part.station or (part.station is None and station.town == part.town)
    ]
    reported = sum(station.is_reported for station in mine)
    due = sum(station.is_expected for station in mine)
    return Child(short_name(part.name, place), part.tally, reported, due)


def short_name(name: str, place: str) -> str:
    """A name for the head of a narrow column; the town's own station keeps the town's name."""
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name.removeprefix(place) or name
