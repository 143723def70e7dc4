"""What a district might have sent to the sample station, for pictures of its page."""

from datetime import date, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.messages.labels import label
from station_app.models.person import Person
from station_app.models.posting import DistrictNotice, DistrictTask, NoticeReading
from station_app.models.standard import CondolenceStandard, PensionStandard
from station_app.models.transfer import PersonTransfer, TransferField
from station_app.store.unit_of_work import Store

WORDS = {
    "name": '"周世昌"',
    "id_number": '"320802195103140017"',
    "sex": '"1"',
    "birth_date": '"1951-03-14"',
    "mobile": '"13800000123"',
}


def post_from_district(store: Store, today: date) -> None:
    """Notices, tasks, somebody who comes and somebody who left."""
    with store.write(label("sync.receive"), outgoing=False) as session:
        _notices(session, today)
        _tasks(session, today)
        _moves(session, today)
        _standards(session)


def _notices(session: Session, today: date) -> None:
    new = DistrictNotice(
        posting_id=uuid4(),
        title="做好“八一”走访慰问工作",
        body=(
            "各服务站请在 7月28日前完成走访慰问，发放时当面签领。\n\n"
            "慰问标准已经下发，困难优抚对象每人 500 元。有外出的，可以转账，签领状态如实登记。"
        ),
        doc_no="区退役发〔2026〕12 号",
        posted_on=today - timedelta(days=3),
        valid_until=today + timedelta(days=20),
        needs_confirmation=True,
    )
    read = DistrictNotice(
        posting_id=uuid4(),
        title="年度认证 8 月 1 日开始",
        body="认证期限和往年一样，请提前通知高龄和行动不便的对象。",
        posted_on=today - timedelta(days=9),
        needs_confirmation=True,
    )
    session.add_all([new, read])
    session.add(NoticeReading(notice_id=read.id, read_on=today - timedelta(days=8)))


def _tasks(session: Session, today: date) -> None:
    session.add(
        DistrictTask(
            posting_id=uuid4(),
            title="核对在乡老兵名册",
            what="对照公安、民政的名单，核对 85 岁以上老兵是否健在，有出入的写明。",
            posted_on=today - timedelta(days=5),
            due_on=today + timedelta(days=6),
        )
    )


def _moves(session: Session, today: date) -> None:
    coming = PersonTransfer(
        pair_id=uuid4(),
        direction="IN",
        person_id=uuid4(),
        person_name="周世昌",
        id_number="320802195103140017",
        other_code="320812002001",
        other_name="柳树湾镇北山村退役军人服务站",
        moved_out_on=today - timedelta(days=12),
        state="WAITING",
    )
    session.add(coming)
    for name, value in WORDS.items():
        session.add(
            TransferField(
                transfer_id=coming.id,
                record_type="person",
                record_id=coming.person_id,
                field=name,
                value=value,
            )
        )
    left = session.scalars(select(Person).order_by(Person.id).offset(9).limit(1)).one()
    session.add(
        PersonTransfer(
            pair_id=uuid4(),
            direction="OUT",
            person_id=left.id,
            person_name=left.name,
            other_code="320812003001",
            other_name="河口街道服务站",
            moved_out_on=today - timedelta(days=40),
            state="NOT_HERE",
            answered_on=today - timedelta(days=2),
            answer_note="走访过，没有这个人",
        )
    )


def _standards(session: Session) -> None:
    session.add(
        CondolenceStandard(
            kind="ENTITLED_DIFF",
            occasion="BAYI",
            amount_fen=50_000,
            effective_from=date(2026, 7, 1),
            doc_no="区退役发〔2026〕12 号",
        )
    )
    session.add(
        PensionStandard(
            kind="DIS",
            cause="2",
            grade="07",
            amount_fen=1_806_000,
            per="YEAR",
            effective_from="2025-08",
            doc_no="退役军人部发〔2025〕31 号",
        )
    )
