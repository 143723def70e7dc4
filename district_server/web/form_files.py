"""F09 of a town or district as an answer: the workbook or the paper, and who took it away."""

from starlette.responses import Response

from district_server.web.audit import Action
from district_server.web.rendering import in_china
from district_server.web.visit import Visit
from district_server.web.workbook import MEDIA_TYPE
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.roll_up_form import RollUpForm
from station_app.progress import Silent
from station_app.reports import roll_up_pdf, roll_up_workbook

PDF_TYPE = "application/pdf"


def workbook_answer(visit: Visit, form: RollUpForm, serial: str) -> Response:
    """The form as a workbook."""
    body = roll_up_workbook.xlsx(form, imprint(visit, form.place, serial))
    return _answer(visit, form, body, "xlsx", MEDIA_TYPE)


def paper_answer(visit: Visit, form: RollUpForm, serial: str) -> Response:
    """The form to be printed, signed and sealed."""
    body = roll_up_pdf.pdf(form, imprint(visit, form.place, serial), Silent())
    return _answer(visit, form, body, "pdf", PDF_TYPE)


def imprint(visit: Visit, place: str, serial: str) -> Imprint:
    """Whose figures these are, who takes them away, and the number that brings them back."""
    name, at = visit.who.name, in_china(visit.now)
    return Imprint(
        place,
        visit.today,
        made_by=name,
        printed_by=name,
        printed_at=at,
        mask=MaskLevel.STATISTICS,
        serial=serial,
    )


def _answer(visit: Visit, form: RollUpForm, body: bytes, ending: str, media_type: str) -> Response:
    code = form.period.code
    visit.note(Action.EXPORTED, subject=f"report {code}", rows=len(form.children))
    name = f"report-{code.replace('..', '-')}.{ending}"
    return visit.download(body, name=name, media_type=media_type)
