"""Which pages there are, in the order of the side bar; each is imported when it is first opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from station_app.ui.page_spec import PageSpec

if TYPE_CHECKING:
    from station_app.ui.desk import Desk
    from station_app.ui.page import Page

MAIN, WORK, FIGURES, FOOT = "main", "办事", "汇总", "foot"


@dataclass(frozen=True, slots=True)
class Lazily:
    """Builds a page of a module of this package that is imported only then, or ahead of it."""

    module: str
    page: str

    def __call__(self, desk: "Desk") -> "Page":
        return cast("Page", getattr(import_module(self.module), self.page)(desk))


def lazily(module: str, page: str) -> Lazily:
    """The page `page` of the module `module` of this package."""
    return Lazily(f"{__name__}.{module}", page)


def modules_of(specs: Sequence[PageSpec]) -> tuple[str, ...]:
    """What these pages import when they are first opened, in the order of the side bar."""
    return tuple(spec.build.module for spec in specs if isinstance(spec.build, Lazily))


PAGES: tuple[PageSpec, ...] = (
    PageSpec("home", "今日", "sun", lazily("home", "HomePage"), MAIN),
    PageSpec(
        "calendar", "节令日历", "calendar-days", lazily("calendar", "CalendarPage"), under="home"
    ),
    PageSpec("people", "人员", "users", lazily("people", "PeoplePage"), MAIN),
    PageSpec("person", "个人", "user", lazily("person", "PersonPage"), under="people"),
    PageSpec(
        "new_person", "新增", "user-plus", lazily("person_new", "NewPersonPage"), under="people"
    ),
    PageSpec(
        "person_edit", "修改", "pencil", lazily("person_edit", "EditPersonPage"), under="people"
    ),
    PageSpec("visits", "走访", "footprints", lazily("visits", "VisitsPage"), WORK),
    PageSpec(
        "visit_entry",
        "登记走访",
        "footprints",
        lazily("visit_entry", "VisitEntryPage"),
        under="visits",
    ),
    PageSpec("route", "走访路书", "route", lazily("route", "RoutePage"), under="visits"),
    PageSpec("condolences", "慰问", "gift", lazily("condolences", "CondolencesPage"), WORK),
    PageSpec("batch", "慰问名单", "gift", lazily("batch", "BatchPage"), under="condolences"),
    PageSpec(
        "certifications",
        "认证",
        "badge-check",
        lazily("certifications", "CertificationsPage"),
        WORK,
    ),
    PageSpec(
        "certification_meeting",
        "集中认证",
        "badge-check",
        lazily("certification_meeting", "MeetingPage"),
        under="certifications",
    ),
    PageSpec("plaques", "光荣牌", "plaque", lazily("plaques", "PlaquesPage"), WORK, in_rail=False),
    PageSpec(
        "plaque_round",
        "一次办多户",
        "plaque",
        lazily("plaque_round", "PlaqueRoundPage"),
        under="plaques",
    ),
    PageSpec("tally", "月报", "chart-no-axes-column", lazily("tally", "TallyPage"), FIGURES),
    PageSpec(
        "yearly",
        "年度总结",
        "file-pen-line",
        lazily("yearly", "YearlyPage"),
        FIGURES,
        in_rail=False,
    ),
    PageSpec("forms", "表格", "printer", lazily("forms", "FormsPage"), FIGURES, in_rail=False),
    PageSpec(
        "printouts",
        "凭编号找回",
        "qr-code",
        lazily("printouts", "PrintoutsPage"),
        under="forms",
    ),
    PageSpec(
        "templates",
        "上级表格",
        "file-check",
        lazily("templates", "TemplatesPage"),
        FIGURES,
        in_rail=False,
    ),
    PageSpec(
        "postings", "通知任务", "bell", lazily("postings", "PostingsPage"), FIGURES, in_rail=False
    ),
    PageSpec("sync", "上报", "cloud-upload", lazily("sync", "SyncPage"), FIGURES),
    PageSpec(
        "import", "导入导出", "table-2", lazily("importing", "ImportPage"), FOOT, in_rail=False
    ),
    PageSpec(
        "list_return",
        "改过的名单",
        "table-2",
        lazily("list_return", "ListReturnPage"),
        under="import",
    ),
    PageSpec(
        "history", "历史撤销", "history", lazily("history", "HistoryPage"), FOOT, in_rail=False
    ),
    PageSpec(
        "settings", "设置", "settings", lazily("settings", "SettingsPage"), FOOT, in_rail=False
    ),
    PageSpec("help", "帮助", "circle-question-mark", lazily("help", "HelpPage")),
)
