"""What the network sees of a document: its words, their pieces and shapes, where breaks are.

White space is left out. All that depends on a word's form alone is looked up once a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from spacy.attrs import ORTH, SENT_START, SPACY
from spacy.tokens import Doc

from en_dateline.features import BREAK, CLS, SEP, Pieces, shape_of
from en_dateline.windows import OPENING, between_quotations

Ints = npt.NDArray[np.int64]
MEMORY = 200_000  # forms; a bound for long-lived workers


class Form(NamedTuple):
    """A distinct token text: its word pieces and shape; ``pieces`` of white space are empty."""

    text: str
    pieces: tuple[int, ...]
    shape: int


@dataclass
class Reading:
    """The words of a document; W of them.

    ``where``: their token numbers. ``breaks``: whether a word opens a paragraph or a sentence
    that was set before; ``quoted``: whether it opens a quotation after another. ``offsets``
    (W + 1) bound each word's part of ``pieces``.
    """

    where: Ints
    forms: list[Form]
    keys: list[int]
    breaks: npt.NDArray[np.bool_]
    quoted: npt.NDArray[np.bool_]
    shapes: Ints
    pieces: Ints
    offsets: Ints

    def window(self, start: int, end: int) -> dict[str, Ints]:
        """The network's inputs for words ``start`` to ``end`` (exclusive)."""
        offsets, shapes = self.offsets[start : end + 1], self.shapes[start:end]
        inner = np.repeat(shapes, np.diff(offsets))
        edge = np.array([2 * BREAK])
        first, last = offsets[:-1] - offsets[0] + 1, offsets[1:] - offsets[0]
        ids = np.concatenate([[CLS], self.pieces[offsets[0] : offsets[-1]], [SEP]])
        feed = {"ids": ids, "piece_shapes": np.concatenate([edge, inner, edge])}
        feed |= {"first": first, "last": last, "shapes": shapes}
        return {name: layer[None] for name, layer in feed.items()}


class Reader:
    """Makes readings; knows the forms that it has seen."""

    def __init__(self, path: Path) -> None:
        self.pieces = Pieces(path)
        self._forms: dict[int, Form] = {}

    def _form(self, key: int, text: str) -> Form:
        blank = text.isspace()
        form = Form(text, () if blank else self.pieces.of(text), shape_of(text))
        if len(self._forms) < MEMORY:
            self._forms[key] = form
        return form

    def read(self, doc: Doc) -> Reading:
        """All words of a document with what the network needs of them."""
        layers = doc.to_array([ORTH, SPACY, SENT_START]).tolist()
        known, strings = self._forms, doc.vocab.strings
        where, forms, keys, breaks, quoted = [], [], [], [], []
        texts: list[str] = []
        opens, spaced = True, True  # a paragraph, and white space before the word
        for i, (key, space, start) in enumerate(layers):
            form = known.get(key) or self._form(key, strings[key])
            if not form.pieces:
                opens, spaced = opens or form.text.count("\n") > 1, True
                continue
            where.append(i)
            forms.append(form)
            keys.append(key)
            texts.append(form.text)
            breaks.append(opens or start == 1)
            # Nested marks that close together (.'") have no blank between them.
            quoted.append(
                spaced and form.text in OPENING and between_quotations(texts, len(texts) - 1)
            )
            opens, spaced = False, bool(space)
        sizes = [len(form.pieces) for form in forms]
        openings = np.array(breaks, dtype=bool)
        return Reading(
            np.array(where, dtype=np.int64),
            forms,
            keys,
            openings,
            np.array(quoted, dtype=bool),
            np.array([form.shape for form in forms], dtype=np.int64) + BREAK * openings,
            np.fromiter(chain.from_iterable(f.pieces for f in forms), np.int64, sum(sizes)),
            np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]),
        )
