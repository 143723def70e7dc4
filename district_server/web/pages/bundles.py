"""U盘上报: files from sticks are taken in, many at once; each gets its receipt."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.responses import Response

from district_server.bundles import Taken, known_bundle, receipt_name, take
from district_server.web.audit import Action
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import receipts
from district_server.web.visit import Visit
from station_app.errors import Rejected, StationError
from station_app.messages import sentence
from station_app.models.identifiers import new_id, station_id_of

MOST_BYTES = 256 * 1024 * 1024
LONGEST_NAME = 80
RECEIPT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: what it held and its receipt, or why it was not taken."""

    file: str
    taken: Taken | None = None
    receipt: UUID | None = None
    problem: str | None = None
    note: str | None = None


def show(visit: Visit) -> Response:
    """The form, and the receipts of the last day."""
    return _page(visit, [], taking=None)


def take_all(visit: Visit) -> Response:
    """Take every file for itself: one that is refused keeps no other back."""
    taking = new_id()
    results = [_take(visit, upload, taking) for upload in visit.files("file")]
    return _page(visit, results, taking=taking)


def _take(visit: Visit, upload: UploadFile, taking: UUID) -> Result:
    name = (upload.filename or "")[-LONGEST_NAME:]
    receipt = BytesIO()
    try:
        taken = take(visit.context, upload.file, receipt)
    except StationError as error:
        return Result(name, problem=sentence(error))
    return Result(name, taken, _keep(visit, taken, receipt, taking), note=_note(taken))


def _keep(visit: Visit, taken: Taken, receipt: BytesIO, taking: UUID) -> UUID:
    with visit.write() as session:
        visit.record(
            session,
            Action.BUNDLE_TAKEN,
            station=station_id_of(taken.division_code),
            rows=taken.records,
        )
        return receipts.keep(
            session,
            receipt.getvalue(),
            name=receipt_name(taken, visit.now),
            station_name=taken.station_name,
            taking=taking,
            officer_id=visit.who.officer_id,
            now=visit.now,
        )


def _note(taken: Taken) -> str | None:
    if taken.verdict is not None:
        return sentence(Rejected(taken.verdict))
    return sentence(Rejected("bundle.nothing_new")) if known_bundle(taken) else None


def _page(visit: Visit, results: list[Result], taking: UUID | None) -> Response:
    with visit.read() as session:
        recent = receipts.recent(session, visit.who.officer_id, now=visit.now)
    return visit.page(
        "bundles.html",
        results=results,
        taking=taking,
        taken=[result for result in results if result.receipt],
        recent=recent,
        megabytes=MOST_BYTES // 1024 // 1024,
    )


def receipt(visit: Visit) -> Response:
    """One receipt, for the stick that goes back."""
    with visit.read() as session:
        found = receipts.one(session, visit.who.officer_id, visit.key("receipt"))
    name, body = found or visit.missing()
    return visit.download(body, name=name, media_type=RECEIPT_TYPE)


def all_receipts(visit: Visit) -> Response:
    """The receipts of all files that came at once."""
    with visit.read() as session:
        body = receipts.together(session, visit.who.officer_id, visit.key("taking"))
    return visit.download(
        body or visit.missing(), name="receipts.zip", media_type="application/zip"
    )


PAGES = (
    PageSpec("bundles", "/bundles", show, take_all, roles=DISTRICT_ONLY, at_most=MOST_BYTES),
    PageSpec("receipt", "/bundles/receipts/{receipt}", receipt, roles=DISTRICT_ONLY),
    PageSpec("receipts", "/bundles/takings/{taking}", all_receipts, roles=DISTRICT_ONLY),
)
