"""Hand-made parses, so that grammar is tested without a model."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

_VOCAB = spacy.blank("en").vocab


def parse(table: str) -> Doc:
    """A Doc from lines of ``word lemma POS TAG head dep``; heads count from 1, 0 is the root.

    A word written with a final ``_`` has no space after it.
    """
    rows = [line.split() for line in table.strip().splitlines()]
    heads = [int(row[4]) - 1 if row[4] != "0" else i for i, row in enumerate(rows)]
    return Doc(
        _VOCAB,
        words=[row[0].removesuffix("_") for row in rows],
        spaces=[not row[0].endswith("_") for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=heads,
        deps=["ROOT" if row[4] == "0" else row[5] for row in rows],
    )
