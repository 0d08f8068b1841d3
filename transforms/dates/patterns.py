"""How English news writes dates: one pattern, each alternative a family with its own resolver.

Which day is meant is not decided here: see :mod:`transforms.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon monday", "tue tues tuesday", "wed weds wednesday", "thu thur thurs thursday",
         "fri friday", "sat saturday", "sun sunday")
    )
    for name in names.split()
}  # fmt: skip
_COUNT_TO_TWENTY = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
NUMBERS = {word: number for number, word in enumerate(_COUNT_TO_TWENTY.split(), 1)}
NUMBERS |= {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50}

_MONTH = (
    r"(?=[A-Z])(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|"
    r"jun\.|jul\.|aug(?:ust|\.)?|sept(?:ember|\.)?|sep\.?|oct(?:ober|\.)?|nov(?:ember|\.)?|"
    r"dec(?:ember|\.)?)(?!\w)"
)
_FULL_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_WEEKDAY = r"(?=[A-Z])(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day)\b"
_ANY_WEEKDAY = (
    r"(?=[A-Z])(?i:mon(?:day|\.)?|tue(?:sday|s?\.?)|wed(?:nesday|s?\.?)|"
    r"thu(?:rsday|rs?\.?|\.)?|fri(?:day|\.)?|sat(?:urday|\.)?|sun(?:day|\.)?)(?!\w)"
)
_YEAR = r"(?:1[6-9]|20)\d\d(?![\d%]|[,.:/]\d|s\b)"
# "in 1258", and not "in 1200 homes".
_LONG_AGO = r"(?<=\b[Ii]n )1[0-5]\d\d(?!\s*[\w%]|[,.:/]\d)"
# "May 10,000", "March 3.5", "June 12:30" are no days.
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d:%]|[,.]\d)"
_RANGE = r"(?:\s?[-–]\s?(?:3[01]|[12]\d|0?[1-9])(?!\d)|\s(?:and|to)\s(?:3[01]|[12]\d|[1-9])\b)?"
_TIME_OF_DAY = r"(?:\s(?:early\s|late\s)?(?:night|morning|afternoon|evening)\b)?"
_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT = r"(?:hour|day|week|month|year|decade)"
# Words before a weekday that make a name or a habit of it, and words after it that name a paper.
_NOT_BEFORE = r"(?:Good|Black|Bloody|Ash|Holy|Palm|Easter|Super|Cyber|every|each|Every|Each)"
_NOT_AFTER = r"(?!\s(?:Times|Telegraph|Mail|Express|Mirror|Herald|Star|Post|Tribune|Sun|World))"

#: Family -> pattern. The first that matches wins, so the fuller forms stand first.
FAMILIES: dict[str, str] = {
    "iso": r"(?P<iso_y>\d{4})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?![\d-])",
    "slash": r"(?P<slash_1>\d{1,2})[/.](?P<slash_2>\d{1,2})[/.](?P<slash_y>\d{4})(?!\d)",
    "mdy": (
        rf"(?:(?P<mdy_w>{_ANY_WEEKDAY}),?\s\(?)?(?P<mdy_m>{_MONTH})\s(?:the\s)?(?P<mdy_d>{_DAY})"
        rf"{_RANGE}(?:,?\s(?P<mdy_y>{_YEAR}))?"
    ),
    "dmy": (
        rf"(?:(?P<dmy_w>{_ANY_WEEKDAY}),?\s(?:the\s)?)?(?P<dmy_d>{_DAY})(?:\sof)?\s"
        rf"(?P<dmy_m>{_MONTH})(?:,?\s(?P<dmy_y>{_YEAR}))?"
    ),
    "my": rf"(?P<my_m>{_MONTH})(?:,|\sof)?\s(?P<my_y>{_YEAR})",
    "wrong": rf"{_NOT_BEFORE}\s{_WEEKDAY}",
    "weekday": (
        r"(?:(?P<weekday_to>[Ll]ast|[Nn]ext|[Tt]his(?:\spast|\scoming)?)\s)?"
        rf"(?P<weekday_w>{_WEEKDAY}){_NOT_AFTER}{_TIME_OF_DAY}"
    ),
    "deictic": (
        r"(?P<deictic_w>(?i:the\sday\sbefore\syesterday|the\sday\safter\stomorrow|today|yesterday|"
        r"tomorrow|tonight|overnight|last\snight|earlier\stoday|"
        rf"this\s(?:morning|afternoon|evening)))\b{_TIME_OF_DAY}"
    ),
    "away": (
        rf"(?i:(?P<away_n>{_NUMBER})[\s-](?P<away_unit>{_UNIT})s?\s"
        r"(?P<away_to>ago|earlier|later|before|after))\b"
    ),
    "same": (
        r"(?i:(?:the|that)(?:\svery)?\s(?P<same_to>same|previous|preceding|next|following)\sday|"
        r"the\sday\s(?P<same_side>before|after|earlier|later))\b"
    ),
    "weekend": r"(?i:(?P<weekend_to>last|this\spast|this|next|this\scoming|the)\sweekend)\b",
    "period": (
        r"(?i:(?P<period_to>last|this|next|this\spast|this\scoming)\s"
        r"(?P<period_unit>week|month|year))\b"
    ),
    "lastmonth": (
        rf"(?P<lastmonth_to>[Ll]ast|[Nn]ext|[Tt]his(?:\spast|\scoming)?)\s"
        rf"(?P<lastmonth_m>{_FULL_MONTH})"
    ),
    "month": rf"(?:(?P<month_part>(?i:early|mid|late))[\s-])?(?P<month_m>{_FULL_MONTH})",
    "year": (
        rf"(?:(?P<year_part>(?i:early|mid|late))[\s-])?(?P<year_y>{_YEAR}|{_LONG_AGO})(?![-–/\w])"
    ),
}  # fmt: skip

# Few words begin a date: most places in a text are passed by on their first letters.
_BEGINNINGS = (
    r"(?<![\w.,/-])(?=\d|[A-Z]|an?\s|the\s|that\s|this\s|late|last\s|next\s|ear|mid|eve|each|"
    r"over|tod|tom|toni|yest|on[ec]|tw[oe]|thr|thi|fo|fi|si|se|ei|ni|ten|ele)"
)
_PATTERN = re.compile(
    _BEGINNINGS
    + "(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in FAMILIES.items())
    + ")"
)


def find(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The date expressions of a text from left to right: the family and its match."""
    for match in _PATTERN.finditer(text):
        yield next(name for name in FAMILIES if match[name] is not None), match


def number(word: str) -> int:
    """``"three"`` or ``"3"`` -> 3."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]


def month(word: str) -> int:
    """``"Sept."`` -> 9."""
    return MONTHS[word.rstrip(".").lower()]


def weekday(word: str) -> int:
    """``"Tuesday"`` -> 1, as ``date.weekday()`` counts."""
    return WEEKDAYS[word.rstrip(".").lower()]
