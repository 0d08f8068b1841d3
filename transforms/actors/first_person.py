"""Whom "I" and "we" mean inside a quotation: whoever says it.

The component ``dateline_first_person`` runs when quotes have their speakers. "I" is the person
who speaks; "we" is a body that speaks, while a person's "we" could be anybody and stays open.
"""

from __future__ import annotations

from spacy.language import Language

from transforms.actors.words import actor_words
from transforms.tokens import Doc
from transforms.types import Actor, Layer, Quote

_I = actor_words("first_singular")
_WE = actor_words("first_plural")
_QUOTED = frozenset({"direct", "mixed"})


@Language.factory("dateline_first_person")
def make_first_person(nlp: Language, name: str) -> FirstPerson:  # noqa: ARG001
    """Make the component; it has no settings."""
    return FirstPerson()


class FirstPerson(Layer):
    """Gives the pronouns of the first person in every quotation its speaker."""

    def fill(self, doc: Doc) -> None:
        link_first_person(doc)


def link_first_person(doc: Doc) -> None:
    """Give the pronouns of the first person in every quotation its speaker."""
    said = [quote for quote in doc._.quotes if quote.kind in _QUOTED and quote.speaker_actor]
    for mention in doc._.mentions:
        word = mention.head.lower_
        if mention.form != "pronoun" or mention.actor is not None or word not in _I | _WE:
            continue
        speaker = _speaker(said, mention.head.idx)
        if speaker is not None and (speaker.kind == "person") == (word in _I):
            mention.actor, mention.rule, mention.confidence = speaker, "speaker", 0.85


def _speaker(quotes: list[Quote], position: int) -> Actor | None:
    """The speaker of the innermost quotation around a character."""
    around = [q for q in quotes if q.span.start_char <= position < q.span.end_char]
    if not around:
        return None
    return min(around, key=lambda q: q.span.end_char - q.span.start_char).speaker_actor
