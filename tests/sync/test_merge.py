"""The merge of one field: whoever left the base alone gives way; nothing is decided in silence."""

from dataclasses import dataclass, field
from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from station_app.domain.kinds import Wire
from station_app.sync.merge import Clash, Edit, Merged, fold, judge, merge

VALUES: st.SearchStrategy[Wire] = st.sampled_from([None, "甲", "乙", "丙", "", 0, 1, True])
TEXTS = st.sampled_from(["甲", "乙", "丙", "丁"])
EDITS = st.lists(TEXTS, min_size=1, max_size=4, unique=True)


@given(base=VALUES, mine=VALUES, theirs=VALUES)
def test_both_sides_come_to_the_same_whoever_is_asked(base: Wire, mine: Wire, theirs: Wire) -> None:
    here, there = merge(base, mine, theirs), merge(base, theirs, mine)
    if isinstance(here, Clash):
        assert there == Clash(base, theirs, mine)
    else:
        assert there == here


@given(base=VALUES, mine=VALUES)
def test_an_untouched_side_gives_way(base: Wire, mine: Wire) -> None:
    assert merge(base, mine, base) == Merged(mine)
    assert merge(base, base, mine) == Merged(mine)


@given(base=VALUES, same=VALUES)
def test_the_same_change_on_both_sides_is_no_question(base: Wire, same: Wire) -> None:
    assert merge(base, same, same) == Merged(same)


def test_two_different_changes_are_a_question() -> None:
    assert merge("三组", "三组 17 号", "三组 71 号") == Clash("三组", "三组 17 号", "三组 71 号")


def _values_kept(base: str, authors: list[str], *, again: int = 1) -> tuple[set[str], Wire]:
    """What a record keeps when several authors who all saw `base` report one after another."""
    current: dict[str, Wire] = {"address": base}
    questions: set[str] = set()
    for value in authors:
        for _ in range(again):
            judgement = judge(current, {"address": Edit(base, value)})
            current |= judgement.accepted
            questions |= {str(clash.mine) for clash in judgement.clashes.values()}
    return questions | {str(current["address"])}, current["address"]


@given(authors=EDITS)
def test_any_order_keeps_every_value(authors: list[str]) -> None:
    for order in permutations(authors):
        kept, _ = _values_kept("原址", list(order))
        assert kept == set(authors)


@given(authors=EDITS, again=st.integers(1, 3))
def test_repetition_changes_nothing(authors: list[str], again: int) -> None:
    assert _values_kept("原址", authors, again=again) == _values_kept("原址", authors)


@given(
    edits=st.dictionaries(st.sampled_from("abcd"), st.tuples(TEXTS, TEXTS), max_size=4),
    current=st.dictionaries(st.sampled_from("abcd"), TEXTS, max_size=4),
    cut=st.integers(0, 4),
)
def test_any_partition_of_the_fields_gives_the_same(
    edits: dict[str, tuple[str, str]], current: dict[str, Wire], cut: int
) -> None:
    whole = {name: Edit(*pair) for name, pair in edits.items()}
    names = list(whole)
    together = judge(current, whole)
    first = judge(current, {name: whole[name] for name in names[:cut]})
    second = judge(current | first.accepted, {name: whole[name] for name in names[cut:]})
    assert first.accepted | second.accepted == together.accepted
    assert first.clashes | second.clashes == together.clashes
    assert first.told | second.told == together.told


@given(values=st.lists(TEXTS, min_size=2, max_size=6), cut=st.integers(1, 5))
def test_edits_folded_in_parts_are_edits_folded_at_once(values: list[str], cut: int) -> None:
    steps = [{"name": Edit(a, b)} for a, b in pairwise(values)]
    at_once: dict[str, Edit] = {}
    for step in steps:
        at_once = fold(at_once, step)
    first: dict[str, Edit] = {}
    second: dict[str, Edit] = {}
    for step in steps[:cut]:
        first = fold(first, step)
    for step in steps[cut:]:
        second = fold(second, step)
    assert fold(first, second) == at_once == {"name": Edit(values[0], values[-1])}


def test_whoever_put_a_value_back_hears_what_stands_now() -> None:
    judgement = judge({"address": "新址"}, {"address": Edit("原址", "原址")})
    assert judgement.accepted == {}
    assert judgement.clashes == {}
    assert judgement.told == {"address": "新址"}


FIELDS = ("name", "address", "mobile")


@dataclass(frozen=True, slots=True)
class Report:
    """What one PC reports: fields that it changed, with the values that it saw and wrote."""

    number: int
    edits: dict[str, Edit]


@dataclass(slots=True)
class Place:
    """The one place of order, as the district is: a record, and the questions about it."""

    current: dict[str, Wire]
    questions: set[tuple[str, Wire]] = field(default_factory=set)

    def take(self, report: Report) -> None:
        """Judge a report as the district does."""
        judgement = judge(self.current, report.edits)
        self.current |= judgement.accepted
        self.questions |= {(name, clash.mine) for name, clash in judgement.clashes.items()}

    def kept(self) -> set[tuple[str, Wire]]:
        """Every value that stands or is in question."""
        return self.questions | set(self.current.items())


@st.composite
def reports(draw: st.DrawFn) -> list[Report]:
    """PCs that all saw the same record and each wrote values of its own into some fields."""
    count = draw(st.integers(1, 5))
    made = []
    for number in range(count):
        names = draw(st.lists(st.sampled_from(FIELDS), min_size=1, unique=True))
        edits = {name: Edit("原值", f"{name} {number}") for name in names}
        made.append(Report(number, edits))
    return made


def _after(order: list[Report]) -> Place:
    place = Place(dict.fromkeys(FIELDS, "原值"))
    for report in order:
        place.take(report)
    return place


@given(made=reports(), data=st.data())
def test_any_order_and_any_repetition_of_reports_keeps_every_value(
    made: list[Report], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(made))
    again = data.draw(st.lists(st.sampled_from(made), max_size=4))
    place = _after([*order, *again])
    written = {(name, edit.value) for report in made for name, edit in report.edits.items()}
    untouched = {(name, "原值") for name in FIELDS} - {(name, "原值") for name, _ in written}
    assert place.kept() == written | untouched


@given(made=reports(), data=st.data())
def test_any_partition_of_reports_gives_what_the_whole_reports_give(
    made: list[Report], data: st.DataObject
) -> None:
    parts: list[Report] = []
    for report in made:
        cut = data.draw(st.integers(0, len(report.edits)))
        items = list(report.edits.items())
        parts += [Report(report.number, dict(some)) for some in (items[:cut], items[cut:])]
    whole, split = _after(made), _after(parts)
    assert (whole.current, whole.questions) == (split.current, split.questions)


@given(made=reports())
def test_every_value_that_lost_is_in_question_and_no_other(made: list[Report]) -> None:
    place = _after(made)
    written = {(name, edit.value) for report in made for name, edit in report.edits.items()}
    assert place.questions == written - set(place.current.items())


@given(values=st.lists(TEXTS, min_size=2, max_size=6), cut=st.integers(1, 5))
def test_a_chain_of_edits_reported_in_parts_is_no_question(values: list[str], cut: int) -> None:
    steps = [Edit(a, b) for a, b in pairwise(values)]
    folded: list[dict[str, Edit]] = []
    for some in (steps[:cut], steps[cut:]):
        entry: dict[str, Edit] = {}
        for edit in some:
            entry = fold(entry, {"name": edit})
        folded.append(entry)
    place = Place({"name": values[0]})
    for number, entry in enumerate(folded):
        place.take(Report(number, entry))
    assert (place.current, place.questions) == ({"name": values[-1]}, set())
