"""Why an event is coded as it is, and why other words gave none.

Nothing is decided here: a Doc that has been analysed is read backwards, from its events to the
entries, the governors and the way through the parse that led to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from transforms.events.coding import recode
from transforms.events.frames import Frame, Match
from transforms.events.lexicon import NOBODY, Condition, Entry, Lexicon
from transforms.events.status import governing
from transforms.grammar.forms import bases
from transforms.tokens import Doc, Token
from transforms.types import Event

# Between the steps of an event's rule, not between the conditions of its pattern.
_STEP = re.compile(r"; (?![^(]*\))")
SHOWN = 6  # entries of one word that are told as not chosen


@dataclass(frozen=True, slots=True)
class Why:
    """One event. ``steps`` are lines of (what, how); ``others`` tell of entries not chosen."""

    event: Event
    steps: list[tuple[str, str]]
    others: list[str]


@dataclass(frozen=True, slots=True)
class Silent:
    """A word that the lexicon knows and that gave no event, with the reasons."""

    word: Token
    reasons: list[str]


def explain(doc: Doc, words: Lexicon) -> list[Why]:
    """Each event of a Doc, with what led to it."""
    return [Why(e, list(_steps(e, words)), _others(e, words)) for e in doc._.events]


def silent(doc: Doc, words: Lexicon) -> list[Silent]:
    """The words of a Doc with entries in the lexicon of which no event came, in text order."""
    spoken = {e.act.i for e in doc._.events if e.act is not None}
    spoken |= {e.trigger.root.i for e in doc._.events}
    found = []
    for token in doc:
        entries = words.entries_of(token)
        notes = [why for at, why in doc._.dropped if at.i == token.i]
        if token.i in spoken or not (entries or notes):
            continue
        reasons = notes or [_unmatched(token, entries)]
        found.append(Silent(token, reasons))
    return found


def path(start: Token, end: Token) -> str:
    """The way through the parse: ``attacked <-nsubj- forces``, ``attack -xcomp-> threatened``."""
    ups = [start, *start.ancestors]
    downs = [end, *end.ancestors]
    meeting = next((t for t in ups if any(t.i == other.i for other in downs)), None)
    if meeting is None:
        return f"{start.text} ... {end.text}: in different sentences"
    told = start.text
    for word in ups[: [t.i for t in ups].index(meeting.i)]:
        told += f" -{word.dep_}-> {word.head.text}"
    below = downs[: [t.i for t in downs].index(meeting.i)]
    for word in reversed(below):
        told += f" <-{word.dep_}- {word.text}"
    return told


def _steps(event: Event, words: Lexicon) -> Iterator[tuple[str, str]]:
    rule, *how = _STEP.split(event.rule)
    entry = f"{event.entry}: {rule} gives {event.base}" if event.entry else rule
    yield "entry", entry
    act = event.act or event.trigger.root
    for role, span in (("source", event.source), ("target", event.target)):
        yield role, path(act, span.root) if span is not None else "nobody named"
    for governor, where in _governors(act, words):
        yield "governor", f"{path(act, governor)}: {where}"
    if event.base and event.code != event.base:
        yield "code", _arithmetic(event, words)
    yield "status", f"{'not ' if event.negated else ''}{event.status}"
    for step in how:
        yield "because", step
    if event.attributed_to:
        yield "said by", event.attributed_to
    yield "when", f"{event.day or 'the day of publication'} ({event.date_precision})"
    if event.place is not None:
        yield "where", f"{path(act, event.place.span.root)} ({event.place_precision})"


def _governors(act: Token, words: Lexicon) -> Iterator[tuple[Token, str]]:
    """The words above an act that governors.csv knows, with the effect and the line of each."""
    for word, _ in governing(act, words):
        for lemma in dict.fromkeys((word.lemma_.lower(), *bases(word.lower_))):
            known = words.governors.get((lemma, word.pos_), ())
            for found in known:
                yield word, f"{lemma} {word.pos_} {found.effect} {found.value} ({found.where})"
            if known:
                break


def _arithmetic(event: Event, words: Lexicon) -> str:
    """Which rule made the entry's code into the event's: one that the event's steps name, or
    that of its own word ("urged X to free": an appeal, by what it is for)."""
    named = set(event.rule.replace(":", " ").split()) | {"accuse"}
    own = words.governor(event.lemma, "VERB", "code")
    for name, rules in words.rules.items():
        if name not in named | {own}:
            continue
        under = recode(words, name, event.base) if name in named else None
        fitting = [r for r in ([under] if under else rules) if r.code == event.code]
        if fitting and (under or name == own):
            rule = fitting[0]
            of = f"an act under {rule.prefix}" if rule.prefix else "any act"
            return f"{event.base} becomes {event.code}: rule {name} for {of} ({rule.where})"
    return f"{event.base} becomes {event.code}: by the act that it is about"


def _others(event: Event, words: Lexicon) -> list[str]:
    """What became of the other entries of the same word."""
    act = event.act
    if act is None:
        return []
    frame = Frame(act)
    told: list[tuple[int, str]] = []
    for entry in words.entries_of(act):
        if entry.where != event.entry:
            match = frame.match(entry)
            why = _lacks(frame, entry) if match is None else _weaker(match)
            missing = 0 if match is not None else 1 + _failing(frame, entry)
            told.append((missing, f"{entry.where}: {entry.pattern} {entry.code}: {why}"))
    told.sort(key=lambda other: other[0])  # those that fitted, too, come first
    left = [f"and {len(told) - SHOWN} more entries"] if len(told) > SHOWN else []
    return [line for _, line in told[:SHOWN]] + left


def _weaker(match: Match) -> str:
    conditions, roles, *_ = match.weight
    return f"fits, but says less ({conditions} conditions met, {roles // 2} roles filled) or later"


def _lacks(frame: Frame, entry: Entry) -> str:
    failed = [c for c in entry.conditions if not frame.meets(c)]
    return "does not hold: " + ("; ".join(map(_told, failed)) or "no partner of its own")


def _failing(frame: Frame, entry: Entry) -> int:
    return sum(not frame.meets(condition) for condition in entry.conditions)


def _told(condition: Condition) -> str:
    key = condition.key + (f".{condition.part}" if condition.part else "")
    some = sorted(condition.values)[:4]
    more = ", ..." if len(condition.values) > len(some) else ""
    return f"{key}={', '.join(some)}{more}" if some else key


def _unmatched(token: Token, entries: tuple[Entry, ...]) -> str:
    frame = Frame(token)
    matches = [match for entry in entries if (match := frame.match(entry)) is not None]
    if matches:
        best = max(matches, key=lambda match: match.weight)
        if best.entry.target != (NOBODY,) and not best.target.tokens:
            return f"{best.entry.where}: {best.entry.pattern}: nobody is acted upon"
        return f"{best.entry.where}: {best.entry.pattern} fits, but the word is no act here"
    acting = [e for e in entries if (e.source, e.target) != ((NOBODY,), (NOBODY,))]
    near = min(acting or entries, key=lambda e: _failing(frame, e))
    return f"{len(entries)} entries, nearest {near.where}: {near.pattern}: {_lacks(frame, near)}"
