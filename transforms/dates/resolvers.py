"""Which day a date expression means: one resolver for each family of expressions.

Days are counted from the day on which the text was written: its dateline's, else that of
publication. An expression that cannot be told for certain is left out, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.dates import patterns
from transforms.dates.tense import tense
from transforms.tokens import Span
from transforms.types import DateMention

Resolved = tuple[date, str] | None

#: A date so near is this year's, whatever the tense: "he spoke before the vote on March 22".
_NEAR = timedelta(days=60)
_YEAR_FOLLOWS = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|during|of|before|after|the|around|between|to|and|through"
    r"|year|summer|spring|autumn|fall|winter)[\s-]|\()$",
    re.IGNORECASE,
)
_MONTH_FOLLOWS = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|through|end of|beginning of|start of|"
    r"middle of|half of)\s$",
    re.IGNORECASE,
)
_DOUBTFUL_MONTHS = frozenset(("April", "May", "June", "August"))  # persons, too
# "Ahead of Friday's vote", "a strike called for Friday".
_AHEAD_OF = re.compile(r"\b(?:ahead\sof\s(?:the\s)?|for\s)$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s(?:early\s|late\s)?$", re.IGNORECASE)


@dataclass(slots=True)
class Found:
    """One expression in one document, with what its resolver may ask about its surroundings."""

    match: re.Match[str]
    span: Span
    day: date | None  # on which the text was written
    known: list[DateMention]
    title: bool

    def __getitem__(self, name: str) -> str:
        return self.match[name] or ""

    @property
    def before(self) -> str:
        start = self.match.start()
        return self.match.string[max(0, start - 24) : start]

    @property
    def direction(self) -> str | None:
        if _SINCE.search(self.before):
            return "past"
        if _AHEAD_OF.search(self.before):
            return "future"
        found = tense(self.span.root) if self.span.doc.has_annotation("DEP") else None
        # Headlines tell the past in the present tense.
        return "past" if found == "present" and self.title else found

    def anchor(self, *, anywhere: bool = False) -> date | None:
        """The last day named before this expression, in its paragraph or anywhere."""
        for mention in reversed(self.known):
            between = self.match.string[mention.span.end_char : self.match.start()]
            if mention.precision == "day" and (anywhere or "\n\n" not in between):
                return mention.day
        return None


def _iso(found: Found) -> Resolved:
    return date(int(found["iso_y"]), int(found["iso_m"]), int(found["iso_d"])), "day"


def _slash(found: Found) -> Resolved:
    first, second, year = int(found["slash_1"]), int(found["slash_2"]), int(found["slash_y"])
    if first > 12:
        return date(year, second, first), "day"
    if second > 12 or first == second:
        return date(year, first, second), "day"
    return None  # 3/7 is March in one country and July in another


def _mdy(found: Found) -> Resolved:
    return _day_of_month(found, "mdy")


def _dmy(found: Found) -> Resolved:
    return _day_of_month(found, "dmy")


def _day_of_month(found: Found, order: str) -> Resolved:
    month = patterns.month(found[f"{order}_m"])
    day = int(re.sub(r"\D", "", found[f"{order}_d"]))
    if year := found[f"{order}_y"]:
        return date(int(year), month, day), "day"
    if found.day is None:
        return None
    candidates = _each_year(found.day, month, day)
    if name := found[f"{order}_w"]:
        wanted = patterns.weekday(name)
        candidates = [day for day in candidates if day.weekday() == wanted] or candidates
    return _choose(found, candidates), "day"


def _each_year(near: date, month: int, day: int) -> list[date]:
    years = range(near.year - 6, near.year + 3)
    # 29 February is in few of them.
    return [date(year, month, day) for year in years if not (month == 2 and day == 29 and year % 4)]


def _choose(found: Found, candidates: list[date]) -> date:
    """The candidate that the tense speaks for, else the one nearest to publication."""
    assert found.day is not None
    today, direction = found.day, found.direction
    if direction == "past":
        candidates = [day for day in candidates if day <= today + _NEAR] or candidates
    elif direction == "future":
        candidates = [day for day in candidates if day >= today - _NEAR] or candidates
    return min(candidates, key=lambda day: abs(day - today))


def _my(found: Found) -> Resolved:
    return date(int(found["my_y"]), patterns.month(found["my_m"]), 1), "month"


def _weekday(found: Found) -> Resolved:
    today = found.day
    if today is None:
        return None
    ahead = (patterns.weekday(found["weekday_w"]) - today.weekday()) % 7
    to = found["weekday_to"].lower()
    if to == "next":
        return today + timedelta(days=ahead or 7), "day"
    if to in ("last", "this past"):
        return today - timedelta(days=7 - ahead), "day"
    direction = "future" if to == "this coming" else found.direction
    if to == "this" and direction is None:
        direction = "future"
    if direction == "present" and ahead:
        direction = "future"  # "the two meet on Friday"
    if direction == "future":
        return today + timedelta(days=ahead), "day"
    return today - timedelta(days=(7 - ahead) % 7), "day"


_DEICTIC = {
    "yesterday": -1,
    "last night": -1,
    "the day before yesterday": -2,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}


def _deictic(found: Found) -> Resolved:
    if found.day is None:
        return None
    words = re.sub(r"\s+", " ", found["deictic_w"].lower())
    return found.day + timedelta(days=_DEICTIC.get(words, 0)), "day"


def _away(found: Found) -> Resolved:
    count, unit, to = patterns.number(found["away_n"]), found["away_unit"], found["away_to"]
    unit, to = unit.lower(), to.lower()
    if to in ("before", "after"):
        return None  # of another event: see _relative_to_what_follows
    start = found.day if to == "ago" else found.anchor()
    if start is None and to == "earlier":
        start = found.day
    return None if start is None else shift(start, count if to == "later" else -count, unit)


def shift(start: date, count: int, unit: str) -> Resolved:
    """``count`` units from a day: to that day, or to the week, month or year it falls into."""
    if unit == "hour":
        return start + timedelta(days=round(count / 24)), "day"
    if unit == "day":
        return start + timedelta(days=count), "day"
    if unit == "week":
        return start + timedelta(days=7 * count - start.weekday()), "week"
    if unit == "month":
        months = start.year * 12 + start.month - 1 + count
        return date(months // 12, months % 12 + 1, 1), "month"
    return date(start.year + count * (10 if unit == "decade" else 1), 1, 1), "year"


def _same(found: Found) -> Resolved:
    to = (found["same_to"] or found["same_side"]).lower()
    anchor = found.anchor(anywhere=to == "same")
    if anchor is None:
        return None
    step = {"same": 0, "previous": -1, "preceding": -1, "before": -1, "earlier": -1}.get(to, 1)
    return anchor + timedelta(days=step), "day"


_PERIOD = {"last": -1, "this past": -1, "this": 0, "next": 1, "this coming": 1}


def _period(found: Found) -> Resolved:
    if found.day is None:
        return None
    return shift(found.day, _PERIOD[found["period_to"].lower()], found["period_unit"].lower())


def _weekend(found: Found) -> Resolved:
    """The Saturday, as a week: no rule of ours can say on which of its days it was."""
    if found.day is None:
        return None
    to, ahead = found["weekend_to"].lower(), (5 - found.day.weekday()) % 7
    future = to in ("next", "this coming") or found.direction == "future"
    if to == "this" and found.direction != "past":
        future = True
    if found.day.weekday() == 6 and to != "next":  # a Sunday is still the weekend
        return found.day - timedelta(days=1), "week"
    return found.day + timedelta(days=ahead if future else ahead - 7 if ahead else 0), "week"


def _lastmonth(found: Found) -> Resolved:
    return _month_near(found, found["lastmonth_m"], found["lastmonth_to"].lower())


def _month(found: Found) -> Resolved:
    name = found["month_m"]
    preposition = _MONTH_FOLLOWS.search(found.before)
    if not found["month_part"] and (
        not preposition
        or (name in _DOUBTFUL_MONTHS and preposition[0].lower() not in ("in ", "since ", "during "))
    ):
        return None
    return _month_near(found, name, "")


def _month_near(found: Found, name: str, to: str) -> Resolved:
    if found.day is None:
        return None
    this = found.day.replace(day=1)
    candidates = [date(this.year + step, patterns.month(name), 1) for step in (-1, 0, 1)]
    if to in ("last", "this past"):
        return max(day for day in candidates if day < this), "month"
    if to in ("next", "this coming"):
        return min(day for day in candidates if day > this), "month"
    if to == "this":
        return candidates[1], "month"
    direction = found.direction
    if direction == "past":
        candidates = [day for day in candidates if day <= this]
    elif direction in ("future", "present"):  # "contracts expire in June"
        candidates = [day for day in candidates if day >= this]
    return min(candidates, key=lambda day: abs(day - this)), "month"


def _year(found: Found) -> Resolved:
    if not found["year_part"] and not _YEAR_FOLLOWS.search(found.before):
        return None
    doc, following = found.span.doc, found.span.end
    counted = following < len(doc) and doc[following].tag_ == "NNS"
    if counted and not found.before.lower().endswith("the "):
        return None  # "after 2000 arrests"
    return date(int(found["year_y"]), 1, 1), "year"


RESOLVERS: dict[str, Callable[[Found], Resolved]] = {
    "iso": _iso, "slash": _slash, "mdy": _mdy, "dmy": _dmy, "my": _my, "weekday": _weekday,
    "deictic": _deictic, "away": _away, "same": _same, "period": _period, "weekend": _weekend,
    "lastmonth": _lastmonth, "month": _month, "year": _year,
}  # fmt: skip


def resolve(family: str, found: Found) -> Resolved:
    """The day and its precision, or None where it cannot be told or there is no such day."""
    try:
        return RESOLVERS[family](found)
    except (ValueError, OverflowError):  # 31 June, the year 0, a thousand decades ago
        return None


def relative_to_what_follows(found: Found, day: date) -> Resolved:
    """``day``, moved by "two days after", "the day before". None for other expressions."""
    unit = (found["away_unit"] or "day").lower()
    to = (found["away_to"] or found["same_side"]).lower()
    if to not in ("before", "after"):
        return None
    count = patterns.number(found["away_n"]) if found["away_n"] else 1
    try:
        return shift(day, count if to == "after" else -count, unit)
    except (ValueError, OverflowError):
        return None
