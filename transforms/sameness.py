"""Whether one article is a near copy of another: the same report with another headline, cut or
with paragraphs added.

Two steps. ``bands`` turns a text into a few numbers of which two similar texts are likely to
share one (MinHash with locality-sensitive hashing: Broder 1997; Leskovec, Rajaraman and Ullman,
Mining of Massive Datasets, chapter 3), so that whoever keeps them finds candidates without
comparing everything with everything. ``Passages.copied`` then reads both texts: a copy says
little that its original does not, and nothing else in its place. Two bulletins of one form
(earthquakes, markets) share most words and differ in numbers and names, so they are no copies.

The numbers are kept in warehouses: a change of ``bands`` needs a new version of the schema, so
that ``dateline migrate`` makes them anew.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

SHINGLE = 4  # words
ROWS = 3  # values of a signature in a band
# Of the whole text: a Jaccard similarity of 0.5 is found with a probability of 99.6 %, 0.4 with
# 94 %, 0.1 with 4 %.
BANDS = 42
# Of its beginning, which editors who cut leave alone: half of it is enough, with 93 %.
LEAD_BANDS, LEAD = 20, 80  # words

LEAST = 20  # words that a copy shares with its original at least
COVERED = 0.6  # share of a copy's words that are its original's
OPENING = 40  # words at the beginning; where half of them are new, so is the report, unless
COVERED_BUT_OPENING = 0.85  # this much of it is not
GAP = 12  # words in a row that may stand in the place of others
WORDS_A_NAME = 60  # shared words that excuse one name in the place of another
WORDS_A_NUMBER = 250

_DATELINE = re.compile(r"[A-Z][^\n]{0,90}? (?:-{1,2}|–|—) ")
_WORD = re.compile(r"\w+(?:[.,'’]\w+)*")
_NUMBER_WORDS = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS.split(), start=1)}
_DAY_WORDS = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)
_DAYS = frozenset(_DAY_WORDS.split())


def _constants(seed: int, number: int) -> NDArray[np.uint64]:
    """Pseudo-random odd numbers, the same for ever (SplitMix64, Steele et al. 2014)."""
    found = []
    state = seed
    for _ in range(number):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) % 2**64
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) % 2**64
        found.append((mixed ^ (mixed >> 31)) | 1)
    return np.array(found, np.uint64)


_VALUES = ROWS * (BANDS + LEAD_BANDS)
_FACTORS, _ADDENDS = _constants(1, _VALUES)[:, None], _constants(2, _VALUES)[:, None]
_PLACES = _constants(3, SHINGLE)
_FOLD = _constants(4, ROWS)
_WHICH = _constants(5, BANDS + LEAD_BANDS)


def bands(body: str) -> list[int]:
    """What two similar texts are likely to share one of: numbers of 32 bits, always as many.

    ``body`` is a normalised text without its title. Empty for a text too short to be compared.
    """
    words = _words(body)
    if len(words) < LEAST:
        return []
    shingles = _hashed(words)
    whole, lead = 3 * BANDS, len(_FACTORS)
    values = np.concatenate(
        [
            _least(np.unique(shingles), slice(0, whole)),
            _least(np.unique(shingles[: LEAD - SHINGLE + 1]), slice(whole, lead)),
        ]
    )
    folded = (values.reshape(-1, ROWS) * _FOLD).sum(axis=1, dtype=np.uint64)
    mixed = (folded ^ (folded >> np.uint64(29))) * _WHICH
    return [int(value) for value in (mixed >> np.uint64(32)).astype(np.uint32).view(np.int32)]


def _least(shingles: NDArray[np.uint64], which: slice) -> NDArray[np.uint64]:
    """The least value of all shingles under each of the hash functions ``which``."""
    # Multiply-shift (Dietzfelbinger et al. 1997): the upper half of a product modulo 2^64.
    hashed = (shingles[None, :] * _FACTORS[which] + _ADDENDS[which]) >> np.uint64(32)
    least: NDArray[np.uint64] = hashed.min(axis=1)
    return least


def _hashed(words: Sequence[str]) -> NDArray[np.uint64]:
    """A number for each run of ``SHINGLE`` words, in order."""
    numbers = np.array([zlib.crc32(word.encode("utf8", "replace")) for word in words], np.uint64)
    count = len(words) - SHINGLE + 1
    found = np.zeros(count, np.uint64)
    for place in range(SHINGLE):
        found = (found ^ (found >> np.uint64(31))) * _PLACES[place] + numbers[place:][:count]
    return found ^ (found >> np.uint64(32))


def _words(body: str) -> list[str]:
    """Words as they are compared; without the dateline, which names the outlet."""
    start = match.end() if (match := _DATELINE.match(body)) else 0
    return [_plain(match.group()) for match in _WORD.finditer(body, start)]


def _plain(word: str) -> str:
    word = word.casefold().replace("’", "'").replace(",", "")
    return _NUMBERS.get(word, word)


@dataclass(frozen=True)
class Passages:
    """A text as it is compared with others. ``body`` is normalised and without its title."""

    body: str

    @cached_property
    def written(self) -> list[str]:
        """Its words as written."""
        start = match.end() if (match := _DATELINE.match(self.body)) else 0
        return _WORD.findall(self.body, start)

    @cached_property
    def words(self) -> list[str]:
        """The same words as they are compared."""
        return [_plain(word) for word in self.written]

    @cached_property
    def places(self) -> dict[tuple[str, ...], int]:
        """Where each run of ``SHINGLE`` words stands first."""
        found: dict[tuple[str, ...], int] = {}
        for place in range(len(self.words) - SHINGLE + 1):
            found.setdefault(tuple(self.words[place : place + SHINGLE]), place)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words."""
        return frozenset(self.words)

    def copied(self, original: Passages) -> float:
        """The share of the words that are the original's, where this is a copy of it; else 0.

        Not symmetric: a long report is no copy of the brief that it contains.
        """
        size = len(self.words)
        if size < LEAST or len(original.words) < LEAST:
            return 0.0
        covered = [False] * size
        for place in range(size - SHINGLE + 1):
            if tuple(self.words[place : place + SHINGLE]) in original.places:
                covered[place : place + SHINGLE] = [True] * SHINGLE
        shared = sum(covered)
        opening = sum(covered[:OPENING]) / min(OPENING, size)
        least = COVERED if opening >= 0.5 else COVERED_BUT_OPENING
        if shared < LEAST or shared < least * size:
            return 0.0
        numbers, names = self._contradictions(original, covered)
        if numbers > shared // WORDS_A_NUMBER or names > shared // WORDS_A_NAME:
            return 0.0
        return shared / size

    def _contradictions(self, original: Passages, covered: list[bool]) -> tuple[int, int]:
        """How many numbers, and names, stand in the place of others that the copy lacks."""
        numbers: set[Replaced] = set()
        names: set[Replaced] = set()
        for start, end in _gaps(covered):
            other = self._instead(original, start, end)
            if other is None:
                continue
            here, there = range(start, end), range(*other)
            new = _facts(self, here, original.vocabulary)
            old = _facts(original, there, self.vocabulary)
            for kind, found in ((0, numbers), (1, names)):
                if new[kind] and old[kind]:
                    found.add((new[kind], old[kind]))
        return len(numbers), len(names)

    def _instead(self, original: Passages, start: int, end: int) -> tuple[int, int] | None:
        """The words of the original in whose place ``words[start:end]`` stand, if they do."""
        if end - start > GAP:
            return None
        before, after = self.words[max(0, start - SHINGLE) : start], self.words[end : end + SHINGLE]
        left = original.places.get(tuple(before))
        right = original.places.get(tuple(after))
        if left is not None:
            first = left + SHINGLE
            near = right is not None and first <= right <= first + GAP
            last = right if near and right is not None else first + end - start
        elif right is not None:
            first, last = max(0, right - (end - start)), right
        else:
            return None
        return (first, last) if 0 < last - first <= GAP else None


Replaced = tuple[frozenset[str], frozenset[str]]  # what stands there now, and what it replaces


def _gaps(covered: list[bool]) -> list[tuple[int, int]]:
    """The runs of words that are not the original's."""
    found: list[tuple[int, int]] = []
    for place, known in enumerate(covered):
        if known:
            continue
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def _facts(
    text: Passages, places: range, elsewhere: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Numbers and names among some words of a text that another text does not have."""
    new = [(text.written[i], text.words[i]) for i in places
           if i < len(text.words) and text.words[i] not in elsewhere]  # fmt: skip
    numbers = frozenset(word for _, word in new if any(map(str.isdigit, word)))
    names = frozenset(
        word for written, word in new
        if written[0].isupper() and word not in numbers and word not in _DAYS
    )  # fmt: skip
    return numbers, names
