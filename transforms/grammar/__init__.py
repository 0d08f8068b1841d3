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

from spacy.tokens import Token

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
from transforms.grammar.subjects import (
    RELATIVE_TAGS,
    SUBJECTS,
    Found,
    clause_root,
    find_subjects,
)

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

# "the day Iran signed": the antecedent of a clause without a pronoun is no object of it.
_ADVERBIAL_NOUNS = frozenset(
    {"day", "week", "month", "year", "time", "moment", "way", "reason", "place", "hour", "date"}
)


def subjects(verb: Token) -> list[Token]:
    """The surface subjects of a clause, said or understood (see ``find_subjects``)."""
    return find_subjects(verb).tokens


def objects(verb: Token) -> list[Token]:
    """The direct objects: own, of a relative clause's antecedent, shared with a conjunct."""
    own = [c for c in children(verb, "object") if not preposition(c)]
    if own and own[0].tag_ in RELATIVE_TAGS and relation(verb) == "relative":
        return conjuncts_back(verb.head)
    if own:
        return expand([c for c in own if c not in _receivers(verb)])
    # CLEAR: in "urged X to leave" X is the subject of the infinitive.
    for clause in children(verb, "complement"):
        if is_infinitive(clause):
            return expand(children(clause, "subject"))
    if is_passive(verb):
        return []
    if relation(verb) == "relative" and _zero_object(verb):
        return conjuncts_back(verb.head)
    for other in children(verb, "conjunct"):  # "attacked and captured the town"
        between = verb.doc[verb.i + 1 : other.i]
        if other.pos_ == "VERB" and all(relation(t) in ("coordinator", "adverb") for t in between):
            return objects(other)
    return []


def indirect_objects(verb: Token) -> list[Token]:
    """Who is given something ("gave Ukraine missiles"), without a preposition."""
    found = [c for c in children(verb, "indirect") if not children(c, "prepositional_object")]
    # Two objects that are not coordinated: the first is whom it is given to.
    return expand(found or _receivers(verb))


def _receivers(verb: Token) -> list[Token]:
    """The first of two objects that stand side by side: "gave Kenya forty buses"."""
    own = [c for c in children(verb, "object") if not preposition(c)]
    if len(own) != 2 or own[0].pos_ not in ("PROPN", "PRON"):
        return []
    return own[:1] if own[0].right_edge.i + 1 == own[1].left_edge.i else []


def agents(verb: Token) -> list[Token]:
    """Who does it, of a passive or of a noun of action ("killed by", "the attack by")."""
    found = expand(children(verb, "agent"))
    if not found and (is_passive(verb) or verb.pos_ in ("NOUN", "PROPN")):
        found = [t for t in obliques(verb).get("by", []) if t.ent_type_ not in ("DATE", "TIME")]
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
    return found


def complements(verb: Token) -> list[Token]:
    """The heads of the clauses a verb takes ("said that X left", "urged X to leave")."""
    return children(verb, "complement", "open_complement")


def particle(verb: Token) -> str:
    """The particle of a phrasal verb ("off" in "called off the talks"), or empty."""
    for child in verb.children:
        if relation(child) == "particle" or (child.tag_ == "RP" and child.i > verb.i):
            return child.lower_
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


def within(token: Token, ranges: Iterable[tuple[int, int]]) -> bool:
    """Whether a word lies in one of these character ranges (of quotations, say)."""
    return any(start <= token.idx < end for start, end in ranges)


def _zero_object(verb: Token) -> bool:
    """Whether the antecedent of a relative clause is its object ("the deal Iran signed")."""
    own = [c for c in verb.children if relation(c) in SUBJECTS]
    if not own or own[0].tag_ in RELATIVE_TAGS or verb.pos_ != "VERB":
        return False
    words = [c.lower_ for c in verb.subtree if c.tag_ in ("WRB", *RELATIVE_TAGS)]
    if any(w in ("where", "when", "why", "whose") for w in words):
        return False
    return verb.head.lemma_ not in _ADVERBIAL_NOUNS and not complements(verb)
