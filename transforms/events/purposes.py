"""What a protest is for: the fourth digit of CAMEO's codes 141 to 145.

A demonstration, a hunger strike, a strike, a blockade and a riot are told apart by what is
demanded: 1 a change in leadership, 2 in policy, 3 rights, 4 a change in institutions, as the
demands themselves (1041 to 1044). It stands in a clause ("to demand the resignation of") or
behind a preposition ("against the new law"); classes ``protest_1`` to ``protest_4`` of
word_classes.csv name the nouns.
"""

from __future__ import annotations

from transforms import grammar
from transforms.events.heads import lemmas
from transforms.events.lexicon import Lexicon
from transforms.tokens import Token

_PROTESTS = frozenset({"141", "142", "143", "144", "145"})
_DEMANDS = ("104", "024")
_FOR = ("for", "against", "over", "about", "at")
_DIGITS = "1234"


def is_protest(code: str) -> bool:
    """Whether a code is a protest of which it is not yet said what for."""
    return code in _PROTESTS


def purpose(code: str, demand: str) -> str:
    """The code of a protest for what ``demand``, the code of a demand or of another protest
    ("blocked a road to protest against"), asks for; else empty."""
    if len(demand) == 4 and (demand[:3] in _DEMANDS or is_protest(demand[:3])):
        return code + demand[3]
    return ""


def named_purpose(code: str, trigger: Token, light: tuple[Token, ...], words: Lexicon) -> str:
    """The code of a protest by the nouns behind "for" and "against", empty where none tells."""
    for head in (trigger, *light):
        phrases = grammar.obliques(head)
        for noun in [t for name in _FOR for t in phrases.get(name, [])]:
            for digit in _DIGITS:
                if lemmas(noun) & words.word_class(f"protest_{digit}"):
                    return code + digit
    return ""
