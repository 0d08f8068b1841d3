"""Who speaks: from a cue to the words that name the speaker, and from those to an actor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms import grammar
from transforms.quotes.cues import Cue
from transforms.quotes.layout import Layout
from transforms.quotes.outlets import bare, find_via, told_outlet
from transforms.quotes.speaking import speaking_heads
from transforms.tokens import Span, Token
from transforms.types import Actor, Mention

_INDEFINITE = frozenset({"a", "an", "some", "one", "another", "several", "many", "few", "other"})
_ONE_OF = frozenset({"one", "another", "some", "two"})
_NEAR = 8  # tokens from "one of" to the name
_PERSONAL = frozenset({"he", "she", "they", "i", "we"})


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
    heads = speaking_heads(cue, page, reach)
    if not heads:
        return None
    return make_speaker(heads, page, cue)


def make_speaker(heads: Sequence[Token], page: Layout, cue: Cue | None = None) -> Speaker:
    """The speaker whose noun phrase (or phrases, coordinated) these words head."""
    heads = _named_behind(heads[0], page) or _each_named(heads)
    span = _phrase(heads, page)
    actor = resolve(heads, page) or (_named_within(span, page) if len(heads) == 1 else None)
    anonymous = _is_anonymous(heads, span, actor, page)
    via = (find_via(cue, page, span) or _told(cue, page)) if cue is not None else None
    return Speaker(span, heads[0], None if anonymous else actor, anonymous, via)


def _each_named(heads: Sequence[Token]) -> Sequence[Token]:
    """With the names behind a noun in the plural ("Ministers Jan Kolar and Petra Simkova")."""
    if len(heads) > 1 or heads[0].tag_ != "NNS":
        return heads
    named = [word for word in grammar.appositions(heads[0]) if word.ent_type_ == "PERSON"]
    together = [word for name in named for word in grammar.conjuncts(name)]
    return [*heads, *together] if len(together) > 1 else heads


def _named_within(span: Span, page: Layout) -> Actor | None:
    """The one person named in a noun phrase whose head the mentions say nothing of."""
    named = {
        id(mention.actor): mention.actor
        for mention in page.doc._.mentions
        if mention.form == "name" and mention.kind == "person" and mention.actor is not None
        if span.start <= mention.span.start and mention.span.end == span.end
    }
    return next(iter(named.values())) if len(named) == 1 else None


def _named_behind(head: Token, page: Layout) -> list[Token]:
    """The name that follows "one of them, ...", by the words alone."""
    doc = head.doc
    if head.lower_ not in _ONE_OF or doc[head.i + 1 : head.i + 2].text != "of":
        return []
    _, last = page.stretch(head)
    for token in doc[head.i + 2 : min(last, head.i + _NEAR)]:
        if token.text == "," and token.i < last:  # "one of them, Corporal Jan Kern,"
            mention = page.mention_at(doc[token.i + 1])
            if mention is not None and mention.form == "name" and mention.kind == "person":
                return [mention.head]
            return [doc[token.i + 1]] if doc[token.i + 1].ent_type_ == "PERSON" else []
        if token.is_punct or token.pos_ in ("VERB", "AUX"):
            return []
    return []


def _told(cue: Cue, page: Layout) -> str | None:
    """The outlet that was told, where the text or the list of organisations says it is one."""
    if cue.head.lemma_ != "tell":
        return None
    for head in [*grammar.objects(cue.head), *grammar.indirect_objects(cue.head)]:
        actor, phrase = resolve([head], page), grammar.noun_phrase(head)
        named = any(token.pos_ == "PROPN" for token in phrase)
        unknown = actor is not None and actor.kind == "organization" and actor.role is None
        if actor is not None and named and (actor.role == "MED" or unknown):
            return bare(phrase)
    return told_outlet(cue, page)


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
        # "Tanker owner Delmar Lines" read as two subjects: it is the name that speaks.
        between = doc[heads[0].i + 1 : heads[-1].i]
        if len(heads) == 2 and all(token.pos_ == "PROPN" for token in between):
            return resolve(heads[-1:], page)
        if len(heads) == 2 and _has_two_titles(*heads):
            return resolve(heads[-1:], page)
        # "prosecutor Ioana Petrulescu" read as two subjects: one person all the same.
        first, *others = [resolve([head], page) for head in heads]
        return first if all(other is first for other in others) else None
    head = heads[0]
    if head.lemma_.lower() in page.lexicon.words["document"]:
        authors = grammar.possessors(head) or grammar.obliques(head).get("by", [])
        authors = authors or grammar.obliques(head).get("from", [])
        authors = authors or [  # "the report, published by the agency, says"
            agent
            for clause in grammar.children(head, "clause_modifier")
            if clause.lemma_ in page.lexicon.words["publishing"]
            for agent in grammar.agents(clause)
        ]
        if authors:
            return resolve(authors[:1], page)
        author = _author(head, page)
        return author.actor if author is not None else None
    if (known := page.mention_at(head)) is not None:
        return known.actor
    for word in grammar.appositions(head):
        named = page.mention_at(word)
        if named is not None and named.actor is not None:
            return named.actor
    return None


def _has_two_titles(title: Token, name: Token) -> bool:
    """Whether two joined heads are one person ("former minister and senator Ann Lee"): neither a
    determiner nor a number before the first, which is one; another title before the name."""
    doc = title.doc
    bare_title = title.tag_ == "NN" and not grammar.children(title, "determiner", "number")
    between = doc.words[title.i + 1 : name.i]
    titled = len(between) > 1 and between[0].lower_ == "and" and between[1].pos_ == "NOUN"
    return bare_title and titled and name.ent_type_ == "PERSON"


def _author(document: Token, page: Layout) -> Mention | None:
    """Who is named right after a document ("a statement from X"), by the words alone."""
    doc, start = document.doc, document.i + 2
    if document.lemma_.lower() not in page.lexicon.words["document"] or start >= len(doc):
        return None
    if doc[start - 1].lower_ not in ("from", "by"):
        return None
    for mention in doc._.mentions:
        if start <= mention.span.start <= start + 1 and not mention.modifier:
            return mention
    return None


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
    first, last = page.stretch(heads[0])
    start, end = max(_run_start(start, first, page), first), min(end, last + 1)
    # A title without its name, half a name: the parse cut it, the names' layer did not.
    if len(heads) == 1 and (author := _author(heads[0], page)) is not None:
        end = max(end, author.span.end)
    while end <= last and doc[end].ent_type_ == "PERSON" and _same_name(doc[end - 1], doc[end]):
        end += 1
    if doc[end : end + 1].text == ")" and any(token.text == "(" for token in doc[start:end]):
        end += 1
    if end - start > 2 and doc[end - 1].is_digit and doc[end - 2].text == ",":
        end -= 2  # "Ann Lee, 63"
    person = any(token.ent_type_ == "PERSON" for token in doc[start:end])
    if doc[start].lower_ == "that" and person:
        start += 1  # "was all that Ann Lee would say"
    # A wrong attachment may drag words of a quotation in: cut them off again.
    while start < heads[0].i and any(page.quoted(t) for t in doc[start : heads[0].i]):
        start += 1
    while end > heads[-1].i + 1 and any(page.quoted(t) for t in doc[heads[-1].i + 1 : end]):
        end -= 1
    return doc[start:end]


def _run_start(start: int, first: int, page: Layout) -> int:
    """Where a noun phrase begins by its words, if a quotation or the sentence begins it: the
    parse may hang its first words elsewhere ("the bloc's foreign policy | chief")."""
    doc, at = page.doc, start
    while at > first and not page.quoted(doc[at - 1]):
        before = doc[at - 1]
        if before.text in (",", "—", "–") or before.i in page.cue_heads:
            return at
        if before.lower_ == "of" and at < start and at - 1 > first and _names_body(before):
            at -= 1
            continue
        if before.pos_ not in ("DET", "ADJ", "NOUN", "PROPN", "NUM") and before.tag_ != "POS":
            return start
        at -= 1
    return at


def _names_body(of: Token) -> bool:
    """Whether "of" stands in a name before a title ("Bank of Japan Governor")."""
    return of.nbor(-1).ent_type_ == of.nbor().ent_type_ == "ORG"


def _same_name(left: Token, right: Token) -> bool:
    return right.ent_iob_ == "I" or (left.pos_ in ("NOUN", "PROPN") and not left.ent_type_)


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
    # "The woman", "his lawyer", whom the text does not name; not "the Turkish minister".
    return actor is None or (actor.name[:1].islower() and id(actor) not in page.named)
