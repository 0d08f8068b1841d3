"""Reported speech: what a cue introduces in the writer's own clause (indirect), and the words
quoted inside of it (mixed).

The content is the whole reported clause, its "that" included, as PolNeAR marks it; of
"hailed it as 'a triumph'" it is the quoted words alone.
"""

from __future__ import annotations

from spacy.tokens import Span, Token

from transforms import grammar
from transforms.grammar.clauses import is_infinitive, is_passive
from transforms.grammar.labels import relation
from transforms.quotes.authority import by_authority, of_noun
from transforms.quotes.cues import Cue
from transforms.quotes.edges import (
    OPENERS,
    Content,
    begin_after,
    has_main_verb,
    is_clause,
    left,
    own_subject,
    right,
    trim,
)
from transforms.quotes.judgements import judgement, nominal
from transforms.quotes.layout import Layout
from transforms.quotes.speaking import inverted_subject

_ENDS = frozenset({",", ";", ":", "—", "–", "--", "(", ".", "!", "?"})
_NAMING = frozenset({"name", "identify", "quote", "cite"})
_TOLD = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"})
_NOMINATIVE = frozenset({"he", "she", "they", "we", "i", "it", "there"})
_COMMAS = frozenset({",", "—", "–", "--"})


def content_of(cue: Cue, page: Layout) -> Content | None:
    """What a cue reports, by the surest reading that its pattern allows; None where nothing."""
    if cue.is_phrase:
        return by_authority(cue, page)
    if cue.is_noun:
        return of_noun(cue, page)
    return (
        _cut_by_cue(cue, page)
        or _clause_after(cue, page)
        or _as_clause(cue, page)
        or _clause_before(cue, page)
        or _infinitive(cue, page)
        or judgement(cue, page)
        or nominal(cue, page)
    )


def _clause_after(cue: Cue, page: Layout) -> Content | None:
    """``X said (that) ...``, ``X asked whether ...``, ``X proposed leaving``."""
    doc = cue.head.doc
    clauses = [
        clause
        for clause in grammar.children(cue.head, "complement")
        if clause.i > cue.head.i and (own_subject(clause) or not is_infinitive(clause))
    ]
    if clauses:
        first, end = left(clauses[0], cue, page), right(clauses, cue, page)
        # A cue of quotations only still takes a clause that says it is one.
        usable = cue.takes("clause", "wh") or first.lower_ == "that"
        usable = usable and not _by_doing(first)
        # "what critics say is a camp": the clause lacks its subject.
        gap = first.tag_ in ("VBD", "VBZ", "VBP", "MD") and relation(cue.head) == "relative"
        if usable and not gap and end > first.i:
            sure = 0.9 if first.lower_ in OPENERS else 0.85
            return Content([trim(doc[first.i : end], page)], "cue-clause", sure)
    if cue.takes("ing"):
        for clause in grammar.children(cue.head, "open_complement", "complement"):
            if clause.i > cue.head.i and clause.tag_ == "VBG":
                part = doc[left(clause, cue, page).i : right([clause], cue, page)]
                return Content([trim(part, page)], "cue-ing", 0.8)
    return _words_after(cue, page)


def _by_doing(first: Token) -> bool:
    """Whether a clause says how somebody spoke: "responded by saying"."""
    return (
        first.pos_ in ("ADP", "SCONJ")
        and first.i + 1 < len(first.doc)
        and (first.nbor().tag_ == "VBG" and first.lower_ not in OPENERS)
    )


def _words_after(cue: Cue, page: Layout) -> Content | None:
    """A clause after a cue by its words alone, where the parse shows none."""
    if not cue.takes("clause", "wh"):
        return None
    doc, first = cue.head.doc, begin_after(cue, page)
    if first is None or relation(cue.head) == "relative":
        return None
    open_object = cue.takes("object", "to-object") or not cue.takes("clause")
    open_object = open_object and not _subject_and_verb(first, cue)
    if first.lower_ not in OPENERS and (open_object or is_passive(cue.head)):
        return None
    nominal_start = page.quoted(first) or (
        first.pos_ in ("PRON", "DET", "NOUN", "PROPN", "ADJ", "NUM")
    )
    if first.lower_ not in OPENERS and not nominal_start:
        return None
    _, last = page.stretch(cue.head)
    end = _words_end(first.i, last, page)
    conditional = first.lower_ == "that" and doc[first.i + 1].tag_ in ("IN", "WRB")
    if conditional and end < last and doc[end].text == ",":
        end = _words_end(end + 1, last, page)  # "said that if it rained, ..."
    rest = doc[first.i + 1 : end]
    if first.lower_ not in OPENERS and _verb_is_joined(rest):
        return None  # "rejected the criticism and refused to ..."
    if not (is_clause(rest) if first.lower_ in OPENERS else has_main_verb(rest)):
        return None
    return Content([trim(doc[first.i : end], page)], "cue-words", 0.65)


def _verb_is_joined(rest: Span) -> bool:
    """Whether the first finite verb stands right behind "and": it has no subject there."""
    for token in rest:
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            before = token.nbor(-1)
            return (before.nbor(-1) if before.pos_ == "ADV" else before).pos_ == "CCONJ"
    return False


def _subject_and_verb(first: Token, cue: Cue) -> bool:
    """Whether a pronoun that can be no object begins a clause: "admitted he had"."""
    following = first.doc[first.i + 1 : first.i + 4]
    finite = any(token.tag_ in ("VBD", "VBZ", "VBP", "MD") for token in following)
    return first.lower_ in _NOMINATIVE and finite and cue.takes("clause")


def _words_end(at: int, last: int, page: Layout) -> int:
    """The next mark outside of quotations, or the "and" before a further cue."""
    doc = page.doc
    while at <= last and (page.quoted(doc[at]) or doc[at].text not in _ENDS):
        if at < last and doc[at].pos_ == "CCONJ" and doc[at + 1].i in page.cue_heads:
            break
        at += 1
    return at


def _as_clause(cue: Cue, page: Layout) -> Content | None:
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


def _clause_before(cue: Cue, page: Layout) -> Content | None:
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
    if not marked and not (is_clause(before) and cue.takes("clause")):
        return None  # "In March, X said ..."
    return Content([trim(before, page)], "clause-cue", 0.85)


def _cut_by_cue(cue: Cue, page: Layout) -> Content | None:
    """``The plan, X said, is dead.``: what is said stands on both sides of the cue."""
    plain = cue.takes("clause") and cue.head.tag_ in ("VBD", "VBZ", "VBP")
    if not plain or is_passive(cue.head):
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
    if begin == cue.span.start and doc[begin - 1].text == "," and not inverted_subject(cue, page):
        begin = _renamed_from(begin - 1, first, page) or begin
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


def _infinitive(cue: Cue, page: Layout) -> Content | None:
    """``X vowed to ...``, ``X urged Y to ...``, ``X called on Y to ...``."""
    if not cue.takes("to", "to-object"):
        return None
    for clause in [
        *grammar.complements(cue.head),
        *(c for found in grammar.clausal_obliques(cue.head).values() for c in found),
    ]:
        if clause.i < cue.head.i or not is_infinitive(clause):
            continue
        if clause.lemma_ in _NAMING and is_passive(clause):
            continue  # "asked not to be named"
        first = left(clause, cue, page)
        start = first.i
        if cue.takes("with-object"):
            heads = [head for head in grammar.objects(cue.head) if cue.head.i < head.i < start]
            start = min([start] + [grammar.noun_phrase(head).start for head in heads])
            if len(cue.entry.words) > 1 and cue.head.doc[cue.span.end].pos_ in _TOLD:
                start = cue.span.end  # "called on | the owners to return"
        part = cue.head.doc[start : right([clause], cue, page)]
        return Content([trim(part, page)], "cue-infinitive", 0.85)
    return None
