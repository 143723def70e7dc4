"""The yearly report: sentences of one's own, and numbers that were filled in by hand."""

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import SyncedRecord
from station_app.models.record_type import RecordType, number, private, text, yes_no


class YearlyPhrase(SyncedRecord):
    """A sentence of the station: a new one, or what became of a built-in one.

    With `built_in` it stands for that sentence: other words, another place, or left out. What is
    empty is as it was built in.
    """

    __tablename__ = "yearly_phrase"

    built_in: Mapped[str | None] = mapped_column(index=True)
    section: Mapped[str | None]
    words: Mapped[str | None]
    shown: Mapped[bool | None]
    place: Mapped[int | None]


YEARLY_PHRASE = RecordType(
    name="yearly_phrase",
    label="总结里的一句",
    model=YearlyPhrase,
    own_fields=(
        text("built_in", "自带的句子"),
        text("section", "哪一段"),
        private("words", "句子"),
        yes_no("shown", "写进总结"),
        number("place", "次序"),
    ),
)


class YearlyFigure(SyncedRecord):
    """A number that no record can give, filled in by hand for one period."""

    __tablename__ = "yearly_figure"

    period: Mapped[str] = mapped_column(index=True)
    slot: Mapped[str]
    written: Mapped[str]


YEARLY_FIGURE = RecordType(
    name="yearly_figure",
    label="总结里手填的数",
    model=YearlyFigure,
    own_fields=(
        text("period", "统计期", required=True),
        text("slot", "哪个数", required=True),
        text("written", "填的数", required=True),
    ),
)
