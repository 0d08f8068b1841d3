"""Who did what to whom: one event a source, an action and a target, as one clause reports it.

The component ``dateline_events`` fills ``doc._.events``. For every word with entries in the
action lexicon: the entry that fits best fills source and target from the clause (``frames``),
the words above decide status and code (``status``, ``coding``), coordination is written out,
and ``setting`` and ``amounts`` add when, where and how much. ``rule`` of an event names the
entry and every step that led from the text to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from transforms import grammar, setting
from transforms.amounts import amount_of
from transforms.coding import recode
from transforms.confidence import Evidence, confidence
from transforms.fillers import Filler, filler, members
from transforms.frames import Frame, Match
from transforms.grammar import relation
from transforms.lexicon import NOBODY, Lexicon, lexicon
from transforms.stance import criticisms
from transforms.status import Standing, attribution, standing
from transforms.types import Event

LEAST_CONFIDENCE = 0.3
_VISIT = "042"
# Slots that name where an act went, so that the target is its place too.
_GOALS = frozenset({"in", "to", "at", "into", "obj"})
_INSTRUMENTS = ("weapon", "attack", "force")


@dataclass(slots=True)
class Candidate:
    """A trigger with its best entry; ``via`` is the governor that took its code over."""

    trigger: Token
    match: Match
    standing: Standing
    code: str
    via: Token | None = None
    claimant: Span | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One source and one target, and how coordination gave them."""

    source: Filler | None
    target: Filler | None
    step: str = ""


@Language.factory("dateline_events", default_config={"seeds": None})
def make_events(nlp: Language, name: str, seeds: str | None) -> EventFinder:  # noqa: ARG001
    """Make the component; ``seeds`` is a folder of the user's own rows, or None."""
    return EventFinder(lexicon(Path(seeds) if seeds else None))


class EventFinder:
    """Component: ``find_events`` on every Doc."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words

    def __call__(self, doc: Doc) -> Doc:
        doc._.events = find_events(doc, self.words)
        return doc


def find_events(doc: Doc, words: Lexicon) -> list[Event]:
    """All events of a Doc whose earlier layers are filled, in order of their triggers."""
    found: list[Event] = []
    for candidate in _candidates(doc, words):
        found += _events(candidate, words)
    found += criticisms(doc, words, {event.trigger.root.i for event in found})
    found.sort(key=lambda e: (e.trigger.start, e.code))
    return _distinct(found)


def _candidates(doc: Doc, words: Lexicon) -> list[Candidate]:
    """The triggers that stand for an act of their own, after governors have had their say."""
    found: dict[int, Candidate] = {}
    light: set[int] = set()
    for token in sorted(doc, key=lambda t: t.pos_ in ("NOUN", "PROPN")):
        if token.i in light or not _can_trigger(token):
            continue
        match = best_match(token, words)
        if match is not None:
            found[token.i] = Candidate(token, match, standing(token, words), match.entry.code)
            light.update(noun.i for noun in match.light)
    for candidate in list(found.values()):
        _govern(candidate, found, words)
    return [found[i] for i in sorted(found)]


def best_match(token: Token, words: Lexicon) -> Match | None:
    """The entry with the most conditions met, then the most roles filled; None if none fits."""
    pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
    frame = Frame(token)
    matches = [
        match
        for entry in words.entries.get((token.lemma_.lower(), pos), ())
        if (match := frame.match(entry)) is not None
    ]
    return max(matches, key=lambda m: m.weight) if matches else None


def _can_trigger(token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN") or token.ent_type_ in ("ORG", "PERSON"):
        return False
    kind = relation(token)
    if kind in ("compound", "possessor", "auxiliary", "copula", "case"):
        return False
    return not (kind == "adjective" and token.pos_ == "VERB")


def _govern(candidate: Candidate, found: dict[int, Candidate], words: Lexicon) -> None:
    """Give an act the code that its governor makes of it ("threatened to attack").

    A governor with a target of its own (urge X to) keeps its participants, and the act below
    is part of what was urged; an accusation stays, and what it says is an act claimed.
    """
    state = candidate.standing
    governor = state.governor
    if governor is None or candidate.trigger.i not in found:
        return
    rule = recode(words, state.code_rule, candidate.match.entry.code)
    above = found.get(governor.i)
    if above is not None and above.match.target.tokens:
        if state.code_rule == "accuse":
            speakers = above.match.source.tokens
            candidate.claimant = grammar.noun_phrase(speakers[0]) if speakers else None
            candidate.standing = Standing("claimed", state.negated, steps=("accusation",))
            return
        if rule is not None and rule.code[:2] == above.match.entry.code[:2]:
            above.code = rule.code
        del found[candidate.trigger.i]
        return
    if rule is None:
        return
    found.pop(governor.i, None)
    outer = standing(governor, words)
    status = outer.status if rule.status == "happened" else rule.status
    steps = (f"{governor.lemma_} {candidate.trigger.lemma_}: {state.code_rule}", *outer.steps)
    candidate.via, candidate.code = governor, rule.code
    candidate.standing = Standing(status, outer.negated, steps=steps)


def _events(candidate: Candidate, words: Lexicon) -> Iterator[Event]:
    match, state = candidate.match, candidate.standing
    act = candidate.trigger
    trigger = candidate.via or act
    day = setting.when(trigger)
    if setting.is_history(act, day):
        return
    said = attribution(trigger)
    status, by = state.status, candidate.claimant.text if candidate.claimant else None
    if said is not None:
        by = by or said.text
        status = "claimed" if status in ("happened", "ongoing") else status
    for pair in _pairs(candidate, words):
        if not _stands(candidate, pair):
            continue
        evidence = Evidence(
            match=match,
            source=pair.source,
            target=pair.target,
            status=status,
            embedded=candidate.claimant is not None,
            steps=len(state.steps) + bool(pair.step),
        )
        score = confidence(evidence)
        if score < LEAST_CONFIDENCE:
            continue
        goal = _goal(candidate, pair.target)
        spots = [f.span for f in (pair.source, pair.target) if f is not None]
        spot = setting.where(trigger, spots, goal)
        size = amount_of(act, [*match.light, *match.target.tokens, *grammar.objects(act)])
        yield Event(
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
        )


def _pairs(candidate: Candidate, words: Lexicon) -> Iterator[Pair]:
    """Every source with every target; both ways, and among themselves, where reciprocal."""
    entry, match = candidate.match.entry, candidate.match
    sources = _people(match.source.tokens)
    if candidate.via is not None:
        sources = _people(Frame(candidate.via).fill("subj").tokens) or sources
    targets = _people(match.target.tokens)
    if entry.reciprocal:
        if match.source_slot == match.target_slot or not targets:
            for source, target in permutations(sources, 2):
                yield Pair(source, target, "each other")
            return
        for source, target in product(sources, targets):
            yield Pair(source, target, "both ways")
            yield Pair(target, source, "both ways")
        return
    if sources and not any(s.is_actor for s in sources):
        if not _instrument(sources, words):
            return  # a thing did it: no act of anybody
        sources = []
    step = "coordination" if len(sources) > 1 or len(targets) > 1 else ""
    left: list[Filler | None] = [*sources] or [None]
    right: list[Filler | None] = [*targets] or [None]
    for acting, affected in product(left, right):
        yield Pair(acting, affected, step)


def _stands(candidate: Candidate, pair: Pair) -> bool:
    """Whether somebody takes part, and not on both sides."""
    source, target = pair.source, pair.target
    if not ((source and source.is_actor) or (target and target.is_actor)):
        return False
    if source and target and (source.key == target.key or _overlap(source.span, target.span)):
        return bool(pair.step == "each other" and source.actor is not target.actor)
    if source is None and candidate.match.entry.source != (NOBODY,):
        # "Ten people were killed" is an event; "praised for his work" says too little.
        return bool(target and target.is_actor)
    return True


def _people(tokens: Iterable[Token]) -> list[Filler]:
    return [person for token in tokens for person in members(filler(token))]


def _instrument(sources: list[Filler], words: Lexicon) -> bool:
    return any(s.token.lemma_ in words.word_class(c) for s in sources for c in _INSTRUMENTS)


def _goal(candidate: Candidate, target: Filler | None) -> Span | None:
    if target is None or not candidate.code.startswith(_VISIT):
        return None
    return target.span if candidate.match.target_slot in _GOALS else None


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end


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


def _distinct(events: list[Event]) -> list[Event]:
    """Each source, action and target of a sentence once: the more confident of two."""
    best: dict[tuple[object, ...], Event] = {}
    for event in events:
        sentence = event.trigger.sent.start
        key = (sentence, event.code[:2], _who(event, "source"), _who(event, "target"))
        other = best.get(key)
        if other is None or event.confidence > other.confidence:
            best[key] = event
    return sorted(best.values(), key=lambda e: (e.trigger.start, e.code))


def _who(event: Event, role: str) -> object:
    actor = event.source_actor if role == "source" else event.target_actor
    span = event.source if role == "source" else event.target
    if actor is not None:
        return actor.actor_id
    return span.text.casefold() if span is not None else None
