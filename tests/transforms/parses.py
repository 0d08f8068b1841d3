"""Hand-made parses, so that grammar is tested without a model."""

from __future__ import annotations

import spacy
from spacy import tokens as spacy_tokens

from transforms.tokens import Doc
from transforms.types import read

_VOCAB = spacy.blank("en").vocab


Entities = list[tuple[int, int, str]]


def parse(table: str, entities: Entities | None = None) -> Doc:
    """A Doc from lines of ``word lemma POS TAG head dep``; heads count from 1, 0 is the root.

    A word written with a final ``_`` has no space after it. ``entities`` are first word, end and
    label.
    """
    rows = [line.split() for line in table.strip().splitlines()]
    heads = [int(row[4]) - 1 if row[4] != "0" else i for i, row in enumerate(rows)]
    doc = spacy_tokens.Doc(
        _VOCAB,
        words=[row[0].removesuffix("_") for row in rows],
        spaces=[not row[0].endswith("_") for row in rows],
        lemmas=[row[1] for row in rows],
        pos=[row[2] for row in rows],
        tags=[row[3] for row in rows],
        heads=heads,
        deps=["ROOT" if row[4] == "0" else row[5] for row in rows],
    )
    doc.set_ents([spacy_tokens.Span(doc, *entity) for entity in entities or []])
    return read(doc)
