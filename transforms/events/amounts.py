"""Amounts: how much money, how many people or tons an act is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.grammar import children
from transforms.tokens import Token

_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2,
          "dozen": 12.0, "m": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3}  # fmt: skip
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: float(n) for n, word in enumerate(_UNITS)}
_WORDS |= {word: 10.0 * n for n, word in enumerate(_TENS, start=2)}
_CURRENCY = {"$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD",
             "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "ruble": "RUB",
             "rouble": "RUB", "rupee": "INR", "lira": "TRY", "riyal": "SAR"}  # fmt: skip
_DEFINITE = frozenset({"the", "these", "those", "both"})
_MONEY = re.compile(
    r"(?P<sign>US\$|[$€£¥])?\s?(?P<number>\d[\d,]*(?:\.\d+)?)[\s-]?"
    r"(?P<scale>thousand|million|billion|trillion|bn|tn|m|k)?\b[\s-]?(?P<word>[a-z]+)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """``unit`` is a currency (ISO 4217) or the noun counted ("tons", "people")."""

    value: float
    unit: str


def amount_of(trigger: Token, nouns: list[Token]) -> Amount | None:
    """What the act is measured by: money among its own words, else a number counted with one
    of ``nouns`` (its object, its target) or with a noun that depends on them."""
    for noun in nouns:
        for word in noun.subtree:
            if word.ent_type_ == "MONEY" and (found := money(_entity(word))):
                return found
    for word in _own_words(trigger):
        if word.ent_type_ == "MONEY" and (found := money(_entity(word))):
            return found
    for noun in nouns:
        if (found := counted(noun)) is not None:
            return found
    return None


def money(text: str) -> Amount | None:
    """``$40 billion`` gives 4e10 USD; None where no currency is named."""
    match = _MONEY.search(text)
    if match is None:
        return None
    sign, word = (match["sign"] or "").lower(), (match["word"] or "").lower()
    unit = _CURRENCY.get(sign) or _CURRENCY.get(word) or _CURRENCY.get(word.removesuffix("s"))
    if unit is None:
        return None
    value = float(match["number"].replace(",", ""))
    return Amount(value * _SCALE.get((match["scale"] or "").lower(), 1.0), unit)


def counted(noun: Token) -> Amount | None:
    """``20 million tons`` gives 2e7 tons, by the number that counts the noun.

    "The two nations" measures nothing: it says who is meant.
    """
    if any(c.lower_ in _DEFINITE for c in children(noun, "determiner")):
        return None
    for number in children(noun, "number"):
        parts = sorted((number, *children(number, "compound", "number")), key=lambda t: t.i)
        if (value := number_value([t.lower_ for t in parts])) is not None:
            return Amount(value, noun.lower_)
    return None


def number_value(words: list[str]) -> float | None:
    """The value of a number in figures or words, None where it is not plain."""
    value: float | None = None
    for word in words:
        plain = word.replace(",", "")
        if re.fullmatch(r"\d+(\.\d+)?", plain):
            value = float(plain)
        elif word in _WORDS:
            value = (value or 0.0) + _WORDS[word]
        elif word in _SCALE:
            value = (1.0 if value is None else value) * _SCALE[word]
        elif "-" in word and (parts := number_value(word.split("-"))) is not None:
            value = parts
        else:
            return None
    return value


def _entity(token: Token) -> str:
    for entity in token.doc.ents:
        if entity.start <= token.i < entity.end:
            # The sign may stand outside of the entity, and the unit behind it.
            doc = token.doc
            start = entity.start - (entity.start > 0 and doc[entity.start - 1].text in _CURRENCY)
            return doc[start : min(entity.end + 1, len(doc))].text
    return token.text


def _own_words(trigger: Token) -> list[Token]:
    """The words of a clause, without those of clauses below it."""
    found: list[Token] = []
    for child in trigger.children:
        if child.pos_ not in ("VERB", "AUX"):
            found += [child, *(t for t in child.subtree if t.i != child.i)]
    return found
