"""What a phrase is known by: the lemma of its head, or of what a measure is of."""

from __future__ import annotations

from transforms import grammar
from transforms.grammar.forms import bases
from transforms.grammar.once import once
from transforms.tokens import Token

MEASURES = frozenset(
    {"some", "most", "all", "much", "many", "half", "percent", "%", "part", "kit", "consignment"}
    | {"million", "billion", "thousand", "hundred", "dozen", "ton", "tonne", "number", "team"}
    | {"package", "group", "series", "round", "lot", "piece", "batch", "shipment", "load"}
    | {"stretch", "section", "column", "portion", "pair", "string", "boatload", "truckload"}
    | {"first", "last", "rest", "bulk", "remainder"}
    | {"worth", "amount", "total", "set", "wave", "couple", "range", "unit", "convoy", "supply"}
)


@once
def lemmas(token: Token) -> frozenset[str]:
    """The lemmas that a phrase can be known by: its head's, and what a measure is of ("a team
    of experts", "$2 million in aid" is money and aid)."""
    found = {token.lemma_.lower()}
    if token.tag_ in ("NNS", "NNPS"):
        found |= set(bases(token.lower_))
    if token.lower_.endswith("s") and token.lower_[-2:-1].isdigit():
        found.add(token.lower_[:-1])  # "F-16s"
    if _is_money(token):
        found |= {"money", "dollar"}
    return frozenset(found | {t.lemma_.lower() for t in measured(token)})


def modified(token: Token, values: frozenset[str]) -> bool:
    """Whether a noun has one of these words as a modifier ("joint" of "joint exercises")."""
    words = [*grammar.modifiers(token), *grammar.possessors(token)]
    for noun in measured(token):
        words += grammar.modifiers(noun)
    return any(w.lemma_.lower() in values or w.lower_ in values for w in words)


def _is_money(token: Token) -> bool:
    return token.ent_type_ == "MONEY" or token.tag_ == "$"


def measured(token: Token) -> list[Token]:
    """What a measure, a number or a sum is of ("exercises" in "a round of exercises")."""
    if token.lower_ in ("more", "less", "fewer"):  # "more than a tonne of cocaine"
        counted = grammar.children(token, "oblique")
        return [u for t in counted if t.i > token.i for u in (t, *measured(t))]
    if not (_is_money(token) or token.pos_ == "NUM" or token.lemma_ in MEASURES):
        return []
    phrases = grammar.obliques(token)
    return [t for name in ("of", "in", "worth", "worth_of") for t in phrases.get(name, [])]
