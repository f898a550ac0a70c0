"""Dates of year, month or day precision, written ISO 8601's way: 2025, 2025-01, 2025-01-03."""

from __future__ import annotations

import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def check_date(text: str) -> str:
    """Return `text` where it is such a date; raises ValueError, in Chinese, where it is not or no calendar has it."""
    match = _DATE.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        if 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] and (month, day, leap) != (2, 29, False):
            return text
    raise ValueError(f'日期“{text}”不对，应写作 "2025"、"2025-01" 或 "2025-01-03"')


def before(earlier: str, later: str) -> bool:
    """Tell whether a date lies before another at the precision that both have (2025 is not before 2025-03)."""
    width = min(len(earlier), len(later))
    return earlier[:width] < later[:width]


def months_between(earlier: str, later: str) -> int:
    """Return how many months lie between two dates; a date without a month is the January of its year."""
    (first, second), (third, fourth) = ((int(date[:4]), int(date[5:7] or 1)) for date in (earlier, later))
    return 12 * (third - first) + fourth - second
