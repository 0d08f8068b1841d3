"""The edges of a reported clause: where it begins and ends among the words of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from transforms import grammar
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.layout import Layout
from transforms.quotes.turns import FINITE, TRIM, goes_on, stops, turns_away
from transforms.tokens import Span, Token

QUESTIONS = frozenset(
    {"what", "who", "whom", "whose", "which", "why", "how", "when", "where", "whether", "if"}
)
OPENERS = QUESTIONS | {"that"}
_GOES_ON = frozenset({"ADP", "PRON", "NOUN", "ADJ", "VERB"})  # behind quoted words
_STOPS = (",", ".", "!", "?", "…")
_NEAR = 8  # tokens from "and" to a quotation that goes on the one before


class Content(NamedTuple):
    """What a cue reports, as one or two spans (cut in two by the cue), and by which rule."""

    parts: list[Span]
    rule: str
    confidence: float


def left(clause: Token, cue: Cue, page: Layout) -> Token:
    """The first word of a clause after its cue.

    The parse is overruled towards the cue: between "said" and the clause nothing else stands
    but adverbs, days and prepositional phrases ("said on Monday the plan was dead").
    """
    floor = cue.span.end
    words = [t for t in clause.subtree if t.i >= floor and t.text not in TRIM and not t.is_space]
    first = words[0] if words else clause
    for token in clause.doc[floor : clause.i]:
        if token.lower_ == "that" and token.pos_ == "SCONJ" and not page.quoted(token):
            return token
    if cue.takes("to-object", "addressee"):
        told = [*grammar.objects(cue.head), *grammar.indirect_objects(cue.head)]
        ends = [grammar.noun_phrase(head).end for head in told if floor <= head.i < clause.i]
        if not told and cue.takes("addressee"):  # "told the court | the contract was void"
            both = grammar.children(clause, "subject", "passive_subject")
            ends = [grammar.noun_phrase(both[-1]).start] if len(both) > 1 else []
        rest = [token for token in words if token.i >= max(ends, default=floor)]
        return next((t for t in rest if t.ent_type_ != "DATE" and t.pos_ != "ADP"), first)
    begun = begin_after(cue, page)
    return first if begun is None or begun.i >= first.i else begun


def begin_after(cue: Cue, page: Layout) -> Token | None:
    """The word after a cue with which what is said may begin, by the words alone."""
    _, last = page.stretch(cue.head)
    within_phrase = False
    for token in cue.head.doc[cue.span.end : last + 1]:
        if token.lower_ in OPENERS:
            return token
        if page.quoted(token):
            return token
        if token.pos_ == "ADP":
            within_phrase = True
            continue
        aside = token.pos_ in ("ADV", "PART") or token.ent_type_ == "DATE"
        if aside or relation(token) == "adverbial":
            continue
        if token.is_punct or token.is_space:
            return None
        if within_phrase and token.pos_ in ("DET", "ADJ", "NOUN", "PROPN", "NUM"):
            continue
        return _behind_addressee(token, cue, last) or token
    return None


def _behind_addressee(first: Token, cue: Cue, last: int) -> Token | None:
    """The "that" behind the noun phrase of who is told, where the parse shows no object."""
    if not cue.takes("addressee") or first.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "PRON"):
        return None
    for token in first.doc[first.i + 1 : min(last, first.i + _NEAR) + 1]:
        if token.lower_ == "that" and token.pos_ == "SCONJ":
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADP", "DET", "NUM", "PART"):
            return None
    return None


def right(clauses: Sequence[Token], cue: Cue, page: Layout) -> int:
    """One past the last word of what a cue reports: in its sentence, before a further cue.

    Where the parse ends it in the middle of a phrase, it goes on to the next comma or "and".
    """
    _, last = page.stretch(cue.head)
    doc = cue.head.doc
    end = min(max(token.i for clause in clauses for token in _own_words(clause)), last) + 1
    end = run_on(end, last, clauses, page)
    while end <= last:
        following = joined_quotation(end, last, page)
        if following is not None:
            end = run_on(page.spans[following].end, last, clauses, page)
        elif goes_on(end, cue, page):
            end = run_on(end + 1, last, clauses, page)
        else:
            break
    opened, begun = 0, False
    for token in doc[cue.span.end : end]:
        begun = begun or token.tag_ in FINITE or token.i == clauses[0].i
        if page.quoted(token) or not begun:
            continue
        opened += (token.text == "(") - (token.text == ")")
        if turns_away(token, cue, page, end) or opened < 0:
            return token.i
    if opened > 0:  # "(which ..." begins the writer's aside, cut short by the parse
        return max(t.i for t in doc[cue.span.end : end] if t.text == "(" and not page.quoted(t))
    return end


def _own_words(clause: Token) -> list[Token]:
    """The words of a clause, without a finite verb hung on its infinitive ("ordered the guards
    to leave and closed the gate")."""
    others = [c for c in grammar.children(clause, "conjunct") if c.tag_ in ("VBD", "VBN", "VBZ")]
    if clause.tag_ != "VB" or not others or grammar.modality(clause):
        return clause.subtree
    astray = {word for other in others if not grammar.auxiliaries(other) for word in other.subtree}
    return [word for word in clause.subtree if word not in astray]


def run_on(
    end: int, last: int, clauses: Sequence[Token], page: Layout, *, through: bool = False
) -> int:
    """Where the phrase ends in the middle of which the parse stopped: before a comma or "and"
    (but not one more infinitive), or after a quotation that is a part of it.

    ``through``: a noun phrase, which goes on behind a quotation ("a 'quack' of a doctor").
    """
    words = clauses[0].doc.words
    while end <= last:
        if page.quoted(words[end]):
            if words[end - 1].is_punct or words[end - 1].is_space:
                return end
            index = page.inside[words[end].i]  # "for being 'reckless'"
            if not through or page.last_sign(index) in _STOPS:
                return page.spans[index].end
            while end <= last and page.inside[end] == index:
                end += 1
            if end > last or words[end].pos_ not in _GOES_ON or words[end].ent_type_ == "DATE":
                return page.spans[index].end
            continue
        one_more = (
            words[end].pos_ == "CCONJ"
            and end + 1 < len(words)
            and words[end + 1].tag_ == "VB"
            and all(clause.tag_ == "VB" for clause in clauses)
        )
        if stops(words[end]) or (words[end].pos_ == "CCONJ" and not one_more):
            return end
        end += 1
    return end


def joined_quotation(end: int, last: int, page: Layout) -> int | None:
    """The quotation that goes on what ends in another one: ``was "a farce" and "a shame"``,
    ``was "weak," but "no one" said so``."""
    doc, at = page.doc, end
    if not (0 < at <= last and page.quoted(doc[at - 1])):
        return None
    if doc[at].text == ",":
        at += 1
    if at > last or doc[at].pos_ != "CCONJ":
        return None
    for token in doc[at + 1 : min(last + 1, at + _NEAR)]:
        if page.quoted(token):
            return page.inside[token.i]
        if token.i in page.cue_heads or token.text in TRIM:
            return None
    return None


def trim(span: Span, page: Layout) -> Span:
    """Without punctuation at the ends, but with every quotation that it cuts into whole."""
    words, start, end = span.doc.words, span.start, span.end
    while (
        start < end
        and not page.quoted(words[start])
        and (words[start].text in TRIM or words[start].is_space)
    ):
        start += 1
    while (
        end > start
        and not page.quoted(words[end - 1])
        and (
            words[end - 1].text in TRIM or words[end - 1].is_space or words[end - 1].pos_ == "CCONJ"
        )
    ):
        end -= 1
    while (
        0 < start < end
        and page.quoted(words[start])
        and (page.inside[start - 1] == page.inside[start])
    ):
        start -= 1
    while (
        start < end < len(words)
        and page.quoted(words[end - 1])
        and (page.inside[end] == page.inside[end - 1])
    ):
        end += 1
    return _unmark(span.doc[start:end], page)


def _unmark(span: Span, page: Layout) -> Span:
    """A span that is one whole quotation, without its marks."""
    indices = {page.inside[token.i] for token in span}
    if len(indices) == 1 and (index := indices.pop()) >= 0:
        return page.spans[index]
    return span


def has_main_verb(span: Span) -> bool:
    """Whether a stretch has a finite verb that is not in a clause on one of its nouns or after
    a conjunction ("an investment in an area that is poor" has none)."""
    opened = False
    for token in span:
        if token.lower_ in OPENERS or token.pos_ == "SCONJ":
            opened = True
        if token.tag_ not in ("VBD", "VBZ", "VBP", "MD") or token.pos_ not in ("VERB", "AUX"):
            continue
        head = token if token.pos_ == "VERB" else token.head
        if not opened and relation(head) not in ("relative", "clause_modifier"):
            return True
        opened = False
    return False


def own_subject(clause: Token) -> bool:
    return bool(grammar.children(clause, "subject", "passive_subject"))


def is_clause(span: Span) -> bool:
    """Whether a stretch has a finite verb of its own."""
    return any(
        token.tag_ in ("VBD", "VBZ", "VBP", "MD") and token.pos_ in ("VERB", "AUX")
        for token in span
    )
