"""Quotes: who said what. The spaCy component ``dateline_quotes`` fills ``doc._.quotes``.

Direct quotations first (marks and the cue beside them), then what the other cues report in
the writer's words. Words inside quotation marks are no cues: somebody else is speaking there.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from transforms.grammar.clauses import auxiliaries, is_negated, is_passive
from transforms.quotes import direct, floating
from transforms.quotes.blocks import block_quotes
from transforms.quotes.board import Board
from transforms.quotes.chains import chained_speaker, joined_speaker
from transforms.quotes.cues import Cue, Lexicon, find_cues, lexicon
from transforms.quotes.edges import QUESTIONS, Content
from transforms.quotes.layout import Layout, lay_out
from transforms.quotes.outlets import bare, names_outlet
from transforms.quotes.pronouns import resolve_pronouns
from transforms.quotes.reported import content_of
from transforms.quotes.speakers import Speaker, speaker_of
from transforms.tokens import Doc, Span
from transforms.types import Layer, Quote

# Patterns of the verbs that are acts of speaking of their own ("... and called for a vote"),
# not of those that are as well part of what is said ("he talked of leaving").
_CUT = frozenset({"clause-cut-by-cue"})
_ACTS = ("clause", "to", "to-object", "as", "for", "predicate", "object")


@Language.factory("dateline_quotes", default_config={"seeds": None})
def make_quotes(nlp: Language, name: str, seeds: str | None) -> Quotes:  # noqa: ARG001
    """The component, for ``nlp.add_pipe("dateline_quotes")``. ``seeds`` is the folder of a
    user's own seed files (a ``cues.csv`` there adds its rows)."""
    return Quotes(lexicon(Path(seeds) if seeds else None))


class Quotes(Layer):
    """Fills ``doc._.quotes`` from the text, the parse and ``doc._.mentions``."""

    def __init__(self, known: Lexicon) -> None:
        self.known = known

    def fill(self, doc: Doc) -> None:
        doc._.quotes = quotes_of(doc, self.known)


def quotes_of(doc: Doc, known: Lexicon | None = None) -> list[Quote]:
    """The attributed statements of a Doc, in text order. Any text will do."""
    page = lay_out(doc, known or lexicon())
    cues = find_cues(doc, page.quoted, page.lexicon)
    page.cue_heads = {
        cue.head.i
        for cue in cues
        if not (cue.is_noun or cue.is_phrase or cue.takes("marks")) and cue.takes(*_ACTS)
    }
    board = Board(page, cues)
    for attribute in (direct.attribute, floating.attribute):
        for index in range(len(page.spans)):
            if index not in board.found and (made := attribute(board, index)) is not None:
                board.found[index] = made
    found = [made.quote for made in board.found.values()]
    found += block_quotes(board)
    found += _reported(board)
    found.sort(key=lambda quote: (quote.span.start_char, -quote.span.end_char))
    resolve_pronouns(found, page)
    return found


def _reported(board: Board) -> list[Quote]:
    page = board.page
    used = {made.cue.head.i for made in board.found.values() if made.cue is not None}
    found: list[Quote] = []
    for cue in board.cues:
        content = content_of(cue, page) if cue.head.i not in used else None
        if content is None or (cue.takes("marks") and not _in_marks(content, page)):
            continue
        speaker = chained_speaker(cue, page, board.cues)
        speaker = speaker or joined_speaker(cue, page, board.cues) or speaker_of(cue, page)
        if speaker is None and (not _unsaid(cue) or content.rule == "cue-infinitive"):
            continue
        if _is_silent(cue, content):
            continue
        first: Quote | None = None
        for part in content.parts:
            if len(part) and not _taken(part, board):
                quote = _quote(part, page, cue, speaker, content.rule, content.confidence)
                quote.continues = first
                first = first or quote
                found.append(quote)
    return _without_nested(_without_copies(found), page)


def _in_marks(content: Content, page: Layout) -> bool:
    """Whether words in marks show that what somebody feels or fears was said."""
    return any(page.quoted(token) for part in content.parts for token in part)


def _unsaid(cue: Cue) -> bool:
    """Whether a cue is a passive that leaves out who speaks: "it was reported that"."""
    if cue.is_noun or cue.is_phrase or not is_passive(cue.head):
        return False
    return any(child.lemma_ in ("be", "get") for child in auxiliaries(cue.head))


def _is_silent(cue: Cue, content: Content) -> bool:
    """Whether the text says that nothing was said: "did not say how", "refused to say"."""
    if cue.is_noun or cue.is_phrase or cue.head.lemma_ not in ("say", "tell", "explain"):
        return False
    if not len(content.parts[0]) or content.parts[0][0].lower_ not in QUESTIONS:
        return False
    above = cue.head.head
    refused = cue.head.tag_ == "VB" and above.lemma_ in ("refuse", "decline", "fail")
    return refused or is_negated(cue.head)


def _quote(
    span: Span, page: Layout, cue: Cue, speaker: Speaker | None, rule: str, confidence: float
) -> Quote:
    kind = "mixed" if any(page.quoted(token) for token in span) else "indirect"
    quote = Quote(span, kind, rule, confidence, cue=cue.span)
    if speaker is None:
        # A passive without an agent ("was told that"): the text names nobody.
        quote.anonymous = True
        quote.confidence = min(confidence, 0.5)
        return quote
    quote.speaker, quote.speaker_actor = speaker.span, speaker.actor
    quote.anonymous, quote.via = speaker.anonymous, speaker.via
    return quote


def _taken(part: Span, board: Board) -> bool:
    """Whether a reported clause is for its greater part a direct quotation already."""
    for made in board.found.values():
        span = made.quote.span
        common = min(span.end, part.end) - max(span.start, part.start)
        if common > 0 and common * 2 >= min(len(part), len(span)) and made.quote.speaker:
            return True
    return False


def _without_copies(quotes: list[Quote]) -> list[Quote]:
    """One quote a span: the surest reading of the same words."""
    best: dict[tuple[int, int], Quote] = {}
    for quote in quotes:
        key = (quote.span.start, quote.span.end)
        if key not in best or quote.confidence > best[key].confidence:
            best[key] = quote
    kept = {id(quote) for quote in best.values()}
    for quote in quotes:
        if quote.continues is not None and id(quote.continues) not in kept:
            quote.continues = None
    return [quote for quote in quotes if id(quote) in kept]


def _without_nested(quotes: list[Quote], page: Layout) -> list[Quote]:
    """Of what is reported inside a report only the outer: "A said that B had promised to ..."
    is a statement by A. An outlet that passes on what somebody said is no speaker of it but
    the way it came ("B said that ..., according to the Daily Herald")."""
    kept = list(quotes)
    for quote in quotes:
        for outer in quotes:
            if quote is outer or not _lies_in(quote, outer):
                continue
            if quote.rule in _CUT:  # a part of "A, X said, B" in what an inner cue took for B
                kept = [other for other in kept if other is not outer]
                continue
            if _passes_on(outer, quote, page):
                kept = [other for other in kept if other is not outer]
            else:
                kept = [other for other in kept if other is not quote]
    for quote in kept:
        if quote.continues is not None and quote.continues not in kept:
            quote.continues = None
    return kept


def _passes_on(outer: Quote, quote: Quote, page: Layout) -> bool:
    """Whether the outer speaker is the outlet of a quote that is all that it reports. Where
    the quote does not know its outlet yet, it learns it."""
    if outer.speaker is None or quote.speaker is None or outer.span.start != quote.speaker.start:
        return False
    if quote.via is None and names_outlet(outer.speaker, page):
        quote.via = bare(outer.speaker)
    return quote.via is not None and quote.via in outer.speaker.text


def _lies_in(quote: Quote, outer: Quote) -> bool:
    """Whether a quote and its cue are a part of what another one reports."""
    if outer.cue is not None and quote.span.start <= outer.cue.start < quote.span.end:
        return False
    inside = outer.span.start <= quote.span.start and quote.span.end <= outer.span.end
    cue = quote.cue
    return inside and cue is not None and outer.span.start <= cue.start < outer.span.end
