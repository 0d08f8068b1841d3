"""Which language a text is in: by English function words, and where these are few, by a model.

Most texts that come are English, which a count of words tells at once. The others go to
py3langid (Lui and Baldwin 2012: naive Bayes over byte n-grams, 4.6 MB, 140 languages), which
takes some seconds to load and milliseconds a text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

#: So many characters tell a language; more only take time.
_ENOUGH = 1500
_LEAST_LETTERS = 50

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

# Function words that are frequent in English and rare or absent in other languages written in
# the Latin alphabet ("in", "an", "for", "at", "as", "was", "so" are not: they are shared).
_ENGLISH_WORDS = (
    "the of and to that is with by from have has had been were which this their they would who "
    "are it not but his its will after about into when than there what you we our he she said "
    "could where while because these those before between during should being other"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
#: The share of such words among all words. Measured: news texts have 0.25 to 0.31; of single
#: newswire sentences 99 % have over 0.09; the example sentences that spaCy has for 60 other
#: languages have 0.031 at most (Norwegian, Dutch).
ENGLISH_SHARE = 0.08
# In a sentence or two the share says little: there, English words, also shared ones, must
# outnumber the most frequent ones of other languages.
_SHARED = frozenset(("a", "an", "as", "at", "for", "in", "on", "so", "was", "over", "under"))
_FOREIGN_WORDS = (
    "der die das und ist nicht ein eine von mit auf im den dem werde le la les des et est une "
    "dans que pour sur du au el los las del y en una por con no o os do da um uma com para dos "
    "het van een dat niet voor og det er ikke som av af til på har och att är inte il lo gli di "
    "che non per si na je w nie z że i se že da ve bir bu için"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
ENGLISH_SHORT_WORDS = 80
ENGLISH_ACCENTS = 0.03  # of the letters; names have some
#: With fewer words than this nothing can be told, and the text gets the benefit of the doubt.
ENGLISH_MIN_WORDS = 12


def looks_english(text: str) -> bool:
    """Whether a text seems to be English, by the share of English function words in it."""
    words = [match.group().lower() for match in _WORD.finditer(text[:20_000])]
    if len(words) < ENGLISH_MIN_WORDS:
        letters = sum(c.isalpha() for c in text)
        return letters == 0 or sum(c.isascii() for c in text if c.isalpha()) > 0.8 * letters
    english = sum(word in _ENGLISH for word in words)
    if english >= ENGLISH_SHARE * len(words):
        return True
    if len(words) > ENGLISH_SHORT_WORDS:
        return False
    accented = sum(c.isalpha() and not c.isascii() for c in text)
    if accented > ENGLISH_ACCENTS * sum(map(len, words)):
        return False
    shared = sum(word in _SHARED for word in words)
    return english + shared > sum(word in _FOREIGN for word in words)


def identify(text: str) -> str:
    """The language of a text as ISO 639-1 (639-3 for a few without), "und" without any letter.

    A few words in Latin letters get the benefit of the doubt and are English.
    """
    if not any(map(str.isalpha, text)):
        return "und"
    if looks_english(text):
        return "en"
    found: str = _identifier().classify(text[:_ENOUGH])[0]
    return found


def says_enough(text: str) -> bool:
    """Whether the text itself tells its language better than what is said about it."""
    letters = sum(map(str.isalpha, text[:_ENOUGH]))
    # Scripts without blanks have few words and many letters.
    return letters >= _LEAST_LETTERS and (
        len(_WORD.findall(text[:_ENOUGH])) >= ENGLISH_MIN_WORDS or letters >= 2 * _LEAST_LETTERS
    )


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid  # most runs never need its model

    return py3langid
