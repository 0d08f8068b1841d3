"""What the network sees of a word: its pieces, lower-cased, and the shape of its letters.

Training and inference share this module, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

MAX_PIECES = 8  # of one word; what follows says little about it
CLS, SEP = 101, 102
# The encoder saw few typographic marks; straight ones mean the same.
_STRAIGHT = str.maketrans("“”„‟«»‘’‚‛`´", "\"\"\"\"\"\"''''''")

SHAPES = (
    "other", "lower", "title", "upper", "initial", "mixed", "digits", "alnum", "punct",
    "acronym", "hyphen", "apostrophe",
)  # fmt: skip
_SHAPE = {name: i for i, name in enumerate(SHAPES)}
# A word after a break (start of a paragraph) has its shape counted from here on.
BREAK = len(SHAPES)


def shape_of(word: str) -> int:
    """The class of a word's letters, an index into ``SHAPES``."""
    if word.isdigit():
        return _SHAPE["digits"]
    if not any(ch.isalnum() for ch in word):
        return _SHAPE["punct"]
    if word[0] in "'’" and word[1:].islower():
        return _SHAPE["apostrophe"]
    if word.isalpha():
        if word.islower():
            return _SHAPE["lower"]
        if len(word) == 1:
            return _SHAPE["initial"]
        if word.isupper():
            return _SHAPE["upper"]
        return _SHAPE["title"] if word.istitle() else _SHAPE["mixed"]
    if any(ch.isdigit() for ch in word):
        return _SHAPE["alnum"]
    if word.replace(".", "").isupper():
        return _SHAPE["initial"] if len(word) == 2 else _SHAPE["acronym"]
    return _SHAPE["hyphen"] if "-" in word else _SHAPE["other"]


class Pieces:
    """Words to word pieces, each distinct word split once."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._known: dict[str, tuple[int, ...]] = {}

    def vocabulary(self) -> list[str]:
        """The pieces that begin a word, most of them whole words."""
        return [p for p in self._tokenizer.get_vocab() if not p.startswith("##")]

    def of(self, word: str) -> tuple[int, ...]:
        """The piece ids of one word, at least one and at most ``MAX_PIECES``."""
        found = self._known.get(word)
        if found is None:
            plain = word[:100].translate(_STRAIGHT)
            ids = self._tokenizer.encode(plain, add_special_tokens=False).ids[:MAX_PIECES]
            found = tuple(ids) or (100,)  # 100 is [UNK]
            if len(self._known) < 200_000:  # a bound for long-lived workers
                self._known[word] = found
        return found

    def encode(
        self, words: Iterable[str]
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Piece ids of a window with [CLS] and [SEP], and each word's first and last piece."""
        ids, first, last = [CLS], [], []
        for word in words:
            first.append(len(ids))
            ids.extend(self.of(word))
            last.append(len(ids) - 1)
        ids.append(SEP)
        return (
            np.asarray(ids, dtype=np.int64),
            np.asarray(first, dtype=np.int64),
            np.asarray(last, dtype=np.int64),
        )
