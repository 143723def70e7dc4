"""标准与代码: condolence and pension standards, options of code lists, certification years."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.responses import Response

from district_server import down
from district_server.web import fields
from district_server.web.audit import Action
from district_server.web.fields import label, options_of
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.visit import Visit
from station_app.domain.certification import default_cycle
from station_app.domain.codes import BUILT_IN, CycleStatus
from station_app.domain.codes.added import EDITABLE, using
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.certification import CycleKind
from station_app.queries.standards import condolence_standards, pension_standards
from station_app.store.added_codes import added_lists

LIST_TITLES = {"funding": "资金来源", "occasion": "慰问时节", "visit_kind": "走访类型"}
Do = Callable[[Visit, Session], None]


def show_gifts(visit: Visit) -> Response:
    """The condolence standards."""
    return _gifts(visit, None)


def _gifts(visit: Visit, problem: Rejected | None) -> Response:
    with visit.read() as session, using(added_lists(session)):
        choices = {
            "kind": options_of("condolence_kind"),
            "occasion": options_of("occasion", "所有时节"),
            "category": options_of("category", "所有人员"),
            "form": options_of("batch_form", "所有形式"),
        }
        return _page(
            visit,
            "gift_standards.html",
            problem,
            rows=condolence_standards(session),
            choices=choices,
            label=label,
        )


def change_gifts(visit: Visit) -> Response:
    """Add a condolence standard, or let one end."""
    do = _end_gift if visit.text("end") else _add_gift
    return _change(visit, "gift_standards", do, _gifts)


def _add_gift(visit: Visit, session: Session) -> None:
    new = down.NewStandard(
        kind=visit.text("kind"),
        amount_fen=fields.fen(visit, "amount"),
        effective_from=fields.day(visit, "effective_from") or date.min,
        occasion=visit.text("occasion") or None,
        category=visit.text("category") or None,
        form=visit.text("form") or None,
        effective_to=fields.day(visit, "effective_to"),
        doc_no=visit.text("doc_no") or None,
    )
    if new.effective_from == date.min:
        raise Rejected("web.no_first_day")
    down.add_standard(session, new, by=visit.who.name, now=visit.now)


def _end_gift(visit: Visit, session: Session) -> None:
    last_day = fields.day(visit, "last_day") or visit.today
    key = _key(visit, "end")
    down.retire_standard(session, key, last_day=last_day, by=visit.who.name, now=visit.now)


def show_pensions(visit: Visit) -> Response:
    """The pension standards."""
    return _pensions(visit, None)


def _pensions(visit: Visit, problem: Rejected | None) -> Response:
    choices = {
        "kind": options_of("pension_kind"),
        "per": options_of("standard_per"),
        "cause": options_of("dis_cause", "不分"),
        "grade": options_of("dis_grade", "不分"),
        "urban_rural": options_of("urban_rural", "不分"),
    }
    with visit.read() as session:
        rows = pension_standards(session)
    return _page(visit, "pension_standards.html", problem, rows=rows, choices=choices, label=label)


def change_pensions(visit: Visit) -> Response:
    """Add a pension standard, or let one end."""
    do = _end_pension if visit.text("end") else _add_pension
    return _change(visit, "pension_standards", do, _pensions)


def _add_pension(visit: Visit, session: Session) -> None:
    new = down.NewPensionStandard(
        kind=visit.text("kind"),
        amount_fen=fields.fen(visit, "amount"),
        per=visit.text("per"),
        effective_from=fields.month(visit, "effective_from") or "",
        cause=visit.text("cause") or None,
        grade=visit.text("grade") or None,
        urban_rural=visit.text("urban_rural") or None,
        region=visit.text("region") or None,
        effective_to=fields.month(visit, "effective_to"),
        doc_no=visit.text("doc_no") or None,
        announced_on=fields.day(visit, "announced_on"),
    )
    down.add_pension_standard(session, new, by=visit.who.name, now=visit.now)


def _end_pension(visit: Visit, session: Session) -> None:
    last = fields.month(visit, "last_month") or f"{visit.today:%Y-%m}"
    key = _key(visit, "end")
    down.retire_pension_standard(session, key, last_month=last, by=visit.who.name, now=visit.now)


def show_codes(visit: Visit) -> Response:
    """The lists that a district may add to, with what it added."""
    return _codes(visit, None)


def _codes(visit: Visit, problem: Rejected | None) -> Response:
    with visit.read() as session:
        lists = [
            (
                name,
                LIST_TITLES[name],
                [item.label for item in BUILT_IN[name].items],
                down.codes_of(session, name),
            )
            for name in EDITABLE
        ]
        return _page(visit, "code_lists.html", problem, lists=lists)


def change_codes(visit: Visit) -> Response:
    """Add an option, retire one, offer one again."""
    if visit.text("end"):
        do: Do = _retire_code
    else:
        do = _reinstate_code if visit.text("again") else _add_code
    return _change(visit, "code_lists", do, _codes)


def _add_code(visit: Visit, session: Session) -> None:
    name, words = visit.text("list"), visit.text("label")
    down.add_code(session, name, words, by=visit.who.name, now=visit.now)


def _retire_code(visit: Visit, session: Session) -> None:
    down.retire_code(session, _key(visit, "end"), by=visit.who.name, now=visit.now)


def _reinstate_code(visit: Visit, session: Session) -> None:
    down.reinstate_code(session, _key(visit, "again"), by=visit.who.name, now=visit.now)


def show_cycles(visit: Visit) -> Response:
    """The certification years that the district opened."""
    return _cycles(visit, None)


def _cycles(visit: Visit, problem: Rejected | None) -> Response:
    with visit.read() as session:
        rows = down.cycles(session)
        kinds = {row.id: _kinds_of(session, row.id) for row in rows}
        return _page(
            visit,
            "cycles.html",
            problem,
            rows=rows,
            kinds=kinds,
            choices=options_of("pension_kind"),
            label=label,
            usual=default_cycle(visit.today.year),
        )


def _kinds_of(session: Session, cycle_id: UUID) -> list[str]:
    query = select(CycleKind.kind).where(
        CycleKind.cycle_id == cycle_id, CycleKind.deleted.is_(False)
    )
    return list(session.scalars(query.order_by(CycleKind.kind)))


def change_cycles(visit: Visit) -> Response:
    """Open a year, close one, open it again."""
    do = _set_status if visit.text("status") else _open_cycle
    return _change(visit, "cycles", do, _cycles)


def _open_cycle(visit: Visit, session: Session) -> None:
    grace = fields.whole(visit, "grace_days")
    year = fields.whole(visit, "year")
    if year is None or not 2000 <= year <= 2100:
        raise Rejected("web.bad_year")
    new = down.NewCycle(
        year=year,
        open_on=fields.day(visit, "open_on"),
        due_on=fields.day(visit, "due_on"),
        notice_on=fields.day(visit, "notice_on"),
        kinds=fields.several(visit, "kinds"),
        doc_no=visit.text("doc_no") or None,
        **({} if grace is None else {"grace_days": grace}),
    )
    down.open_cycle(session, new, by=visit.who.name, now=visit.now)


def _set_status(visit: Visit, session: Session) -> None:
    wanted = visit.text("status")
    status = CycleStatus.OPEN if wanted == "OPEN" else CycleStatus.CLOSED
    key = _key(visit, "cycle")
    down.set_cycle_status(session, key, status, by=visit.who.name, now=visit.now)


# -- what all of them need


def _key(visit: Visit, name: str) -> UUID:
    try:
        return UUID(visit.text(name))
    except ValueError:
        raise Rejected("down.no_such_entry") from None


def _change(
    visit: Visit, page: str, do: Do, again: Callable[[Visit, Rejected | None], Response]
) -> Response:
    """Lay it down and show the page anew; what was refused stays in the form with its reason."""
    try:
        with visit.write() as session:
            do(visit, session)
            visit.record(session, Action.PUBLISHED, subject=page)
    except Rejected as error:
        return again(visit, error)
    return visit.go(page, said="published")


def _page(visit: Visit, template: str, problem: Rejected | None, **values: object) -> Response:
    return visit.page(
        template,
        status=400 if problem else 200,
        problem=sentence(problem) if problem else None,
        typed=visit.text,
        **values,
    )


PAGES = (
    PageSpec("gift_standards", "/standards", show_gifts, change_gifts, roles=DISTRICT_ONLY),
    PageSpec(
        "pension_standards",
        "/standards/pensions",
        show_pensions,
        change_pensions,
        roles=DISTRICT_ONLY,
    ),
    PageSpec("code_lists", "/standards/codes", show_codes, change_codes, roles=DISTRICT_ONLY),
    PageSpec("cycles", "/standards/cycles", show_cycles, change_cycles, roles=DISTRICT_ONLY),
)
