"""Dates as sources write them -> UTC. Absolute dates only; nothing here reads the clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

_PATTERNS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y%m%dT%H%M%SZ",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y %H:%M",
    "%d.%m.%Y",
)
_EPOCH = re.compile(r"\d{9,10}(\.\d+)?|\d{12,13}")


def to_utc(value: Any) -> datetime:
    """A date or time as UTC; one without a zone is taken to be UTC.

    >>> to_utc("2022-07-20")
    datetime.datetime(2022, 7, 20, 0, 0, tzinfo=datetime.timezone.utc)
    >>> to_utc("Wed, 20 Jul 2022 10:00:00 +0300").hour
    7

    Raises ValueError where it cannot be told which day is meant.
    """
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day)
    elif isinstance(value, float):
        found = _from_epoch(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        found = _from_text(str(value))  # 20220720 is a day, 1658275200 are seconds
    elif isinstance(value, str) and value.strip():
        found = _from_text(" ".join(value.split()))
    else:
        raise ValueError(f"not a date: {value!r}")
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError as error:  # before the year 1 or after 9999, seen from Greenwich
        raise ValueError(f"not a date: {value!r}") from error


def _from_text(text: str) -> datetime:
    if _EPOCH.fullmatch(text):
        return _from_epoch(float(text))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):  # it was made for good mail
        pass
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    raise ValueError(f"not a date: {text!r}")


def _from_epoch(seconds: float) -> datetime:
    if seconds > 1e11:  # milliseconds
        seconds /= 1000
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError(f"not a date: {seconds!r}") from error
