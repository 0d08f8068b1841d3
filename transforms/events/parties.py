"""Whether a source and a target are two parties to an act, and where one ends and the other
begins."""

from __future__ import annotations

from dataclasses import replace

from transforms import grammar
from transforms.events.acts import Candidate
from transforms.events.fillers import Filler
from transforms.events.lexicon import NOBODY, Lexicon
from transforms.events.pairs import Pair
from transforms.tokens import Span
from transforms.types import Actor

_TELLING = frozenset({"obj", "to", "for", "with"})
_CONTRACTS = ("05", "06")  # players sign, too
_DONE_TO_PEOPLE = frozenset({"17", "18", "19", "20"})
_FORCE = frozenset({"18", "19", "20"})
_STRUCK = ("base", "building", "infrastructure", "ships", "vehicle", "military_asset")


def stands(candidate: Candidate, pair: Pair, words: Lexicon) -> bool:
    """Whether somebody takes part, and not on both sides."""
    source, target = pair.source, pair.target
    if not ((source and source.is_actor) or (target and target.is_actor)):
        return target is not None and (
            _counts_people(target, candidate.code) or _is_struck(candidate, pair, words)
        )
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


def plays(candidate: Candidate, pair: Pair, words: Lexicon) -> bool:
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


def apart(pair: Pair) -> Pair:
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


def _is_struck(candidate: Candidate, pair: Pair, words: Lexicon) -> bool:
    """Something that armed force is used on, by whom is not said ("a drone strike on a depot")."""
    if pair.source is not None or candidate.code[:2] not in _FORCE:
        return False
    act = candidate.trigger
    told = act.pos_ == "NOUN" or grammar.is_passive(act) or bool(candidate.match.source.tokens)
    hit = pair.target.token if pair.target is not None else None
    return told and hit is not None and any(words.is_in(hit, name) for name in _STRUCK)


def _overlap(left: Span, right: Span) -> bool:
    return left.start < right.end and right.start < left.end
