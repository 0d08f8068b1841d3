"""Quotation marks, read off the untouched characters of a text.

Nothing here knows grammar: which marks open, which close, what lies between them. Words that
are merely set in marks (a title, a nickname) are found like any others; it is for the layer
that looks for speakers to say that nobody said them.

A quotation never runs over the end of its paragraph (a blank line). By an old convention each
paragraph of a long quotation opens with a mark and only the last one closes: such a paragraph
says so by ``reopens``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")

DOUBLE = '"“”„‟〝〞＂'
ANGLE = "«»"
SINGLE = "'‘’‚‛"
_SOLE = {"‹": ("angle-single", "›"), "›": ("angle-single", "‹"), "「": ("corner", "」")}
_FAMILY = {
    **dict.fromkeys(("``", "''", *DOUBLE), "double"),
    **dict.fromkeys(SINGLE, "single"),
    **dict.fromkeys(ANGLE, "angle"),
    **dict.fromkeys("‹›", "angle-single"),
    **dict.fromkeys("「」", "corner"),
}
_MARK = re.compile("|".join(_FAMILY))  # two characters before one
_OPENS = set("“„‟〝‘‚‛「")
_CLOSES = set("”〞」")
# What may stand between a space and an opening mark: ("…, —"…, ["…
_BEFORE_OPENING = set("([{—–-/…:¿¡") | set(DOUBLE) | set(SINGLE) | set(ANGLE)
_AFTER_CLOSING = set(".,;:!?)]}—–-/…") | set(DOUBLE) | set(SINGLE) | set(ANGLE)
# Words that begin with an apostrophe and open nothing.
_ELISIONS = ("em", "tis", "twas", "til", "till", "cause", "bout", "round", "cos", "n", "im", "er")
_ELIDED = re.compile(rf"(?:{'|'.join(_ELISIONS)})\b|\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What lies between two marks. Offsets are characters, end exclusive.

    ``start``/``end`` exclude the marks (and white space next to them), ``outer_start`` and
    ``outer_end`` include them. ``family`` is double, single, angle, angle-single or corner.
    ``depth`` counts the quotations around this one. ``closed`` is false where the paragraph
    ended first; ``reopens`` is true where the paragraph before was left open and this one
    begins with a mark of the same family.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    family: str
    depth: int = 0
    closed: bool = True
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: str
    may_open: bool
    may_close: bool


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each paragraph, in characters, without the blank lines between."""
    start = 0
    for gap in PARAGRAPH_BREAK.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def quotations(text: str) -> list[Quotation]:
    """All quotations of a text, nested ones included, in order of their opening mark."""
    found: list[Quotation] = []
    pending: str | None = None  # the family the paragraph before left open
    for start, end in paragraphs(text):
        here = _in_paragraph(text, start, end, pending)
        found += here
        unclosed = [quote for quote in here if not quote.closed and quote.depth == 0]
        pending = unclosed[-1].family if unclosed and unclosed[-1].outer_end == end else None
    return found


def outermost(text: str) -> list[Quotation]:
    """The quotations that are in no other: disjoint, in order."""
    return [quote for quote in quotations(text) if quote.depth == 0]


def _in_paragraph(text: str, start: int, end: int, pending: str | None) -> list[Quotation]:
    done: list[Quotation] = []
    stack: list[_Mark] = []
    marks = list(_marks(text, start, end))
    for index, mark in enumerate(marks):
        families = [opened.family for opened in stack]
        # A mark that could do either closes what is open: nesting changes the family.
        if mark.may_close and mark.family in families and not _strictly_opens(mark, stack):
            if mark.family == "single" and _is_possessive(text, mark, marks[index + 1 :]):
                continue
            while stack:
                opened = stack.pop()
                if opened.family == mark.family:
                    done.append(_between(text, opened, mark, len(stack), start, pending))
                    break
                if opened.family != "single":  # an unclosed single mark was an apostrophe
                    done.append(_until(text, opened, mark.start, len(stack), start, pending))
            continue
        if not mark.may_open or (mark.family == "single" and not _comes_back(mark, marks[index:])):
            continue
        while mark.family in [opened.family for opened in stack]:
            # Opened again before it was closed: the writer forgot to close the first one.
            opened = stack.pop()
            if opened.family != "single":
                done.append(_until(text, opened, mark.start, len(stack), start, pending))
        stack.append(mark)
    while stack:
        opened = stack.pop()
        if opened.family != "single":
            done.append(_until(text, opened, end, len(stack), start, pending))
    kept = [quote for quote in done if quote.end > quote.start]
    return sorted(kept, key=lambda quote: (quote.outer_start, quote.depth))


def _marks(text: str, start: int, end: int) -> Iterator[_Mark]:
    for mark in _MARK.finditer(text, start, end):
        yield _judge(text, mark.start(), mark.end(), _FAMILY[mark.group()], start, end)


def _judge(text: str, at: int, after: int, family: str, start: int, end: int) -> _Mark:
    """What a mark can be, by its shape and by the characters on both sides."""
    before = text[at - 1] if at > start else " "
    behind = text[after] if after < end else " "
    char = text[at:after]
    opens = (before.isspace() or before in _BEFORE_OPENING) and not behind.isspace()
    closes = not before.isspace() and (not behind.isalnum() or before in ".,!?…")
    if family == "single":
        word = _ELIDED.match(text, after, end)
        opens = opens and not word and (behind.isalnum() or behind in '[("“…')
        closes = closes and not behind.isalnum()
        return _Mark(at, after, family, opens and char != "’", closes and char not in "‘‚‛")
    if family in ("angle", "angle-single", "corner"):
        return _Mark(at, after, family, opens or char in "«‹「", closes or char in "»›」")
    if before.isdigit() and char == '"' and not closes:
        return _Mark(at, after, family, False, False)  # inches
    if char in _OPENS or char == "``":
        # Some keyboards close with an opening mark; the characters around it tell.
        return _Mark(at, after, family, not (closes and not opens), closes and not opens)
    if char in _CLOSES:
        return _Mark(at, after, family, (before.isspace() and at == start) or opens, True)
    if closes and before in ".,!?…" and behind.isalnum():
        return _Mark(at, after, family, True, True)  # no space where one belongs
    if not opens and not closes:  # adrift between two spaces, or inside a word
        return _Mark(at, after, family, before.isspace(), behind.isspace() or not before.isspace())
    return _Mark(at, after, family, opens, closes)


def _strictly_opens(mark: _Mark, stack: list[_Mark]) -> bool:
    return mark.may_open and not mark.may_close and bool(stack)


def _is_possessive(text: str, mark: _Mark, later: list[_Mark]) -> bool:
    """``the workers' rights'``: an apostrophe after s, where a mark that closes still comes."""
    if text[mark.start - 1 : mark.start] not in ("s", "S"):
        return False
    follows = text[mark.end : mark.end + 2]
    if not (follows[:1].isspace() and follows[1:].islower()):
        return False
    for other in later:
        if other.family == "single":
            return other.may_close and not other.may_open
    return False


def _comes_back(mark: _Mark, later: list[_Mark]) -> bool:
    """Does a later single mark close this one? Otherwise it is an apostrophe."""
    return any(other.may_close for other in later if other.family == "single" and other != mark)


def _between(
    text: str, opened: _Mark, closing: _Mark, depth: int, start: int, pending: str | None
) -> Quotation:
    return _make(text, opened, closing.start, closing.end, depth, start, pending, True)


def _until(
    text: str, opened: _Mark, end: int, depth: int, start: int, pending: str | None
) -> Quotation:
    return _make(text, opened, end, end, depth, start, pending, False)


def _make(
    text: str,
    opened: _Mark,
    inner_end: int,
    outer_end: int,
    depth: int,
    paragraph: int,
    pending: str | None,
    closed: bool,
) -> Quotation:
    start, end = opened.end, inner_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    reopens = pending == opened.family and opened.start == paragraph
    return Quotation(start, end, opened.start, outer_end, opened.family, depth, closed, reopens)
