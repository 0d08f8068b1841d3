"""Who or what fills a role: the words, the mention they are, and the actor they stand for."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.actors.mentions import mention_at
from transforms.events.heads import MEASURES
from transforms.grammar import (
    children,
    conjuncts,
    modifiers,
    noun_phrase,
    obliques,
    possessors,
    preposition,
)
from transforms.grammar.labels import relation
from transforms.tokens import Span, Token
from transforms.types import Actor, Mention

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PEOPLE = frozenset({"he", "she", "him", "her", "his", "who", "whom", "i", "me", "you"})
_WHERE = frozenset({"in", "at", "near", "outside", "inside", "across", "around", "throughout"})
# What an actor has or sends, and so stands for it: "Russian missiles hit", "Iran's statement".
_NO_STAND_IN = frozenset({"day", "week", "month", "year", "time", "way", "capital", "city"})


@dataclass(frozen=True, slots=True)
class Filler:
    """One filler of a role. ``via`` is empty where the words themselves are the actor's
    mention, else how the actor was read off them (``possessor``, ``modifier``, ``of``)."""

    token: Token
    span: Span
    actor: Actor | None
    mention: Mention | None
    via: str = ""

    @property
    def is_actor(self) -> bool:
        """Whether the words are, or stand for, somebody who can act."""
        return self.mention is not None

    @property
    def key(self) -> object:
        """What makes two fillers the same participant."""
        return self.actor.actor_id if self.actor is not None else self.span.text.casefold()


def filler(token: Token) -> Filler:
    """Read one noun or pronoun as a participant; a relative pronoun as its antecedent."""
    token = antecedent(token)
    mention = own_mention(token)
    span = participant_span(token)
    if mention is not None:
        span = _without_place(_hull(span, mention.span, token), token)
        return Filler(token, span, mention.actor, mention)
    if token.lemma_ not in _NO_STAND_IN and token.ent_type_ not in _PLACES:
        for via, words in (
            ("possessor", possessors(token)),
            ("modifier", [w for m in modifiers(token) for w in (m, *_behind(m))]),
            ("of", _of(token)),
        ):
            for word in words:
                other = mention_at(token.doc, word)
                if other is not None and other.form != "pronoun":
                    return Filler(token, _without_place(span, token), other.actor, other, via)
    return Filler(token, _without_place(span, token), None, None)


def _behind(modifier: Token) -> list[Token]:
    """Who leads ("Saudi" in "a Saudi-led coalition"), and whose a compound is ("Chinese coast
    guard ships")."""
    if modifier.lower_ == "led" or relation(modifier) == "compound":
        return modifiers(modifier)
    return []


def _of(token: Token) -> list[Token]:
    """What stands behind "of", numbers passed over ("tens of thousands of Georgians")."""
    found = obliques(token).get("of", [])
    return [inner for t in found for inner in ((t, *_of(t)) if t.lemma_ in MEASURES else (t,))]


def members(found: Filler) -> list[Filler]:
    """The participants of a plural mention ("the two leaders", "the Greek and Turkish foreign
    ministers"), or the filler itself."""
    if found.mention is None or len(found.mention.members) < 2:
        return _sides(found) or [found]
    return [
        Filler(found.token, found.span, actor, found.mention, found.via)
        for actor in found.mention.members
    ]


def _sides(found: Filler) -> list[Filler]:
    """One participant a modifier, where two actors modify a plural ("Greek and Turkish
    ministers", "the ministers of Greece and Turkey")."""
    if not is_plural(found.token):
        return []
    words = [w for m in modifiers(found.token) for w in conjuncts(m)]
    phrases = obliques(found.token)
    of = phrases.get("of", []) or phrases.get("from", [])
    words = words if len(words) > 1 or len(of) < 2 else of
    mentions = [m for w in dict.fromkeys(words) if (m := mention_at(found.token.doc, w))]
    sides = [m for m in mentions if m.actor is not None and m is not found.mention]
    if len({id(m.actor) for m in sides}) < 2:
        return []
    return [Filler(found.token, found.span, m.actor, m, "modifier") for m in sides]


def own_mention(token: Token) -> Mention | None:
    """The mention that a word heads, or is inside of as more than a modifier."""
    token = antecedent(token)
    mention = mention_at(token.doc, token)
    if mention is None or mention.head.i == token.i:
        return mention
    return None if mention.modifier or token.pos_ not in ("PROPN", "NOUN") else mention


def kinds(token: Token) -> frozenset[str]:
    """What sort of thing a word means: person, actor (of any kind), place, thing."""
    mention = own_mention(token)
    if mention is not None:
        kind = mention.actor.kind if mention.actor is not None else mention.kind
        if kind == "person":
            return frozenset({"person"})
        if kind in ("country", "city_or_region"):
            return frozenset({"actor", "place"})
        if mention.form != "pronoun" or mention.actor is not None:
            return frozenset({"actor"})
    if token.lower_ in _PEOPLE or token.ent_type_ == "PERSON" or is_each_other(token):
        return frozenset({"person"})
    if token.ent_type_ in _PLACES:
        return frozenset({"place"})
    if token.ent_type_ in ("ORG", "NORP"):
        return frozenset({"actor"})
    return frozenset({"thing"})


def participant_span(token: Token) -> Span:
    """The words of a participant: its noun phrase with names that rename it, no clauses."""
    span = noun_phrase(token, appositions=True)
    cut = _clause_start(token, span)
    return span if cut is None else token.doc[span.start : cut]


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for ("which" in "the fund in which they invest")."""
    if token.tag_ not in ("WDT", "WP"):
        return token
    for word in (token, *token.ancestors):
        if relation(word) == "relative":
            return word.head
    return token


def is_each_other(token: Token) -> bool:
    """ "Each other", "one another", whichever of the two words is the head."""
    first = token if token.lower_ in ("each", "one") else token.nbor(-1) if token.i else token
    if first.i + 1 >= len(token.doc):
        return False
    return (first.lower_, first.nbor().lower_) in (("each", "other"), ("one", "another"))


def is_plural(token: Token) -> bool:
    """Whether a noun means several."""
    return token.tag_ in ("NNS", "NNPS") or token.lower_ in ("they", "them", "both", "we")


def _clause_start(token: Token, span: Span) -> int | None:
    """Where a long apposition of common nouns begins ("X, a group that ..."): left out."""
    for other in children(token, "apposition"):
        if other.i in range(span.start, span.end) and other.pos_ not in ("PROPN",):
            start = noun_phrase(other).start
            while start > token.i and token.doc[start - 1].is_punct:
                start -= 1
            if start > token.i:
                return start
    return None


def _without_place(span: Span, token: Token) -> Span:
    """The words of a participant without where somebody of name is ("the envoy Amos Hochstein
    in Beirut"), nor an adverb of time that a parser hung there ("12 people late"). Of others
    the place says who they are ("a court in Minsk")."""
    end, words = span.end, token.doc.words
    named = {t.ent_type_ for t in words[span.start : span.end]}
    for word in words[token.i + 1 : span.end]:
        behind = word.left_edge.i > token.i and word.right_edge.i + 1 >= span.end
        if behind and word.ent_type_ in ("DATE", "TIME") and preposition(word) in ("on", "in"):
            end = min(end, word.left_edge.i)
        if "PERSON" in named and behind and preposition(word) in _WHERE and _names_place(word):
            end = min(end, word.left_edge.i)
    while end - 1 > token.i and words[end - 1].pos_ in ("ADV", "PUNCT"):
        end -= 1
    return token.doc[span.start : end] if end > token.i else span


def _names_place(noun: Token) -> bool:
    """Whether a phrase is, or holds, the name of a place and no actor ("the city of Sumy")."""
    inside = noun.doc[noun.left_edge.i : noun.right_edge.i + 1]
    return any(t.ent_type_ in _PLACES for t in inside) and noun.ent_type_ not in ("ORG", "PERSON")


def _hull(span: Span, other: Span, token: Token) -> Span:
    """The longer of phrase and mention where one holds the other, else the mention."""
    if span.start <= other.start and other.end <= span.end:
        return span
    if other.start <= token.i < other.end:
        return other
    return span
