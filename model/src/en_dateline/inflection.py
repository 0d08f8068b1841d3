"""What an inflected form can come from, by the spelling rules of English and a list of exceptions.

The exceptions are rows of ``irregular.csv``: ``form``, ``pos`` (the UPOS) and ``lemma``: irregular
verbs, plurals and degrees, nouns that stay as they are, and adjectives that are capitalised. Verbs
hold after a prefix as well ("overthrew", "remade"), some nouns at the end of a compound.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

ENDINGS = (4, 3, 2)  # letters that verbs are compared by
EXCEPTIONS = Path(__file__).parent / "irregular.csv"
_PREFIX = re.compile(
    r"(?:counter|super|trans|inter|under|fore|over|self|with|dis|mis|non|out|pre|sub|be|co|de|re|un|up)"
    r"-?(?=\w{3})"
)
_COMPOUND = re.compile(r"(.{2,})(men|women|children|people|wives|shelves|knives|feet|teeth)")
# One syllable that ends in one vowel and one consonant that doubles before -ed, -ing, -er, -est.
_SHORT = re.compile(r"[^aeiou]*(?:qu)?[aeiou][bcdfgklmnprstvz]")
# What no English verb ends in without its e ("denounc", "argu", "settl", "revers", "judg").
_NEEDS_E = re.compile(r".*(?:c|v|u|[^z]z|[bcdfgkptz]l|[^eus]s|[aeiou]{2}s|[^n]g)")
# What none ends in with an e ("carry", "tax", "crash", "ask", "pass", "need").
_NO_E = re.compile(r".*(?:y|x|[cs]h|[^aeiou]k|ss|ff|zz|[aeo][aeiou][dk])")
_DOUBLE = re.compile(r".*([bdgmnprtl])\1")
_SYLLABLE = re.compile(r"[^aeiou]*[aeiou]+[^aeiou]+")
_SIBILANT = re.compile(r".*(?:ss|sh|ch|x|zz|o)es")
_VIRUSES = re.compile(r".+[^aeo]uses")
_NO_PLURAL = re.compile(r"\d+s|.*(?:ss|[sx]is)")


def exceptions(path: Path = EXCEPTIONS) -> dict[tuple[str, str], str]:
    """The list of irregular forms: (form, UPOS) to lemma."""
    with path.open(encoding="utf8", newline="") as rows:
        return {(r["form"], r["pos"]): r["lemma"] for r in csv.DictReader(rows)}


class Inflection:
    """Undoes inflection, given the ``words`` that exist and, for analogy, the ``verbs`` seen."""

    def __init__(self, words: Collection[str], verbs: Iterable[str]) -> None:
        self._words = words
        self._verbs = frozenset(verbs)
        self._exceptions = exceptions()
        self._endings = Counter(
            v[-n:] for v in self._verbs for n in (*ENDINGS, ENDINGS[0] + 1) if len(v) > n
        )

    def irregular(self, form: str, pos: str) -> str | None:
        """The lemma of a lower-case form by the list, else by that of the word it is made with."""
        found = self._exceptions.get((form, pos))
        if found is not None:
            return found
        if pos == "NOUN" and (second := _COMPOUND.fullmatch(form)):
            return second[1] + self._exceptions[second[2], pos]
        # Not "relying", which is "re" and "lying" by chance.
        if pos == "VERB" and form[-3:] != "ing" and (prefix := _PREFIX.match(form)):
            found = self._exceptions.get((form[prefix.end() :], pos))
            return found and prefix[0] + found
        return None

    def verb(self, form: str, guess: str) -> str:
        """The verb that a lower-case form in -s, -ed or -ing comes from; other forms stay.

        ``guess`` is taken where spelling and known words do not decide.
        """
        if form.endswith("s") and len(form) > 2:
            return self._without_s(form)
        if form.endswith("ied"):
            return form[:-3] + "y" if len(form) > 4 else form[:-1]
        if form.endswith("ed") and len(form) > 3:
            return self._stem(form[:-2], guess)
        if form.endswith("ing") and len(form) > 4:
            return self._stem(form[:-3], guess)
        return form

    def noun(self, form: str) -> str:
        """The singular of a lower-case plural in -s; other forms stay."""
        if not form.endswith("s") or len(form) < 3 or _NO_PLURAL.fullmatch(form):
            return form
        if _VIRUSES.fullmatch(form):
            return self._best([form[:-2], form[:-1]])
        return form[:-2] if form.endswith("'s") else self._without_s(form)

    def degree(self, form: str) -> str | None:
        """The adjective or adverb of a lower-case comparative or superlative, None if unknown."""
        stem = re.sub(r"(?:er|est)$", "", form)
        if stem == form or len(stem) < 2:
            return None
        if stem.endswith("i"):
            return stem[:-1] + "y"
        if _DOUBLE.fullmatch(stem) and not stem.endswith("ll") and stem[:-1] in self._words:
            return stem[:-1]
        options = [stem + "e", stem] if _SHORT.fullmatch(stem) else [stem, stem + "e"]
        return next((o for o in options if o in self._words), None)

    def _without_s(self, form: str) -> str:
        if form.endswith("ies"):
            return self._best([form[:-3] + "y", form[:-1]] if len(form) > 4 else [form[:-1]])
        if _SIBILANT.fullmatch(form):
            return self._best([form[:-2], form[:-1]])
        return form if form.endswith("ss") else form[:-1]

    def _best(self, options: list[str]) -> str:
        # Short entries of a vocabulary of word pieces are mostly parts of words.
        return next((o for o in options if o in self._words and len(o) > 3), options[0])

    def _known_verb(self, word: str) -> bool:
        prefix = _PREFIX.match(word)
        return word in self._verbs or bool(prefix and word[prefix.end() :] in self._verbs)

    def _stem(self, stem: str, guess: str) -> str:
        if _SHORT.fullmatch(stem):
            return stem + "e"
        double = len(stem) > 3 and _DOUBLE.fullmatch(stem)
        options = [stem[:-1], stem] if double else [stem, stem + "e"]
        known = [o for o in options if self._known_verb(o)]
        if len(known) == 1:
            return known[0]
        if double and stem.endswith("ll"):
            return stem if _SYLLABLE.fullmatch(stem) else options[0]
        if double or _NO_E.fullmatch(stem):
            return options[0]
        if _NEEDS_E.fullmatch(stem):
            return stem + "e"
        words = [o for o in options if o in self._words and len(o) > 3]
        if len(words) == 1:
            return words[0]
        return guess if guess in words else self._by_analogy(options, guess)

    def _by_analogy(self, options: list[str], guess: str) -> str:
        """The option that ends like more of the verbs seen, the longest endings first."""
        for n in ENDINGS:
            first, second = (self._endings[o[-n - o.endswith("e") :]] for o in options)
            if first != second:
                return options[first < second]
        return guess if guess in options else options[0]
