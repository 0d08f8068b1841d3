"""Speakers written as "he" or "she" whose mention was not resolved.

The fallback is narrow: the nearest person who spoke before, in the same paragraph or the one
before, of a gender that does not contradict. Anything less stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms.quotes.layout import Layout
from transforms.types import Actor, Quote

_GENDER = {"he": "m", "she": "f"}


def resolve_pronouns(quotes: Sequence[Quote], page: Layout) -> None:
    """Fill ``speaker_actor`` of quotes spoken by "he" or "she", in text order, in place."""
    last: tuple[int, Actor] | None = None
    for quote in quotes:
        if quote.speaker is None:
            continue
        paragraph = page.paragraph(quote.speaker.start_char)
        gender = _GENDER.get(quote.speaker.text.lower())
        if quote.speaker_actor is None and gender is not None and last is not None:
            where, actor = last
            if 0 <= paragraph - where <= 1 and actor.gender in (None, gender):
                quote.speaker_actor = actor
                quote.confidence = min(quote.confidence, 0.6)
        if quote.speaker_actor is not None and quote.speaker_actor.kind == "person":
            last = paragraph, quote.speaker_actor
