"""Who did what to whom: one event a source, an action and a target, as one clause reports it.

The component ``dateline_events`` fills ``doc._.events``. For every word with entries in the
action lexicon: the entry that fits best fills source and target from the clause (``frames``),
the words above decide status and code (``status``, ``coding``), coordination is written out
(``pairs``, ``parties``), and ``setting`` and ``amounts`` add when, where and how much. ``rule`` of
an event names the entry and every step that led from the text to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from spacy.language import Language

from transforms import grammar
from transforms.events import setting
from transforms.events.accusations import accusation
from transforms.events.acts import Candidate, find_candidates
from transforms.events.amounts import amount_of
from transforms.events.attribution import attribution
from transforms.events.confidence import Evidence, confidence, features
from transforms.events.demands import demands
from transforms.events.distinct import VISIT, distinct
from transforms.events.fillers import Filler
from transforms.events.frames import Match
from transforms.events.lexicon import Lexicon, lexicon
from transforms.events.notes import note
from transforms.events.pairs import Pair, pairs, words_of
from transforms.events.parties import apart, plays, stands
from transforms.events.stance import criticisms
from transforms.events.status import Standing
from transforms.tokens import Doc, Span, Token
from transforms.types import Event, Layer

_OPEN = ("hypothetical", "planned")
# Of the rows that are less sure than this, about one in seven is right.
LEAST_CONFIDENCE = 0.15
# Slots that name where an act went, so that the target is its place too.
_GOALS = frozenset({"in", "to", "at", "into", "obj"})


@Language.factory("dateline_events", default_config={"seeds": None})
def make_events(nlp: Language, name: str, seeds: str | None) -> EventFinder:  # noqa: ARG001
    """Make the component; ``seeds`` is a folder of the user's own rows, or None."""
    return EventFinder(lexicon(Path(seeds) if seeds else None))


class EventFinder(Layer):
    """Component: ``find_events`` on every Doc."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.least = LEAST_CONFIDENCE

    def fill(self, doc: Doc) -> None:
        doc._.events = find_events(doc, self.words, self.least)


def find_events(doc: Doc, words: Lexicon, least: float = LEAST_CONFIDENCE) -> list[Event]:
    """All events of a Doc whose earlier layers are filled, in order of their triggers; of those
    that the lexicon finds, the ones with a confidence of ``least`` or more."""
    found: list[Event] = []
    doc._.dropped = []
    for candidate in find_candidates(doc, words):
        found += _events(candidate, words, least)
    found += criticisms(doc, words, {event.trigger.root.i for event in found})
    found += demands(doc, {e.trigger.root.i for e in found if e.status not in _OPEN})
    found.sort(key=lambda e: (e.trigger.start, e.code))
    kept = distinct(found)
    for event in found:
        if not any(event is other for other in kept):
            note(event.act or event.trigger.root, f"{event.code} between the same two, said twice")
    return kept


def _events(candidate: Candidate, words: Lexicon, least: float) -> Iterator[Event]:
    match, state = candidate.match, candidate.standing
    act = candidate.trigger
    trigger = candidate.via or act
    day = setting.when(trigger)
    state = _not_yet(candidate, day) if day.day else state
    if setting.is_history(act, day):
        note(act, f"history: {day.day} is long past")
        return
    said = attribution(trigger)
    status, by = state.status, candidate.claimant.text if candidate.claimant else None
    # Who announces an act of their own has thereby promised or refused it.
    if said is not None and not state.announced:
        by = by or said.text
        status = "claimed" if status in ("happened", "ongoing") else status
    for pair in map(apart, pairs(candidate, words)):
        if not stands(candidate, pair, words) or plays(candidate, pair, words):
            note(
                act,
                f"{words_of(pair.source)} > {words_of(pair.target)}: not two parties, or no actor",
            )
            continue
        evidence = Evidence(
            match=match,
            source=pair.source,
            target=pair.target,
            status=status,
            embedded=candidate.claimant is not None,
            subordinate=candidate.claimant is None and grammar.is_subordinate(trigger),
            steps=len(state.steps) + bool(pair.step),
            position=(trigger.i - trigger.sent.start) / len(trigger.sent),
            distance=_distance(trigger, pair),
            readings=len({entry.code[:2] for entry in words.entries_of(act)}),
        )
        grounds = features(evidence)
        score = confidence(grounds)
        if score < least:
            note(act, f"confidence {score} is less than {least}")
            continue
        goal = _goal(candidate, pair.target)
        spots = [f.span for f in (pair.source, pair.target) if f is not None]
        spot = setting.where(trigger, spots, goal)
        size = amount_of(act, [*match.light, *match.target.tokens, *grammar.objects(act)])
        event = Event(
            trigger=trigger.doc[trigger.i : trigger.i + 1],
            lemma=trigger.lemma_.lower(),
            code=candidate.code,
            rule=_rule(match, state, pair, day.how),
            confidence=score,
            status=status,
            negated=state.negated,
            source=pair.source.span if pair.source else None,
            source_actor=pair.source.actor if pair.source else None,
            target=pair.target.span if pair.target else None,
            target_actor=pair.target.actor if pair.target else None,
            day=day.day,
            date_precision=day.precision,
            place=spot.place,
            place_precision=spot.precision,
            attributed_to=by,
            amount=size.value if size else None,
            amount_unit=size.unit if size else None,
            evidence=trigger.sent,
            act=act,
            entry=match.entry.where,
            base=match.entry.code,
            grounds=grounds,
        )
        yield event
        if (accused := accusation(event, said, words)) is not None:
            yield accused


def _not_yet(candidate: Candidate, day: setting.When) -> Standing:
    """What is dated after publication is planned, whatever the tense ("meets on Friday")."""
    published = candidate.trigger.doc._.published
    state = candidate.standing
    if published is None or day.day is None or day.day <= published.date():
        return state
    if state.status not in ("happened", "ongoing"):
        return state
    return replace(state, status="planned", steps=(*state.steps, "planned by date"))


def _goal(candidate: Candidate, target: Filler | None) -> Span | None:
    if target is None or not candidate.code.startswith(VISIT):
        return None
    return target.span if candidate.match.target_slot in _GOALS else None


def _distance(trigger: Token, pair: Pair) -> int:
    """Words from the trigger to the farther of source and target."""
    both = (pair.source, pair.target)
    return max((abs(f.token.i - trigger.i) for f in both if f is not None), default=0)


def _rule(match: Match, state: Standing, pair: Pair, dated: str) -> str:
    """``sign VERB (subj <> with | obj=$agreement); passive; both ways; planned by will``."""
    entry = match.entry
    parts = [f"{entry.lemma} {entry.pos} ({entry.pattern})"]
    hows = (match.source.how, match.target.how)
    parts += [how for how in dict.fromkeys(hows) if how not in ("direct", "none", "noun")]
    parts += [f"{f.via} of" for f in (pair.source, pair.target) if f is not None and f.via]
    parts += [step for step in (pair.step, *state.steps) if step]
    if dated not in ("clause", "article"):
        parts.append(f"date by {dated}")
    return "; ".join(parts)
