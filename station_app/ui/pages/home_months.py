"""What the first page says of month reports: the next one, and those that came back."""

from datetime import date

from station_app.domain.codes import MonthState
from station_app.domain.periods import Period
from station_app.queries.month_due import DUE_DAY, MonthsDue
from station_app.ui.components.due_row import Due

NEXT_STEP = {
    MonthState.OPEN: "核对数字，算好、签字、报出",
    MonthState.COMPUTED: "已算好，等签字",
    MonthState.SIGNED: "已签字，等报出",
}


def months_sent_back(months: MonthsDue) -> list[Due]:
    """Every month that was sent back, with its reason."""
    rows = []
    for month, reason in months.sent_back:
        period = Period.month(month)
        name = f"{period.label}月报退回重报"
        rows.append(Due("undo-2", name, reason, 1, "份", "tally", period, "red"))
    return rows


def month_due(months: MonthsDue, on: date) -> Due:
    """The month that is to be reported next."""
    period = Period.month(months.month or "")
    late = months.is_late(on)
    return Due(
        "chart-no-axes-column",
        f"{period.label}月报还没报",
        NEXT_STEP.get(months.state, ""),
        1,
        "份",
        "tally",
        period,
        meaning="red" if late else "green",
        tag="过了日子" if late else f"{DUE_DAY} 日前",
        tag_meaning="red" if late else "amber",
    )
