"""Days as the window writes them."""

from datetime import date

WEEKDAYS = "一二三四五六日"


def day_words(day: date) -> str:
    """`7月20日 星期一`."""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
