"""An analyser without a language model: quick, and the same on every machine.

It finds, by words alone: capitalised names after the first word of a sentence (actors), "NAME
verb NAME" in one sentence for four verbs (events), and text between straight double quotes
(quotes, by the first name of the sentence). A text with the word "crash" makes it fail; one with
"misfit" gets an event that fits no schema. A file
``verbs.csv`` (verb,code) in the user's seeds takes the place of the four verbs; the code FAIL
makes it fail, too.
A file ``kill_once`` there makes the first process that meets it in the middle of a batch kill
itself; one ``kill_always`` kills all. ``PARSED`` lists the texts that were not read from a parse.
"""

from __future__ import annotations

import contextlib
import csv
import hashlib
import os
import signal
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span

from transforms.parses import unpack
from transforms.types import Actor, Event, Mention, Quote

CODES = {"met": "040", "accused": "112", "invaded": "192", "thanked": "050"}
PARSED: list[str] = []


def build(seeds: Path | None = None):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    own = seeds / "verbs.csv" if seeds else None
    verbs = dict(csv.reader(own.read_text().splitlines())) if own and own.exists() else CODES

    def annotate(texts: Iterable[tuple[str, int, datetime]]) -> Iterator[Doc]:
        for number, (text, title_end, published) in enumerate(texts):
            if seeds and number:
                _perhaps_die(seeds)
            if "crash" in text:
                raise RuntimeError("made to fail")
            PARSED.append(text)
            yield layers(nlp(text), title_end, published)

    def layers(doc: Doc, title_end: int, published: datetime) -> Doc:
        doc._.published, doc._.title_end = published, title_end
        _fill(doc, verbs)
        return doc

    def code(parse: bytes, title_end: int, published: datetime) -> Doc:
        return layers(unpack(parse, nlp.vocab), title_end, published)

    annotate.code = code
    return annotate


def _perhaps_die(seeds: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if not (seeds / "kill_always").exists():
            (seeds / "kill_once").unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _fill(doc: Doc, verbs: dict[str, str]) -> None:
    actors: dict[str, Actor] = {}
    doc._.mentions, doc._.events, doc._.quotes = [], [], []
    for sentence in doc.sents:
        names = [t for t in sentence if t.is_title and t.is_alpha]
        for token in names:
            actor = actors.setdefault(token.text, _actor(token.text))
            doc._.mentions.append(
                Mention(doc[token.i : token.i + 1], token, "name", "other", "capital", 0.5, actor)
            )
        for verb in (t for t in sentence if t.text in verbs):
            before = [t for t in names if t.i < verb.i]
            after = [t for t in names if t.i > verb.i]
            if before and after:
                doc._.events.append(_event(doc, verb, before[-1], after[0], actors, verbs))
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


def _event(doc: Doc, verb, source, target, actors, verbs) -> Event:
    if verbs[verb.text] == "FAIL":
        raise RuntimeError("made to fail")
    return Event(
        doc[verb.i : verb.i + 1], verb.text, verbs[verb.text], "fake", 0.5,
        amount="many" if "misfit" in doc.text else None,  # a number, by the schema
        source=doc[source.i : source.i + 1], source_actor=actors[source.text],
        target=doc[target.i : target.i + 1], target_actor=actors[target.text],
    )  # fmt: skip
