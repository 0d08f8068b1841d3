"""Reported speech: what a cue introduces in the writer's own clause (indirect), and the words
quoted inside of it (mixed).

The content is the whole reported clause, its "that" included, as PolNeAR marks it.
"""

from __future__ import annotations

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
from transforms.quotes.parenthetical import as_clause, clause_before, cut_by_cue
from transforms.tokens import Span, Token

_ENDS = frozenset({",", ";", ":", "—", "–", "--", "(", ".", "!", "?"})
_NAMING = frozenset({"name", "identify", "quote", "cite"})
_TOLD = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"})
_NOMINATIVE = frozenset({"he", "she", "they", "we", "i", "it", "there"})


def content_of(cue: Cue, page: Layout) -> Content | None:
    """What a cue reports, by the surest reading that its pattern allows; None where nothing."""
    if cue.is_phrase:
        return by_authority(cue, page)
    if cue.is_noun:
        return of_noun(cue, page)
    return (
        cut_by_cue(cue, page)
        or _clause_after(cue, page)
        or as_clause(cue, page)
        or clause_before(cue, page)
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
    behind = [token.tag_ for token in doc[first.i + 1 : first.i + 2]]
    conditional = first.lower_ == "that" and behind in (["IN"], ["WRB"])
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
