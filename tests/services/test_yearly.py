"""The yearly report of a real station: sentences kept and undone, numbers by hand, rows behind."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from docx import Document
from sqlalchemy.orm import Session

from station_app.domain.periods import Period
from station_app.domain.tally import FEN
from station_app.domain.yearly_names import to_stored
from station_app.domain.yearly_slots import State
from station_app.domain.yearly_text import Filled, Standing
from station_app.errors import Rejected
from station_app.models.yearly import YearlyPhrase
from station_app.queries.tallies import rows_behind, tally
from station_app.queries.yearly import Yearly, by_hand, yearly
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.undoing import undo_last
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.services.yearly import (
    WriteSentence,
    move_sentence,
    put_back,
    show_sentence,
    write_figure,
    write_sentence,
)
from station_app.services.yearly_report import YearlyOrder, yearly_docx
from station_app.store.unit_of_work import Store
from tests.fixtures.months import hand_in
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)
YEAR, BEFORE = Period.year(2022), Period.year(2021)
HAND = "?:军地互办实事件数"


@pytest.fixture
def station(store: Store) -> Store:
    """Two dozen people and two years of their records."""
    fill_with_sample(store, SampleSize(people=24, years=2), today=TODAY)
    return store


def found(store: Store, period: Period = YEAR) -> Yearly:
    with store.read() as session:
        return yearly(session, period, BEFORE, today=TODAY)


def one(store: Store, key: str) -> Filled:
    return next(each for each in found(store).text.filled if each.sentence.key == key)


def write(store: Store, service: Callable[..., object], *args: object, **named: object) -> object:
    with store.write("试") as session:
        return service(session, *args, **named)


def refused(store: Store, words: str) -> str:
    with pytest.raises(Rejected) as caught, store.write("试") as session:
        write_sentence(session, WriteSentence(words=words, section="visits"))
    return caught.value.code


def test_every_figure_of_the_text_is_the_sum_of_the_rows_behind_it(station: Store) -> None:
    report = found(station)
    assert report.until == TODAY
    opened = 0
    with station.read() as session:
        for piece in (piece for each in report.text.written for piece in each.pieces):
            if piece.slot is None or piece.state is not State.FIGURE:
                continue
            rows = rows_behind(session, piece.slot.code, YEAR, today=TODAY)
            line = report.figures[piece.slot.code]
            if piece.slot.unit in ("万元", "元", "金额"):
                assert sum(row.fen for row in rows) == line.value(FEN)
            elif line.ratio is not None:
                assert sum(row.count for row in rows) == line.ratio.part
            else:
                assert sum(row.count for row in rows) == line.value(piece.slot.unit)
            opened += 1
    assert opened > 10


def test_charts_hold_the_same_figures_as_the_lines(station: Store) -> None:
    report = found(station)
    visits, certified, paid = report.charts
    assert sum(v or 0 for v in visits.series[0].values) == report.figures["B1"].value("人次")
    assert visits.series[0].values[-1] is None, "December lies ahead"
    assert len(visits.series[1].values) == 12
    methods = [code for code in report.figures if code.startswith("D5.")]
    assert sum(v or 0 for v in certified.series[0].values) == sum(
        report.figures[code].value("人") or 0 for code in methods
    )
    kinds = [code for code in report.figures if code.startswith("C4.")]
    assert sum(v or 0 for v in paid.series[0].values) == sum(
        report.figures[code].value(FEN) or 0 for code in kinds
    )


def test_a_running_year_stands_beside_the_same_months_of_the_last(station: Store) -> None:
    """What the whole of last year counted is no result of nine months."""
    same = YEAR.so_far(TODAY).last_year()
    assert (same.code, YEAR.so_far(date(2023, 1, 5))) == ("2021-01..2021-10", YEAR)
    with station.read() as session:
        report = yearly(session, YEAR, same, today=TODAY)
        order = YearlyOrder(YEAR, same, "李敏", datetime(2022, 10, 20, 2, 0, tzinfo=UTC))
        document = Document(io.BytesIO(yearly_docx(session, order)))
        whole = replace(order, other=BEFORE)
        uneven = Document(io.BytesIO(yearly_docx(session, whole)))
    assert [one.name for one in report.charts[0].series] == ["2022年1月—10月", "2021年1月—10月"]
    assert [len(one.values) for one in report.charts[0].series] == [12, 12]
    assert report.charts[0].series[1].values[-2:] == (None, None)
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads[2:4] == ["2022年1月—10月", "2021年1月—10月"]
    assert not any("不能直接比" in one.text for one in document.paragraphs)
    assert any("不能直接比" in one.text for one in uneven.paragraphs)


def test_a_changed_sentence_is_kept_put_back_and_undone(station: Store) -> None:
    words = "今年走访{走访人次·人次·余}人次。"
    write(station, write_sentence, WriteSentence(words=words, key="visits.contact"))
    changed = one(station, "visits.contact").sentence
    assert (changed.words, changed.is_changed) == ("今年走访{B1:人次:余}人次。", True)
    undo_last(station)
    assert not one(station, "visits.contact").sentence.is_changed
    write(station, write_sentence, WriteSentence(words=words, key="visits.contact"))
    write(station, put_back, "visits.contact")
    assert not one(station, "visits.contact").sentence.is_changed


def test_a_sentence_that_two_pcs_changed_is_put_back_at_once(station: Store) -> None:
    for words in ("走访{走访人次·人次}人次。", "今年走访{走访人次·人次}人次。"):
        with station.write("as on two PCs") as session:
            session.add(YearlyPhrase(built_in="visits.contact", words=to_stored(words)))
    assert one(station, "visits.contact").sentence.is_changed
    write(station, put_back, "visits.contact")
    assert not one(station, "visits.contact").sentence.is_changed
    undo_last(station)
    assert one(station, "visits.contact").sentence.is_changed


def test_signs_that_no_document_can_hold_are_left_out_of_word(station: Store) -> None:
    words = "从别处\x0b粘来的一句。"
    write(station, write_sentence, WriteSentence(words=words, section="aid"))
    order = YearlyOrder(YEAR, BEFORE, "李敏", datetime(2022, 10, 20, 2, 0, tzinfo=UTC))
    with station.read() as session:
        made = Document(io.BytesIO(yearly_docx(session, order)))
    assert any("从别处粘来的一句。" in paragraph.text for paragraph in made.paragraphs)


def test_a_new_sentence_stands_where_it_was_wanted_and_can_be_moved(station: Store) -> None:
    def order() -> list[str]:
        return [e.sentence.key for e in found(station).text.filled if e.sentence.section == "aid"]

    before = order()
    command = WriteSentence(words="\n帮了{填：户}户。", section="aid", after=before[0])
    key = str(write(station, write_sentence, command))
    assert order() == [before[0], key, *before[1:]]
    assert one(station, key).text == "帮了____户。"
    assert write(station, move_sentence, key, by=-1, among=order()) is True
    assert order() == [key, *before]
    assert write(station, move_sentence, key, by=-1, among=order()) is False
    assert write(station, move_sentence, key, by=1, among=[key, before[2]]) is True
    assert order() == [*before[:1], before[1], before[2], key, *before[3:]]
    write(station, put_back, key)
    assert order() == [before[0], before[1], before[2], *before[3:]]


def test_many_sentences_fit_between_two(station: Store) -> None:
    def write_many(session: Session) -> list[str]:
        command = WriteSentence(words="补一句。", section="aid", after="aid.families")
        return [write_sentence(session, command) for _ in range(14)]

    with station.write("试") as session:
        keys = write_many(session)
    order = [e.sentence.key for e in found(station).text.filled if e.sentence.section == "aid"]
    assert order[0] == "aid.families"
    assert order[1:15] == keys[::-1]


def test_a_sentence_is_left_out_and_written_although_it_says_nothing(station: Store) -> None:
    write(station, show_sentence, "visits.contact", shown=False)
    write(station, show_sentence, "visits.troops", shown=True)
    assert one(station, "visits.contact").standing is Standing.LEFT_OUT
    assert one(station, "visits.troops").standing is Standing.WRITTEN
    undo_last(station)
    assert one(station, "visits.troops").standing is Standing.SET_ASIDE


def test_a_number_by_hand_holds_for_its_period_only(station: Store) -> None:
    write(station, write_figure, YEAR, HAND, " 14 ")
    write(station, write_figure, YEAR, HAND, "15")
    assert "军地互办实事共计15件" in one(station, "volunteers.army").text
    with station.read() as session:
        assert by_hand(session, YEAR) == {HAND: "15"}
        assert by_hand(session, BEFORE) == {}
    write(station, write_figure, YEAR, HAND, "")
    assert one(station, "volunteers.army").standing is Standing.SET_ASIDE
    undo_last(station)
    assert "共计15件" in one(station, "volunteers.army").text


def test_what_cannot_be_kept_is_refused_with_its_reason(station: Store) -> None:
    assert refused(station, "  ") == "yearly.empty"
    assert refused(station, "字" * 601) == "yearly.too_long"
    assert refused(station, "走访{没有的·人}") == "yearly.unknown_figure"
    assert refused(station, "走访{走访人次·万元}") == "yearly.unknown_unit"
    assert refused(station, "走访{走访人次·人次") == "yearly.brace"
    with pytest.raises(Rejected, match="too_long"), station.write("试") as session:
        write_figure(session, YEAR, HAND, "字" * 21)
    with pytest.raises(Rejected, match="gone"), station.write("试") as session:
        put_back(session, "没有这一句")


def test_mc5_months_that_were_handed_in_stand_firm_and_what_came_later_is_named(
    store: Store,
) -> None:
    later = date(2023, 2, 10)

    def visit(day: date, *, today: date) -> None:
        with store.write("试") as session:
            paper = VisitPaper(visit_date=day, kind="ROUTINE", method="HOME", visitors="李敏")
            met = (Met(villager(session, f"曾光{day.day}明")),)
            record_visit(session, RecordVisit(paper=paper, met=met), today=today)

    visit(date(2022, 12, 5), today=date(2022, 12, 6))
    with store.write("试") as session:
        counted = tally(session, Period.month("2022-12"), today=later)
        hand_in(session, "2022-12", tally=counted)
    visit(date(2022, 12, 7), today=later)
    with store.read() as session:
        report = yearly(session, YEAR, BEFORE, today=later)
        order = YearlyOrder(YEAR, BEFORE, "李秀兰", datetime(2023, 2, 10, tzinfo=UTC))
        document = Document(io.BytesIO(yearly_docx(session, order)))
    assert report.figures["B1"].value("人次") == 1
    assert report.adjusted["B1"] == {"人次": 1}
    assert report.figures["A1"].value("人") == 1, "as it was reported"
    assert report.live["A1"].value("人") == 2, "as it is counted today"
    bars = report.charts[0].series[0].values
    assert (bars[11], sum(value or 0 for value in bars)) == (1, 1), "text and chart say the same"
    notes = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert "走访人次 年终调整 +1 人次（计入以后的年度）" in notes


def test_mc5_charts_say_what_was_reported_like_the_text_beside_them(station: Store) -> None:
    with station.write("试") as session:
        counted = tally(session, Period.month("2022-03"), today=TODAY)
        lines = tuple(replace(one, values=dict.fromkeys(one.values, 7)) for one in counted.lines)
        hand_in(session, "2022-03", tally=replace(counted, lines=lines))
    report = found(station)
    visits, certified, paid = report.charts
    assert visits.series[0].values[2] == 7
    assert sum(v or 0 for v in visits.series[0].values) == report.figures["B1"].value("人次")
    for chart, head, unit in ((certified, "D5.", "人"), (paid, "C4.", FEN)):
        codes = [code for code in report.figures if code.startswith(head)]
        told = sum(report.figures[code].value(unit) or 0 for code in codes)
        assert sum(v or 0 for v in chart.series[0].values) == told
        assert told != sum(report.live[code].value(unit) or 0 for code in codes)
