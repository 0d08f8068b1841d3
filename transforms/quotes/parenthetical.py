"""What stands before a cue or on both sides of it: "..., X said", "A, X said, B", "As X said,
...". The cue is an aside to it, by the commas rather than by the parse."""

from __future__ import annotations

from transforms import grammar
from transforms.grammar.clauses import is_passive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.edges import OPENERS, Content, has_main_verb, is_clause, trim
from transforms.quotes.layout import Layout
from transforms.quotes.speaking import inverted_subject
from transforms.tokens import Span, Token

_COMMAS = frozenset({",", "—", "–", "--"})


def as_clause(cue: Cue, page: Layout) -> Content | None:
    """``As X said, ...`` and ``..., as X put it``: all of the sentence but this clause."""
    if relation(cue.head) != "adverbial_clause" or grammar.complements(cue.head):
        return None
    if not cue.takes("clause"):
        return None
    marks = [c for c in cue.head.children if c.lower_ == "as" and c.i < cue.head.i]
    if not marks:
        return None
    doc = cue.head.doc
    first, last = page.stretch(cue.head)
    if any(head.i > cue.head.i for head in grammar.objects(cue.head)):
        return None
    comma = next((t.i for t in doc[cue.span.end : last] if t.text == ","), last)
    before, after = doc[first : marks[0].i], doc[comma + 1 : last + 1]
    if marks[0].i <= first + 1:
        before = doc[first:first]
    elif before[-1].text not in _COMMAS:
        return None
    elif is_clause(before):
        after = doc[first:first]  # "..., as X said, ...": the rest is another matter
    if not is_clause(before) and not is_clause(after):
        return None
    parts = [trim(part, page) for part in (before, after) if len(part)]
    return Content(parts, "as-cue", 0.75)


def clause_before(cue: Cue, page: Layout) -> Content | None:
    """``..., X said`` at the end, and ``..., X said, ...`` in the middle of the sentence."""
    if not cue.takes("clause", "quote") or cue.head.tag_ in ("VBG", "VB"):
        return None
    doc = cue.head.doc
    first, _last = page.stretch(cue.head)
    comma = _comma_before(cue, page, first)
    if comma is None:
        return None
    if relation(cue.head) in ("relative", "clause_modifier"):
        return None
    if _joined(cue, comma):
        return None
    if any(child.i > cue.head.i for child in grammar.complements(cue.head)):
        return None
    before = doc[first:comma]
    marked = any(page.quoted(token) for token in before)
    plain = cue.takes("clause") or bool(inverted_subject(cue, page))  # "..., thundered X"
    whole = is_clause(before) or _is_fragment(before, cue, page)
    if not marked and not (whole and plain):
        return None  # "In March, X said ..."
    return Content([trim(before, page)], "clause-cue", 0.85)


def _is_fragment(before: Span, cue: Cue, page: Layout) -> bool:
    """Whether less than a clause is all that is said: "People like Scott, he said." """
    _, last = page.stretch(cue.head)
    ends = cue.span.end - 1 >= last or cue.head.doc[cue.span.end].text in (".", "!", "?")
    first = before[0] if len(before) else None
    if first is None or not ends or first.ent_type_ in ("DATE", "TIME"):
        return False
    return first.pos_ in ("NOUN", "PROPN", "DET", "NUM", "ADJ") and len(before) > 1


def cut_by_cue(cue: Cue, page: Layout) -> Content | None:
    """``The plan, X said, is dead.``: what is said stands on both sides of the cue."""
    plain = cue.takes("clause") or bool(inverted_subject(cue, page))  # "A, thundered X, B"
    if not plain or cue.head.tag_ not in ("VBD", "VBZ", "VBP") or is_passive(cue.head):
        return None
    told = [head for head in grammar.objects(cue.head) if head.i > cue.head.i]
    if told and not cue.takes("addressee"):
        return None
    first, last = page.stretch(cue.head)
    comma, after = _comma_before(cue, page, first), _after_cue(cue, page, last)
    if comma is None or after is None or _joined(cue, comma):
        return None
    parts = [cue.head.doc[first:comma], cue.head.doc[after : last + 1]]
    if page.quoted(parts[0][-1]) or page.quoted(parts[1][0]):
        return None
    if parts[0][-1].tag_ in ("IN", "WDT", "WP"):
        return None  # "records that, she argued, proved it"
    if not is_clause(parts[0]) and not is_clause(parts[1]):
        return None
    if inverted_subject(cue, page) and not has_main_verb(parts[1]):
        return None  # "..., said X, a lawyer who ..."
    return Content([trim(part, page) for part in parts], "clause-cut-by-cue", 0.75)


def _joined(cue: Cue, comma: int) -> bool:
    """Whether a conjunction stands between the comma and the cue: "..., and X said"."""
    words = grammar.children(cue.head, "marker", "coordinator")
    return any(comma <= word.i < cue.head.i for word in words)


def _after_cue(cue: Cue, page: Layout, last: int) -> int | None:
    """The first token after ``, X said,``: the comma must come soon."""
    doc = cue.head.doc
    heads = grammar.subjects(cue.head)
    start = max([cue.span.end] + [grammar.noun_phrase(h).end for h in heads if h.i > cue.head.i])
    for token in doc[start : min(last, start + 7)]:
        if token.pos_ in ("VERB", "AUX", "SCONJ") or page.quoted(token):
            return None
        if token.text in _COMMAS:
            following = doc[token.i + 1]
            further = following.tag_ == "VBG" or following.lower_ in OPENERS - {"that"}
            return None if further else token.i + 1
    return None


def _comma_before(cue: Cue, page: Layout, first: int) -> int | None:
    """Where the words before ``X said`` end: at the comma, or after a quotation that ends in
    one. By the parse or, where that shows no subject there, at the last comma with nothing
    but a noun phrase after it."""
    doc = cue.head.doc
    begin = cue.span.start
    if not inverted_subject(cue, page):
        heads = [h for h in grammar.subjects(cue.head) if first <= h.i and not page.quoted(h)]
        begin = min([begin] + [grammar.noun_phrase(head).start for head in heads])
        while begin > first and doc[begin - 1].pos_ in ("ADV", "AUX"):
            begin -= 1
    if doc[cue.span.start - 1].text == "," and not inverted_subject(cue, page):
        begin = min(begin, _renamed_from(cue.span.start - 1, first, page) or begin)
    if begin - 1 > first and (end := _part_ends(doc[begin - 1], page)) is not None:
        return end
    for token in reversed(doc[first + 1 : cue.span.start]):
        if (end := _part_ends(token, page)) is not None:
            return end if token.i < cue.span.start - 1 else None
        if page.quoted(token) or token.tag_ in ("VBD", "VBZ", "VBP", "MD", "IN", "WP", "WDT"):
            return None
    return None


def _renamed_from(comma: int, first: int, page: Layout) -> int | None:
    """Where the speaker begins in ``..., a spokesman, Ann Lee, said``, by the words alone."""
    doc = page.doc
    opening = next((i for i in range(comma - 1, first, -1) if doc[i].text == ","), None)
    if opening is None or any(page.quoted(token) for token in doc[opening:comma]):
        return None
    at = opening
    while at > first and doc[at - 1].pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON"):
        at -= 1
    return at if at < opening else None


def _part_ends(token: Token, page: Layout) -> int | None:
    """One past the last word before a comma, or before a cue that follows a quotation."""
    if page.quoted(token):
        return token.i + 1 if page.last_sign(page.inside[token.i]) in (",", "?", "!") else None
    return token.i if token.text in _COMMAS else None
