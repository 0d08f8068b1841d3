"""How a document is cut for the encoder.

A window holds up to ``MAX_WORDS`` words. A sentence cut off by a window's end is read again,
whole, at the start of the next one. Each window is run by itself: with int8 arithmetic the
company a window keeps in a batch would change its scores.
"""

from __future__ import annotations

from collections.abc import Sequence

ENDS = frozenset(".!?…")
CLOSING, OPENING = frozenset("”’»\"'"), frozenset("“‘«\"'")
MAX_WORDS = 160
MAX_PIECES = 400
FULL_ENOUGH = 0.6  # end at a paragraph rather than fill the window to the last word


def next_window(sizes: Sequence[int], breaks: Sequence[bool], start: int) -> int:
    """Where a window from word ``start`` ends (exclusive), by words, pieces and paragraphs.

    ``sizes`` are the words' numbers of pieces, ``breaks`` tell which words open a paragraph.
    """
    pieces, end, paragraph = 0, start, 0
    while end < len(sizes) and end - start < MAX_WORDS and pieces + sizes[end] <= MAX_PIECES:
        if breaks[end] and end > start:
            paragraph = end
        pieces += sizes[end]
        end += 1
    if end < len(sizes) and paragraph - start >= FULL_ENOUGH * MAX_WORDS:
        return paragraph
    return max(end, start + 1)


def between_quotations(words: Sequence[str], k: int) -> bool:
    """Whether one quotation ends before word ``k``, with a full stop, and ``k`` opens another.

    The treebanks hold too few of these (``… failed.” “We …``) for the network to know.
    """
    return k > 1 and words[k] in OPENING and words[k - 1] in CLOSING and words[k - 2][-1:] in ENDS


def settled(starts: Sequence[int], end: int, total: int, breaks: Sequence[bool]) -> int:
    """Up to which word a window's answer can be kept.

    ``starts`` are the sentence starts found in it (numbers of words). All of it is kept where
    it ends with the document or a paragraph, or holds no second sentence.
    """
    if end >= total or breaks[end] or len(starts) < 2:
        return end
    return starts[-1]
