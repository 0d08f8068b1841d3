"""Who acts on whom: every source with every target that a clause names for an act.

Coordination is written out; a reciprocal act ("met", "clashed") goes both ways. Where no actor
is acted upon, the thing is ("set fire to houses"); where a thing acts, it is nobody's act,
unless it is somebody's weapon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product

from transforms import grammar
from transforms.events import setting
from transforms.events.acts import Candidate
from transforms.events.coding import OWNED, THEMATIC_ROOTS, VERBAL_ROOTS
from transforms.events.fillers import (
    Filler,
    filler,
    is_each_other,
    is_plural,
    members,
    own_mention,
)
from transforms.events.frames import Frame, Match
from transforms.events.lexicon import CLAUSES, NOBODY, Entry, Lexicon
from transforms.events.notes import note
from transforms.tokens import Token

_INSTRUMENTS = ("weapon", "attack", "force")
_MEETING = "04"
_SPOKEN = frozenset({"02", "10", "11", "13"})  # acts of words, which go to somebody
_PEOPLE = ("person", "police", "troops")


@dataclass(frozen=True, slots=True)
class Pair:
    """One source and one target, and how coordination gave them."""

    source: Filler | None
    target: Filler | None
    step: str = ""


def pairs(candidate: Candidate, words: Lexicon) -> Iterator[Pair]:
    """Every source with every target; both ways, and among themselves, where reciprocal."""
    entry, match = candidate.match.entry, candidate.match
    sources = _people(candidate.sources or match.source.tokens)
    if candidate.via is not None:
        sources = _people(Frame(candidate.via).fill("subj").tokens) or sources
    undergoing = candidate.targets or match.target.tokens
    if any(is_each_other(t) for t in undergoing):
        for source, target in permutations(sources, 2):
            yield Pair(source, target, "each other")
        return
    targets = _people(undergoing)
    spoken_to = match.target_slot in ("at", "on") and entry.code[:2] in _SPOKEN  # "hit out at"
    located = match.target_slot in setting.LOCATIVE and not spoken_to
    if located and entry.code[:2] in VERBAL_ROOTS:
        targets = [t for t in targets if t.mention is None or t.mention.kind != "city_or_region"]
    if entry.reciprocal:
        if match.source_slot == match.target_slot or not targets:
            for source, target in permutations(sources, 2):
                yield Pair(source, target, "each other")
            alone = sources[0] if len(sources) == 1 else None
            if alone is None:
                return
            # "Togo agreed to a ceasefire", "the rival commanders met": with whom is not said.
            told = candidate.trigger.pos_ == "VERB"
            several = told and alone.is_actor and is_plural(alone.token)
            agreed = match.light or any(c.key in CLAUSES for c in entry.conditions)
            if several or (entry.code[:2] != _MEETING and agreed):
                yield Pair(alone, None)
            return
        for source, target in product(sources, targets):
            yield Pair(source, target, "both ways")
            yield Pair(target, source, "both ways")
        return
    if entry.code.startswith(OWNED) and (not targets or match.target_slot == "in"):
        targets = _owners(match, sources) or targets
    elif not targets and entry.target != (NOBODY,) and entry.code[:2] in THEMATIC_ROOTS:
        targets = [filler(t) for t in _things(candidate, words)]
    if sources and not any(s.is_actor or _human(s, words) for s in sources):
        if not _instrument(sources, words):
            note(candidate.trigger, f"a thing did it: {words_of(sources[0])}")
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


def _owners(match: Match, sources: list[Filler]) -> list[Filler]:
    """Whose the thing is that is acted upon ("froze Gabon's assets"), where somebody else's."""
    acting = {s.key for s in sources}
    found = [filler(t) for t in match.light]
    owned = [f for f in found if f.actor is not None and f.key not in acting]
    return [f for f in owned if _is_owned(f, acting)][:1]


def _is_owned(found: Filler, acting: set[object]) -> bool:
    """Whether somebody else's name stands before a thing, or who has it stands behind "of" (and
    not of what it consists: "a force of 20 men")."""
    if found.via == "of":
        return found.actor is not None and found.actor.kind == "person"
    if found.via:
        return True
    words = [*grammar.possessors(found.token), *grammar.modifiers(found.token)]
    names = [m for w in words if (m := own_mention(w)) and m.form != "pronoun" and m.actor]
    return any(m.actor is not None and m.actor.actor_id not in acting for m in names)


def _restates(noun: Token, entry: Entry, words: Lexicon) -> bool:
    """Whether a noun beside a light verb is the act itself ("launched an attack"), and not
    what is acted upon ("rejected the offer")."""
    return any(e.code[:2] == entry.code[:2] for e in words.entries_of(noun))


def _people(tokens: Iterable[Token]) -> list[Filler]:
    return [person for token in tokens for person in members(filler(token))]


def _human(found: Filler, words: Lexicon) -> bool:
    """Somebody whom no seed file knows as an actor ("guards")."""
    return any(found.token.lemma_ in words.word_class(c) for c in _PEOPLE)


def _instrument(sources: list[Filler], words: Lexicon) -> bool:
    return any(s.token.lemma_ in words.word_class(c) for s in sources for c in _INSTRUMENTS)


def words_of(found: Filler | None) -> str:
    return repr(found.span.text) if found is not None else "nobody"
