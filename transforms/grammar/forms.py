"""What a form can come from, for words that a lemmatizer has not met and cuts wrongly.

Whatever a lexicon knows of the answers is right.
"""

from __future__ import annotations

from functools import lru_cache

from en_dateline.lemmas import regular_bases

# Rare forms that a lemmatizer may never have met.
_IRREGULAR = {
    "overran": "overrun", "overthrew": "overthrow", "overthrown": "overthrow", "slew": "slay",
    "slain": "slay", "forbade": "forbid", "forbidden": "forbid", "withheld": "withhold",
    "undertook": "undertake", "undertaken": "undertake", "waylaid": "waylay", "foresaw": "foresee",
    "withstood": "withstand", "besought": "beseech", "strove": "strive",
}  # fmt: skip


@lru_cache(maxsize=65_536)
def bases(form: str) -> tuple[str, ...]:
    """Candidates for the lemma of a lower-case form ("imposed": impose, impos)."""
    irregular = (_IRREGULAR[form],) if form in _IRREGULAR else ()
    return (*irregular, *regular_bases(form)) if len(form) > 4 else irregular
