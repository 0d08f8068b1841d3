"""Which words next to a cue speak: by the parse, and by the neighbours where it fails."""

from __future__ import annotations

from collections.abc import Sequence

from transforms import grammar
from transforms.grammar.clauses import auxiliaries, is_passive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue
from transforms.quotes.layout import Layout
from transforms.quotes.outlets import after_phrase
from transforms.tokens import Token

_BREAKS = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT"})
_NO_SPEAKERS = frozenset({"that", "this", "which", "what", "there", "you"})
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})
# Light verbs whose subject is the speaker: "issued a statement that", "made a promise to".
_CITED = frozenset({"quote", "cite"})
_LIGHT = frozenset({"make", "issue", "give", "deliver", "send", "release", "repeat", "offer"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def speaking_heads(cue: Cue, page: Layout, reach: Sequence[Token] | None = None) -> list[Token]:
    """The head nouns of those who speak by a cue, none where the text does not say.

    ``reach`` are the writer's words next to a quotation: a subject outside of them is a
    mistake of the parse, and the words themselves are searched instead.
    """
    heads = [head for head in _heads(cue) if not page.quoted(head)]
    if reach is None and not cue.is_noun and not cue.is_phrase:
        heads = _just_before(cue, page, heads) or heads
    if reach is not None:
        allowed = {token.i for token in reach}
        heads = [head for head in heads if head.i in allowed] or _beside(cue, reach)
    return [head for head in heads if head.lower_ not in _NO_SPEAKERS]


def inverted_subject(cue: Cue, page: Layout) -> list[Token]:
    """The name right after a cue that a comma or quotation precedes: ``..., said X``."""
    doc, end = cue.head.doc, cue.span.end
    # A past tense may be tagged as a participle; a participle has an auxiliary.
    finite = cue.head.tag_ in _FINITE or (cue.head.tag_ == "VBN" and not auxiliaries(cue.head))
    if not finite or cue.head.i == 0 or not cue.takes("quote"):
        return []
    before = doc[cue.span.start - 1]
    if before.text not in (",", "—", "–", "--") and not page.quoted(before):
        return []
    run: list[Token] = []
    for token in doc[end : page.stretch(cue.head)[1] + 1]:
        if _breaks(token) or page.quoted(token):
            break
        run.append(token)
    head = _last_noun(run)
    named = any(token.ent_type_ in _NAMED for token in run)
    return [head] if head is not None and named else []


def _heads(cue: Cue) -> list[Token]:
    """Who speaks, by the parse alone."""
    head = cue.head
    if cue.is_phrase:
        named = after_phrase(head.doc, cue.span.end, min(len(head.doc), cue.span.end + 25) - 1)
        return [named] if named is not None else []
    if not cue.is_noun:
        if is_passive(head):  # "was quoted as saying by the agency": the agency carried it
            cited = head.lemma_ in _CITED and grammar.subjects(head)
            return cited or grammar.agents(head)
        return _person_before_who(head) or _together(grammar.subjects(head), head)
    for found in (grammar.possessors(head), grammar.agents(head)):
        if found:
            return found
    if beside := _owner_beside(head):
        return [beside]
    for preposition in ("from", "of"):
        whose = grammar.obliques(head).get(preposition, [])
        if whose and (whose[0].ent_type_ or whose[0].pos_ == "PROPN"):
            return whose
    governor = head.head
    if governor.lemma_ in _LIGHT and governor is not head and not is_passive(governor):
        return grammar.subjects(governor)
    return []


def _owner_beside(noun: Token) -> Token | None:
    """Whose report or claim it is, by the words right before it: "Karl Weber's claim", "a
    Northwire report"."""
    if noun.i < 2:
        return None
    before = noun.nbor(-1)
    owner = before.nbor(-1) if before.tag_ == "POS" else before
    if owner.ent_type_ not in ("PERSON", "ORG") or (owner is before and owner.ent_type_ != "ORG"):
        return None
    while owner.ent_iob_ == "I" and owner.head.i < owner.i and owner.head.ent_type_:
        owner = owner.head
    return owner


def _person_before_who(verb: Token) -> list[Token]:
    """The person named right before "who", whatever noun the parse hangs the clause on ("a
    blow to Ann Lee, who said ...")."""
    for who in grammar.children(verb, "subject"):
        if who.lower_ != "who":
            continue
        at = who.i - 2 if who.i > 1 and who.nbor(-1).text == "," else who.i - 1
        if at < 0 or who.doc[at].ent_type_ != "PERSON":
            return []
        first = at
        while first > 0 and who.doc[first].ent_iob_ == "I":
            first -= 1
        heads = [token for token in who.doc[first : at + 1] if not first <= token.head.i <= at]
        return heads[:1] or [who.doc[first]]
    return []


def _together(found: Sequence[Token], verb: Token) -> list[Token]:
    """Of several subjects the one next to the verb with those it is coordinated with: a parse
    may make both of "X told Y" subjects, or that of the clause before the comma."""
    if len(found) < 2:
        return list(found)
    before = [token for token in found if token.i < verb.i]
    nearest = before[-1] if before else found[0]
    return [
        token
        for token in found
        if token is nearest
        or nearest in grammar.conjuncts(token)
        or (token.i < nearest.i and not any(map(_breaks, verb.doc[token.i : nearest.i])))
    ]


def _beside(cue: Cue, reach: Sequence[Token]) -> list[Token]:
    """The head noun next to a cue, by its neighbours alone: "said X", "X said"."""
    before = [token for token in reach if token.i < cue.span.start]
    for opening, closing in ((",", ","), ("(", ")")):
        if before and before[-1].text == closing:
            # "X, who was there, said", "X (R) said": step over what stands between.
            starts = [i for i, token in enumerate(before[:-1]) if token.text == opening]
            before = before[: starts[-1]] if starts else []
    if head := _last_noun(_nominal_run(before)):
        return [head]
    run: list[Token] = []
    for token in reach:
        if token.i < cue.span.end:
            continue
        if _breaks(token):
            break
        run.append(token)
    head = _last_noun(run)
    return [head] if head is not None else []


def _just_before(cue: Cue, page: Layout, heads: Sequence[Token]) -> list[Token]:
    """The noun phrase right before a finite cue, where the parse shows no subject or one from
    another clause ("Critics say ..., but the engineer insists": not the critics)."""
    if not _is_finite(cue.head) or is_passive(cue.head):
        return inverted_subject(cue, page)
    led = any(clause.i > cue.head.i for clause in grammar.complements(cue.head))
    if not led and (after := inverted_subject(cue, page)):
        return after
    first, _ = page.stretch(cue.head)
    before = [token for token in cue.head.doc[first : cue.span.start] if not page.quoted(token)]
    if not heads:
        return _beside(cue, before)
    run = _nominal_run(before)
    if not run or any(head.i >= run[0].i for head in heads):
        return []
    parted = run[0].i == first or run[0].nbor(-1).pos_ in ("CCONJ", "SCONJ")
    head = _last_noun(run) if parted else None
    if head is not None and _is_within(head, heads):
        return []
    return [head] if head is not None else []


def _is_finite(verb: Token) -> bool:
    """Whether a verb has a tense; "say" may be tagged as an infinitive without being one."""
    if verb.tag_ in _FINITE:
        return True
    if verb.tag_ == "VBG":  # "X is warning"
        return any(word.lemma_ == "be" and word.tag_ in _FINITE for word in auxiliaries(verb))
    bare = verb.tag_ == "VB" and relation(verb) in ("root", "parataxis", "conjunct")
    return bare and not auxiliaries(verb) and relation(verb.head) != "auxiliary"


def _is_within(token: Token, heads: Sequence[Token]) -> bool:
    """Whether a noun is a part of a phrase with one of these heads ("Ministers A and B")."""
    while token.head.i != token.i and token.pos_ in ("NOUN", "PROPN"):
        token = token.head
        if any(token.i == head.i for head in heads):
            return True
    return False


def _nominal_run(before: Sequence[Token]) -> list[Token]:
    """The unbroken noun phrase at the end of some words, adverbs and auxiliaries left out."""
    run: list[Token] = []
    for token in reversed(before):
        if not run and token.pos_ in ("ADV", "AUX"):
            continue
        if _breaks(token):
            break
        run.insert(0, token)
    return run


def _breaks(token: Token) -> bool:
    """Whether a word can be no part of a plain noun phrase ("Adeniran-Cole" has a hyphen)."""
    if token.is_punct or token.pos_ == "PUNCT":
        return token.tag_ != "HYPH"
    return token.pos_ in _BREAKS or token.is_space


def _last_noun(run: Sequence[Token]) -> Token | None:
    nouns = [token for token in run if token.pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return None
    last = nouns[-1]
    while last.head.i != last.i and last.head in nouns:
        last = last.head
    return last
