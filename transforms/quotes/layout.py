"""Where the quotations of a Doc lie among its words: what is inside, before, after each.

Parsers trip over quotations, so the stretch of the writer's own words before and after one is
measured by marks and full stops, not by the parse.
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from transforms.dates.dateline import find_dateline
from transforms.quotes.cues import Lexicon
from transforms.quotes.quotations import (
    ANGLE,
    DOUBLE,
    SINGLE,
    Quotation,
    outermost,
    paragraphs,
)
from transforms.tokens import Doc, Span, Token
from transforms.types import Mention

_ENDS = frozenset({".", "!", "?", '."', "?!", "!!", "...."})
_CUTS = frozenset({",", "?", "!", "…"})
_SUBJECTS = frozenset({"DET", "PRON", "PROPN", "NOUN"})
_MARKS = f"{DOUBLE}{SINGLE}{ANGLE} "
_MAX_STRETCH = 80  # tokens; a cue further away belongs to something else


@dataclass(slots=True)
class Layout:
    """The outermost quotations of a Doc as spans, and which of them each word is in.

    ``inside[i]`` is the index of the quotation that token i lies in, or -1; the marks
    themselves count as inside. ``starts`` are the first characters of the paragraphs,
    ``numbers[i]`` is the paragraph of token i; ``lexicon`` is what is known of cues,
    ``cue_heads`` are the verbs among the cues, ``story`` is the first character behind the
    dateline.
    """

    doc: Doc
    lexicon: Lexicon
    text: str  # of the Doc, which puts it together anew at every access
    quotations: list[Quotation] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cue_heads: set[int] = field(default_factory=set)
    story: int = 0
    named: set[int] = field(default_factory=set)  # by id()
    _stretches: dict[int, tuple[int, int]] = field(default_factory=dict, repr=False)
    _mentions: dict[int, Mention] | None = field(default=None, repr=False)  # by word

    def quoted(self, token: Token) -> bool:
        """Whether a word lies inside quotation marks."""
        return self.inside[token.i] >= 0

    def mention_at(self, head: Token) -> Mention | None:
        """The mention that a word heads, else the shortest whose span holds the word."""
        if self._mentions is None:
            # What is written last stays: of two as short, the first.
            whole = [mention for mention in reversed(self.doc._.mentions) if not mention.modifier]
            self._mentions = {}
            for mention in sorted(whole, key=lambda m: -len(m.span)):
                words = range(mention.span.start, mention.span.end)
                self._mentions.update(dict.fromkeys(words, mention))
            self._mentions.update((mention.head.i, mention) for mention in whole)
        return self._mentions.get(head.i)

    def paragraph(self, char: int) -> int:
        """The number of the paragraph that a character is in."""
        return bisect_right(self.starts, char) - 1

    def lead(self, index: int) -> list[Token]:
        """The writer's words of the same sentence before a quotation, in text order."""
        first = self._first(index)
        found: list[Token] = []
        paragraph = self._paragraph_before(index)
        for i in range(first - 1, max(-1, first - _MAX_STRETCH), -1):
            token = self.doc.words[i]
            if self.inside[i] >= 0:
                if self.ends_sentence(self.inside[i]):
                    break
                continue
            if token.is_space:
                continue
            if token.text in _ENDS or self.numbers[i] != paragraph:
                break
            found.append(token)
        return found[::-1]

    def tail(self, index: int) -> list[Token]:
        """The writer's words after a quotation, up to the full stop or the next quotation."""
        last = self._last(index)
        found: list[Token] = []
        paragraph = self.paragraph(self.quotations[index].outer_start)
        for i in range(last + 1, min(len(self.doc), last + _MAX_STRETCH)):
            token = self.doc.words[i]
            if self.inside[i] >= 0 or token.text in _ENDS or self.numbers[i] != paragraph:
                break
            if not token.is_space:
                found.append(token)
        return found

    def stretch(self, token: Token) -> tuple[int, int]:
        """First and last token (inclusive) of the sentence around a word outside of marks.

        Quotations inside the sentence are run over; one that ends with a full stop ends it.
        """
        if (known := self._stretches.get(token.i)) is not None:
            return known
        words, first, last = self.doc.words, token.i, token.i
        numbers, inside = self.numbers, self.inside
        paragraph = numbers[token.i]
        # Where the title or the dateline ends before the word, the sentence begins.
        edge = max(
            (end for end in (self.doc._.title_end, self.story) if end <= token.idx), default=0
        )
        while first > 0:
            other, index = words[first - 1], inside[first - 1]
            if numbers[first - 1] != paragraph or other.idx < edge:
                break
            if (index < 0 and other.text in _ENDS) or (index >= 0 and self.ends_sentence(index)):
                break
            first -= 1
        end = len(words)
        while last + 1 < end:
            if numbers[last + 1] != paragraph:
                break
            index, here = inside[last + 1], inside[last]
            if index < 0 and words[last + 1].text in _ENDS:
                break
            if index < 0 and here >= 0 and self.ends_sentence(here):
                break
            if index >= 0 and index != here and here >= 0 and self.ends_sentence(here):
                break
            last += 1
        while first < last and words[first].is_space:
            first += 1
        while last > first and words[last].is_space:
            last -= 1
        self._stretches[token.i] = first, last
        return first, last

    def ends_sentence(self, index: int) -> bool:
        """Whether a quotation closes the writer's sentence too (its last sign is a stop)."""
        return self.last_sign(index) in (".", "!", "?", "…")

    def last_sign(self, index: int) -> str:
        """The last character of a quotation, the marks of one inside of it left out."""
        quotation = self.quotations[index]
        return self.text[quotation.start : quotation.end].rstrip(_MARKS)[-1:]

    def opens_sentence(self, index: int) -> bool:
        """Whether none of the writer's words stand before a quotation in its sentence."""
        return not [token for token in self.lead(index) if not token.is_punct]

    def cover(self, start: int, end: int) -> Span:
        """The words from one character to another, cut to whole words."""
        span = self.doc.char_span(start, end, alignment_mode="contract")
        if span is None or not len(span):
            span = self.doc.char_span(start, end, alignment_mode="expand")
        return span if span is not None else self.doc[0:0]

    def _first(self, index: int) -> int:
        first = self.spans[index].start
        while first > 0 and self.inside[first - 1] == index:
            first -= 1
        return first

    def _last(self, index: int) -> int:
        last = self.spans[index].end - 1
        while last + 1 < len(self.doc) and self.inside[last + 1] == index:
            last += 1
        return last

    def _paragraph_before(self, index: int) -> int:
        """The paragraph whose words lead to a quotation: its own, or the one before where
        that ends in a colon."""
        own = self.paragraph(self.quotations[index].outer_start)
        before = self._first(index) - 1
        while before >= 0 and self.doc[before].is_space:
            before -= 1
        if before >= 0 and self.doc[before].text == ":":
            return self.paragraph(self.doc[before].idx)
        return own


def _numbers(doc: Doc, starts: list[int]) -> list[int]:
    """The number of the paragraph of each word."""
    places = [token.idx for token in doc.words]
    first = [bisect_left(places, start) for start in starts]
    found = [-1] * first[0]
    for number, (begin, end) in enumerate(pairwise([*first, len(places)])):
        found += [number] * (end - begin)
    return found


def _before_cue(span: Span, known: Lexicon) -> Span:
    """Without who says it and all behind, where the closing mark was forgotten: ``"The light
    went out, said Ann Lee.``, ``"The light went out, she said.``"""
    doc = span.doc
    for token in doc[span.start + 1 : span.end - 2]:
        if token.text not in _CUTS:
            continue
        at = token.i + 1
        if _is_cue(doc[at], known) and (doc[at + 1].ent_type_ or doc[at + 1].pos_ in _SUBJECTS):
            return doc[span.start : token.i + 1]
        while at < span.end and (doc[at].ent_type_ == "PERSON" or doc[at].tag_ == "PRP"):
            at += 1
        ended = at + 1 >= span.end or doc[at + 1].text in _ENDS
        if token.i + 1 < at < span.end and _is_cue(doc[at], known) and ended:
            return doc[span.start : token.i + 1]
    return span


def _is_cue(token: Token, known: Lexicon) -> bool:
    entries = known.verbs.get(token.lemma_.lower(), ())
    return token.tag_ in ("VBD", "VBZ") and any("quote" in entry.patterns for entry in entries)


def _until(quotation: Quotation, span: Span) -> Quotation:
    """A quotation that ends where a span does."""
    if not len(span) or span.end_char >= quotation.end:
        return quotation
    return dataclasses.replace(quotation, end=span.end_char, outer_end=span.end_char)


def lay_out(doc: Doc, known: Lexicon) -> Layout:
    """Read the quotation marks of a Doc and map them to its words."""
    page = Layout(doc, known, doc.text, inside=[-1] * len(doc))
    dateline = find_dateline(page.text, doc._.title_end)
    page.story = dateline.span[1] if dateline is not None else 0
    page.starts = [start for start, _ in paragraphs(page.text)] or [0]
    page.numbers = _numbers(doc, page.starts)
    marked = outermost(page.text)
    for quotation, following in zip_longest(marked, marked[1:]):
        span = page.cover(quotation.start, quotation.end)
        if not quotation.closed and not (following is not None and following.reopens):
            span = _before_cue(span, known)
            quotation = _until(quotation, span)
        if not len(span) or (page.spans and span.start < page.spans[-1].end):
            continue
        index = len(page.spans)
        page.quotations.append(quotation)
        page.spans.append(span)
        outer = doc.char_span(quotation.outer_start, quotation.outer_end, alignment_mode="expand")
        for token in outer if outer is not None else span:
            page.inside[token.i] = index
    page.named = {id(m.actor) for m in doc._.mentions if m.form == "name"}
    return page
