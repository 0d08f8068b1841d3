"""Noun phrases: their extent, and what is coordinated with, owns, modifies or renames a noun.

Lists are in text order. ``grammar`` offers all of these beside the questions about clauses.
"""

from __future__ import annotations

from transforms.grammar.labels import relation
from transforms.grammar.once import once, phrases_once, words_once
from transforms.tokens import Span, Token

# What hangs on a noun and is no part of its phrase: clauses, and what belongs to the clause
# where the noun is its predicate.
_OUTSIDE = frozenset(
    {
        *("relative", "clause_modifier", "adverbial_clause", "parataxis", "conjunct"),
        *("coordinator", "copula", "marker", "punctuation", "subject", "passive_subject"),
        *("auxiliary", "negation"),
    }
)
_OUTSIDE_PLAIN = _OUTSIDE | {"apposition"}
# Where and when, said behind the name of a person, is said of the clause ("met Raisi in Tehran").
_CIRCUMSTANCE = frozenset({"in", "at", "near", "outside", "inside", "on", "during", "after"})
_SEVERAL = frozenset({"NNS", "NNPS"})


def children(token: Token, *relations: str) -> list[Token]:
    """The direct dependents of a word that stand in one of these relations."""
    if not token.children:  # most words have none
        return []
    return [child for child in token.children if child.relation in relations]


@words_once
def conjuncts(token: Token) -> list[Token]:
    """A noun and those coordinated with it, itself first; for a conjunct, only those after."""
    found = [token]
    for child in _joined(token):
        if child.pos_ not in ("VERB", "AUX") or token.pos_ in ("VERB", "AUX"):
            found += conjuncts(child)
    return found


def _joined(token: Token) -> list[Token]:
    """What is coordinated with a word. In "the president, Ebrahim Raisi, and the premier" a
    parser hangs the premier on the name; it stands beside the whole."""
    found = children(token, "conjunct")
    if token.pos_ in ("NOUN", "PROPN") and token.tag_ not in _SEVERAL:
        for part in children(token, "apposition", "compound"):
            if part.i > token.i:
                found += children(part, "conjunct")
    return found


def conjuncts_back(noun: Token) -> list[Token]:
    """A noun with those after it, and those before it where it is itself a conjunct."""
    first = noun
    while relation(first) == "conjunct" and first.head.pos_ == noun.pos_:
        first = first.head
    return [noun] if first.i != noun.i else conjuncts(noun)


def expand(tokens: list[Token]) -> list[Token]:
    """The words with those coordinated with them, each once, in text order."""
    if not tokens:
        return []
    found = [word for token in tokens for word in conjuncts(token)]
    if len(found) < 2:
        return found
    return sorted(dict.fromkeys(found), key=lambda t: t.i)


@phrases_once
def obliques(head: Token) -> dict[str, list[Token]]:
    """The prepositional phrases of a verb or noun: preposition to heads, in text order.

    Prepositions are lower case, those of several words joined by ``_`` ("because_of",
    "according_to"). A coordinated phrase with a preposition of its own goes under that.
    """
    found: dict[str, list[Token]] = {}
    for child in head.children:
        kind = relation(child)
        if kind in ("oblique", "agent") or (kind == "object" and preposition(child)):
            _add(found, child, preposition(child))
        elif kind == "preposition" or (kind == "indirect" and child.pos_ == "ADP"):
            _add_clear(found, child, child.lower_)
        elif kind in ("subject", "passive_subject"):
            astray = _astray(child, head) if child.i < head.i else [child]
            for word in astray:
                if before := preposition(word):  # "signed a treaty with Togo", and no subject
                    _add(found, word, before)
        elif kind in ("adverbial_clause", "open_complement", "complement"):
            for word in _before_infinitive(child, head):
                _add(found, word, preposition(word))
    return found


def _before_infinitive(clause: Token, governor: Token) -> list[Token]:
    """Prepositional phrases that a parser hung on the infinitive behind them ("called on Angola
    to release X")."""
    to = next((c.i for c in clause.children if c.tag_ == "TO"), 0)
    between = [c for c in children(clause, "object", "oblique") if governor.i < c.i < to]
    return [c for c in between if preposition(c)]


def _astray(subject: Token, verb: Token) -> list[Token]:
    """Prepositional phrases behind a verb that a parser hung on the subject before it."""
    across = [w for w in subject.subtree if w.i > verb.i and w.head.i < verb.i]
    parts = [p for w in across for p in (w, *children(w, "apposition", "compound"))]
    return [p for p in parts if preposition(p)][:1]


@once
def preposition(noun: Token) -> str:
    """The preposition before a noun ("because_of"), empty where it has none."""
    head = noun.head
    if relation(noun) == "prepositional_object":
        words = [head.lower_]
        if head.head.pos_ == "ADP" and relation(head) == "preposition":
            words.insert(0, head.head.lower_)
        return "_".join(words)
    if not noun.children and relation(noun) != "oblique":
        return ""
    words = []
    # "of spying" is the same to us whether a parser sees a noun or a verb.
    verbal = noun.tag_ == "VBG" and relation(noun) == "oblique"
    for case in children(noun, "case", "marker") if verbal else children(noun, "case"):
        if case.i < noun.i and case.tag_ != "POS":
            words += [case.lower_, *(c.lower_ for c in children(case, "fixed"))]
    if not words:  # "with President Raisi": a parser may hang the preposition on the title
        for title in children(noun, "compound", "adjective"):
            if title.i < noun.i and (found := preposition(title)):
                return found
        for name in children(noun, "apposition", "compound"):  # or on the name behind it
            words += [c.lower_ for c in children(name, "case") if c.i < noun.i]
        if not words and relation(noun) == "oblique" and (at := noun.left_edge.i) > 0:
            before = noun.doc[at - 1]  # "went on high alert", read as "went on"
            misread = before.tag_ == "RP" or relation(before) == "particle"
            misread = misread or (before.tag_ == "IN" and relation(before) == "adverb")
            words += [before.lower_] if misread and before.head is head else []
    return "_".join(words)


@words_once
def possessors(noun: Token) -> list[Token]:
    """Whose it is: "Russia" in "Russia's invasion", "his" in "his visit"."""
    found = children(noun, "possessor")
    for child in children(noun, "oblique"):  # whatever else a parser calls it, the mark tells
        if child.i < noun.i and any(c.tag_ == "POS" for c in children(child, "case")):
            found.append(child)
    return expand(found)


@words_once
def modifiers(noun: Token) -> list[Token]:
    """The compound parts and adjectives of a noun, without those after a preposition."""
    plain = [c for c in children(noun, "oblique") if c.i < noun.i and not preposition(c)]
    return sorted(plain + children(noun, "compound", "adjective"), key=lambda t: t.i)


def appositions(noun: Token) -> list[Token]:
    """The heads of phrases that rename a noun ("Vladimir Putin, the president")."""
    return children(noun, "apposition")


def renamed_by(head: Token) -> Token | None:
    """A name that renames a subject, where a parser made it a second subject: "Vladimir" for
    "President" in "the president, Vladimir Putin arrived", "the activist Vladimir Ro fled"."""
    if relation(head) not in ("subject", "passive_subject"):
        return None
    for other in children(head.head, "subject", "passive_subject"):
        if head.i < other.i < head.head.i and other.ent_type_ == "PERSON":
            between = head.doc.words[head.i + 1 : other.i]
            return other if [t.text for t in between] in ([], [","]) else None
    return None


def noun_phrase(head: Token, *, appositions: bool = False) -> Span:
    """The phrase of a noun, without relative clauses, conjuncts and trailing punctuation.

    With ``appositions``, phrases that rename it are kept. A leading preposition and a final
    possessive mark are left out.
    """
    return _renamed_phrase(head) if appositions else _plain_phrase(head)


@once
def _plain_phrase(head: Token) -> Span:
    return _phrase(head, _OUTSIDE_PLAIN)


@once
def _renamed_phrase(head: Token) -> Span:
    return _phrase(head, _OUTSIDE)


def _phrase(head: Token, drop: frozenset[str]) -> Span:
    kept = {head.i}
    _collect(head, drop, kept, top=True)
    if _is_person(head):
        kept -= {
            t.i for word in (head, *children(head, "apposition")) for t in _circumstances(word)
        }
    if preposition(head) == "of":  # "the arrest of two men by police": by whom is the noun's
        by = [c for c in children(head, "oblique", "preposition") if _is_by(c)]
        kept -= {t.i for child in by for t in child.subtree}
    words = head.doc.words
    start = end = head.i
    while start - 1 in kept or (start - 2 in kept and _inner(words[start - 1])):
        start -= 1
    while end + 1 in kept or (end + 2 in kept and _inner(words[end + 1])):
        end += 1
    while end > head.i and ((last := words[end]).is_punct or last.is_space or last.tag_ == "POS"):
        end -= 1
    while start < head.i and ((first := words[start]).is_punct or first.is_space or _leads(first)):
        start += 1
    while end + 1 < len(words) and words[end + 1].ent_iob_ == "I":  # a name is not cut
        end += 1
    if "apposition" not in drop and (name := renamed_by(head)) is not None:
        end = max(end, name.right_edge.i)
    return head.doc[start : end + 1]


def _add(found: dict[str, list[Token]], noun: Token, prep: str) -> None:
    found.setdefault(prep, []).append(noun)
    for other in _joined(noun):
        if other.pos_ not in ("VERB", "AUX"):
            _add(found, other, preposition(other) or prep)


def _add_clear(found: dict[str, list[Token]], word: Token, name: str) -> None:
    for child in word.children:
        kind = relation(child)
        if kind == "prepositional_object":
            _add(found, child, name)
        elif kind == "preposition":
            _add_clear(found, child, f"{name}_{child.lower_}")
        elif kind == "conjunct" and child.pos_ == "ADP":
            _add_clear(found, child, child.lower_)


def _is_by(word: Token) -> bool:
    return "by" in (preposition(word), word.lower_)


def _leads(token: Token) -> bool:
    """A preposition that hangs on a title or name in the phrase ("by his predecessor Trump")."""
    return relation(token) == "case" and relation(token.head) in ("compound", "apposition")


def _is_person(head: Token) -> bool:
    if head.ent_type_ == "PERSON":
        return True
    return any(w.ent_type_ == "PERSON" for w in children(head, "apposition", "compound"))


def _circumstances(word: Token) -> list[Token]:
    """The words of phrases of time and place behind a name."""
    return [
        inner
        for child in children(word, "oblique", "preposition")
        if child.i > word.i and (preposition(child) or child.lower_) in _CIRCUMSTANCE
        for inner in child.subtree
    ]


def _collect(head: Token, drop: frozenset[str], kept: set[int], *, top: bool) -> None:
    for child in head.children:
        kind = child.relation
        if kind in drop or (top and kind == "case" and child.tag_ != "POS"):
            continue
        kept.add(child.i)
        if not child.children:
            continue
        inner = drop - {"punctuation", "conjunct", "coordinator"}
        if top and child.i > head.i and kind in ("apposition", "compound"):
            # What is coordinated with a name that renames a singular stands beside the whole.
            inner = drop - {"punctuation"} if head.tag_ not in _SEVERAL else inner
        _collect(child, inner, kept, top=False)


def _inner(token: Token) -> bool:
    """Punctuation inside a name: hyphens, full stops of initials, a comma before a title."""
    return token.is_punct and token.text in {"-", "–", ".", "'", "’", ","}
