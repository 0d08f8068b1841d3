"""An analyser without a language model: quick, and the same on every machine.

It finds, by words alone: capitalised names after the first word of a sentence (actors), "NAME
verb NAME" in one sentence for four verbs (events), and text between straight double quotes
(quotes, by the first name of the sentence). A text with the word "crash" makes it fail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span

from transforms.types import Actor, Event, Mention, Quote

CODES = {"met": "040", "accused": "112", "invaded": "192", "thanked": "050"}


def build(_seeds: Path | None = None):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")

    def annotate(texts: Iterable[tuple[str, int, datetime]]) -> Iterator[Doc]:
        for text, title_end, published in texts:
            doc = nlp(text)
            doc._.published, doc._.title_end = published, title_end
            if "crash" in text:
                raise RuntimeError("made to fail")
            _fill(doc)
            yield doc

    return annotate


def _fill(doc: Doc) -> None:
    actors: dict[str, Actor] = {}
    doc._.mentions, doc._.events, doc._.quotes = [], [], []
    for sentence in doc.sents:
        names = [t for t in sentence if t.is_title and t.is_alpha]
        for token in names:
            actor = actors.setdefault(token.text, _actor(token.text))
            doc._.mentions.append(
                Mention(doc[token.i : token.i + 1], token, "name", "other", "capital", 0.5, actor)
            )
        for verb in (t for t in sentence if t.text in CODES):
            before = [t for t in names if t.i < verb.i]
            after = [t for t in names if t.i > verb.i]
            if before and after:
                doc._.events.append(_event(doc, verb, before[-1], after[0], actors))
        marks = [t.i for t in sentence if t.text == '"']
        if len(marks) > 1 and marks[1] > marks[0] + 1 and names:
            who = names[-1]
            span = Span(doc, marks[0] + 1, marks[1])
            doc._.quotes.append(
                Quote(span, "direct", "marks", 0.5, speaker=doc[who.i : who.i + 1],
                      speaker_actor=actors[who.text])
            )  # fmt: skip
    doc._.actors = list(actors.values())


def _actor(name: str) -> Actor:
    return Actor(hashlib.sha256(name.encode()).hexdigest()[:20], name, "other")


def _event(doc: Doc, verb, source, target, actors) -> Event:
    return Event(
        doc[verb.i : verb.i + 1], verb.text, CODES[verb.text], "fake", 0.5,
        source=doc[source.i : source.i + 1], source_actor=actors[source.text],
        target=doc[target.i : target.i + 1], target_actor=actors[target.text],
    )  # fmt: skip
