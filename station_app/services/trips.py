"""一趟四用: a home visit and everything done on it, written in one unit of work or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import CertResult, PlaqueEventKind, VisitMethod
from station_app.domain.reading import Note
from station_app.errors import Rejected
from station_app.models.identifiers import PlanId, VisitId
from station_app.queries.trip import TripGift
from station_app.services.attachments import KeptPhoto
from station_app.services.attachments_with import certification_with_photos, visit_with_photos
from station_app.services.certifications import RecordCertification
from station_app.services.condolence_paying import Sign, sign
from station_app.services.doubts import Doubtful
from station_app.services.plaques import HangNew, PlaqueStep, hang_new, record_step
from station_app.services.route_sheets import mark_entered
from station_app.services.visits import RecordVisit

CONTACTS = (VisitMethod.PHONE, VisitMethod.VIDEO)
ON_THE_WALL = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTrip:
    """A visit, and what was handed out, certified and hung on it.

    Payments, certifications and plaque events take the day of the visit; `proof` are the pictures
    of the certifications, `sheet_id` the route sheet whose lines are entered by this.
    """

    visit: RecordVisit
    photos: tuple[KeptPhoto, ...] = ()
    gifts: tuple[Sign, ...] = ()
    certifications: tuple[RecordCertification, ...] = ()
    proof: tuple[KeptPhoto, ...] = ()
    plaque_steps: tuple[PlaqueStep, ...] = ()
    new_plaques: tuple[HangNew, ...] = ()
    sheet_id: UUID | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordedTrip:
    """The visit with what counts of it, and what to show beside it."""

    visit_id: VisitId
    person_times: int
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class WillWrite:
    """What a trip will write, and how it counts.

    `helped` is its share of K1: a visit alone is none of it, two condolences of one occasion to one
    person are one (CN2, SETTLED 3).
    """

    person_times: int = 0
    is_contact: bool = False
    gifts: int = 0
    gift_fen: int = 0
    goods: int = 0
    helped: int = 0
    certified: int = 0
    looked: int = 0
    hung: int = 0
    to_replace: int = 0
    promised: int = 0


def will_write(command: RecordTrip, gifts: Mapping[PlanId, TripGift]) -> WillWrite:
    """What `record_trip` writes if nothing is refused; the page says this before it is kept."""
    given = [gifts[sign.plan_id] for sign in command.gifts]
    paper = command.visit.paper
    events = [step.event for step in command.plaque_steps]
    return WillWrite(
        person_times=sum(one.headcount for one in command.visit.met),
        is_contact=paper.method in CONTACTS,
        gifts=len(given),
        gift_fen=sum(gift.amount_fen or 0 for gift in given),
        goods=sum(not gift.amount_fen for gift in given),
        helped=len({(gift.person_id, gift.occasion) for gift in given}),
        certified=sum(one.result == CertResult.PASS for one in command.certifications),
        looked=int(paper.plaque_look is not None),
        hung=len(command.new_plaques) + sum(event in ON_THE_WALL for event in events),
        to_replace=sum(event == PlaqueEventKind.ASK_REPLACE for event in events),
        promised=int(bool((paper.follow_up or "").strip())),
    )


def record_trip(session: Session, command: RecordTrip, *, today: date) -> RecordedTrip:
    """Write everything of a trip, or nothing.

    Raises one `Doubtful` with the questions of all parts, and `Rejected` as the services of the
    parts do: "visit.…", "condolence.…", "batch.…", "certification.…", "plaque.…", "route.gone",
    "trip.only_at_home".
    """
    _require_met(command)
    part = _Parts(session, command.confirmed, today)
    made = part.settled(visit_with_photos, command.visit, command.photos)
    visit_id, day = made.visit_id, command.visit.paper.visit_date
    for gift in command.gifts:
        part.settled(sign, replace(gift, visit_id=visit_id, paid_on=day))
    for one in command.certifications:
        part.settled(certification_with_photos, _at_home(one, visit_id, command), command.proof)
    for step in command.plaque_steps:
        record_step(session, replace(step, event_on=day), today=today)
    for new in command.new_plaques:
        part.hang(replace(new, hung_on=day))
    if command.sheet_id is not None:
        met = (one.person_id for one in command.visit.met if one.person_id is not None)
        mark_entered(session, command.sheet_id, visit_id, met)
    part.ask_all()
    return RecordedTrip(visit_id, made.person_times, made.notes)


def _require_met(command: RecordTrip) -> None:
    """Nobody is certified at home, and no plaque looked at, by phone."""
    at_home = command.certifications or command.plaque_steps or command.new_plaques
    if at_home and command.visit.paper.method != VisitMethod.HOME:
        raise Rejected("trip.only_at_home")


def _at_home(
    one: RecordCertification, visit_id: VisitId, command: RecordTrip
) -> RecordCertification:
    """The certification as proved by this visit and its picture (DOMAIN 3.5, HOME)."""
    picture = command.proof[0].blob if command.proof else None
    day = command.visit.paper.visit_date
    return replace(one, visit_id=visit_id, certified_on=day, photo_hash=picture, with_visit=False)


class _Parts:
    """Writes part after part; questions are gathered, so that they are asked once and together.

    What is doubted of one person is taken as confirmed for that part only: of the next person the
    same must be asked as well.
    """

    def __init__(self, session: Session, confirmed: frozenset[str], today: date) -> None:
        self._session, self._confirmed, self._today = session, confirmed, today
        self._open: list[Note] = []

    # Any: the commands of several services, each with `confirmed`, and what they return
    def settled(self, service: Callable[..., Any], command: Any, *more: Any) -> Any:
        """Have a part written; what it doubts is noted and taken as confirmed meanwhile."""

        def write(sure: frozenset[str]) -> Any:
            settled = replace(command, confirmed=command.confirmed | sure)
            return service(self._session, settled, *more, today=self._today)

        return self._sure(write)

    def hang(self, new: HangNew) -> None:
        """A plaque where none was; its doubts are those of its entry."""

        def write(sure: frozenset[str]) -> None:
            plaque = replace(new.plaque, confirmed=new.plaque.confirmed | sure)
            hang_new(self._session, replace(new, plaque=plaque), today=self._today)

        self._sure(write)

    def ask_all(self) -> None:
        """Raise what was doubted; the unit of work is rolled back."""
        if self._open:
            raise Doubtful(tuple(self._open))

    def _sure(self, write: Callable[[frozenset[str]], Any]) -> Any:
        """A part may doubt several times, each time before it has written anything."""
        sure = self._confirmed
        while True:
            try:
                made = write(sure)
            except Doubtful as doubt:
                if doubt.codes <= sure:
                    raise
                self._open += [note for note in doubt.notes if note not in self._open]
                sure |= doubt.codes
            else:
                self._session.flush()
                return made
