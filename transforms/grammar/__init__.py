"""Grammatical questions about a parsed Doc, answered alike over both label schemes.

All functions take tokens and return tokens (or spans); none changes the Doc. "Verb" in a
parameter's description means the head of a clause: a verb, or a noun or adjective predicated
of a subject. Lists are in text order, with coordination expanded ("A and B met C": two
subjects). ``clauses`` answers what a clause says of itself (voice, negation, mood, tense) and
``phrases`` what a noun phrase holds; both are offered here too, so that other modules need
import only ``grammar``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transforms.grammar.clauses import (
    auxiliaries,
    is_conditional,
    is_infinitive,
    is_negated,
    is_passive,
    is_perfect,
    is_progressive,
    modality,
    tense,
)
from transforms.grammar.labels import relation
from transforms.grammar.objects import indirect_objects, objects, retained
from transforms.grammar.once import once
from transforms.grammar.phrases import (
    appositions,
    children,
    conjuncts,
    conjuncts_back,
    expand,
    modifiers,
    noun_phrase,
    obliques,
    possessors,
    preposition,
)
from transforms.grammar.subjects import OBJECT_GERUND, Found, clause_root, find_subjects
from transforms.tokens import Token

__all__ = [
    "Found",
    "according_to",
    "agents",
    "appositions",
    "auxiliaries",
    "children",
    "clausal_obliques",
    "clause_root",
    "complements",
    "conjuncts",
    "conjuncts_back",
    "expand",
    "find_subjects",
    "governors",
    "indirect_objects",
    "is_conditional",
    "is_infinitive",
    "is_negated",
    "is_passive",
    "is_perfect",
    "is_progressive",
    "is_subordinate",
    "logical_objects",
    "logical_subjects",
    "modality",
    "modifiers",
    "noun_phrase",
    "objects",
    "obliques",
    "particle",
    "possessors",
    "predicate",
    "preposition",
    "relation",
    "reporting_verb",
    "subjects",
    "tense",
    "within",
]


_OVER = frozenset({"hand", "turn", "take"})
_PARTICLES = frozenset({"over", "out", "up", "off", "back", "down"})


def subjects(verb: Token) -> list[Token]:
    """The surface subjects of a clause, said or understood (see ``find_subjects``)."""
    return find_subjects(verb).tokens


def agents(verb: Token) -> list[Token]:
    """Who does it, of a passive or of a noun of action ("killed by", "the attack by")."""
    found = expand([c for c in children(verb, "agent") if preposition(c) in ("", "by")])
    if not found and (is_passive(verb) or verb.pos_ in ("NOUN", "PROPN")):
        found = [t for t in _by(verb) if t.ent_type_ not in ("DATE", "TIME")]
    if not found and verb.pos_ == "VERB" and is_passive(verb):
        # Hung on the phrase before it: "was jailed for three years by a court", "was given
        # tanks by Germany".
        nouns = [t for tokens in obliques(verb).values() for t in tokens if t.i > verb.i]
        nouns += retained(verb)
        for clause in children(verb, "adverbial_clause", "open_complement"):
            if clause.tag_ == "VBG":  # "was found guilty of inciting hatred by a court"
                nouns += [clause, *objects(clause)]
        found = [t for noun in nouns for t in obliques(noun).get("by", [])]
    return found


def _by(head: Token) -> list[Token]:
    """What follows "by"; for an object also where it hangs on the verb ("condemned the attack
    by Togo"), for a noun where it hangs on what follows "of" ("the arrest of X by Y")."""
    phrases = obliques(head)
    found = phrases.get("by", [])
    if not found and head.pos_ == "NOUN":
        found = [t for noun in phrases.get("of", []) for t in obliques(noun).get("by", [])]
    if not found and relation(head) == "object" and not is_passive(head.head):
        beside = obliques(head.head).get("by", [])
        if beside and beside[0].left_edge.i == head.i + 1:
            return beside
    return found


def logical_subjects(verb: Token) -> Found:
    """Who acts: the subjects of an active clause, the agents of a passive one."""
    if is_passive(verb):
        found = agents(verb)
        return Found(found, "passive" if found else "none")
    return find_subjects(verb)


def logical_objects(verb: Token) -> Found:
    """Who or what undergoes: objects of an active clause, subjects of a passive one."""
    if is_passive(verb):
        if kept := retained(verb):
            return Found(kept, "passive")
        found = find_subjects(verb)
        return Found(found.tokens, "passive" if found.how == "direct" else found.how)
    found_objects = objects(verb)
    return Found(found_objects, "direct" if found_objects else "none")


def clausal_obliques(verb: Token) -> dict[str, list[Token]]:
    """Clauses under a preposition or conjunction: "of" to [blocking] in "accused X of
    blocking", "after" to [meeting], "if" to [attacks]; empty string where none stands."""
    found: dict[str, list[Token]] = {}
    for child in verb.children:
        kind = relation(child)
        if kind in ("adverbial_clause", "clause_modifier"):
            marks = [c.lower_ for c in children(child, "marker", "case")]
            found.setdefault(marks[0] if marks else "", []).append(child)
        elif kind == "preposition":
            for clause in children(child, "prepositional_clause"):
                found.setdefault(child.lower_, []).append(clause)
        elif kind == "object":  # a parser may hang "of blocking" on X
            for clause in children(child, "clause_modifier"):
                for mark in children(clause, "marker", "case")[:1]:
                    if mark.lower_ in OBJECT_GERUND:
                        found.setdefault(mark.lower_, []).append(clause)
    return found


def complements(verb: Token) -> list[Token]:
    """The heads of the clauses a verb takes ("said that X left", "urged X to leave")."""
    return children(verb, "complement", "open_complement")


@once
def particle(verb: Token) -> str:
    """The particle of a phrasal verb ("off" in "called off the talks"), or empty."""
    for child in verb.children:
        if relation(child) == "particle" or (child.tag_ == "RP" and child.i > verb.i):
            return child.lower_
        if child.i > verb.i and child.lower_ in _PARTICLES and relation(child) == "adverb":
            after = child.doc[child.i + 1 : child.i + 2].text
            if child.i == verb.i + 1 or after == "to":  # "handed 40 orphans over to X"
                return child.lower_
    beside = verb.nbor() if verb.i + 1 < len(verb.doc) else verb
    if beside.lower_ == "over" and beside.head.pos_ == "NUM" and verb.lemma_ in _OVER:
        return "over"  # "handed over seven pirates", read as more than seven
    if beside.tag_ == "RP":
        return beside.lower_  # hung on the object: "called off the strike"
    return ""


def predicate(clause: Token) -> Token | None:
    """The noun or adjective that a copula predicates ("dangerous", "entity"), else None."""
    if children(clause, "copula"):
        return clause
    if clause.lemma_ in ("be", "become", "remain"):
        return next(iter(children(clause, "predicate")), None)
    return None


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """The words above a word, nearest first, each with the relation by which it governs."""
    while token.head.i != token.i:
        kind = relation(token)
        token = token.head
        yield token, kind


def reporting_verb(token: Token, cues: Iterable[str]) -> Token | None:
    """The nearest verb of saying (its lemma in ``cues``) that has this word's clause as what
    is said: "said" for "attacked" in "X said Y attacked Z" and in "Y attacked Z, X said"."""
    lemmas = frozenset(cues)
    for governor, kind in governors(token):
        if kind in ("complement", "parataxis") and governor.lemma_ in lemmas:
            return governor
    for child in clause_root(token).children:
        if relation(child) == "parataxis" and child.lemma_ in lemmas:
            return child
    return None


def according_to(token: Token) -> list[Token]:
    """Whom the sentence names as its authority ("according to Shana"), nearest clause first."""
    seen = [token, *token.ancestors]
    for word in seen:
        if found := obliques(word).get("according_to"):
            return found
    return []


def is_subordinate(token: Token) -> bool:
    """Whether what a word heads is said in passing: below a noun, or in a clause that is
    neither the sentence's own nor what somebody is reported to say."""
    for word in (token, *token.ancestors):
        kind = relation(word)
        if kind in ("relative", "clause_modifier", "adverbial_clause", "prepositional_clause"):
            return True
        if kind == "oblique" and word.i == token.i:
            return True
    return False


def within(token: Token, ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether a word lies in one of these character ranges (of quotations, say)."""
    return any(start <= token.idx < end for start, end in ranges)
