"""Who says that an act took place: a quotation's speaker, an authority, a verb of saying."""

from __future__ import annotations

from dataclasses import dataclass

from transforms import grammar
from transforms.events.fillers import filler
from transforms.events.status import SAYING
from transforms.tokens import Doc, Span, Token
from transforms.types import Actor, Quote

_DOCUMENTS = frozenset({"statement", "report", "account", "release", "source", "data", "figure"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is said to say so: the words, and the actor where one is known."""

    text: str | None
    actor: Actor | None = None
    words: Span | None = None


def attribution(trigger: Token) -> Attribution | None:
    """Who says that the act took place, None where the writer vouches for it."""
    doc = trigger.doc
    quotes: list[Quote] = [q for q in doc._.quotes if q.span.start <= trigger.i < q.span.end]
    if quotes:
        inner = min(quotes, key=lambda q: len(q.span))
        if inner.speaker is None:
            return Attribution(None)
        name = _named(inner.speaker.root, inner.speaker_actor)
        return Attribution(name, inner.speaker_actor, inner.speaker)
    for source in grammar.according_to(trigger):
        return Attribution(_authority(source).text)
    verb = grammar.reporting_verb(trigger, SAYING)
    if verb is not None and verb.i != trigger.i:
        speakers = grammar.subjects(verb)
        if not speakers:
            return Attribution(None)
        speaker = filler(speakers[0])
        return Attribution(grammar.noun_phrase(speakers[0]).text, speaker.actor, speaker.span)
    return None


def _named(source: Token, actor: Actor | None) -> str:
    """The words for an authority; the name of its author for a document that has none."""
    found = _authority(source)
    if source.lemma_ in _DOCUMENTS and found.root.i == source.i and actor is not None:
        return actor.name
    return found.text


def _authority(source: Token) -> Span:
    """ "a statement from Shana" speaks for Shana."""
    doc: Doc = source.doc
    if source.lemma_ in _DOCUMENTS:
        phrases = grammar.obliques(source)
        for name in ("from", "by", "of"):
            for word in phrases.get(name, []):
                return grammar.noun_phrase(word)
        for word in grammar.possessors(source):
            return doc[word.i : word.i + 1]
        if beside := _beside(source):
            return beside
    return grammar.noun_phrase(source)


def _beside(source: Token) -> Span | None:
    """The name right behind "a statement from", wherever a parser hangs it."""
    doc, at = source.doc, source.i + 1
    if at >= len(doc) or doc[at].lower_ not in ("from", "by"):
        return None
    for entity in doc.ents:
        if entity.start in (at + 1, at + 2):
            return entity
    return None
