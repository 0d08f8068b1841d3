"""Lemmas: a table of what was seen in training, else the edit script the model predicts.

An edit script ``k:suffix`` says: drop the last ``k`` characters, add ``suffix``. It is applied
to the lower-cased form, or to the form as written for proper nouns, as UD English does.
"""

from __future__ import annotations

from collections.abc import Mapping


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


def lemma_of(form: str, pos: str, script: str, table: Mapping[str, str]) -> str:
    """The lemma of a token: the table's where it knows form and part of speech."""
    known = table.get(f"{_base(form, pos)}|{pos}")
    return known if known is not None else apply_script(form, script, pos)
