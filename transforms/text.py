"""Text as received -> the text that is analysed: one title, clean paragraphs, nothing reworded.

Quotation marks are never touched: which mark opens and which closes is evidence later on.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

PARAGRAPH_BREAK = "\n\n"

#: Lines longer than this were not wrapped by an editor or a mail program: they are paragraphs.
_WIDEST_WRAP = 130
#: Narrower blocks are lists, tables, verse and signatures.
_NARROWEST_WRAP = 40

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
_NOT_ASCII = re.compile(r"[^\n\t -~]")  # that is, neither printable ASCII nor a blank
_BLANKS = re.compile(r"[^\S\n]+")
_LIST_ITEM = re.compile(r"(?:[-*•‣◦·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class NormalText(NamedTuple):
    """The analysed text. Its title is ``text[:title_end]`` (0 where there is none)."""

    text: str
    title_end: int


def normalise(title: str | None, body: str) -> NormalText:
    """Title and body as one text: NFC, paragraphs parted by exactly one blank line.

    A body that begins with its own title does not get it twice. Doing it again changes
    nothing: ``normalise(None, text)`` and ``normalise(title, text)`` give the same ``text``.
    """
    head = " ".join(_clean(title or "").split())
    blocks = [[line for line in block if line] for block in _blocks(_clean(body))]
    width = _wrap_width(blocks)
    pieces = [paragraph for block in blocks for paragraph in _join_lines(block, width)]
    if head:
        while pieces and _same_line(pieces[0], head):
            del pieces[0]
        pieces.insert(0, head)
    return NormalText(PARAGRAPH_BREAK.join(pieces), len(head))


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The character spans of the paragraphs of a normalised text, in order."""
    spans = []
    start = 0
    while start < len(text):
        end = text.find(PARAGRAPH_BREAK, start)
        end = len(text) if end < 0 else end
        spans.append((start, end))
        start = end + len(PARAGRAPH_BREAK)
    return spans


def _clean(text: str) -> str:
    """Characters that print, plain blanks, plain line ends."""
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", PARAGRAPH_BREAK)
    text = _NOT_ASCII.sub(_if_it_prints, text)
    # Composed last: a dropped character may have stood between a letter and its accent.
    text = unicodedata.normalize("NFC", text)
    return _BLANKS.sub(" ", text)


def _if_it_prints(match: re.Match[str]) -> str:
    # Cc control, Cf format (soft hyphen, zero width, byte order mark, direction), Cs surrogate.
    char = match.group()
    return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


def _blocks(text: str) -> list[list[str]]:
    """Runs of lines between blank lines, each line stripped."""
    blocks: list[list[str]] = [[]]
    for line in text.split("\n"):
        if stripped := line.strip():
            blocks[-1].append(stripped)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _wrap_width(blocks: list[list[str]]) -> int:
    """The column at which the text was hard-wrapped, or 0 where a line is a paragraph.

    A program that wraps starts a new line only where the next word would not fit, so in a
    wrapped text most lines could not have taken the first word of the line that follows.
    """
    pairs = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for block in blocks if len(block) > 1 for line in block), default=0)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return 0
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if 2 * full >= len(pairs) else 0


def _is_full(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _join_lines(block: list[str], width: int) -> list[str]:
    """The paragraphs of a block; ``width`` is that of :func:`_wrap_width`."""
    joined = block[:1]
    for line, following in pairwise(block):
        if not _continues(line, following, width):
            joined.append(following)
        elif line.endswith("-") and line[-2:-1].isalpha() and following[0].islower():
            # "state-/run" and "govern-/ment" look alike: the hyphen stays, the blank goes.
            joined[-1] += following
        else:
            joined[-1] += " " + following
    return joined


def _continues(line: str, following: str, width: int) -> bool:
    if _LIST_ITEM.match(following):
        return False
    ended = bool(_SENTENCE_END.search(line))
    if not ended and following[0].islower():
        return True
    if not width or not _is_full(line, following, width):
        return False
    # A headline over its byline is "full" too; running text ends somewhere with a full stop.
    return ended or bool(_SENTENCE_END.search(following)) or len(following) > width // 2


def _same_line(first: str, title: str) -> bool:
    def bare(line: str) -> str:
        return " ".join(_WORD.findall(line.casefold())) or line

    return bare(first) == bare(title)
