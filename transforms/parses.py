"""Parses to keep: what the language model says of a text, without what is read off it.

A parse is spaCy's ``DocBin`` of one ``Doc``: its words and blanks, tags, morphology, lemmas,
heads, labels and names. The layers of the analysis leave no trace in it, so a changed lexicon
reads the same parse anew. What is kept are the bytes of ``DocBin.to_bytes`` without the
compression that it applies to each by itself: many of them under one Zstandard take less than
half the space. ``DocBin().from_bytes(zlib.compress(parse))`` opens one without Dateline.
"""

from __future__ import annotations

import zlib

from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

_WORDS = ("TAG", "POS", "MORPH", "LEMMA", "ENT_IOB", "ENT_TYPE")  # beside ORTH and SPACY
_TREE = ("HEAD", "DEP")
_SENTENCES = ("SENT_START",)  # for a model without a parse; heads tell sentences, too


def pack(doc: Doc) -> bytes:
    """The parse of a ``Doc``. The same parse gives the same bytes."""
    tree = _TREE if doc.has_annotation("DEP") else _SENTENCES
    held = DocBin(attrs=[*_WORDS, *tree])
    held.add(doc)
    return zlib.decompress(held.to_bytes())


def unpack(parse: bytes, vocab: Vocab) -> Doc:
    """The ``Doc`` of a parse. Raises ValueError where the bytes are none."""
    try:
        held = DocBin().from_bytes(zlib.compress(parse, 0))
        return next(held.get_docs(vocab))
    except (KeyError, TypeError, StopIteration, zlib.error) as error:
        raise ValueError(f"not a parse: {type(error).__name__}: {error}") from error
