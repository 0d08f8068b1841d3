"""The dateline of a story: ``TEHRAN, July 19 (Agency) -`` or ``KYIV, Ukraine (AP) —``.

Found by its characters alone: taggers read upper-case cities as anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.text import paragraphs

Chars = tuple[int, int]

#: The dateline opens the body; a byline or an editor's note may come before it.
_PARAGRAPHS_TO_LOOK_AT = 3

_UPPER = r"[A-ZÀ-ÖØ-Þ](?:[A-ZÀ-ÖØ-Þ]|['’.\-](?=[A-ZÀ-ÖØ-Þ ,(/]))+"
_TITLE = r"[A-ZÀ-ÖØ-Þ][\w'’.\-]*"
_SMALL = r"(?:of|and|de|la|el|al|the|del|do|da|upon|am|on)"
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|"
    r"NOV|DEC)[A-Za-z]*\.?"
)
_DATE = rf"(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\s{_MONTH})(?:,?\s\d{{4}})?"
_DASH = r"(?:\s?[—–]|\s-{1,2}(?=\s)|-{2})\s?"

_LOUD = re.compile(
    rf"(?P<place>{_UPPER}(?:\s{_UPPER}){{0,3}})"
    rf"(?:/{_UPPER}(?:\s{_UPPER}){{0,2}}){{0,2}}"
    rf"(?:,\s(?!{_DATE})(?P<within>{_TITLE}(?:\s(?:{_SMALL}\s)?{_TITLE}){{0,3}}))?"
    rf"(?:,?\s(?P<date>{_DATE}))?"
    rf"(?:\s\([^()\n]{{2,40}}\))?"
    rf"(?:{_DASH}|:\s)"
)
# A city in plain letters says little by itself: only with a date or an agency is it a dateline.
_QUIET = re.compile(
    rf"(?P<place>{_TITLE}(?:\s(?:{_SMALL}\s)?{_TITLE}){{0,3}})"
    rf"(?:,\s(?!{_DATE})(?P<within>{_TITLE}(?:\s(?:{_SMALL}\s)?{_TITLE}){{0,3}}))?"
    rf"(?:,?\s(?P<date>{_DATE})(?:\s\([^()\n]{{2,40}}\))?|\s\([A-Z][^()\n]{{1,40}}\))"
    rf"(?:{_DASH}|:\s)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Character spans into the text: all of it, the city, what the city lies in, the date."""

    span: Chars
    place: Chars
    within: Chars | None
    date: Chars | None


def find_dateline(text: str, title_end: int = 0) -> Dateline | None:
    """The dateline of a normalised text, if it has one."""
    body = [span for span in paragraphs(text) if span[0] >= title_end]
    for start, end in body[:_PARAGRAPHS_TO_LOOK_AT]:
        match = _LOUD.match(text, start, end) or _QUIET.match(text, start, end)
        if match:
            return Dateline(
                match.span(), match.span("place"), _group(match, "within"), _group(match, "date")
            )
    return None


def _group(match: re.Match[str], name: str) -> Chars | None:
    return match.span(name) if match[name] else None
