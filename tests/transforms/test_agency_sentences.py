"""Sentences as agencies write them, each with the rows that a reader would write down.

``codes`` are beginnings of CAMEO codes, any of which does; what a row leaves out is left open. A
``source`` or ``target`` of null means that the text names none.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.transforms.gold import Row, analysed, lines, words
from transforms.tokens import Span
from transforms.types import Actor, Event


@pytest.fixture(scope="module")
def read(nlp: Language) -> list[tuple[Row, list[Event]]]:
    return [(row, doc._.events) for row, doc in analysed(nlp, lines("agency_sentences"))]


def names(row: Row, role: str, found: Span | None, actor: Actor | None) -> bool:
    if role not in row:
        return True
    if row[role] is None or found is None:
        return row[role] is None and found is None
    return bool(words(row[role]) & words(f"{found.text} {actor.name if actor else ''}"))


def says(row: Row, event: Event) -> bool:
    """Whether an event is a row of the gold."""
    status = f"{'not ' if event.negated else ''}{event.status}"
    place = event.place.span.text if event.place else ""
    return (
        event.code.startswith(tuple(row.get("codes", ("",))))
        and names(row, "source", event.source, event.source_actor)
        and names(row, "target", event.target, event.target_actor)
        and row.get("status", status) == status
        and row.get("date", str(event.day)) == str(event.day)
        and ("place" not in row or bool(words(row["place"]) & words(place)))
    )


def test_every_row_is_found(read: list[tuple[Row, list[Event]]]) -> None:
    missed = [
        (gold["text"], row)
        for gold, events in read
        for row in gold["rows"]
        if not any(says(row, event) for event in events)
    ]
    assert len(read) >= 600
    assert not missed
