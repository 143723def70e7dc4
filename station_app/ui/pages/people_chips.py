"""The filters above the list of people: which chips there are, and the filter they make."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_app.domain.categories import PRIORITY
from station_app.domain.codes import PersonStatus
from station_app.domain.groups import group_order
from station_app.queries.people import PeopleCounts
from station_app.queries.people_filters import REGISTERED, Group, Missing, PeopleFilter
from station_app.ui.components.chips import FilterChip
from station_app.ui.components.layout import fill
from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.text import Rule
from station_app.ui.person_words import category_words
from station_app.ui.theme import current

GROUPS = {
    Group.VETERAN: "退役军人",
    Group.ENTITLED: "优抚对象",
    Group.SURVIVOR: "三属",
    Group.SERVICE_FAMILY: "现役军属",
}
LACKS = {
    Missing.ID_NUMBER: "证号待补",
    Missing.BIRTH_DATE: "出生待补",
    Missing.MOBILE: "手机待补",
    Missing.ADDRESS: "住址待补",
    Missing.GROUP_NAME: "小组待补",
    Missing.CATEGORY: "身份待补",
    Missing.HOUSEHOLD: "家庭待核",
    Missing.ETHNICITY: "民族待补",
    Missing.NOTICE: "告知书未发",
    Missing.CONTACT: "没有联系人",
}
GONE = {
    PersonStatus.DRAFT: "待核实",
    PersonStatus.DECEASED: "去世",
    PersonStatus.MOVED_OUT: "迁出",
    PersonStatus.REMOVED: "已取消",
}
AGES = {80: "80 岁以上", 90: "90 岁以上"}
OPEN_IN_LARGE = (Group.VETERAN, Group.ENTITLED)


class Also(StrEnum):
    """What is true of somebody's visits; 联系逾期 has a chip of its own but for large mode."""

    OVERDUE = "OVERDUE"
    SILENT = "SILENT"
    UNVISITED = "UNVISITED"


class PeopleChips(QWidget):
    """Several at once; those that large mode has no room for stand in 更多."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        large = current().large
        self.registered = FilterChip("在册")
        self.registered.setChecked(True)
        self.groups = {
            group: FilterChip(words)
            for group, words in GROUPS.items()
            if not large or group in OPEN_IN_LARGE
        }
        self.uncertified = FilterChip("未认证", dot="grey")
        self.overdue = FilterChip("联系逾期", dot="bad")
        self.no_number = FilterChip("证号待补", dot="grey")
        self.group_names, self.more = MenuChip("小组"), MenuChip("更多")
        self._more_entries(None)
        self._lay(large=large)
        self._listen()

    def narrow(self, text: str) -> PeopleFilter:
        """The filter that the chips make."""
        more = self.more.chosen_keys
        groups = [group for group, chip in self.groups.items() if chip.isChecked()]
        lacks = [Missing.ID_NUMBER] if self.no_number.isChecked() else []
        gone = tuple(str(key) for key in more if isinstance(key, PersonStatus))
        categories = tuple(key for key in more if type(key) is str)
        overdue = self.overdue.isChecked() or Also.OVERDUE in more
        return PeopleFilter(
            text=text,
            statuses=gone or (REGISTERED if self.registered.isChecked() else ()),
            groups=(*groups, *(key for key in more if isinstance(key, Group))),
            categories=categories,
            group_names=tuple(str(key) for key in self.group_names.chosen_keys),
            missing=(*lacks, *(key for key in more if isinstance(key, Missing))),
            overdue=overdue,
            uncertified=self.uncertified.isChecked(),
            silent=Also.SILENT in more,
            unvisited=Also.UNVISITED in more,
            min_age=min((key for key in more if isinstance(key, int)), default=None),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything but 在册 is on."""
        return self.narrow("") != PeopleFilter()

    def reset(self) -> None:
        """Back to everybody in the register."""
        self.blockSignals(True)
        for chip in (*self.groups.values(), self.uncertified, self.overdue, self.no_number):
            chip.setChecked(False)
        self.registered.setChecked(True)
        self.group_names.put(())
        self.more.put(())
        self.blockSignals(False)
        self.changed.emit()

    def put(self, narrow: PeopleFilter) -> None:
        """Turn on what a filter says, and nothing else; its text is the search box's."""
        self.blockSignals(True)
        self.registered.setChecked(narrow.statuses == REGISTERED)
        for group, chip in self.groups.items():
            chip.setChecked(group in narrow.groups)
        large = current().large
        self.uncertified.setChecked(narrow.uncertified)
        self.overdue.setChecked(narrow.overdue and not large)
        self.no_number.setChecked(Missing.ID_NUMBER in narrow.missing and not large)
        self.group_names.put(narrow.group_names)
        gone = narrow.statuses if narrow.statuses != REGISTERED else ()
        also = [Also.OVERDUE] if narrow.overdue and large else []
        also += [Also.SILENT] if narrow.silent else []
        also += [Also.UNVISITED] if narrow.unvisited else []
        ages = [narrow.min_age] if narrow.min_age else []
        self.more.put([*gone, *narrow.groups, *narrow.missing, *narrow.categories, *also, *ages])
        self.blockSignals(False)
        self.changed.emit()

    def show_counts(self, counts: PeopleCounts) -> None:
        """How many each chip would leave."""
        self.registered.set_count(counts.registered)
        for group, chip in self.groups.items():
            chip.set_count(counts.groups[group])
        self.uncertified.set_count(counts.uncertified)
        self.overdue.set_count(counts.overdue)
        self.no_number.set_count(counts.missing[Missing.ID_NUMBER])
        names = sorted((name for name in counts.by_group_name if name), key=group_order)
        self.group_names.offer([MenuEntry(n, n, counts.by_group_name[n]) for n in names])
        self._more_entries(counts)

    def _more_entries(self, counts: PeopleCounts | None) -> None:
        closed = [group for group in GROUPS if group not in self.groups]
        entries = [MenuEntry(g, GROUPS[g], counts.groups[g] if counts else None) for g in closed]
        if current().large:
            entries.append(MenuEntry(Also.OVERDUE, "联系逾期", counts.overdue if counts else None))
        entries += [MenuEntry(Also.SILENT, "还没联系过"), MenuEntry(Also.UNVISITED, "今年没走访")]
        for status, words in GONE.items():
            entries.append(MenuEntry(status, words, _of(counts, status)))
        entries += [MenuEntry(age, words) for age, words in AGES.items()]
        for lack, words in LACKS.items():
            if lack is Missing.ID_NUMBER and not current().large:
                continue
            entries.append(MenuEntry(lack, words, counts.missing[lack] if counts else None))
        entries += [MenuEntry(str(code), category_words(code)) for code in PRIORITY]
        self.more.offer(entries)

    def _lay(self, *, large: bool) -> None:
        shown: list[QWidget] = [self.registered, *self.groups.values()]
        if large:
            shown += [self.uncertified, self.more]
        else:
            shown += [_divider(), self.uncertified, self.overdue, self.no_number]
            shown += [_divider(), self.group_names, self.more]
        row = QHBoxLayout(self)
        fill(row, [*shown, None], 7)
        for hidden in (self.overdue, self.no_number, self.group_names):
            hidden.setParent(self)
            hidden.setVisible(not large)

    def _listen(self) -> None:
        for chip in (
            self.registered,
            *self.groups.values(),
            self.uncertified,
            self.overdue,
            self.no_number,
        ):
            chip.toggled.connect(self.changed)
        for menu in (self.group_names, self.more):
            menu.turned.connect(self.changed)


def _of(counts: PeopleCounts | None, status: str) -> int | None:
    return counts.by_status.get(status, 0) if counts else None


def _divider() -> QWidget:
    made = Rule(down=True)
    made.setFixedHeight(current().px(20))
    return made
