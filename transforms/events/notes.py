"""Notes on words that came to no event, for ``dateline explain``: ``doc._.dropped``."""

from __future__ import annotations

from transforms.tokens import Token


def note(token: Token, why: str) -> None:
    """Say why nothing, or nothing more, comes of a word that the lexicon knows."""
    if (token, why) not in token.doc._.dropped:
        token.doc._.dropped.append((token, why))
