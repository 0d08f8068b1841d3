"""Lemmas: a table of what was seen in training, else the edit script the model predicts.

Of a verb or noun that training did not hold, the script may cut one letter too many or too few
("impos", "expell"). Where that gives no known word, but undoing a regular ending does, that
word is taken.

An edit script ``k:suffix`` says: drop the last ``k`` characters, add ``suffix``. It is applied
to the lower-cased form, or to the form as written for proper nouns, as UD English does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def _base(form: str, pos: str) -> str:
    return form if pos == "PROPN" or form == "I" else form.lower()


def edit_script(form: str, lemma: str, pos: str) -> str:
    """The script that turns ``form`` into ``lemma``."""
    base = _base(form, pos)
    common = 0
    while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
        common += 1
    return f"{len(base) - common}:{lemma[common:]}"


def apply_script(form: str, script: str, pos: str) -> str:
    """The lemma that ``script`` makes of ``form``; the form itself where it does not fit."""
    base = _base(form, pos)
    drop, _, suffix = script.partition(":")
    cut = int(drop)
    if cut > len(base) or (cut == len(base) and not suffix):
        return base
    return base[: len(base) - cut] + suffix


def regular_bases(form: str) -> Iterator[str]:
    """What a regular form can come from, by English spelling: "expelled" from "expel"."""
    for ending in ("ed", "ing", "ies", "ied", "es", "s"):
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 2:
            continue
        if ending in ("ies", "ied"):
            yield stem + "y"
            continue
        yield stem + "e"
        yield stem
        if stem[-1] == stem[-2]:
            yield stem[:-1]


class Lemmatizer:
    """Forms to lemmas, by ``table`` (``form|UPOS``) and a vocabulary of words that exist."""

    def __init__(self, table: Mapping[str, str], vocabulary: Iterable[str]) -> None:
        self.table = table
        self.known = frozenset(w for w in vocabulary if w.isalpha())

    def lemma(self, form: str, pos: str, script: str) -> str:
        """The lemma of a token, given its UPOS and the script that the network chose."""
        found = self.table.get(f"{_base(form, pos)}|{pos}")
        guess = apply_script(form, script, pos) if found is None else found
        if pos not in ("VERB", "NOUN"):
            return guess
        plural_kept = pos == "NOUN" and guess.endswith("ies")
        if guess in self.known and not plural_kept:
            return guess
        for base in regular_bases(form.lower()):
            # Short entries of a vocabulary of word pieces are mostly parts of words.
            if base in self.known and len(base) > 3:
                return base
        # No English verb ends in these ("denounc"); nouns do ("quiz").
        cut = pos == "VERB" and found is None and guess[-1:] in ("c", "v", "z")
        return guess + "e" if cut else guess
