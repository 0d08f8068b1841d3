"""Lemmas: a table of what was seen in training, else inflection undone, as tag and script say.

The table says what a form is under a UPOS, and under a tag where that makes a difference
("her|PRON|PRP": she). What training did not hold goes by its tag: only forms that are inflected
change, by a list of exceptions and the rules of spelling (``inflection``); the edit script that
the network chose decides where these leave a choice.

An edit script ``k:suffix`` says: drop the last ``k`` characters, add ``suffix``. It is applied
to the lower-cased form, or to the form as written for proper nouns, as UD English does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from en_dateline.inflection import Inflection

NAME_TAGS = ("NNP", "NNPS")  # lemmas of such words keep their capitals, whatever the UPOS
LONGEST_ACRONYM = 4  # of letters, where the word is known in lower case: "GENEVA" is none
CLITICS, AUXILIARIES = ("'s", "'d"), ("be", "have", "do", "would")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")  # thousands: "5,000"
_ROMAN = re.compile(r"[IVXLCDM]{2,}")


def straight(form: str) -> str:
    """The form with straight quotation marks and apostrophes, as lemmas have them."""
    return form.translate(_STRAIGHT)


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
    """Forms to lemmas, by ``table`` and a vocabulary of words that exist.

    Keys of the table are ``form|UPOS`` and ``form|UPOS|XPOS``, with straight quotation marks; the
    form is as written for PROPN, else in lower case.
    """

    def __init__(self, table: Mapping[str, str], vocabulary: Iterable[str]) -> None:
        self.table = table
        verbs = {lemma for key, lemma in table.items() if key.split("|")[1] == "VERB"}
        self.known = frozenset(w for w in (*vocabulary, *table.values()) if w.isalpha())
        self.inflection = Inflection(self.known, verbs)

    def lemma(self, form: str, pos: str, script: str, tag: str = "") -> str:
        """The lemma of a token, given its UPOS, the script that the network chose, and its Penn
        Treebank tag (empty where there is none).
        """
        form = straight(form)
        if tag == "ADD":  # addresses of pages and mail
            return form
        if pos == "PROPN":
            return self._proper(form, tag)
        if tag not in NAME_TAGS:
            return self._common(form, pos, script, tag)
        found = self._common(form, pos, script, "")
        return _capitalised(found) if form[:1].isupper() else found

    def _seen(self, word: str, pos: str, tag: str) -> str | None:
        found = self.table.get(f"{word}|{pos}|{tag}")
        return self.table.get(f"{word}|{pos}") if found is None else found

    def _proper(self, form: str, tag: str) -> str:
        found = self._seen(form, "PROPN", tag)
        if found is not None:
            return found
        if form.isupper() and form.isalpha() and len(form) > LONGEST_ACRONYM:
            title = form.capitalize()
            if f"{title}|PROPN" in self.table or form.lower() in self.known:
                form = title
        if tag != "NNPS":
            return form
        lower = form.lower()
        single = self.inflection.irregular(lower, "NOUN") or self.inflection.noun(lower)
        if lower.startswith(single):
            return form[: len(single)]
        return single.upper() if form.isupper() else _capitalised(single)

    def _common(self, form: str, pos: str, script: str, tag: str) -> str:
        lower = form if form == "I" else form.lower()
        guess = apply_script(form, script, pos)
        regular = tag in ("VB", "VBP") if pos == "VERB" else tag == "NN"
        if pos == "VERB" and not regular:
            # Before the table: treebanks hold slips ("fled" from "flead").
            irregular = self.inflection.irregular(lower, pos)
            if irregular is not None:
                return irregular
        found = self._seen(lower, pos, tag)
        if pos in ("ADJ", "ADV") and form != lower and guess == form:
            return form  # the network takes it for a part of a name
        if pos == "AUX" and (found is None or (lower in CLITICS and guess in AUXILIARIES)):
            return guess
        if found is not None:
            return found
        if pos == "VERB" and not regular:
            return self.inflection.verb(lower, guess)
        if pos == "NOUN":
            return self._noun(form, regular)
        if pos in ("ADJ", "ADV"):
            return self._modifier(form, pos, script)
        if _GROUPED.fullmatch(form):
            return form.replace(",", "")
        return form if tag in ("FW", "LS") or _ROMAN.fullmatch(form) else lower

    def _noun(self, form: str, singular: bool) -> str:
        lower = form.lower()
        coined = any(ch.isdigit() for ch in form)  # "G20", "MiG-29s": their case is their own
        single = lower if singular else self.inflection.irregular(lower, "NOUN")
        single = self.inflection.noun(lower) if single is None else single
        return form[: len(single)] if coined or len(single) == 1 else single

    def _modifier(self, form: str, pos: str, script: str) -> str:
        lower = form.lower()
        if form != lower and script.partition(":")[2][:1].isupper():
            return form  # the network takes it for the likes of "French"
        irregular = self.inflection.irregular(lower, pos)
        return irregular or self.inflection.degree(lower) or lower


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]
