"""One figure of a tally on paper, with a number of its own under which its rows come back."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from station_app.domain.annual_lines import line_of
from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.periods import Period
from station_app.domain.printouts import Question, RowBehind
from station_app.models.registry import BY_NAME
from station_app.progress import Progress, Silent
from station_app.queries import tallies
from station_app.queries.figures import figures
from station_app.queries.stations import station_row
from station_app.queries.tallies import TallyRow
from station_app.queries.tally_definitions import shows_day_of_file
from station_app.reports import figure_rows
from station_app.services.printouts import numbered
from station_app.services.tally_report import FIGURE


@dataclass(frozen=True, slots=True)
class FigureOrder:
    """Which line of which period, as of which day, and who asks."""

    code: str
    period: Period
    today: date
    made_by: str | None = None
    printed_at: datetime | None = None


def figure_paper(session: Session, order: FigureOrder, progress: Progress | None = None) -> bytes:
    """The rows behind a figure as a PDF; of a ratio those of its upper part."""
    wanted = (order.code, order.period)
    figure = figures(session, [wanted], today=order.today)[wanted]
    rows = tallies.rows_behind(session, order.code, order.period, today=order.today)
    behind = [
        RowBehind(row.record_type, row.record_id, order.code, row.count, row.fen) for row in rows
    ]
    params = {"code": order.code, "period": order.period.code}
    title = figure_rows.title_of(line_of(order.code), order.period)
    question = Question(FIGURE, title, params, order.period)
    made = numbered(session, _imprint(session, order), question, behind, shown=rows)
    lines = [_line(row) for row in rows]
    return figure_rows.pdf(
        figure,
        order.period,
        lines,
        made,
        progress or Silent(),
        of_files=shows_day_of_file(order.code),
    )


def _line(row: TallyRow) -> figure_rows.FigureLine:
    known = BY_NAME.get(row.record_type)
    return figure_rows.FigureLine(
        row.day,
        row.name,
        row.group_name,
        known.label if known else "",
        row.counted_ym,
        row.count,
        row.fen,
    )


def _imprint(session: Session, order: FigureOrder) -> Imprint:
    return Imprint(
        station_name=station_row(session).name,
        made_on=order.today,
        made_by=order.made_by,
        printed_by=order.made_by,
        printed_at=order.printed_at.astimezone() if order.printed_at else None,
        mask=MaskLevel.MASKED,  # names, yet no numbers
    )
