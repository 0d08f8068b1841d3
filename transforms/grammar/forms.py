"""What a form can come from, for words that a lemmatizer has not met and cuts wrongly.

Whatever a lexicon knows of the answers is right.
"""

from __future__ import annotations

from collections.abc import Iterator

from en_dateline.lemmas import regular_bases

# Rare forms that a lemmatizer may never have met.
_IRREGULAR = {
    "overran": "overrun", "overthrew": "overthrow", "overthrown": "overthrow", "slew": "slay",
    "slain": "slay", "forbade": "forbid", "forbidden": "forbid", "withheld": "withhold",
    "undertook": "undertake", "undertaken": "undertake", "waylaid": "waylay", "foresaw": "foresee",
    "withstood": "withstand", "besought": "beseech", "strove": "strive",
}  # fmt: skip


def bases(form: str) -> Iterator[str]:
    """Candidates for the lemma of a lower-case form ("imposed": impose, impos)."""
    if form in _IRREGULAR:
        yield _IRREGULAR[form]
    if len(form) > 4:
        yield from regular_bases(form)
