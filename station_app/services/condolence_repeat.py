"""This year's batch made from last year's: the same kind, fund and standard, its people carried."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from station_app.domain.codes import Occasion
from station_app.domain.festivals import festival
from station_app.domain.standards import Gift, Standard
from station_app.models.condolence import CondolenceBatch
from station_app.models.identifiers import BatchId
from station_app.queries.standards import standard_for
from station_app.services import records
from station_app.services.condolence import MakeBatch, make_batch
from station_app.services.condolence_list import Prepared, carry_over
from station_app.store.context import moment_of


@dataclass(frozen=True, slots=True)
class Repeated:
    """The new batch, and what became of last year's people."""

    batch_id: BatchId
    prepared: Prepared


def name_after(name: str, year: int) -> str:
    """What the list of the year after is called."""
    return name.replace(str(year), str(year + 1))


def repeat_batch(session: Session, former_id: BatchId) -> Repeated:
    """A draft for the year after, without the dead and those who moved away (MO2).

    The amount is the district's standard in force by then, else that of last year.
    """
    former = records.get(session, CondolenceBatch, former_id)
    standard = _standard(session, former)
    made = make_batch(
        session,
        MakeBatch(
            kind=former.kind,
            occasion=former.occasion,
            occasion_year=former.occasion_year + 1,
            funding=former.funding,
            form=former.form,
            name=name_after(former.name, former.occasion_year),
            standard_fen=standard.amount_fen if standard else former.standard_fen,
            doc_no=standard.doc_no if standard else None,
            approver=former.approver,
        ),
    )
    session.flush()
    return Repeated(made, carry_over(session, made, former_id))


def _standard(session: Session, former: CondolenceBatch) -> Standard | None:
    day = festival(Occasion(former.occasion), former.occasion_year + 1)
    gift = Gift(former.kind, former.occasion, form=former.form)
    return standard_for(session, gift, on=day or moment_of(session).date())
