"""存下的汇总: a roll-up as it was kept, beside what the stations handed in since."""

from starlette.responses import Response

from district_server.month_reports import lock_all
from district_server.web.audit import Action
from district_server.web.form_files import paper_answer, workbook_answer
from district_server.web.pages.tally import Address, Cells, asked_of
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import kept as view
from district_server.web.views.numbers import found
from district_server.web.views.tally import Asked, line_rows_of
from district_server.web.visit import Visit
from station_app.domain.printouts import grouped
from station_app.domain.roll_up_form import RollUpForm
from station_app.errors import Rejected
from station_app.messages import sentence

LONGEST_NUMBER = 40
"""Of what is typed as a number so much is looked at."""


def keep(visit: Visit) -> Response:
    """Keep the roll-up that is shown."""
    wanted = asked_of(visit)
    try:
        with visit.write() as session:
            key = view.keep(session, visit.reach, wanted, by=visit.who.name, now=visit.now)
            subject = f"tally {wanted.period.code} {wanted.town}".strip()
            visit.record(session, Action.ROLL_UP_KEPT, subject=subject)
    except Rejected as error:
        return visit.page("problem.html", status=400, sentence=sentence(error))
    return visit.go("kept_roll_up", said="roll_up_kept", roll_up=key)


def show_all(visit: Visit) -> Response:
    """What was kept, the last first; with a number the roll-up that it was drawn for."""
    typed = visit.request.query_params.get("number", "").strip()[:LONGEST_NUMBER]
    problem = ""
    if typed:
        try:
            with visit.read() as session:
                key = found(session, visit.reach, typed)
            return visit.go("kept_roll_up", roll_up=key)
        except Rejected as error:
            problem = sentence(error)
    with visit.read() as session:
        lines = view.kept_roll_ups(session, visit.reach)
    return visit.page("kept_roll_ups.html", lines=lines, typed=typed, problem=problem)


def show(visit: Visit) -> Response:
    """One of them."""
    asked = asked_of(visit)
    kept = _kept(visit)
    whole = visit.request.query_params.get("lines") == "all"
    again = Asked(kept.line.period, asked.today, kept.line.town, everybody=kept.of_records)
    return visit.page(
        "kept_roll_up.html",
        kept=kept,
        rows=list(line_rows_of(kept.whole, kept.parts, whole=whole)),
        whole=whole,
        live=Address(again),
        cell=Cells(visit, Address(again), kept.parts),
        number=grouped(kept.line.serial),
    )


def _kept(visit: Visit) -> view.Kept:
    with visit.read() as session:
        found = view.kept_roll_up(session, visit.reach, visit.key("roll_up"), asked_of(visit))
    return found or visit.missing()


def lock(visit: Visit) -> Response:
    """Accept every report that is in it and still counts."""
    kept = _kept(visit)
    with visit.write() as session:
        count = lock_all(session, kept.to_lock, by=visit.who.name, now=visit.now)
        subject = f"tally {kept.line.period.code} {kept.line.town}".strip()
        visit.record(session, Action.MONTH_LOCKED, subject=subject, rows=count)
    return visit.go("kept_roll_up", said="used_locked", roll_up=kept.line.id)


def export_form(visit: Visit) -> Response:
    """F09 as it was kept, as a workbook."""
    kept = _kept(visit)
    return workbook_answer(visit, _form(visit, kept), kept.line.serial)


def print_form(visit: Visit) -> Response:
    """The same to be printed, signed and sealed."""
    kept = _kept(visit)
    return paper_answer(visit, _form(visit, kept), kept.line.serial)


def _form(visit: Visit, kept: view.Kept) -> RollUpForm:
    """The form of what was kept; figures that cannot be read are on no form."""
    return kept.form() if kept.is_read else visit.missing()


PAGES = (
    PageSpec("keep_roll_up", "/tally/keep", take=keep),
    PageSpec("kept_roll_ups", "/tally/kept", show_all),
    PageSpec("kept_roll_up", "/tally/kept/{roll_up}", show),
    PageSpec("lock_used", "/tally/kept/{roll_up}/lock", take=lock, roles=DISTRICT_ONLY),
    PageSpec("kept_form", "/tally/kept/{roll_up}/report.xlsx", export_form),
    PageSpec("kept_paper", "/tally/kept/{roll_up}/report.pdf", print_form),
)
