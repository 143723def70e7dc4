"""Ages in full years (DOMAIN §8.1)."""

from datetime import date

from station_app.domain.partial_date import PartialDate


def age_on(born: date, day: date) -> int:
    """Full years; a birthday counts from its day, 29 February from 1 March in common years."""
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (0 if had_birthday else 1)


def age_of(born: PartialDate, day: date) -> int:
    """Full years surely reached: of a birth known by month or year, the last day counts."""
    return age_on(born.last_day, day)


def has_reached(born: PartialDate, years: int, day: date) -> bool:
    """Whether somebody is surely that old."""
    return age_of(born, day) >= years


def years_before(day: date, years: int) -> date:
    """The last birthday of those who are that old on a day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)  # whoever was born on 29 February is not there yet
