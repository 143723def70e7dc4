"""What a line warns of before it is paid: the dead, gifts from elsewhere, a strange amount."""

from collections.abc import Sequence

from station_app.domain import condolence as rules
from station_app.domain.codes import (
    CondolenceKind,
    Funding,
    Occasion,
    PayForm,
    PersonStatus,
    label,
)
from station_app.domain.condolence import FROZEN, Given
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note, ask, err, fix
from station_app.models.condolence import CondolenceBatch
from station_app.queries.batch_lines import PlanLine, planned_fen
from station_app.queries.condolence_people import LIVING, GivenRow, ListedPerson


def warnings_of(
    batch: CondolenceBatch,
    line: PlanLine,
    person: ListedPerson | None,
    given: Sequence[GivenRow],
    *,
    is_listed_twice: bool,
) -> tuple[Note, ...]:
    """The dead, what the person has from elsewhere (DOMAIN 2.8), an amount to look at."""
    if batch.status in FROZEN:
        return _elsewhere(batch, given)
    gone = _gone(batch, person, is_listed_twice=is_listed_twice)
    return (*gone, *_elsewhere(batch, given), *_amount(batch, line))


def _gone(
    batch: CondolenceBatch, person: ListedPerson | None, *, is_listed_twice: bool
) -> tuple[Note, ...]:
    """The dead may not stand on a list; who moved away, or stands there twice, is looked at."""
    if person is None or batch.kind == CondolenceKind.BEREAVEMENT:
        return ()
    twice = (ask("condolence.twice_in_batch"),) if is_listed_twice else ()
    if person.status == PersonStatus.DECEASED:
        death = PartialDate.of(person.death_date).official() if person.death_date else ""
        return (err("condolence.deceased_listed", name=person.name, death=death), *twice)
    if person.status not in LIVING:
        status = label("person_status", person.status)
        return (ask("condolence.not_living", name=person.name, status=status), *twice)
    return twice


def _amount(batch: CondolenceBatch, line: PlanLine) -> tuple[Note, ...]:
    """Missing or very large; that it differs from the standard shows by itself."""
    fen = planned_fen(batch, line)
    goods = line.goods_value_fen if line.pay_form != PayForm.GOODS else fen
    money = 0 if line.pay_form == PayForm.GOODS else fen - (goods or 0)
    gift = rules.Gift(PayForm(line.pay_form), money, line.goods, goods)
    return tuple(rules.check_gift(gift))


def _elsewhere(batch: CondolenceBatch, given: Sequence[GivenRow]) -> tuple[Note, ...]:
    if not given:
        return ()
    new = Given(batch.name, Occasion(batch.occasion), batch.occasion_year, Funding(batch.funding))
    return tuple(_from_elsewhere(new, row) for row in given)


def _from_elsewhere(new: Given, row: GivenRow) -> Note:
    """A second one from the same fund is a doubt, from another fund only good to know."""
    note = rules.duplicate_note(new, [row.given])
    values = {
        "batch": row.given.batch,
        "funding": row.given.funding.label,
        "amount_fen": row.amount_fen,
        "paid_on": row.paid_on,
    }
    if note is None:
        return fix("condolence.other_funding", **values)
    return Note(note.level, note.code, {**values, **note.values})
