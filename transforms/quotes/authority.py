"""What is said by cues that are no verbs: "according to X", "X's claim that ..."."""

from __future__ import annotations

from transforms import grammar
from transforms.grammar.clauses import is_infinitive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.edges import Content, is_clause, left, own_subject, right, trim
from transforms.quotes.layout import Layout
from transforms.quotes.outlets import after_phrase


def by_authority(cue: Cue, page: Layout) -> Content | None:
    """``According to X, ...`` and ``..., according to X``: the rest of the sentence."""
    doc = cue.head.doc
    first, last = page.stretch(cue.head)
    head = after_phrase(doc, cue.span.end, last)
    if head is None:
        return None
    phrase_end = max(head.i + 1, grammar.noun_phrase(head, appositions=True).end)
    if doc[phrase_end : phrase_end + 1].text in (",", "—", "–", ":"):
        phrase_end += 1
    before, after = doc[first : cue.span.start], doc[phrase_end : last + 1]
    opening = [token for token in before if not token.is_punct]
    if len(opening) <= 1 or (opening[-1].pos_ in ("CCONJ", "SCONJ") and is_clause(after)):
        if not len(after):
            return None
        return Content([trim(after, page)], "according-to-clause", 0.85)
    if not any(page.quoted(token) for token in before) and not is_clause(before):
        if not is_clause(after):
            return None
        parts = [trim(before, page), trim(after, page)]
        return Content(parts, "clause-cut-by-according-to", 0.7)
    return Content([trim(before, page)], "clause-according-to", 0.85)


def of_noun(cue: Cue, page: Layout) -> Content | None:
    """``X's claim that ...``, ``a promise to ...``: a clause that depends on the noun."""
    for clause in [
        *grammar.children(cue.head, "clause_modifier", "complement"),
        *grammar.children(cue.head, "relative"),
    ]:
        if clause.i < cue.head.i:
            continue
        first = left(clause, cue, page)
        finite = first.lower_ == "that" and cue.takes("clause")
        if not finite and not (is_infinitive(clause) and cue.takes("to")):
            continue
        if finite and relation(clause) == "relative" and not own_subject(clause):
            continue  # "the claim that angered them" is no claim's content
        part = cue.head.doc[first.i : right([clause], cue, page)]
        return Content([trim(part, page)], "noun-clause", 0.75)
    return None
