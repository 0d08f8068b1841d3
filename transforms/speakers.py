"""Who speaks: from a cue to the words that name the speaker, and from those to an actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from transforms import grammar
from transforms.clauses import is_passive
from transforms.cues import Cue
from transforms.layout import Layout
from transforms.types import Actor, Mention

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
_BREAKS = frozenset({"VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PUNCT"})
_INDEFINITE = frozenset({"a", "an", "some", "one", "another", "several", "many", "few", "other"})
_PERSONAL = frozenset({"he", "she", "they", "i", "we"})
_NO_SPEAKERS = frozenset({"it", "that", "this", "which", "what", "there", "you"})
# Light verbs whose subject is the speaker: "issued a statement that", "made a promise to".
_LIGHT = frozenset(
    [
        "make",
        "issue",
        "give",
        "deliver",
        "send",
        "release",
        "repeat",
        "put",
        "offer",
        "reject",
        "face",
    ]
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker as written (``span``, ``head``) and as resolved (``actor``).

    ``anonymous``: the text names nobody. ``via``: the outlet through which the words came.
    """

    span: Span
    head: Token
    actor: Actor | None = None
    anonymous: bool = False
    via: str | None = None


def speaker_of(cue: Cue, page: Layout, reach: Sequence[Token] | None = None) -> Speaker | None:
    """The speaker of a cue, or None where the text does not say.

    ``reach`` are the writer's words next to a quotation: a subject outside of them is a
    mistake of the parse, and the words themselves are searched instead.
    """
    heads = [head for head in _heads(cue) if not page.quoted(head)]
    if not heads and reach is None and not cue.is_noun and not cue.is_phrase:
        heads = _just_before(cue, page)
    if reach is not None:
        allowed = {token.i for token in reach}
        heads = [head for head in heads if head.i in allowed] or _beside(cue, reach)
    heads = [head for head in heads if head.lower_ not in _NO_SPEAKERS]
    if not heads:
        return None
    return make_speaker(heads, page, cue)


def make_speaker(heads: Sequence[Token], page: Layout, cue: Cue | None = None) -> Speaker:
    """The speaker whose noun phrase (or phrases, coordinated) these words head."""
    span = _phrase(heads, page)
    actor = resolve(heads, page)
    anonymous = _is_anonymous(heads, span, actor, page)
    via = find_via(cue, page, span) if cue is not None else None
    return Speaker(span, heads[0], None if anonymous else actor, anonymous, via)


def resolve(heads: Sequence[Token], page: Layout) -> Actor | None:
    """The actor that the mention layer gave to a noun phrase, by its head.

    A document speaks for its author ("Cornyn's statement"); two coordinated speakers are one
    actor only where a plural mention covers both.
    """
    doc = page.doc
    if len(heads) > 1:
        for mention in doc._.mentions:
            if mention.span.start <= heads[0].i and heads[-1].i < mention.span.end:
                return None if mention.members else mention.actor
        return None
    head = heads[0]
    if head.lemma_.lower() in page.lexicon.words["document"]:
        authors = grammar.possessors(head) or grammar.obliques(head).get("by", [])
        authors = authors or grammar.obliques(head).get("from", [])
        return resolve(authors[:1], page) if authors else None
    mention = mention_at(doc, head)
    if mention is not None:
        return mention.actor
    for word in grammar.appositions(head):
        named = mention_at(doc, word)
        if named is not None and named.actor is not None:
            return named.actor
    return None


def mention_at(doc: Doc, head: Token) -> Mention | None:
    """The mention that a word heads, else the shortest whose span holds the word."""
    best: Mention | None = None
    for mention in doc._.mentions:
        if mention.modifier:
            continue
        if mention.head.i == head.i:
            return mention
        if mention.span.start <= head.i < mention.span.end and (
            best is None or len(mention.span) < len(best.span)
        ):
            best = mention
    return best


def find_via(cue: Cue, page: Layout, speaker: Span) -> str | None:
    """The outlet named in the cue's sentence: "told CNN", "on Twitter", "according to Shana"."""
    first, last = page.stretch(cue.head)
    doc = cue.head.doc
    for token in doc[first : last + 1]:
        if page.quoted(token) or speaker.start <= token.i < speaker.end:
            continue
        before = doc[token.i - 1].lower_ if token.i > first else ""
        if (
            before in ("on", "to", "via", "through")
            and token.lower_ in page.lexicon.words["platform"]
        ):
            return token.text
        if token.lower_ == "according" and doc[token.i : token.i + 2].text.lower().endswith("to"):
            if cue.head.i == token.i:
                continue
            head = after_phrase(doc, token.i + 2, last)
            if head is not None:
                return bare(grammar.noun_phrase(head))
        name = _outlet(token, page)
        if name is not None and name.start > first and token.i > cue.head.i:
            return bare(name)
    return None


def after_phrase(doc: Doc, start: int, last: int) -> Token | None:
    """The head of the noun phrase that begins at a token (after "according to")."""
    if start > last:
        return None
    token = doc[start]
    while token.head.i != token.i and start <= token.head.i <= last:
        between = doc[min(token.i, token.head.i) : max(token.i, token.head.i)]
        if token.head.pos_ not in _NOMINAL or any(t.text in ",;:" for t in between):
            break
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def bare(span: Span) -> str:
    """The text of a noun phrase without its article."""
    start = span.start + (1 if span[0].lower_ in ("the", "a", "an") and len(span) > 1 else 0)
    return span.doc[start : span.end].text


def is_personal(speaker: Speaker) -> bool:
    """Whether the speaker is written as a personal pronoun."""
    return len(speaker.span) == 1 and speaker.head.lower_ in _PERSONAL


def _heads(cue: Cue) -> list[Token]:
    head = cue.head
    if cue.is_phrase:
        _, last = cue.span.start, min(len(head.doc), cue.span.end + 25) - 1
        found = after_phrase(head.doc, cue.span.end, last)
        return [found] if found is not None else []
    if cue.is_noun:
        for found_all in (grammar.possessors(head), grammar.agents(head)):
            if found_all:
                return found_all
        for preposition in ("from", "of"):
            named = grammar.obliques(head).get(preposition, [])
            if named and (named[0].ent_type_ or named[0].pos_ == "PROPN"):
                return named
        governor = head.head
        if governor.lemma_ in _LIGHT and governor is not head and not is_passive(governor):
            return grammar.subjects(governor)
        return []
    if is_passive(head):
        return grammar.agents(head)
    return grammar.subjects(head)


def _beside(cue: Cue, reach: Sequence[Token]) -> list[Token]:
    """The head noun next to a cue, by its neighbours alone: "said X", "X said"."""
    after = [token for token in reach if token.i >= cue.span.end]
    before = [token for token in reach if token.i < cue.span.start]
    leading: list[Token] = []
    for token in reversed(before):
        if token.pos_ in ("ADV", "AUX") or token.lower_ in ("later", "also"):
            continue
        if token.pos_ in _BREAKS or token.is_punct:
            break
        leading.insert(0, token)
    if head := _last_noun(leading):
        return [head]
    run: list[Token] = []
    for token in after:
        if token.pos_ in _BREAKS or token.is_punct:
            break
        run.append(token)
    head = _last_noun(run)
    return [head] if head is not None else []


def _just_before(cue: Cue, page: Layout) -> list[Token]:
    """The noun phrase that ends right before a finite cue, where the parse shows no subject."""
    if cue.head.tag_ not in ("VBD", "VBZ", "VBP") or is_passive(cue.head):
        return []
    first, _ = page.stretch(cue.head)
    before = [token for token in cue.head.doc[first : cue.span.start] if not page.quoted(token)]
    return _beside(cue, before)


def _last_noun(run: Sequence[Token]) -> Token | None:
    nouns = [token for token in run if token.pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return None
    last = nouns[-1]
    while last.head.i != last.i and last.head in nouns:
        last = last.head
    return last


def _phrase(heads: Sequence[Token], page: Layout) -> Span:
    # "The prime minister, Ruben Halloran,": the name belongs to what is written.
    spans = [
        grammar.noun_phrase(
            head,
            appositions=head.pos_ == "NOUN"
            and any(word.pos_ == "PROPN" for word in grammar.appositions(head)),
        )
        for head in heads
    ]
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    doc = heads[0].doc
    # A wrong attachment may drag words of a quotation in: cut them off again.
    while start < heads[0].i and any(page.quoted(t) for t in doc[start : heads[0].i]):
        start += 1
    while end > heads[-1].i + 1 and any(page.quoted(t) for t in doc[heads[-1].i + 1 : end]):
        end -= 1
    return doc[start:end]


def _outlet(token: Token, page: Layout) -> Span | None:
    """The name of an outlet that ends at a word: "Fox News", "the Sydney Morning Herald"."""
    if token.lower_ not in page.lexicon.words["outlet"] or not token.text[:1].isupper():
        return None
    doc, start = token.doc, token.i
    while start > 0 and doc[start - 1].text[:1].isupper() and doc[start - 1].pos_ == "PROPN":
        if doc[start - 1].i > 0 and doc[start].sent.start > start - 1:
            break
        start -= 1
    following = doc[token.i + 1 : token.i + 2]
    if len(following) and following[0].pos_ == "PROPN" and following[0].text[:1].isupper():
        return None
    return doc[start : token.i + 1]


def _is_anonymous(heads: Sequence[Token], span: Span, actor: Actor | None, page: Layout) -> bool:
    """Whether nobody is named: "officials", "a source", "one resident"."""
    head = heads[0]
    if any(token.pos_ == "PROPN" for h in heads for token in (h, *grammar.appositions(h))):
        return False
    if any(t.ent_type_ == "PERSON" for t in span) or (
        head.pos_ == "PRON" and head.lower_ in (_PERSONAL)
    ):
        return False
    lemma = head.lemma_.lower()
    if (
        lemma not in page.lexicon.words["anonymous"]
        and head.lower_ not in page.lexicon.words["anonymous"]
    ):
        return False
    if head.lemma_ == "source" or head.tag_ == "NNS" or span[0].lower_ in _INDEFINITE:
        return True
    return actor is None
