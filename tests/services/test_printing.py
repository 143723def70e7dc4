"""Forms out of a real file: every form of the catalogue, for people, batches, periods, or blank."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.cli import parser
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.errors import Rejected
from station_app.messages import sentences
from station_app.messages.printing import FORM_LABELS
from station_app.models.identifiers import BatchId, PlanId
from station_app.models.person import Person
from station_app.models.plaque import Plaque
from station_app.models.visit import Visit
from station_app.queries import printed_people
from station_app.queries.printed_sheets import sheet_rows
from station_app.services import condolence, condolence_list, condolence_paying, printing
from station_app.services.condolence import Freeze, MakeBatch
from station_app.services.condolence_list import AddOthers, AddPeople
from station_app.services.condolence_paying import CorrectPayment, Sign
from station_app.services.person_file import person_files
from station_app.services.printing import FORMS, Form, PrintOrder, print_form
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.visits import Met, RecordVisit, VisitPaper, record_visit
from station_app.store.unit_of_work import Store
from tests.fixtures.station import STATION_NAME
from tests.fixtures.villagers import benefit, villager
from tests.reports.reading import pages

TODAY = date(2022, 10, 20)
PAID = date(2022, 10, 9)
ORDER = PrintOrder(
    today=TODAY, printed_by="李敏", printed_at=datetime(2022, 10, 20, 9, 30).astimezone()
)
BLANK = PrintOrder(today=TODAY, blank=True)
BATCH = MakeBatch(
    kind="ENTITLED_DIFF",
    occasion="CHONGYANG",
    occasion_year=2022,
    funding="COUNTY",
    standard_fen=50_000,
    doc_no="淮退役〔2022〕9号",
)


@pytest.fixture
def sample(store: Store) -> Store:
    """A station with thirty people and a year of records."""
    fill_with_sample(store, SampleSize(people=30, years=1), today=TODAY)
    return store


def printed(session: Session, name: str, order: PrintOrder = ORDER) -> str:
    """All pages of a form as one text."""
    return "".join(pages(print_form(session, name, order)))


def frozen_batch(session: Session, *names: str) -> tuple[BatchId, tuple[PlanId, ...]]:
    """A frozen batch with new people of these names."""
    batch = condolence.make_batch(session, BATCH)
    people = tuple(villager(session, name) for name in names)
    lines = condolence_list.add_people(session, AddPeople(batch_id=batch, person_ids=people)).added
    condolence.freeze(session, Freeze(batch), today=PAID)
    return batch, lines


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_every_form_is_printed_for_the_whole_station(sample: Store, form: str) -> None:
    with sample.read() as session:
        text = printed(session, form)
    assert STATION_NAME in text
    assert "第1页共" in text


@pytest.mark.parametrize("form", [form.name for form in FORMS if form.has_blank])
def test_every_form_is_printed_blank(store: Store, form: str) -> None:
    with store.read() as session:
        text = printed(session, form, BLANK)
    assert STATION_NAME in text
    assert "本期无" not in text


def test_the_catalogue_the_command_line_and_the_labels_name_the_same_forms() -> None:
    names = [form.name for form in FORMS]
    assert list(parser.FORMS) == names
    assert set(FORM_LABELS) == set(names)


def test_the_roster_of_people_lists_everybody_once_by_group(sample: Store) -> None:
    with sample.read() as session:
        people = session.scalars(select(Person).where(Person.status.in_(["ACTIVE", "DRAFT"])))
        numbers = [person.id_number for person in people if person.id_number]
        text = printed(session, "person-roster")
    assert all(text.count(number) == 1 for number in numbers)
    places = [text.index(group) for group in ("村一组", "村二组", "村三组") if group in text]
    assert places == sorted(places)


def test_a_plaque_card_is_printed_for_each_household_with_a_plaque(sample: Store) -> None:
    with sample.read() as session:
        plaques = session.scalars(select(Plaque)).all()
        found = pages(print_form(session, "plaque-register", ORDER))
    assert len(found) == len(plaques) > 0
    for plaque in plaques:
        assert sum(f"编号：{plaque.plaque_no}" in text for text in found) == 1


def test_plaques_of_a_period_are_those_hung_in_it(sample: Store) -> None:
    order = replace(ORDER, period=Period.parse("2022-10"))
    with sample.read() as session:
        text = printed(session, "plaque-roster", order)
    assert "2022年10月" in text
    assert not any(f"2022.0{month}." in text for month in range(1, 10))


def test_a_person_without_a_plaque_still_gets_a_card_to_fill_in(store: Store) -> None:
    """PL4: the living household decides; what is known of it is printed."""
    with store.write("test") as session:
        key = villager(session, "王建国")
        session.flush()
        text = printed(session, "plaque-register", replace(ORDER, people=(key,)))
    assert "王建国" in text
    assert "□主动悬挂□依申请" in text


def test_visit_forms_are_printed_for_one_person_and_period(sample: Store) -> None:
    with sample.read() as session:
        visit = session.scalars(select(Visit).order_by(Visit.visit_date)).first()
        assert visit is not None
        found = pages(print_form(session, "visit", replace(ORDER, visit_id=visit.id)))
        day = visit.visit_date
    assert len(found) == 2
    assert f"{day.year}年{day.month}月{day.day}日" in found[0]


def test_a_visit_form_of_nobody_is_refused_and_not_an_empty_file(store: Store) -> None:
    with store.read() as session, pytest.raises(Rejected, match=r"printing\.nothing_found"):
        print_form(session, "visit", ORDER)


def test_a_batch_is_printed_with_its_sums_and_reconciled(store: Store) -> None:
    """F04: drawn = paid + unclaimed + returned stands under the roster."""
    with store.write("test") as session:
        batch, lines = frozen_batch(session, "王建国", "李㛃", "赵𬭎")
        condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=PAID), today=TODAY)
        session.flush()
        text = printed(session, "payment-roster", replace(ORDER, batch_id=batch))
    assert "2022年重阳困难优抚对象慰问金发放花名册" in text
    assert all(name in text for name in ("王建国", "李㛃", "赵𬭎"))
    assert "合计3人1,500.00" in text
    assert "人民币（大写）：壹仟伍佰元整￥1,500.00" in text
    assert "领取1,500.00=已发500.00+未领1,000.00+交回0.00，相符。" in text


def test_a_corrected_payment_is_followed_by_its_reversal_and_what_was_paid(store: Store) -> None:
    """SETTLED 1, MO7: nothing disappears from a signed list, and it still adds up."""
    with store.write("test") as session:
        batch, lines = frozen_batch(session, "王建国")
        signed = condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=PAID), today=TODAY)
        condolence_paying.correct_payment(
            session,
            CorrectPayment(
                payment_id=signed.payment_id,
                amount_fen=60_000,
                reason="少发一百元",
                approved_by="李敏",
            ),
            today=TODAY,
        )
        session.flush()
        text = printed(session, "payment-roster", replace(ORDER, batch_id=batch))
    assert "−500.00" in text
    assert "少发一百元" in text
    assert "合计1人600.00" in text
    assert "领取600.00=已发600.00+未领0.00+交回0.00，相符。" in text


def test_a_signature_taken_back_leaves_the_line_to_be_signed_again(store: Store) -> None:
    with store.write("test") as session:
        batch, lines = frozen_batch(session, "王建国")
        condolence_paying.sign(session, Sign(plan_id=lines[0], paid_on=PAID), today=TODAY)
        condolence_paying.unsign(session, lines[0], reason="签错人")
        session.flush()
        text = printed(session, "payment-roster", replace(ORDER, batch_id=batch))
    assert text.count("王建国") == 3
    assert "合计1人500.00" in text


def test_a_draft_is_printed_with_the_standard_and_without_reconciliation(store: Store) -> None:
    with store.write("test") as session:
        batch = condolence.make_batch(session, BATCH)
        key = villager(session, "王建国")
        condolence_list.add_people(session, AddPeople(batch_id=batch, person_ids=(key,)))
        session.flush()
        text = printed(session, "payment-roster", replace(ORDER, batch_id=batch))
    assert "合计1人500.00" in text
    assert "收支核对" not in text


def test_a_batch_without_names_is_printed_with_its_headcount(store: Store) -> None:
    """SETTLED 12: 重点对象 batches carry a headcount and a value, never a person."""
    with store.write("test") as session:
        made = replace(BATCH, kind="FOCUS", form="GOODS", standard_fen=None)
        batch = condolence.make_batch(session, made)
        others = AddOthers(
            batch_id=batch,
            recipient_text="联合慰问对象",
            headcount=120,
            goods="米面油",
            goods_value_fen=4_800_000,
        )
        condolence_list.add_others(session, others)
        condolence.freeze(session, Freeze(batch), today=PAID)
        session.flush()
        text = printed(session, "payment-roster", replace(ORDER, batch_id=batch))
    assert "合计120人" in text
    assert "48,000.00" in text


def test_all_batches_go_into_one_file_each_with_its_own_pages(sample: Store) -> None:
    with sample.read() as session:
        whole = pages(print_form(session, "payment-roster", ORDER))
    starts = [text for text in whole if "第1页共" in text]
    assert len(starts) == 2
    assert "春节" in starts[0]
    assert "八一" in starts[1]


def test_a_roster_for_some_people_of_a_batch_names_them_only(store: Store) -> None:
    with store.write("test") as session:
        batch, _ = frozen_batch(session, "王建国", "李文")
        session.flush()
        wang = session.scalars(select(Person.id).where(Person.name == "王建国")).one()
        order = replace(ORDER, batch_id=batch, people=(wang,))
        text = printed(session, "payment-roster", order)
    assert "王建国" in text
    assert "李文" not in text
    assert "合计1人" in text


def test_the_certification_register_counts_as_the_wall_does(sample: Store) -> None:
    """CE9: 应认证 and 已认证 of the heading line are those of the screen."""
    with sample.read() as session:
        text = printed(session, "certification-roster")
    assert "认证年度：2022认证期限：2022.08.01至2022.11.30" in text
    assert "应认证" in text
    assert "上门认证" in text


def test_the_overdue_list_names_those_not_certified_after_the_term(sample: Store) -> None:
    late = replace(ORDER, today=date(2022, 12, 20), period=Period.parse("2022"))
    with sample.write("test") as session:
        benefit(session, villager(session, "王建国", mobile="13800000000"), kind="DIS")
        session.flush()
        before, after = printed(session, "overdue-list"), printed(session, "overdue-list", late)
    assert "本期无" in before
    assert "王建国" in after
    assert "停发事宜以县级通知为准" in after


def test_numbers_of_people_are_found_by_id_or_file_number(store: Store) -> None:
    with store.write("test") as session:
        key = villager(session, "王建国", id_number="32081219440305000X")
        session.flush()
        file_no = session.get_one(Person, key).file_no
        by_id = printing.people_given(session, ["32081219440305000x", file_no])
    assert by_id == (key,)


def test_an_unknown_number_is_named_in_the_refusal(store: Store) -> None:
    wrong = pytest.raises(Rejected, match=r"printing\.person_unknown")
    with store.read() as session, wrong as refused:
        printing.people_given(session, ["320812195001010099"])
    assert refused.value.values == {"number": "320812195001010099"}


def test_a_batch_is_found_by_its_name_if_only_one_has_it(store: Store) -> None:
    with store.write("test") as session:
        first = condolence.make_batch(session, replace(BATCH, name="重阳慰问"))
        session.flush()
        assert printing.batch_given(session, "重阳慰问") == first
        condolence.make_batch(session, replace(BATCH, name="重阳慰问"))
        session.flush()
        with pytest.raises(Rejected, match=r"printing\.batch_twice"):
            printing.batch_given(session, "重阳慰问")
        with pytest.raises(Rejected, match=r"printing\.batch_unknown"):
            printing.batch_given(session, "中秋慰问")


def test_a_roster_of_people_needs_a_batch_to_stand_on(store: Store) -> None:
    with store.write("test") as session:
        key = villager(session, "王建国")
        session.flush()
        with pytest.raises(Rejected, match=r"printing\.batch_missing"):
            print_form(session, "payment-roster", replace(ORDER, people=(key,)))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_only_rosters_without_private_columns_may_be_posted(sample: Store, form: Form) -> None:
    """PV2, PV3: what is posted names person, village, kind and amount only."""
    order = replace(ORDER, mask=MaskLevel.INITIALS)
    with sample.read() as session:
        if form.may_be_posted:
            text = printed(session, form.name, order)
            if form.name == "month-report":  # figures alone
                assert not any(name in text for name in session.scalars(select(Person.name)))
                return
            assert "身份证号" not in text
            assert "电话" not in text
            assert "备注" not in text
            assert "打印：" not in text
            return
        with pytest.raises(Rejected, match=r"printing\.not_for_posting"):
            print_form(session, form.name, order)


def test_an_unknown_form_is_refused(store: Store) -> None:
    with store.read() as session, pytest.raises(Rejected, match=r"printing\.form_unknown"):
        print_form(session, "no-such-form", ORDER)


@pytest.mark.parametrize(
    "code",
    ["form_unknown", "nothing_found", "person_unknown", "batch_missing", "batch_unknown"],
)
def test_each_refusal_says_what_to_do(code: str) -> None:
    assert "请" in sentences()[f"printing.{code}"] or "可以" in sentences()[f"printing.{code}"]


def test_a_merged_file_is_printed_as_the_one_it_was_merged_into(store: Store) -> None:
    """SETTLED 2: readers follow merged_into_id; in a cycle the lowest key survives."""
    with store.write("test") as session:
        kept, gone = villager(session, "王建国"), villager(session, "王健国")
        session.get_one(Person, gone).merged_into_id = kept
        session.flush()
        text = printed(session, "person-roster", replace(ORDER, people=(gone,)))
        session.get_one(Person, kept).merged_into_id = gone
        session.flush()
        cycle = printed(session, "person-roster", replace(ORDER, people=(gone,)))
    assert "王建国" in text
    assert "王健国" not in text
    assert "王建国" in cycle


def test_a_masked_file_of_a_person_says_that_he_was_visited_and_not_how_he_is(
    store: Store,
) -> None:
    """PV1; what is said at the door is sealed on its way to the district, too."""
    with store.write("test") as session:
        person = villager(session)
        paper = VisitPaper(
            visit_date=PAID, kind="ROUTINE", method="HOME", visitors="李敏", situation="腿疼"
        )
        record_visit(session, RecordVisit(paper=paper, met=(Met(person),)), today=TODAY)
        session.flush()
        order = replace(ORDER, people=(person,))
        whole = printed(session, "person-file", order)
        masked = printed(session, "person-file", replace(order, mask=MaskLevel.MASKED))
    assert "李敏：腿疼" in whole
    assert "腿疼" not in masked
    assert "入户李敏" in masked


def test_the_recovery_words_are_printed_without_a_file_to_ask() -> None:
    words = ("春风", "松柏", "长河", "灯塔", "书信", "平原")
    document = printing.recovery_words(
        words, station_name=STATION_NAME, operator="李敏", today=TODAY
    )
    (text,) = pages(document)
    assert all(word in text for word in words)
    assert STATION_NAME in text


def test_goods_have_their_own_roster_and_none_is_said(sample: Store) -> None:
    """DOMAIN §5: an empty roster prints the form with 本期无, not a blank page."""
    with sample.read() as session:
        text = printed(session, "goods-roster")
    assert f"{TODAY.year}年慰问物资发放花名册填报单位" in text
    assert "资金来源" not in text  # there is no batch that had any
    assert "本期无" in text
    assert "人民币（大写）：零元整" in text


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("person-roster", "截至______年____月____日"),
        ("visit-roster", "______年____月单位"),
        ("plaque-roster", "______年____月单位"),
        ("overdue-list", "________年度未认证（逾期）名单"),
        ("meeting-sheet", "________年度集中认证签到表"),
        ("plaque-receipts", "________年“光荣之家”光荣牌发放签收单"),
        ("today-list", "______年____月____日共________人"),
    ],
)
def test_a_blank_form_leaves_its_time_to_the_pen(store: Store, form: str, line: str) -> None:
    with store.read() as session:
        text = "".join(pages(print_form(session, form, BLANK)))
    assert line in text
    assert f"{TODAY.year}年" not in text
    assert "制表日期：______年____月____日" in text


def test_figures_have_no_blank_form(store: Store) -> None:
    with store.read() as session, pytest.raises(Rejected, match=r"printing\.no_blank"):
        print_form(session, "month-report", BLANK)


def test_registration_sheets_say_what_the_file_of_each_person_says(sample: Store) -> None:
    """The quick way of many sheets and the long way of 一人一档 tell the same."""
    with sample.read() as session:
        keys = printed_people.everybody(session)
        quick = {row.person_id: row.sheet for row in sheet_rows(session, keys)}
        files = person_files(session, keys, today=TODAY, photos=None)
        assert list(quick.values()) == [file.sheet for file in files]
        text = print_form(session, "registration-sheet", ORDER)
    assert len(pages(text)) == len(quick)


def test_a_month_without_payments_prints_that_there_was_none(store: Store) -> None:
    order = replace(ORDER, period=Period.parse("2022-03"))
    with store.read() as session:
        text = printed(session, "payment-roster", order)
    assert "2022年" in text
    assert "本期无" in text
    assert "人民币（大写）：零元整￥0.00" in text
