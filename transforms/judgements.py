"""What is said in less than a clause: "called it a farce", "accused Y of ...", "denied it"."""

from __future__ import annotations

from transforms import grammar
from transforms.clauses import is_passive
from transforms.cues import Cue
from transforms.edges import Content, left, phrase, right, trim
from transforms.layout import Layout


def judgement(cue: Cue, page: Layout) -> Content | None:
    """``X called it "a farce"``, ``X hailed it as "a triumph"``, ``X accused Y of ...``."""
    doc = cue.head.doc
    _, last = page.stretch(cue.head)
    if is_passive(cue.head) and not grammar.agents(cue.head):
        return None
    if cue.takes("as"):
        for token in doc[cue.span.end : min(last, cue.span.end + 40)]:
            if token.lower_ == "as" and not page.quoted(token):
                index = next(
                    (page.inside[t.i] for t in doc[token.i + 1 : token.i + 4] if page.quoted(t)), -1
                )
                if index >= 0:
                    return Content([page.spans[index]], "cue-as-quote", 0.8)
    if cue.takes("predicate"):
        for clause in grammar.complements(cue.head):
            if clause.i > cue.head.i and clause.tag_[:2] != "VB":
                start = min(
                    [left(clause, cue, page).i]
                    + [
                        grammar.noun_phrase(h).start
                        for h in grammar.objects(cue.head)
                        if h.i > cue.head.i
                    ]
                )
                part = doc[start : right([clause], cue, page)]
                return Content([trim(part, page)], "cue-predicate", 0.7)
    for preposition in ("of", "for", "about", "against"):
        if not cue.takes(preposition):
            continue
        for clause in grammar.clausal_obliques(cue.head).get(preposition, []):
            if clause.i > cue.head.i:
                start = left(clause, cue, page).i
                if doc[start].lower_ == preposition:
                    start += 1
                part = doc[start : right([clause], cue, page)]
                return Content([trim(part, page)], f"cue-{preposition}", 0.7)
        for noun in grammar.obliques(cue.head).get(preposition, []):
            if noun.i > cue.head.i and cue.entry.kind in ("asking", "judging", "saying"):
                part = phrase(noun, page)
                return Content([trim(part, page)], f"cue-{preposition}", 0.6)
    return None


def nominal(cue: Cue, page: Layout) -> Content | None:
    """``X announced a ceasefire``, ``X denied the charges``: a noun phrase is what is said."""
    if not cue.takes("object") or is_passive(cue.head):
        return None
    for head in grammar.objects(cue.head):
        if head.i > cue.head.i and head.pos_ in ("NOUN", "PROPN"):
            return Content([trim(phrase(head, page), page)], "cue-object", 0.6)
    return None
