"""spaCy's ``Doc``, ``Span`` and ``Token`` once more, as plain objects of Python.

The layers of the analysis ask the same few things of every word thousands of times. spaCy makes
a new object and looks up a string for each question; here a parse is read once, in bulk
(``read``), and every word is one object for good, so that words may be compared by ``is``.
Names and meanings are spaCy's. Nothing can be changed: later changes of the spaCy ``Doc`` are
not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from spacy import tokens as spacy_tokens
from spacy.attrs import (
    DEP,
    ENT_IOB,
    ENT_TYPE,
    HEAD,
    IDX,
    IS_PUNCT,
    IS_SPACE,
    LEMMA,
    LOWER,
    MORPH,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from transforms.types import Layers

_STRINGS: Final[list[int | str]] = [ORTH, LOWER, LEMMA, POS, TAG, DEP, ENT_TYPE, MORPH]
_NUMBERS: Final[list[int | str]] = [IDX, ENT_IOB, SPACY, IS_SPACE, IS_PUNCT, HEAD, SENT_START]
_IOB: Final = ("", "I", "O", "B")
_BLANK: Final = ("", " ")
_REMEMBERED: Final = 200_000  # strings


class Token:
    """A word. ``relation`` is what ``grammar`` calls its ``dep_`` (``grammar.labels``); ``morph``
    is a string, as ``Number=Plur``. ``answers`` is for ``grammar.once``."""

    __slots__ = (
        *("doc", "i", "text", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "morph"),
        *("idx", "ent_iob_", "whitespace_", "is_space", "is_punct", "head", "children"),
        *("relation", "answers", "_subtree"),
    )

    def __init__(
        self,
        doc: Doc,
        i: int,
        text: str,
        lower: str,
        lemma: str,
        pos: str,
        tag: str,
        dep: str,
        ent_type: str,
        morph: str,
        idx: int,
        ent_iob: int,
        blank: int,
        is_space: bool,
        is_punct: bool,
    ) -> None:
        self.doc = doc
        self.i = i
        self.text = text
        self.lower_ = lower
        self.lemma_ = lemma
        self.pos_ = pos
        self.tag_ = tag
        self.dep_ = dep
        self.ent_type_ = ent_type
        self.morph = morph
        self.idx = idx
        self.ent_iob_ = _IOB[ent_iob]
        self.whitespace_ = _BLANK[blank]
        self.is_space = is_space
        self.is_punct = is_punct
        self.head = self
        self.children: Sequence[Token] = ()
        self.relation = ""
        self.answers: dict[object, Any] | None = None  # most words are asked nothing
        self._subtree: list[Token] | None = None

    def __repr__(self) -> str:
        return self.text

    @property
    def text_with_ws(self) -> str:
        return self.text + self.whitespace_

    @property
    def subtree(self) -> list[Token]:
        """The word with all words below it; in text order, where the tree is projective."""
        if self._subtree is None:
            found: list[Token] = []
            for child in self.children:
                if child.i < self.i:
                    found += child.subtree
            found.append(self)
            for child in self.children:
                if child.i > self.i:
                    found += child.subtree
            self._subtree = found
        return self._subtree

    @property
    def left_edge(self) -> Token:
        return min(self.subtree, key=_position)

    @property
    def right_edge(self) -> Token:
        return max(self.subtree, key=_position)

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words above, nearest first."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def sent(self) -> Span:
        return self.doc.sentence(self.i)

    def nbor(self, i: int = 1) -> Token:
        """The word ``i`` places further on. Raises IndexError outside of the text."""
        if not 0 <= self.i + i < len(self.doc):
            raise IndexError(f"no word {i} places from word {self.i}")
        return self.doc.words[self.i + i]

    # What only few words are asked for.

    @property
    def is_alpha(self) -> bool:
        return self.text.isalpha()

    @property
    def is_digit(self) -> bool:
        return self.text.isdigit()

    @property
    def is_title(self) -> bool:
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        return self.text.isupper()

    @property
    def like_num(self) -> bool:
        return bool(self._source.like_num)

    @property
    def shape_(self) -> str:
        return str(self._source.shape_)

    @property
    def _source(self) -> spacy_tokens.Token:
        return self.doc.source[self.i]


class Span:
    """The words from ``start`` to ``end`` (exclusive); ``label_`` only of an entity."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __repr__(self) -> str:
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key() == other._key() and self.doc is other.doc

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[int, int, str]:
        return self.start, self.end, self.label_

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.words[self.start : self.end])

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, slice):
            start, end, _ = key.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.words[self.start : self.end][key]

    @property
    def start_char(self) -> int:
        words = self.doc.words
        return words[self.start].idx if self.start < len(words) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        if self.end == self.start:
            return self.start_char
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        if self.end <= self.start:
            return ""
        words = self.doc.words
        last = words[self.end - 1]
        return self.doc.text[words[self.start].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> Span:
        """The sentence of the first word."""
        return self.doc.sentence(self.start)

    @property
    def root(self) -> Token:
        """The first word of those with the shortest way to the root of the sentence."""
        inside = self.doc.words[self.start : self.end]
        tops = [t for t in inside if not self.start <= t.head.i < self.end or t.head is t]
        if len(tops) == 1:
            return tops[0]
        if not tops:
            return inside[0]
        return next((t for t in tops if t.head is t), None) or min(tops, key=_depth)


class Doc:
    """A parsed text. ``_`` holds what the layers have found, as on spaCy's ``Doc``; ``source`` is
    that ``Doc``; ``user_data`` is for what a layer keeps to itself."""

    __slots__ = ("_", "_sentence_of", "_sents", "ents", "source", "text", "user_data", "words")

    def __init__(self, source: spacy_tokens.Doc, layers: Layers) -> None:
        self._ = layers
        self.source = source
        self.user_data: dict[str, Any] = {}
        self._sents: list[Span] = []
        self._sentence_of: list[Span] = []
        numbers = source.to_array(_NUMBERS).astype(np.int64).T
        *columns, heads, starts = numbers.tolist()
        columns[-2:] = (numbers[-4:-2] == 1).tolist()
        strings = _strings(source)
        self.words = list(map(Token, repeat(self), range(len(source)), *strings, *columns))
        blanks = [_BLANK[blank] for blank in columns[_NUMBERS.index(SPACY)]]
        self.text = "".join(chain.from_iterable(zip(strings[0], blanks, strict=True)))
        self._hang(heads)
        self.ents = list(self._entities())
        if source.has_annotation("SENT_START"):
            self._part([i for i, start in enumerate(starts) if start == 1 or not i])

    def _hang(self, heads: list[int]) -> None:
        """Give every word its head, by the steps to it, and the words below it."""
        words = self.words
        below: dict[int, list[Token]] = {}
        for word, step in zip(words, heads, strict=True):
            if step:
                word.head = words[word.i + step]
                below.setdefault(word.i + step, []).append(word)
        for i, children in below.items():
            words[i].children = children

    def _part(self, starts: list[int]) -> None:
        self._sents = [Span(self, a, b) for a, b in pairwise([*starts, len(self.words)])]
        for sentence in self._sents:
            self._sentence_of += [sentence] * len(sentence)

    def _entities(self) -> Iterator[Span]:
        for word in self.words:
            if word.ent_iob_ == "B" and word.ent_type_:
                end = word.i + 1
                while end < len(self.words) and self.words[end].ent_iob_ == "I":
                    end += 1
                yield Span(self, word.i, end, word.ent_type_)

    def __repr__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.words)

    @overload
    def __getitem__(self, key: int) -> Token: ...
    @overload
    def __getitem__(self, key: slice) -> Span: ...
    def __getitem__(self, key: int | slice) -> Token | Span:
        if isinstance(key, int):
            return self.words[key]
        start, end, _ = key.indices(len(self.words))
        return Span(self, start, end if end > start else start)

    @property
    def sents(self) -> list[Span]:
        """The sentences. Raises ValueError where nobody has told them."""
        if not self._sents and self.words:
            raise ValueError("the text is not parted into sentences")
        return self._sents

    def sentence(self, i: int) -> Span:
        """The sentence of word ``i``. Raises ValueError where nobody has told sentences."""
        return self._sentence_of[i] if self._sentence_of else self.sents[0]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Span | None:
        """The words from one character to another, as spaCy aligns them."""
        found = self.source.char_span(start, end, alignment_mode=alignment_mode)
        return Span(self, found.start, found.end) if found is not None else None

    def has_annotation(self, attribute: str) -> bool:
        return bool(self.source.has_annotation(attribute))


class _Known(dict[int, str]):
    """The strings of a vocabulary by their hashes, each looked up when first asked for."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__({0: ""})
        self._strings = vocab.strings

    def __missing__(self, number: int) -> str:
        told = self[number] = self._strings[number]
        return told


_known = lru_cache(maxsize=2)(_Known)


def _strings(source: spacy_tokens.Doc) -> list[list[str]]:
    """A list for each of ``_STRINGS``."""
    known = _known(source.vocab)
    if len(known) > _REMEMBERED:
        known.clear()
        known[0] = ""
    columns: list[list[int]] = source.to_array(_STRINGS).T.tolist()
    return [list(map(known.__getitem__, column)) for column in columns]


def _position(token: Token) -> int:
    return token.i


def _depth(token: Token) -> int:
    """Words up to the root; marks and blanks stand lowest of all, as spaCy has it."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc) - 1
    return sum(1 for _ in token.ancestors)
