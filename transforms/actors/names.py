"""Names as strings: folding, the parts of a person's name, and when two may be the same.

Nothing here knows a text or a seed file. Two names are compared by their folded words, so that
case, accents, hyphens, possessives and full stops do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from transforms.actors.words import actor_words

# Letters that have no decomposition into a base letter and an accent.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae",
     "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "ð": "d", "ə": "a", "’": "'", "‘": "'",
     "ʻ": "'", "ʼ": "'", "`": "'", "–": "-", "‑": "-", "—": "-"}
)  # fmt: skip
_POSSESSIVE = re.compile(r"'(?:s|S)?$")
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){1,}(?:[^\W\d_]\b)?")
_APART = re.compile(r"[^\w&]+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)

# Words that belong to the surname after them, in Arabic, Dutch, German, Romance and other names.
PARTICLES = actor_words("particle")
_SUFFIXES = actor_words("suffix")
# Legal forms at the end of a company's name, and words that say nothing in any organisation's.
LEGAL_FORMS = actor_words("legal_form")
_SMALL = actor_words("small")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without accents, full stops, possessive ending and leading article.

    Hyphens and other marks become one blank: ``fold("the Al-Qaïda's") == "al qaida"``.
    """
    return folded(text)


def folded(text: str) -> str:
    """``fold`` for a whole article, which is not worth remembering."""
    text = plain(text).strip().strip("'\"“”")
    text = _POSSESSIVE.sub("", text)
    text = _DOTTED.sub(lambda match: match.group().replace(".", ""), text)
    text = _ARTICLE.sub("", text)
    return _APART.sub(" ", text.replace("'", "")).strip().casefold()


def plain(text: str) -> str:
    """The text with accents removed and typographic marks made ordinary; case is kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """As ``fold``, but a short word all in capitals keeps them: US is no pronoun, WHO no question.

    Short means up to five letters, full stops not counted.
    """
    bare = _POSSESSIVE.sub("", plain(text).strip()).replace(".", "")
    bare = _ARTICLE.sub("", bare)
    if len(bare) <= 5 and bare.isalnum() and bare.isupper() and bare.isascii():
        return bare
    return fold(text)


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded parts of a person's name; ``given`` may hold initials, and may be empty."""

    given: tuple[str, ...]
    surname: str

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.given, *self.surname.split())


@lru_cache(maxsize=16384)
def person_name(text: str) -> PersonName:
    """Split a name without titles: the last word, with the particles before it, is the surname."""
    words = [word for word in fold(text).split() if word]
    while len(words) > 1 and words[-1] in _SUFFIXES:
        words.pop()
    if not words:
        return PersonName((), "")
    cut = len(words) - 1
    while cut > 0 and words[cut - 1] in PARTICLES:
        cut -= 1
    return PersonName(tuple(words[:cut]), " ".join(words[cut:]))


@lru_cache(maxsize=65536)
def may_name(short: str, long: str) -> bool:
    """Whether ``short`` can be another way of writing the person's name ``long``.

    A surname alone, a given name alone, initials, a middle name left out; the particle of a
    surname may be left out too ("Sisi" for "el-Sisi"). Not symmetric where one is shorter.
    """
    one, two = person_name(short), person_name(long)
    if not one.surname or not two.surname:
        return False
    if one.words == two.words:
        return True
    if len(one.words) == 1:
        word = one.surname
        return len(word) > 1 and (word in two.surname.split() or word in two.given)
    if _bare(one.surname) != _bare(two.surname):
        # Names written surname first, or with two surnames ("Pedro Sanchez Perez-Castejon").
        return len(one.words) >= 2 and _in_order(one.words, two.words)
    return _given_agree(one.given, two.given)


@lru_cache(maxsize=65536)
def is_acronym(short: str, long: str) -> bool:
    """Whether ``short`` is made of the first letters of the words of ``long`` (IAEA)."""
    letters = plain(short).replace(".", "")
    if not 2 <= len(letters) <= 8 or not letters.isalpha() or sum(map(str.isupper, letters)) < 2:
        return False
    words = _APART.sub(" ", plain(long).replace("'s", "")).split()
    if len(words) < 2:
        return False
    target = letters.casefold()
    big = "".join(word[0] for word in words if word.casefold() not in _SMALL).casefold()
    every = "".join(word[0] for word in words).casefold()
    bare = "".join(w[0] for w in words if w.casefold() not in _SMALL | LEGAL_FORMS).casefold()
    # The last word may only say what it is ("the United Auto Workers union", UAW).
    return target in (big, every, bare) or (len(target) > 2 and target == big[:-1])


@lru_cache(maxsize=16384)
def organisation_words(text: str) -> tuple[str, ...]:
    """The folded words of an organisation's name without its legal form."""
    words = fold(text).split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return tuple(words)


def _bare(surname: str) -> str:
    words = surname.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return " ".join(words)


def _given_agree(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if not one or not two:
        return True
    short, long = (one, two) if len(one) <= len(two) else (two, one)
    return all(any(_same_given(word, other) for other in long) for word in short)


def _same_given(one: str, two: str) -> bool:
    if one == two or (min(len(one), len(two)) == 1 and one[0] == two[0]):
        return True
    # Transliterations and short forms: Mohammad and Mohammed, Alex and Alexander.
    short, long = sorted((one, two), key=len)
    if len(short) >= 3 and long.startswith(short):
        return True
    return len(short) >= 6 and _skeleton(one) == _skeleton(two)


def _skeleton(word: str) -> str:
    letters = re.sub(r"(.)\1+", r"\1", word)
    return letters[0] + re.sub(r"[aeiouyh]", "", letters[1:]) if letters else ""


def _in_order(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    rest = iter(long)
    return all(any(word == other for other in rest) for word in short)
