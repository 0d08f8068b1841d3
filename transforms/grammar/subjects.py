"""Who a clause is about: its subjects, said or understood.

"Peru agreed to send troops", "soldiers who fled", "arrived in Iran, making his first trip":
the subject of the second verb is nowhere beside it. ``grammar`` offers what is here.
"""

from __future__ import annotations

from typing import NamedTuple

from transforms.grammar.clauses import is_infinitive, is_passive
from transforms.grammar.labels import relation
from transforms.grammar.once import once
from transforms.grammar.phrases import (
    children,
    conjuncts_back,
    expand,
    obliques,
    possessors,
    preposition,
    renamed_by,
)
from transforms.tokens import Token

CLAUSE_RELATIONS = frozenset(
    {
        *("root", "complement", "open_complement", "adverbial_clause", "clause_modifier"),
        *("relative", "parataxis", "clausal_subject", "prepositional_clause"),
    }
)
SUBJECTS = frozenset({"subject", "passive_subject"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
# Prepositions before a gerund whose understood subject is the object of the governing verb
# ("accused Russia of blocking", "barred him from leaving", "thanked him for mediating").
OBJECT_GERUND = frozenset({"of", "from", "for", "into", "against"})
# "X promised Y to leave": X leaves, unlike with every other verb that has an object there.
_SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten"})


class Found(NamedTuple):
    """Words that fill a role and how they were found (``direct``, ``shared``, ``control``,
    ``relative``, ``participle``, ``adverbial``, ``noun``; ``none`` where there are none)."""

    tokens: list[Token]
    how: str


NOTHING = Found([], "none")


def find_subjects(verb: Token, _depth: int = 0) -> Found:
    """The surface subjects of a clause, said or understood, and how they were found.

    Understood: shared with a conjoined verb, by control and raising ("agreed to send", "was
    forced to leave"), the antecedent of a relative clause or participle, the subject of the
    clause that an adverbial participle belongs to. For a passive this is who undergoes.
    """
    if _depth:
        return _look_for_subjects(verb, _depth)
    found = _subjects(verb)
    return Found(found.tokens.copy(), found.how)


@once
def _subjects(verb: Token) -> Found:
    return _look_for_subjects(verb, 0)


def _look_for_subjects(verb: Token, _depth: int) -> Found:
    own = [c for c in verb.children if relation(c) in SUBJECTS]
    behind = misplaced_subjects(verb)
    own = [c for c in own if c not in behind]
    if not own and relation(verb) == "predicate":
        own = [c for c in verb.head.children if relation(c) in SUBJECTS]
    own = own or _strayed(verb) or _unlabelled(verb)
    if own:
        renaming = [name for c in own if (name := renamed_by(c)) is not None]
        own = [c for c in own if c not in renaming]
        tokens = expand(own)
        if relation(verb) == "relative" and own[0].tag_ in RELATIVE_TAGS:
            return Found(conjuncts_back(_named_before(verb, own[0])), "relative")
        return Found(tokens, "direct")
    if _depth > 6:
        return NOTHING
    head, kind = verb.head, relation(verb)
    if kind == "conjunct" and head.i != verb.i:
        found = find_subjects(head, _depth + 1)
        return Found(found.tokens, "shared") if found.tokens else NOTHING
    if kind in ("open_complement", "complement"):
        if kind == "complement" and not is_infinitive(verb) and verb.tag_ != "VBG":
            return NOTHING
        if kind == "complement" and verb.i < head.i:
            return NOTHING
        return Found(_controller(head, _depth), "control")
    if kind == "clause_modifier":
        if is_infinitive(verb):
            whose = _noun_agent(head, _depth)
            if not whose and relation(head) == "root" and head.i < verb.i:
                whose = [head] if head.pos_ == "PROPN" else []  # a headline: "US to send troops"
            return Found(whose, "control")
        return Found(conjuncts_back(head), "participle")
    if kind == "prepositional_clause":
        governor = head.head
        return Found(_gerund_subject(governor, head.lower_, _depth), "adverbial")
    if kind == "adverbial_clause" and not _is_finite(verb):
        marks = [c.lower_ for c in children(verb, "marker", "case")]
        return Found(_gerund_subject(head, marks[0] if marks else "", _depth), "adverbial")
    return NOTHING


def _named_before(verb: Token, pronoun: Token) -> Token:
    """The antecedent of a relative clause; the noun before the pronoun, where a parser hung the
    clause on a verb ("fled to Mexico, which granted him asylum")."""
    if verb.head.pos_ != "VERB" or pronoun.i == 0:
        return verb.head
    before = pronoun.nbor(-1)
    before = before.nbor(-1) if before.text == "," and before.i else before
    return before if before.pos_ in ("NOUN", "PROPN") else verb.head


def hidden_subject(verb: Token) -> Token | None:
    """The subject of a verb that a parser took for an adjective, and the sentence for one
    phrase: "Togo" in "Togo suspended aid to Mali."."""
    head = verb.head
    if relation(verb) != "adjective" or verb.pos_ != "VERB" or verb.tag_ not in ("VBD", "VBN"):
        return None
    if relation(head) != "root" or head.i < verb.i or not verb.sent.text.rstrip().endswith("."):
        return None
    beside = [c for c in children(head, "compound") if c.right_edge.i + 1 == verb.i]
    return beside[0] if beside and beside[0].pos_ == "PROPN" else None


def misplaced_subjects(verb: Token) -> list[Token]:
    """Subjects behind a verb that has one before it: an object, or whoever says so ("X bombed
    Y, the ministry said"), that a parser hung there."""
    found = [c for c in verb.children if relation(c) in SUBJECTS]
    if len(found) < 2 or verb.pos_ != "VERB" or found[0].i > verb.i:
        return []
    return [c for c in found if c.i > verb.i]


def _strayed(verb: Token) -> list[Token]:
    """A subject that a parser hung elsewhere: on what is said ("X bombed Y, the ministry
    said"), on the first half of the verb ("Peru test-fired"), on the word before "that"."""
    for part in children(verb, "compound"):
        if part.i + 2 == verb.i and verb.nbor(-1).text == "-":
            return [c for c in part.children if relation(c) in SUBJECTS]
    if (hidden := hidden_subject(verb)) is not None:
        return [hidden]
    if not _is_finite(verb):
        return []
    for clause in children(verb, "complement"):
        if clause.i < verb.i and (behind := misplaced_subjects(clause)):
            return [c for c in behind if c.right_edge.i + 1 == verb.i]
    for mark in children(verb, "marker"):
        between = verb.doc[mark.i + 1 : verb.i]
        out = [t for t in between if t.head.i < mark.i and t.pos_ in ("NOUN", "PROPN", "PRON")]
        if out and mark.lower_ == "that":
            return out[-1:]
    return []


def _unlabelled(verb: Token) -> list[Token]:
    """A name without preposition before a finite verb that has no subject, whatever a parser
    calls it ("the former president Hamid met Nawaz", "Court jails activist")."""
    if not _is_finite(verb) or relation(verb) not in ("root", "complement", "parataxis"):
        return []
    names = [c for c in verb.children if c.i < verb.i and c.pos_ in ("PROPN", "NOUN")]
    names = [c for c in names if c.pos_ == "PROPN" or c.i + 1 == verb.i]
    return [
        c
        for c in names
        if relation(c) in ("oblique", "compound")
        and not preposition(c)
        and c.ent_type_ not in ("DATE", "TIME")
    ][-1:]


@once
def clause_root(token: Token) -> Token:
    """The head of the clause that a word is in (itself, for a clause's head)."""
    while relation(token) not in CLAUSE_RELATIONS and token.head.i != token.i:
        if relation(token) == "conjunct" and _heads_clause(token):
            return token
        token = token.head
    return token


def _heads_clause(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX") or bool(children(token, "copula"))


def _controller(governor: Token, depth: int) -> list[Token]:
    """Who is understood to act in the infinitive or gerund that a word governs."""
    if governor.lemma_ not in _SUBJECT_CONTROL and not is_passive(governor):
        said = children(governor, "object", "indirect")
        if said:
            return expand(said)
    if governor.pos_ in ("NOUN", "PROPN") and not children(governor, "copula", "subject"):
        return _noun_agent(governor, depth)
    return find_subjects(governor, depth + 1).tokens


def _gerund_subject(governor: Token, mark: str, depth: int) -> list[Token]:
    if mark in OBJECT_GERUND and not is_passive(governor):
        said = children(governor, "object")
        if said:
            return expand(said)
    if governor.pos_ in ("NOUN", "PROPN") and not children(governor, "copula", "subject"):
        return _noun_agent(governor, depth)
    return find_subjects(governor, depth + 1).tokens


def _noun_agent(noun: Token, depth: int) -> list[Token]:
    """Whose plan: the possessor, the agent after "by", else the subject of the noun's verb."""
    if whose := possessors(noun) or obliques(noun).get("by", []):
        return whose
    if relation(noun) in ("object", "oblique", "prepositional_object"):
        return find_subjects(clause_root(noun.head), depth + 1).tokens
    return []


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in ("VBD", "VBP", "VBZ"):
        return True
    return any(c.tag_ in ("VBD", "VBP", "VBZ", "MD") for c in verb.children if c.pos_ == "AUX")
