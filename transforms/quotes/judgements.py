"""What is said in less than a clause: "called it a farce", "accused Y of ...", "denied it".

The content begins with whom or what it is said of, as PolNeAR marks it: of "hailed the treaty
as 'a triumph'" it is "the treaty as 'a triumph'". Where the noun phrase goes on is told by the
words rather than by the parse, which hangs what follows a noun on it or on the verb.
"""

from __future__ import annotations

from transforms import grammar
from transforms.grammar.clauses import is_passive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.edges import (
    Content,
    joined_quotation,
    left,
    own_subject,
    right,
    run_on,
    trim,
)
from transforms.quotes.layout import Layout
from transforms.tokens import Span, Token

_LIST = 10  # tokens from a comma to the "and" of its list
_FAR, _NEAR = 40, 10  # tokens from a cue to the words it introduces
_PREPOSITIONS = ("of", "for", "about", "against")
_AS_WELL = frozenset({"well", "such", "same"})
_PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"})
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_INSIDE = frozenset({"determiner", "adjective", "compound", "possessor", "number"})
_PLAIN = frozenset({"asking", "saying", "ordering"})  # what follows "for" is what is asked for


def judgement(cue: Cue, page: Layout) -> Content | None:
    """``X called it "a farce"``, ``X hailed it as "a triumph"``, ``X accused Y of ...``."""
    if is_passive(cue.head) and not grammar.agents(cue.head):
        return None
    return (
        (_as_judged(cue, page) if cue.takes("as") else None)
        or (_predicate(cue, page) if cue.takes("predicate") else None)
        or _after_preposition(cue, page)
    )


def nominal(cue: Cue, page: Layout) -> Content | None:
    """``X announced a ceasefire``, ``X denied the charges``: a noun phrase is what is said."""
    if not cue.takes("object") or is_passive(cue.head):
        return None
    heads = _objects(cue, page)
    if not heads or heads[0].pos_ not in ("NOUN", "PROPN") or grammar.is_negated(cue.head):
        return None
    if grammar.indirect_objects(cue.head):
        return None  # "denied him a permit"
    if heads[0].ent_type_ == "PERSON" or heads[0].lemma_.lower() in page.lexicon.words["anonymous"]:
        return None  # "citing a military source": who is named is not what is said
    return Content([_from(heads, page)], "cue-object", 0.6)


def _objects(cue: Cue, page: Layout) -> list[Token]:
    """The objects after a cue in its sentence."""
    _, last = page.stretch(cue.head)
    return [head for head in grammar.objects(cue.head) if cue.head.i < head.i <= last]


def _from(heads: list[Token], page: Layout) -> Span:
    """The noun phrases, with all that is said of them up to the next comma or clause."""
    doc = heads[0].doc
    _, last = page.stretch(heads[0])
    start = min(grammar.noun_phrase(head).start for head in heads)
    end = _phrase_end(min(max(head.i for head in heads), last) + 1, last, heads[0], page)
    return trim(doc[start:end], page)


def _phrase_end(end: int, last: int, head: Token, page: Layout) -> int:
    """Where a noun phrase ends: it goes on behind quotations, and behind "and" where no verb
    follows ("his years as a senator and as a minister")."""
    doc = head.doc
    end = run_on(end, last, [head], page, through=True)
    while end < last:
        following = joined_quotation(end, last, page)
        if following is not None:
            end = page.spans[following].end
        elif doc[end].text == "," and (further := _list_end(end, last, page)) is not None:
            end = further - 1
        elif not (doc[end].pos_ == "CCONJ" and _nominal(doc[end + 1])):
            break
        end = run_on(end + 1, last, [head], page, through=True)
    return end


def _list_end(comma: int, last: int, page: Layout) -> int | None:
    """Where the last of a list begins ("hackers from China, Russia and | Iran"), if a comma is
    followed by nothing but noun phrases, commas and one "and"."""
    doc = page.doc
    for token in doc[comma + 1 : min(last, comma + _LIST) + 1]:
        if token.pos_ == "CCONJ":
            listed = doc[comma + 1 : token.i]
            nominal = len(listed) > 0 and token.i < last and _nominal(doc[token.i + 1])
            return token.i + 1 if nominal and doc[token.i - 1].pos_ in _NOUNS | {"PUNCT"} else None
        if page.quoted(token) or (token.pos_ not in _PHRASE and token.text != ","):
            return None
    return None


def _nominal(token: Token) -> bool:
    """Whether a word after "and" goes on the noun phrase: no verb, no subject of one."""
    if token.pos_ == "ADV" and token.i + 1 < len(token.doc):
        token = token.nbor()
    if token.pos_ == "ADP":
        return True
    if token.pos_ not in ("NOUN", "PROPN", "DET", "ADJ", "NUM") and token.tag_ != "PRP$":
        return False
    head = token
    while head.head.i != head.i and relation(head) in _INSIDE:
        head = head.head
    return relation(head) not in ("subject", "passive_subject", "root")


def _as_judged(cue: Cue, page: Layout) -> Content | None:
    """Whom and as what; the words in marks alone where nobody stands before "as"."""
    _, last = page.stretch(cue.head)
    doc = cue.head.doc
    start = _object_start(cue, page)
    for token in doc[cue.span.end : min(last, cue.span.end + _FAR)]:
        if start is not None and token.text in (",", ";", ":"):
            return None
        if token.lower_ != "as" or page.quoted(token) or doc[token.i - 1].lower_ in _AS_WELL:
            continue
        if doc[token.i + 1].lower_ == "well":
            continue
        if start is not None:
            end = _phrase_end(token.i + 1, last, token, page)
            return Content([trim(doc[start:end], page)], "cue-as", 0.7)
        for following in doc[token.i + 1 : token.i + 4]:
            if page.quoted(following):
                span = page.spans[page.inside[following.i]]
                return Content([span], "cue-as-quote", 0.8)
    return None


def _object_start(cue: Cue, page: Layout) -> int | None:
    """Where whom it is said of begins: right after the cue."""
    heads = _objects(cue, page)
    starts = [grammar.noun_phrase(head).start for head in heads if head.pos_ in _NOUNS]
    following = cue.head.doc[cue.span.end : cue.span.end + 1]
    if following.text and following[0].tag_ == "PRP":
        starts.append(cue.span.end)
    return min(starts) if starts and min(starts) <= cue.span.end + 1 else None


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
    heads = _objects(cue, page)
    if heads and grammar.noun_phrase(heads[0]).start == cue.span.end:
        part = _from(heads[:1], page)
        if _has_predicate(part):
            return Content([part], "cue-predicate", 0.65)
    # By the words alone: a noun phrase and then words in marks.
    for token in doc[cue.span.end : cue.span.end + _NEAR]:
        if page.quoted(token):
            end = page.spans[page.inside[token.i]].end
            part = doc[cue.span.end : end]
            return Content([trim(part, page)], "cue-predicate", 0.65)
        if token.pos_ in ("VERB", "AUX", "SCONJ") or token.is_punct or token.is_space:
            return None
    return None


def _has_predicate(part: Span) -> bool:
    """Whether one noun phrase follows another with nothing between: "the vote a mistake"."""
    return any(
        token.lower_ in ("a", "an") and token.i > part.start and token.nbor(-1).pos_ in _NOUNS
        for token in part
    )


def _is_clause(head: Token) -> bool:
    """Whether a complement has a subject and a finite verb: no predicate but a clause."""
    return own_subject(head) and head.tag_ in ("VBD", "VBZ", "VBP")


def _after_preposition(cue: Cue, page: Layout) -> Content | None:
    """``accused Y of lying``, ``called for a ceasefire``."""
    doc = cue.head.doc
    _, last = page.stretch(cue.head)
    for token in doc[cue.span.end : min(last, cue.span.end + _FAR)]:
        if token.is_punct and token.tag_ != "HYPH":
            return None
        if token.lower_ not in _PREPOSITIONS or not cue.takes(token.lower_):
            continue
        if page.quoted(token) or not _hangs_on(token, cue):
            continue
        start = token.i + 1
        if cue.entry.kind == "judging":
            begun = _object_start(cue, page)
            if begun is None and all(t.pos_ in _PHRASE for t in doc[cue.span.end : token.i]):
                begun = cue.span.end  # by the words alone
            start = start if begun is None else begun
        elif token.i > cue.span.end + 1 and cue.entry.kind in _PLAIN:
            return None
        end = _phrase_end(token.i + 1, last, doc[token.i + 1], page)
        return Content([trim(doc[start:end], page)], f"cue-{token.lower_}", 0.65)
    return None


def _hangs_on(preposition: Token, cue: Cue) -> bool:
    """Whether a preposition belongs to the cue or its object, or opens an "-ing"."""
    if preposition.i + 1 < len(preposition.doc) and preposition.nbor().tag_ == "VBG":
        return True
    above = [preposition.head, preposition.head.head]
    return cue.head in above or preposition.i <= cue.span.end
