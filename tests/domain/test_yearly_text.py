"""The report put together: names of figures, built-in sentences, one's own, what is set aside."""

from uuid import UUID

import pytest

from station_app.domain.annual_lines import EVERY
from station_app.domain.money import ROUNDING_NOTE
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, PERCENT, Ratio, TallyLine
from station_app.domain.yearly_compared import compare, note
from station_app.domain.yearly_names import name_of, offers, to_shown, to_stored
from station_app.domain.yearly_phrases import BY_CODE, PHRASES, SECTION, Source
from station_app.domain.yearly_slots import Knowledge, Slot, parse, slots_of
from station_app.domain.yearly_text import (
    OwnPhrase,
    Standing,
    YearlyText,
    codes_of,
    compose,
    mismatch,
    sentences,
    title_of,
)
from station_app.errors import Rejected

YEAR = Period.year(2022)
FIRST, SECOND = UUID(int=1), UUID(int=2)
KINDS = ("ENTITLED_DIFF", "VET_DIFF", "FOCUS", "OFFICER_DIFF", "MARTYR_DIFF")
COUNTS = dict(zip(KINDS, (267, 93, 120, 188, 8), strict=True))
AMOUNTS = dict(zip(KINDS, (26_500_000, 7_580_000, 4_800_000, 17_540_000, 800_000), strict=True))


def figure(code: str, *, part: int = 0, whole: int = 0, **values: int) -> TallyLine:
    line = EVERY[code]
    known = {unit: values.get(unit, 0) for unit in line.units if unit != PERCENT}
    return TallyLine(line, known, Ratio(part, whole) if PERCENT in line.units else None)


def qingjiangpu() -> dict[str, TallyLine]:
    """The figures of the report of 2022 that the records of this program can give (S0)."""
    found = {code: figure(code) for code in codes_of(sentences([], EVERY))}
    for code, line in list(found.items()):
        if code in EVERY and code[0] in "FGIJLMNO":
            found[code] = TallyLine(line.line, {})
    for kind in KINDS:
        values = {"人次": COUNTS[kind], FEN: AMOUNTS[kind]}
        found[f"C4.{kind}"] = figure(f"C4.{kind}", **values)
    found["C4.MODEL"] = figure("C4.MODEL", **{"人次": 5, FEN: 750_000})
    found["C4.BORDER"] = figure("C4.BORDER", **{"人次": 25, FEN: 1_500_000})
    found["Y3.BORDER"] = figure("Y3.BORDER", 户=25)
    found["Y1.TWO_JOIN"] = figure("Y1.TWO_JOIN", **{FEN: 161_000_000})
    found["A5"] = figure("A5", 人=1055)
    found["H2"] = figure("H2", **{FEN: 1_614_580_000})
    found["A6"] = figure("A6", 人=21_247)
    found["C8"] = figure("C8", 份=10_040)
    return found


def written(own: list[OwnPhrase], figures: dict[str, TallyLine]) -> YearlyText:
    known = Knowledge("2022年1月—10月", figures, {"?:军地互办实事件数": "14"})
    return compose(title_of(YEAR), sentences(own, EVERY), known)


def test_the_report_reads_as_the_printed_one_of_2022() -> None:
    plain = written([], qingjiangpu()).plain
    for quote in (
        "慰问帮扶困难优抚对象267人次26.5万元",
        "困难系统内困难退役军人93人次7.58万元",
        "与公安联合慰问重点关注对象120人次4.8万元物资",
        "慰问困难自主择业军转干、企业军转干188人次17.54万元",
        "生活困难烈属8人次0.8万元",
        "现共有享受定期抚恤补助的优抚对象1055人",
        "2022年1月—10月，共发放定期抚恤补助金1614.58万元",
        "春节、“八一”共发放企业退休“两参”人员慰问金161万元",
        "走访慰问最美退役军人，送去慰问金7500元",
        "走访慰问25名边海防官兵的家庭25户，送去慰问金15000元",
        "共建档立卡21247人",
        "发放春联、年画慰问信10000余份",
        "军地互办实事共计14件，投入资金____",
    ):
        assert quote in plain
    assert plain.startswith("2022年工作总结\n　　2022年1月—10月，我站")
    assert "\n一、走访慰问\n" in plain


def test_sentences_that_would_say_nothing_are_set_aside_and_can_be_put_in() -> None:
    text = written([], qingjiangpu())
    standing = {one.sentence.key: one.standing for one in text.filled}
    assert standing["visits.troops"] is Standing.SET_ASIDE
    assert standing["files.cards"] is Standing.SET_ASIDE
    assert standing["visits.entitled"] is Standing.WRITTEN
    put_in = OwnPhrase(FIRST, built_in="visits.troops", shown=True)
    left_out = OwnPhrase(SECOND, built_in="visits.entitled", shown=False)
    text = written([put_in, left_out], qingjiangpu())
    standing = {one.sentence.key: one.standing for one in text.filled}
    assert standing["visits.troops"] is Standing.WRITTEN
    assert standing["visits.entitled"] is Standing.LEFT_OUT
    assert "慰问驻区部队0家" in text.plain
    assert "267人次" not in text.plain


def test_a_sentence_tells_of_a_part_only_behind_the_one_that_tells_the_whole() -> None:
    """Calls are no part of the 人次 of visits and gifts (CN5), and nothing begins with 其中."""
    known = qingjiangpu() | {
        "Y5": figure("Y5", 人次=871), "B1": figure("B1", 人次=500), "B4": figure("B4", 人次=136),
        "D1": figure("D1", 人=174), "D3": figure("D3", 人=152),
        "D5.AGENT": figure("D5.AGENT", 人=152),
    }  # fmt: skip
    plain = written([], known).plain
    assert "871人次。共走访500人次、0户次，另有电话（视频）联系136人次" in plain
    assert "。其中自主认证0人、代理认证152人" in plain
    rate = OwnPhrase(FIRST, built_in="certification.rate", shown=False)
    assert "　　自主认证0人、代理认证152人" in written([rate], known).plain


def test_ones_own_words_stand_in_their_place_and_are_never_set_aside() -> None:
    changed = OwnPhrase(FIRST, built_in="visits.troops", words="拥军{C7:个次}次。")
    new = OwnPhrase(SECOND, section="visits", words="开过{?:会}次会。", place=1)
    found = [one for one in sentences([changed, new], EVERY) if one.section == "visits"]
    assert found[0].key == str(SECOND)
    assert next(one for one in found if one.key == "visits.troops").is_changed
    text = written([changed, new], qingjiangpu())
    assert "拥军0次。" in text.plain
    assert text.sections[1].text.startswith("开过____次会。")
    assert text.missing == 2


def test_a_sentence_that_is_still_sealed_here_says_nothing_yet() -> None:
    sealed = OwnPhrase(FIRST, section="visits")
    changed = OwnPhrase(SECOND, built_in="visits.sum", shown=True)
    found = sentences([sealed, changed], EVERY)
    assert str(FIRST) not in {one.key for one in found}
    assert next(one for one in found if one.key == "visits.sum").words.startswith("累计")


def test_words_of_a_newer_program_stand_as_text_and_break_nothing() -> None:
    foreign = OwnPhrase(FIRST, section="下辈子", words="某{ZZ9:人}人。")
    text = written([foreign], qingjiangpu())
    assert text.sections[-1].section.code == "closing"
    assert text.sections[-1].text == "某{ZZ9:人}人。"


def test_every_built_in_sentence_can_be_read_and_says_where_it_is_from() -> None:
    assert len(BY_CODE) == len(PHRASES)
    for phrase in PHRASES:
        parse(phrase.words, EVERY)
        assert phrase.section in SECTION
        assert phrase.words.endswith("。")
    assert {phrase.source for phrase in PHRASES} == set(Source)


def test_every_figure_has_a_name_of_its_own_and_people_write_by_names() -> None:
    names = [(offer.name, offer.unit) for offer in offers()]
    assert len(names) == len(set(names))
    assert {offer.code for offer in offers()} == set(EVERY)
    for phrase in PHRASES:
        assert to_stored(to_shown(phrase.words)) == phrase.words
    assert to_shown("{C4.MODEL:金额}") == "{慰问最美退役军人等典型·金额}"
    assert to_stored("\uff5b建档立卡累计：人\uff5d和{填：军地实事}件") == "{A6:人}和{?:军地实事}件"
    assert name_of("G4") == "优待证发放"


def test_an_unknown_name_is_refused_by_its_name() -> None:
    with pytest.raises(Rejected) as refused:
        to_stored("{没有这个数·人}")
    assert refused.value.code == "yearly.unknown_figure"
    assert refused.value.values["name"] == "没有这个数"


@pytest.mark.parametrize(
    ("words", "period", "found"),
    [
        ("2021年的事。", YEAR, ("yearly.other_year", "2021")),
        ("2022年的事。", YEAR, None),
        ("全年走访。", Period.parse("2022-Q1"), ("yearly.part_of_a_year", "全年")),
        ("全年走访。", YEAR, None),
    ],
)
def test_words_that_do_not_fit_the_period_are_pointed_out(
    words: str, period: Period, found: tuple[str, str] | None
) -> None:
    (own,) = (
        one for one in sentences([OwnPhrase(FIRST, words=words)], EVERY) if one.source is None
    )
    assert mismatch(own, period) == found


def test_two_periods_stand_beside_each_other_with_their_difference() -> None:
    slots = slots_of(parse("{C4.MODEL:人次}{C4.MODEL:金额}{C4.MODEL:元}{B5:%1}{A6:人}", EVERY))
    this = {
        "C4.MODEL": figure("C4.MODEL", **{"人次": 5, FEN: 750_000}),
        "B5": figure("B5", part=8, whole=10),
        "A6": figure("A6", 人=7),
    }
    other = {
        "C4.MODEL": figure("C4.MODEL", **{"人次": 8, FEN: 150_000}),
        "B5": figure("B5", part=7, whole=10),
        "A6": TallyLine(EVERY["A6"], {}),
    }
    rows = compare((*slots, Slot("?", "会")), this, other)
    shown = [(row.figure.code, row.unit, row.difference_shown) for row in rows]
    assert shown == [
        ("C4.MODEL", "人次", "−3"),
        ("C4.MODEL", FEN, "+0.60"),
        ("B5", PERCENT, "+10.00个百分点"),
        ("A6", "人", "—"),
    ]
    assert note(rows) is None


def test_mo6_a_difference_that_does_not_add_up_in_print_is_explained() -> None:
    slots = (Slot("C2", "万元"),)
    rows = compare(
        slots, {"C2": figure("C2", **{FEN: 10_000})}, {"C2": figure("C2", **{FEN: 5_000})}
    )
    assert note(rows) == ROUNDING_NOTE
