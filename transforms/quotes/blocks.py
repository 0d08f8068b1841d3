"""Whole paragraphs of speech without marks: set off after a colon, or headed by a name.

``The governor added:`` and then a paragraph that is the quotation; or the transcript of an
interview, in which each paragraph begins with the name of who speaks.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from transforms.quotes.board import LIKELY, WEAK, Board
from transforms.quotes.quotations import paragraphs
from transforms.quotes.speakers import make_speaker, speaker_of
from transforms.tokens import Span, Token
from transforms.types import Quote

_ENDED = re.compile(r"[.!?…][)\]]?\s*$")
_BULLET = re.compile(r"[-*•·–—\d]")
_LABEL = re.compile(r"([A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,4}): +(?=\S)")
_LEAST_TURNS = 2  # one "Name:" may be a headline; two make a conversation


def block_quotes(board: Board) -> list[Quote]:
    """The paragraphs of a Doc that are speech without marks around it."""
    spans = [(start, end) for start, end in paragraphs(board.page.text)]
    return [*_after_colons(board, spans), *_turns(board, spans)]


def _after_colons(board: Board, spans: list[tuple[int, int]]) -> Iterator[Quote]:
    page, text = board.page, board.page.text
    for (start, end), (following, last) in itertools.pairwise(spans):
        block = text[following:last]
        if not text[start:end].rstrip().endswith(":") or not _ENDED.search(block):
            continue
        span = page.cover(following, last)
        if not len(span) or page.quoted(span[0]) or _BULLET.match(block):
            continue
        colon = page.cover(start, end)[-1]
        while colon.is_space and colon.i > 0:
            colon = page.doc[colon.i - 1]
        begin, _ = page.stretch(colon)
        cues = [
            cue
            for cue in board.cues
            if begin <= cue.head.i < colon.i and cue.takes("quote") and not cue.is_noun
        ]
        speaker = speaker_of(cues[-1], page) if cues else None
        if speaker is not None:
            quote = board.direct(_stripped(span), speaker, "block-quote", WEAK)
            quote.cue = cues[-1].span
            yield quote


def _turns(board: Board, spans: list[tuple[int, int]]) -> Iterator[Quote]:
    page, text = board.page, board.page.text
    labelled = [(label, end) for start, end in spans if (label := _LABEL.match(text, start, end))]
    turns: list[tuple[Token, Span]] = []
    for label, end in labelled:
        name = page.cover(label.start(1), label.end(1))
        span = page.cover(label.end(), end)
        people = [token for token in name if token.ent_type_ == "PERSON"]
        if people and len(span) and not page.quoted(span[0]):
            turns.append((people[-1], span))
    if len(turns) < _LEAST_TURNS:
        return
    for head, span in turns:
        yield board.direct(_stripped(span), make_speaker([head], page), "transcript", LIKELY)


def _stripped(span: Span) -> Span:
    start, end = span.start, span.end
    while end > start + 1 and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end]
