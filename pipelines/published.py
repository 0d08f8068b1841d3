"""When an article was published: by what it states, its address, its dateline, or receipt."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from pipelines.when import to_utc
from transforms.dates.dateline import find_dateline
from transforms.dates.patterns import MONTHS

#: What ``articles.published_basis`` may be, the most trustworthy first.
BASES = ("article", "url", "text", "option", "ingest")

#: A dateline without a year is of the time at which the article was received, if not older.
RECENT = timedelta(days=30)

AHEAD = timedelta(days=2)  # a day later than that is not the day of publication

_LINES = 6  # of a text, in which a date that stands alone is that of publication
_LABEL = r"(?:(?:first |last )?(?:published|posted|updated|date)\b(?: on)?:?\s*)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_CLOCK = r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}\b.{0,12})?"
_ALONE = re.compile(
    rf"{_LABEL}{_WEEKDAY}(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})|"
    rf"(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.replace('month', 'month2')},?\s+"
    rf"(?P<year2>\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})){_CLOCK}\s*",
    re.IGNORECASE,
)
_IN_DATELINE = re.compile(
    r"(?:(?P<month>[A-Za-z]+)\.?\s(?P<day>\d{1,2})|(?P<day2>\d{1,2})\s(?P<month2>[A-Za-z]+)\.?)"
    r"(?:,?\s(?P<year>\d{4}))?"
)
_IN_URL = re.compile(
    r"[/_-](?P<year>(?:19|20)\d{2})(?P<sep>[/-]?)(?P<month>\d{2})(?P=sep)(?P<day>\d{2})(?=[/._-]|$)"
)


def published(
    stated: Any, url: str | None, text: str, title_end: int, option: datetime | None,
    received: datetime, dated_by: str = "article",
) -> tuple[datetime, str]:  # fmt: skip
    """UTC, and on what it rests: one of ``BASES``.

    Raises ValueError where a date is stated that cannot be read, and nothing else tells it.
    """
    unreadable = None
    if stated is not None:
        try:
            return to_utc(stated), dated_by
        except ValueError as error:
            unreadable = error
    for when, basis in (
        (in_url(url), "url"),
        (in_text(text, title_end, option or received), "text"),
    ):
        if when and when <= received + AHEAD:
            return when, basis
    if option:
        return option, "option"
    if unreadable:
        raise unreadable
    return received, "ingest"


def in_url(url: str | None) -> datetime | None:
    """The day in an address such as ``/2024/03/05/talks``."""
    match = _IN_URL.search(url or "")
    return _day(match["year"], match["month"], match["day"]) if match else None


def in_text(text: str, title_end: int, near: datetime) -> datetime | None:
    """The day that the dateline states, or a line of its own at the beginning.

    Without a year, it is the last such day before ``near``, if that is no more than ``RECENT``
    ago.
    """
    line = find_dateline(text, title_end)
    if line and line.date and (match := _IN_DATELINE.fullmatch(text[slice(*line.date)])):
        day, month = match["day"] or match["day2"], match["month"] or match["month2"]
        if match["year"]:
            return _day(match["year"], month, day)
        for year in (near.year, near.year - 1):
            found = _day(str(year), month, day)
            if found and timedelta(0) <= near - found <= RECENT:
                return found
    for paragraph in text[title_end:].split("\n\n")[:_LINES]:
        if len(paragraph) < 80 and (match := _ALONE.fullmatch(paragraph.strip())):
            if match["iso"]:
                return _day(*match["iso"].split("-"))
            return _day(
                match["year"] or match["year2"],
                match["month"] or match["month2"],
                match["day"] or match["day2"],
            )
    return None


def _day(year: str, month: str, day: str) -> datetime | None:
    number = int(month) if month.isdecimal() else MONTHS.get(month.lower(), 0)
    try:
        return datetime(int(year), number, int(day), tzinfo=UTC)
    except ValueError:
        return None
