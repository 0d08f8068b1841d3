"""Who did what to whom: one event a source, an action and a target, as one clause reports it.

The component ``dateline_events`` fills ``doc._.events``. For every word with entries in the
action lexicon: the entry that fits best fills source and target from the clause (``frames``),
the words above decide status and code (``status``, ``coding``), coordination is written out,
and ``setting`` and ``amounts`` add when, where and how much. ``rule`` of an event names the
entry and every step that led from the text to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import permutations, product
from pathlib import Path

from spacy.language import Language

from transforms import grammar
from transforms.events import setting
from transforms.events.accusations import accusation
from transforms.events.acts import Candidate, find_candidates
from transforms.events.amounts import amount_of
from transforms.events.attribution import attribution
from transforms.events.coding import THEMATIC_ROOTS, VERBAL_ROOTS
from transforms.events.confidence import Evidence, confidence, features
from transforms.events.demands import demands
from transforms.events.distinct import VISIT, distinct
from transforms.events.fillers import Filler, filler, members
from transforms.events.frames import Frame, Match
from transforms.events.lexicon import NOBODY, Entry, Lexicon, lexicon
from transforms.events.notes import note
from transforms.events.stance import criticisms
from transforms.events.status import Standing
from transforms.tokens import Doc, Span, Token
from transforms.types import Actor, Event, Layer

_OPEN = ("hypothetical", "planned")
# Of the rows that are less sure than this, about one in seven is right.
LEAST_CONFIDENCE = 0.15
# Slots that name where an act went, so that the target is its place too.
_GOALS = frozenset({"in", "to", "at", "into", "obj"})
_INSTRUMENTS = ("weapon", "attack", "force")
_MEETING = "04"
_TELLING = frozenset({"obj", "to", "for", "with"})
_CONTRACTS = ("05", "06")  # players sign, too
_DONE_TO_PEOPLE = frozenset({"17", "18", "19", "20"})
_PEOPLE = ("person", "police", "troops")


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
    for pair in map(_apart, _pairs(candidate, words)):
        if not _stands(candidate, pair) or _plays(candidate, pair, words):
            note(
                act, f"{_words(pair.source)} > {_words(pair.target)}: not two parties, or no actor"
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


def _pairs(candidate: Candidate, words: Lexicon) -> Iterator[Pair]:
    """Every source with every target; both ways, and among themselves, where reciprocal."""
    entry, match = candidate.match.entry, candidate.match
    sources = _people(candidate.sources or match.source.tokens)
    if candidate.via is not None:
        sources = _people(Frame(candidate.via).fill("subj").tokens) or sources
    undergoing = candidate.targets or match.target.tokens
    if any(_each_other(t) for t in undergoing):
        for source, target in permutations(sources, 2):
            yield Pair(source, target, "each other")
        return
    targets = _people(undergoing)
    if match.target_slot in setting.LOCATIVE and entry.code[:2] in VERBAL_ROOTS:
        targets = [t for t in targets if t.mention is None or t.mention.kind != "city_or_region"]
    if entry.reciprocal:
        if match.source_slot == match.target_slot or not targets:
            for source, target in permutations(sources, 2):
                yield Pair(source, target, "each other")
            if len(sources) == 1 and entry.code[:2] != _MEETING and candidate.match.light:
                yield Pair(sources[0], None)  # "Togo agreed to a ceasefire": with whom is not said
            return
        for source, target in product(sources, targets):
            yield Pair(source, target, "both ways")
            yield Pair(target, source, "both ways")
        return
    if not targets and entry.target != (NOBODY,) and entry.code[:2] in THEMATIC_ROOTS:
        targets = [filler(t) for t in _things(candidate, words)]
    if sources and not any(s.is_actor or _human(s, words) for s in sources):
        if not _instrument(sources, words):
            note(candidate.trigger, f"a thing did it: {_words(sources[0])}")
            return  # no act of anybody
        sources = []
    step = "coordination" if len(sources) > 1 or len(targets) > 1 else ""
    left: list[Filler | None] = [*sources] or [None]
    right: list[Filler | None] = [*targets] or [None]
    for acting, affected in product(left, right):
        yield Pair(acting, affected, step)


def _things(candidate: Candidate, words: Lexicon) -> list[Token]:
    """What is acted upon where it is no actor ("set fire to houses", "rejected the offer"):
    of the nouns that the entry asks for, those in a target's place, else all."""
    match = candidate.match
    found = [t for t in match.light if not _restates(t, match.entry, words)]
    frame = Frame(candidate.trigger)
    for slot in match.entry.target:
        if there := [t for t in frame.fill(slot).tokens if t in found]:
            return there
    return found


def _restates(noun: Token, entry: Entry, words: Lexicon) -> bool:
    """Whether a noun beside a light verb is the act itself ("launched an attack"), and not
    what is acted upon ("rejected the offer")."""
    return any(e.code[:2] == entry.code[:2] for e in words.entries_of(noun))


def _stands(candidate: Candidate, pair: Pair) -> bool:
    """Whether somebody takes part, and not on both sides."""
    source, target = pair.source, pair.target
    if not ((source and source.is_actor) or (target and target.is_actor)):
        return target is not None and _counts_people(target, candidate.code)
    if source and target and (source.key == target.key or _overlap(source.span, target.span)):
        return bool(pair.step == "each other" and source.actor is not target.actor)
    if source is None and candidate.match.entry.source != (NOBODY,):
        act = candidate.trigger
        lost = act.pos_ == "VERB" and not candidate.match.source.tokens and not candidate.via
        if lost and not grammar.is_passive(act):
            return False  # an active verb without a subject
        # "Ten people were killed" is an event; "praised for his work" says too little.
        return bool(target and target.is_actor)
    return True


def _each_other(token: Token) -> bool:
    """ "Each other", "one another", whichever of the two words is the head."""
    first = token if token.lower_ in ("each", "one") else token.nbor(-1) if token.i else token
    if first.i + 1 >= len(token.doc):
        return False
    return (first.lower_, first.nbor().lower_) in (("each", "other"), ("one", "another"))


def _apart(pair: Pair) -> Pair:
    """Source and target told apart: a source without the target that a parser hung on it
    ("rebels on the barracks"), and a noun that cannot mean its own subject ("pardoned the
    blogger") as nobody known."""
    source, target = pair.source, pair.target
    if source is None or target is None:
        return pair
    if source.key == target.key and pair.step != "each other" and _is_another(target):
        target = replace(target, actor=_mentioned_before(target, source))
    end = target.token.left_edge.i
    if source.token.i < target.span.start and source.token.i < end < source.span.end:
        source = replace(source, span=source.span.doc[source.span.start : end])
    end = source.token.left_edge.i  # "on the general by the United States"
    if target.token.i < source.span.start and target.token.i < end < target.span.end:
        target = replace(target, span=target.span.doc[target.span.start : end])
    return replace(pair, source=source, target=target)


def _is_another(target: Filler) -> bool:
    """Whether words cannot mean the subject of their own verb: no "himself"."""
    mention = target.mention
    if mention is None or target.via or mention.form not in ("nominal", "pronoun"):
        return False
    return not target.token.lower_.endswith(("self", "selves"))


def _mentioned_before(target: Filler, source: Filler) -> Actor | None:
    """Whom a pronoun means where it is not the subject: the last named before it in the
    sentence ("closed its border with Rwanda, accusing it of"); None for a noun."""
    if target.mention is None or target.mention.form != "pronoun":
        return None
    start = target.token.sent.start
    named = [
        m.actor
        for m in target.token.doc._.mentions
        if start <= m.head.i < target.token.i and m.form == "name" and not m.modifier
    ]
    others = [a for a in named if a is not None and a is not source.actor]
    return others[-1] if others else None


def _counts_people(target: Filler, code: str) -> bool:
    """A bare number of those to whom something is done ("12 killed in Kabul")."""
    word = target.token
    return word.pos_ == "NUM" and code[:2] in _DONE_TO_PEOPLE and grammar.is_passive(word.head)


def _words(found: Filler | None) -> str:
    return repr(found.span.text) if found is not None else "nobody"


def _people(tokens: Iterable[Token]) -> list[Filler]:
    return [person for token in tokens for person in members(filler(token))]


def _human(found: Filler, words: Lexicon) -> bool:
    """Somebody whom no seed file knows as an actor ("guards")."""
    return any(found.token.lemma_ in words.word_class(c) for c in _PEOPLE)


def _plays(candidate: Candidate, pair: Pair, words: Lexicon) -> bool:
    """Whether one of two is known by a part in a game or on a stage ("the striker"). What the
    state does to one is news all the same ("granted asylum to the striker")."""
    players = words.word_class("player")
    source, target = pair.source, pair.target
    if source is not None and source.token.lemma_ in players:
        return True
    if target is None or target.token.lemma_ not in players:
        return False
    entry = candidate.match.entry
    told = any(c.values and not c.part and c.key in _TELLING for c in entry.conditions)
    return not told or entry.code[:2] in _CONTRACTS


def _instrument(sources: list[Filler], words: Lexicon) -> bool:
    return any(s.token.lemma_ in words.word_class(c) for s in sources for c in _INSTRUMENTS)


def _goal(candidate: Candidate, target: Filler | None) -> Span | None:
    if target is None or not candidate.code.startswith(VISIT):
        return None
    return target.span if candidate.match.target_slot in _GOALS else None


def _distance(trigger: Token, pair: Pair) -> int:
    """Words from the trigger to the farther of source and target."""
    both = (pair.source, pair.target)
    return max((abs(f.token.i - trigger.i) for f in both if f is not None), default=0)


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
