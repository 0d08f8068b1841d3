"""Quotations that are sentences of their own, with no cue beside them.

They take up a quotation before them, or the speaker of the sentence before, in order of how
sure that is; where nothing tells, the quote is kept without a speaker.
"""

from __future__ import annotations

from transforms import grammar
from transforms.quotes.board import LIKELY, UNKNOWN, WEAK, Attribution, Board
from transforms.quotes.cues import Cue
from transforms.quotes.speakers import Speaker, make_speaker, speaker_of


def attribute(board: Board, index: int) -> Attribution | None:
    """The attribution of a quotation without a cue, or None where it is no quote."""
    before = board.found.get(index - 1)
    if before is not None and board.page.quotations[index].reopens:
        return board.proceed(before, index, "next-paragraph", LIKELY)
    if not board.is_sentence(index) or board.is_title(index):
        return None
    here = board.paragraph(index)
    if before is not None and board.paragraph(index - 1) == here and _adjoins(board, index):
        return board.proceed(before, index, "next-sentence", LIKELY)
    later = board.found.get(index + 1)
    if later is not None and later.trailing and board.paragraph(index + 1) == here:
        return board.share(later, index, "before-cued-quote", WEAK)
    spoke = before is not None and before.speaker is not None
    speaker = _speaker_before(board, index)
    # "..., she said. Reporters laughed. '...'": not the bystanders.
    aside = speaker is not None and speaker.anonymous and spoke
    if aside and before is not None and board.paragraph(index - 1) == here:
        return board.share(before, index, "speaker-of-paragraph", WEAK)
    if speaker is not None:
        return board.make(index, speaker, None, "speaker-before", WEAK)
    family = [board.page.quotations[i].family for i in (index - 1, index)]
    near = before is not None and here - board.paragraph(index - 1) == 1
    if before is not None and before.speaker is not None and near and len(set(family)) == 1:
        return board.share(before, index, "speaker-of-paragraph-before", WEAK)
    return board.make(index, None, None, "no-speaker", UNKNOWN)


def _adjoins(board: Board, index: int) -> bool:
    """Whether nothing but a cue stands between a quotation and the one before it."""
    page, before = board.page, board.found[index - 1]
    start, end = page.quotations[index - 1].outer_end, page.quotations[index].outer_start
    between = page.doc.words[page.spans[index - 1].start : page.spans[index].end]
    words = [t for t in between if start <= t.idx < end and not (t.is_punct or t.is_space)]
    if not words:
        return True
    tail = [token for token in page.tail(index - 1) if not token.is_punct]
    return before.trailing and len(words) <= len(tail)


def _speaker_before(board: Board, index: int) -> Speaker | None:
    """The speaker of the sentence before, in this paragraph or at the end of the last one:
    ``X said he was pleased. "We did it."``"""
    page = board.page
    stop = page.spans[index].start - 1
    while stop >= 0 and (
        page.inside[stop] == index or page.doc[stop].is_space or page.doc[stop].is_punct
    ):
        stop -= 1
    if stop < 0:
        return None
    begin, end = page.stretch(page.doc[stop])
    if board.paragraph(index) - page.paragraph(page.doc[begin].idx) > 1:
        return None
    for cue in _main_first([c for c in board.cues if begin <= c.head.i <= end and not c.is_noun]):
        speaker = speaker_of(cue, page)
        if speaker is not None:
            return speaker
    if page.paragraph(page.doc[begin].idx) != board.paragraph(index):
        return None
    return _person_before(board, begin, end)


def _person_before(board: Board, begin: int, end: int) -> Speaker | None:
    """The person that the sentence before is about: ``The general was blunt. "We lost."``"""
    page = board.page
    for token in page.doc[begin : end + 1]:
        if token.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and not page.quoted(token):
            for head in grammar.find_subjects(token).tokens[:1]:
                inside = begin <= head.i <= end and not page.quoted(head)
                if inside and (head.ent_type_ == "PERSON" or head.lower_ in ("he", "she")):
                    return make_speaker([head], page)
    return None


def _main_first(cues: list[Cue]) -> list[Cue]:
    """Cues by how high they stand in the sentence."""
    return sorted(cues, key=lambda cue: len(list(cue.head.ancestors)))
