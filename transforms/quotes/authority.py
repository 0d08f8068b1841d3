"""What is said by cues that are no verbs: "according to X", "X's claim that ..."."""

from __future__ import annotations

from transforms import grammar
from transforms.grammar.clauses import is_infinitive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.edges import Content, is_clause, left, own_subject, right, trim
from transforms.quotes.layout import Layout
from transforms.quotes.outlets import after_phrase
from transforms.tokens import Token

_PASSING = frozenset({"quoting", "citing"})
_NEAR = 10  # tokens from "quoting X," to "the paper reported"


def by_authority(cue: Cue, page: Layout) -> Content | None:
    """``According to X, ...`` and ``..., according to X``: the rest of the sentence."""
    doc = cue.head.doc
    first, last = page.stretch(cue.head)
    head = after_phrase(doc, cue.span.end, last)
    if head is None:
        return None
    phrase_end = max(head.i + 1, grammar.noun_phrase(head, appositions=True).end)
    if phrase_end <= last and doc[phrase_end].tag_ in ("VBN", "VBG", "WDT", "WP"):
        rest = (t.i for t in doc[phrase_end : last + 1] if t.text == ",")
        phrase_end = next(rest, phrase_end)  # "according to a letter seen by Reuters, ..."
    if doc[phrase_end : phrase_end + 1].text in (",", "—", "–", ":"):
        phrase_end += 1
    before, after = doc[first : cue.span.start], doc[phrase_end : last + 1]
    opening = [token for token in before if not token.is_punct]
    if len(opening) <= 1 or (opening[-1].pos_ in ("CCONJ", "SCONJ") and is_clause(after)):
        passed_on = any(token.i in page.cue_heads for token in after[:_NEAR])
        if not len(after) or (cue.head.lower_ in _PASSING and passed_on):
            return None  # "Quoting a source, the paper reported that ...": the paper says it
        return Content([trim(after, page)], "according-to-clause", 0.85)
    if not any(page.quoted(token) for token in before) and not is_clause(before):
        if not is_clause(after):
            return None
        parts = [trim(before, page), trim(after, page)]
        return Content(parts, "clause-cut-by-according-to", 0.7)
    return Content([trim(before, page)], "clause-according-to", 0.85)


def _predicate_start(clause: Token, cue: Cue) -> int:
    """Where the sentence goes on whose subject is the noun: "X's claim that ... | drew
    laughter", by the parse, or where it takes the verb for a participle behind the noun."""
    noun, verb = cue.head, cue.head.head
    if relation(noun) in ("subject", "passive_subject") and verb.i > clause.i:
        return max(token.i for token in noun.subtree if token.i < verb.i) + 1
    if relation(noun) == "root":  # no verb is left for the sentence: the last one is its own
        return _last_verb(noun)
    later = [c for c in grammar.children(noun, "clause_modifier") if c.i > clause.i + 1]
    return min((c.i for c in later if c.tag_ in ("VBN", "VBD")), default=len(noun.doc))


def _last_verb(noun: Token) -> int:
    """The last finite verb of a sentence behind another one, by the words alone."""
    finite = [
        token
        for token in noun.doc[noun.i : noun.sent.end]
        if token.tag_ in ("VBD", "VBZ", "VBN") and token.pos_ in ("VERB", "AUX")
    ]
    joined = len(finite) > 1 and finite[-1].nbor(-1).pos_ in ("CCONJ", "SCONJ", "PRON", "AUX")
    return finite[-1].i if len(finite) > 1 and not joined else len(noun.doc)


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
        end = min(right([clause], cue, page), _predicate_start(clause, cue))
        part = cue.head.doc[first.i : end]
        return Content([trim(part, page)], "noun-clause", 0.75)
    return None
