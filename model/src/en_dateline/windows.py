"""How a document is cut for the encoder.

A window holds up to ``MAX_WORDS`` words. A sentence cut off by a window's end is read again,
whole, at the start of the next one; so that little is read twice, a window ends at a paragraph or
``AHEAD`` words after what looks like the end of a sentence, enough to tell that it is one. Each
window is run by itself: with int8 arithmetic the company a window keeps in a batch would change
its scores.
"""

from __future__ import annotations

from collections.abc import Sequence

ENDS = frozenset(".!?…")
CLOSING, OPENING = frozenset("”’»\"'"), frozenset("“‘«\"'")
MAX_WORDS = 160
MAX_PIECES = 400
FULL_ENOUGH = 0.6  # end at a paragraph or a sentence rather than fill the window to the last word
AHEAD = 4


def next_window(
    sizes: Sequence[int], breaks: Sequence[bool], words: Sequence[str], start: int
) -> int:
    """Where a window from word ``start`` ends (exclusive).

    ``sizes`` are the words' numbers of pieces, ``breaks`` tell which words open a paragraph.
    """
    pieces, end, paragraph = 0, start, 0
    while end < len(sizes) and end - start < MAX_WORDS and pieces + sizes[end] <= MAX_PIECES:
        if breaks[end] and end > start:
            paragraph = end
        pieces += sizes[end]
        end += 1
    if end == len(sizes):
        return end
    least = start + int(FULL_ENOUGH * MAX_WORDS)
    if paragraph >= least:
        return paragraph
    for k in range(end - AHEAD, least - 1, -1):
        if after_end(words, k):
            return k + AHEAD
    return max(end, start + 1)


def after_end(words: Sequence[str], k: int) -> bool:
    """Whether a mark that can end a sentence stands before word ``k``, itself no closing mark."""
    if k == 0 or words[k] in CLOSING or words[k] in ENDS:
        return False
    return words[k - 1] in ENDS or (k > 1 and words[k - 1] in CLOSING and words[k - 2] in ENDS)


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
    # The last words lack what follows them: a quotation mark and what it opens may seem to part.
    return next(s for s in starts[1:] if s >= end - AHEAD - 1 or s == starts[-1])
