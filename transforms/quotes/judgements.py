"""What is said in less than a clause: "called it a farce", "accused Y of ...", "denied it"."""

from __future__ import annotations

from spacy.tokens import Token

from transforms import grammar
from transforms.grammar.clauses import is_passive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.edges import Content, left, own_subject, phrase, right, trim
from transforms.quotes.layout import Layout

_FAR, _NEAR = 40, 10  # tokens from a cue to the words it introduces


def judgement(cue: Cue, page: Layout) -> Content | None:
    """``X called it "a farce"``, ``X hailed it as "a triumph"``, ``X accused Y of ...``."""
    if is_passive(cue.head) and not grammar.agents(cue.head):
        return None
    return (
        (_as_quoted(cue, page) if cue.takes("as") else None)
        or (_predicate(cue, page) if cue.takes("predicate") else None)
        or _after_preposition(cue, page)
    )


def _as_quoted(cue: Cue, page: Layout) -> Content | None:
    """The words in marks right after "as"."""
    _, last = page.stretch(cue.head)
    doc = cue.head.doc
    for token in doc[cue.span.end : min(last, cue.span.end + _FAR)]:
        if token.lower_ == "as" and not page.quoted(token):
            for following in doc[token.i + 1 : token.i + 4]:
                if page.quoted(following):
                    span = page.spans[page.inside[following.i]]
                    return Content([span], "cue-as-quote", 0.8)
    return None


def _predicate(cue: Cue, page: Layout) -> Content | None:
    """Whom and what: "half of them deplorable" in "called half of them deplorable"."""
    doc = cue.head.doc
    objects = [head for head in grammar.objects(cue.head) if head.i > cue.head.i]
    for clause in grammar.complements(cue.head):
        if clause.i > cue.head.i and clause.tag_ not in ("VB", "VBG") and not _is_clause(clause):
            starts = [grammar.noun_phrase(head).start for head in objects]
            start = min([left(clause, cue, page).i, *starts])
            part = doc[start : right([clause], cue, page)]
            return Content([trim(part, page)], "cue-predicate", 0.7)
    # By the words alone: a noun phrase and then words in marks.
    for token in doc[cue.span.end : cue.span.end + _NEAR]:
        if page.quoted(token):
            end = page.spans[page.inside[token.i]].end
            part = doc[cue.span.end : end]
            return Content([trim(part, page)], "cue-predicate", 0.65)
        if token.pos_ in ("VERB", "AUX", "SCONJ") or token.is_punct or token.is_space:
            return None
    return None


def _is_clause(head: Token) -> bool:
    """Whether a complement has a subject and a finite verb: no predicate but a clause."""
    return own_subject(head) and head.tag_ in ("VBD", "VBZ", "VBP")


def _after_preposition(cue: Cue, page: Layout) -> Content | None:
    """``accused Y of lying``, ``called for a ceasefire``."""
    doc = cue.head.doc
    for preposition in ("of", "for", "about", "against"):
        if not cue.takes(preposition):
            continue
        if first := _gerund_after(cue, preposition, page):
            # "for being late": the clause hangs on what the copula or auxiliary belongs to.
            linked = relation(first) in ("copula", "auxiliary", "passive_auxiliary")
            part = doc[first.i : right([first.head if linked else first], cue, page)]
            return Content([trim(part, page)], f"cue-{preposition}", 0.7)
        for clause in grammar.clausal_obliques(cue.head).get(preposition, []):
            if clause.i > cue.head.i:
                start = left(clause, cue, page).i
                if doc[start].lower_ == preposition:
                    start += 1
                part = doc[start : right([clause], cue, page)]
                return Content([trim(part, page)], f"cue-{preposition}", 0.7)
        for noun in grammar.obliques(cue.head).get(preposition, []):
            if noun.i > cue.head.i and cue.entry.kind in ("asking", "judging", "saying"):
                return Content([trim(phrase(noun, page), page)], f"cue-{preposition}", 0.6)
    return None


def _gerund_after(cue: Cue, preposition: str, page: Layout) -> Token | None:
    """The "-ing" right after a preposition, by the words alone: the parse may hang it on the
    object as well as on the verb."""
    doc = cue.head.doc
    _, last = page.stretch(cue.head)
    for token in doc[cue.span.end : min(last, cue.span.end + _NEAR)]:
        if token.lower_ == preposition:
            following = doc[token.i + 1]
            return following if following.tag_ == "VBG" else None
        punct = token.is_punct and token.tag_ != "HYPH"
        if punct or page.quoted(token) or token.pos_ in ("VERB", "AUX", "SCONJ"):
            return None
    return None


def nominal(cue: Cue, page: Layout) -> Content | None:
    """``X announced a ceasefire``, ``X denied the charges``: a noun phrase is what is said."""
    if not cue.takes("object") or is_passive(cue.head):
        return None
    for head in grammar.objects(cue.head):
        if head.i > cue.head.i and head.pos_ in ("NOUN", "PROPN"):
            return Content([trim(phrase(head, page), page)], "cue-object", 0.6)
    return None
