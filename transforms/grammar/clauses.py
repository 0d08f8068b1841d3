"""What a clause says of itself: voice, negation, modality, tense, aspect, condition."""

from __future__ import annotations

from transforms.grammar.labels import relation
from transforms.grammar.once import once, words_once
from transforms.tokens import Token

NEGATORS = frozenset({"not", "n't", "n’t", "never", "hardly", "neither", "nor", "nowhere"})
CONDITIONS = frozenset({"if", "unless", "whether", "lest", "should", "provided"})


@words_once
def auxiliaries(verb: Token) -> list[Token]:
    """The auxiliaries of a verb, modals and infinitive "to" included, in text order."""
    return [c for c in verb.children if relation(c) in ("auxiliary", "passive_auxiliary")]


@once
def is_passive(verb: Token) -> bool:
    """Whether a verb is passive: by auxiliary, as participle of a noun, or as its conjunct."""
    found = [relation(c) for c in verb.children]
    if "passive_auxiliary" in found:
        return True
    if verb.tag_ != "VBN":
        return False
    if _is_finite_after_all(verb, found):
        return False
    if "passive_subject" in found:  # "who had kidnapped three" is a perfect, whatever its label
        return not ("object" in found and is_perfect(verb))
    if "auxiliary" in found or "subject" in found:
        return False
    kind = relation(verb)
    if kind in ("clause_modifier", "relative"):
        # "A court freed the pastor" misread as "a court (that was) freed": what has an object
        # of its own is active, unless it is given one ("the man awarded a prize").
        return "object" not in found or verb.lemma_ in GIVING
    if kind in ("adverbial_clause", "open_complement", "complement"):
        return "object" not in found
    return kind == "conjunct" and verb.head.pos_ == "VERB" and is_passive(verb.head)


def _is_finite_after_all(verb: Token, found: list[str]) -> bool:
    """Whether a participle without auxiliary is all that a whole sentence has for a verb: then
    it is a past tense ("Police shot at the crowd."), but for headlines, which have no full stop."""
    if {"auxiliary", "copula", "agent"} & set(found):
        return False
    if "object" in found:  # "OPEC rebuffed calls", but not "Man awarded prize"
        undergoing = relation(verb) == "root" and "passive_subject" in found
        return undergoing and verb.lemma_ not in GIVING
    head = verb.head
    described = relation(verb) == "clause_modifier" and head.i + 1 == verb.i
    if described and relation(head) == "root" and head.pos_ in ("NOUN", "PROPN"):
        plain = all(relation(c) != "copula" for c in head.children)
        return plain and verb.sent.text.rstrip().endswith(".")
    told = relation(verb) == "root" and "passive_subject" in found
    return told and verb.sent.text.rstrip().endswith(".")


@once
def is_infinitive(verb: Token) -> bool:
    """Whether "to" stands before the verb: "to leave", "to have left"."""
    return any(
        c.lower_ == "to" and relation(c) in ("marker", "auxiliary") and c.i < verb.i
        for c in verb.children
    )


@once
def modality(verb: Token) -> str:
    """The lemma of the clause's modal ("will", "would", "could", "might", ...), or empty.

    A conjoined verb without auxiliaries of its own has the modal of the first one ("will
    meet Merkel and visit Berlin").
    """
    words = auxiliaries(verb)
    for word in words:
        if word.tag_ == "MD" or word.lower_ in _MODALS:
            return _MODALS.get(word.lower_, word.lower_)
    if not words and relation(verb) == "conjunct" and verb.tag_ in ("VB", "VBN", "VBG"):
        return modality(verb.head)
    return ""


@once
def tense(verb: Token) -> str:
    """``past``, ``present``, ``future``, or empty for a form without tense of its own."""
    if modality(verb) in ("will", "shall"):
        return "future"
    for word in [*auxiliaries(verb), *(c for c in verb.children if relation(c) == "copula"), verb]:
        if word.tag_ == "VBD":
            return "past"
        if word.tag_ in ("VBP", "VBZ"):
            return "present"
    return ""


def is_progressive(verb: Token) -> bool:
    """Whether the clause is in the progressive: "is attacking", "is being searched"."""
    words = auxiliaries(verb)
    if verb.tag_ == "VBN":
        return any(w.lower_ == "being" for w in words) and len(words) > 1
    return verb.tag_ == "VBG" and any(w.lemma_ == "be" for w in words)


@once
def is_perfect(verb: Token) -> bool:
    """Whether the clause is in the perfect: "has accused", "had been seized"."""
    return verb.tag_ in ("VBN", "VBG") and any(w.lemma_ == "have" for w in auxiliaries(verb))


@once
def is_negated(verb: Token) -> bool:
    """Whether the clause denies itself: not, never, hardly, "no troops", "no longer",
    "without attacking", "no attack"."""
    for child in verb.children:
        kind, word = relation(child), child.lower_
        if kind == "negation" or (word in NEGATORS and kind in ("adverb", "coordinator")):
            return not (child.i + 1 < len(child.doc) and child.nbor().lower_ == "only")
        if word == "without" and kind in ("marker", "case"):
            return True
        if word == "no" and kind == "determiner":
            return True
        if word == "longer" and child.i and child.nbor(-1).lower_ == "no":
            return True
        if kind in ("subject", "passive_subject", "object") and _is_empty(child):
            return True
    head = verb.head
    if head.lower_ == "without" and relation(verb) in (
        "prepositional_clause",
        "prepositional_object",
    ):
        return True
    return (
        relation(verb) == "conjunct"
        and verb.tag_ in ("VB", "VBN")
        and not auxiliaries(verb)
        and head.pos_ == "VERB"
        and head.tag_ == verb.tag_
        and any(c.lower_ == "or" for c in verb.children)
        and is_negated(head)
    )


def is_conditional(verb: Token) -> bool:
    """Whether the clause is a condition or an open question: if, unless, whether, "had Togo
    signed"."""
    if relation(verb) == "adverbial_clause" and _is_inverted(verb):
        return True
    for child in verb.children:
        if relation(child) in ("marker", "adverb") and child.lower_ in CONDITIONS:
            return True
    return False


def _is_inverted(verb: Token) -> bool:
    """Whether a clause begins with its auxiliary, before the subject."""
    first = next(iter(verb.children), None)
    if first is None or first.lower_ not in ("had", "were", "should"):
        return False
    return relation(first) == "auxiliary" and any(
        relation(c) in ("subject", "passive_subject") and c.i > first.i for c in verb.children
    )


def _is_empty(noun: Token) -> bool:
    """ "no troops", "neither side", "none", "nobody": a phrase that denies there is one."""
    if noun.lower_ in {"none", "nobody", "nothing", "no-one", "neither"}:
        return True
    return any(
        c.lower_ in ("no", "neither")
        and relation(c) in ("determiner", "negation", "coordinator", "adverb")
        for c in noun.children
    )


# What one is given, and is the subject when it is told in the passive.
GIVING = frozenset(
    {"give", "award", "grant", "offer", "deny", "send", "pay", "hand", "assign", "lend", "promise"}
    | {"refuse"}
)
_MODALS = {
    "will": "will", "'ll": "will", "’ll": "will", "wo": "will", "would": "would", "'d": "would",
    "’d": "would", "can": "can", "ca": "can", "could": "could", "may": "may", "might": "might",
    "shall": "shall", "should": "should", "must": "must", "ought": "should",
}  # fmt: skip
