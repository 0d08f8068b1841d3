"""The gold sentences of tests/data/known_events.jsonl, through the whole analysis: one
construction each, written from grammar.
"""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.transforms.gold import Row, analysed, lines, words
from transforms.tokens import Span
from transforms.types import Event


@pytest.fixture(scope="module")
def read(nlp: Language) -> list[tuple[Row, list[Event]]]:
    return [(row, doc._.events) for row, doc in analysed(nlp, lines("known_events"))]


def same(gold: str | None, found: Span | None) -> bool:
    """Whether a phrase is named in both; what the gold leaves open may be found or not."""
    if gold is None:
        return True
    return found is not None and bool(words(gold) & words(found.text))


def matches(row: Row, events: list[Event]) -> list[Event]:
    return [
        e
        for e in events
        if e.code[:2] == row["root"]
        and same(row["source"], e.source)
        and same(row["target"], e.target)
    ]


def test_root_source_and_target(read: list[tuple[Row, list[Event]]]) -> None:
    gold = [(row, events) for row, events in read if not row.get("none")]
    assert not [row["text"] for row, events in gold if not matches(row, events)]


def test_status(read: list[tuple[Row, list[Event]]]) -> None:
    gold = [(row, events) for row, events in read if not row.get("none")]
    wrong = [
        row["text"]
        for row, events in gold
        if not any(e.status == row["status"] for e in matches(row, events))
    ]
    assert not wrong


def test_what_is_no_event_stays_quiet(read: list[tuple[Row, list[Event]]]) -> None:
    loud = [
        row["text"]
        for row, events in read
        if row.get("none")
        and any(e.status in ("happened", "ongoing") and not e.negated for e in events)
    ]
    assert not loud
