"""The lines that only a year asks for (DOMAIN §6.5), and every line that can be asked by its code.

They are lines like those of the month: a code, units, a kind, a formula among the queries, rows
behind. Festival figures (Y1) go by the year of the festival, all others by the month they count in;
both stand in the annual table (MO2).
"""

from station_app.domain.awaited_lines import AWAITED
from station_app.domain.tally import FEN, Line, LineKind, RollUp
from station_app.domain.tally_lines import LINES, by_code

_F, _D = LineKind.FLOW, LineKind.DISTINCT
_SUM, _UNION = RollUp.SUM, RollUp.UNION

YEAR_LINES: tuple[Line, ...] = (
    Line("Y1", "春节、八一慰问（按节日年度）", ("人次", FEN), _D, _SUM),
    *by_code("Y1", "condolence_kind", ("人次", FEN), _D, _SUM),
    Line("Y1g", "春节、八一慰问中的物资折款", (FEN,), _D, _SUM),
    *by_code("Y1g", "condolence_kind", (FEN,), _D, _SUM),
    Line("Y2", "慰问物资折款（按类型）", (FEN,), _F, _SUM),
    *by_code("Y2", "condolence_kind", (FEN,), _F, _SUM),
    Line("Y3", "慰问户数", ("户",), _D, _SUM),
    *by_code("Y3", "condolence_kind", ("户",), _D, _SUM),
    Line("Y4", "慰问受助人数", ("人",), _D, _UNION),
    *by_code("Y4", "funding", ("人",), _D, _UNION),
    Line("Y5", "走访慰问人次（同一人同一天计一次）", ("人次",), _F, _SUM),
    Line("Y6", "走访现役军人家庭", ("户",), _D, _SUM),
    Line("Y7", "走访未建档对象", ("人次",), _F, _SUM, "B1"),
    Line("Y8", "发放抚恤补助（按种类）", ("人", FEN), _D, _UNION),
    *by_code("Y8", "pension_kind", ("人", FEN), _D, _UNION),
)
"""Y3 counts a household once in the period however many batches it had; C6 counts batches."""

EVERY: dict[str, Line] = {line.code: line for line in (*LINES, *YEAR_LINES, *AWAITED)}
"""Every code that a sentence, a box of a template or a page may ask for."""
AWAITED_CODES = frozenset(line.code for line in AWAITED)


def line_of(code: str) -> Line:
    """The line of a code, whether of the month, of the year, or awaiting its records."""
    return EVERY[code]
