"""The gold sentences of tests/data/known_actors.jsonl, one way to refer to an actor a line.

The floor lies just below what is measured: a change that loses constructions fails here, and
names those that are wrong.
"""

from __future__ import annotations

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tests.transforms.gold import Row, analysed, lines

PUBLISHED = "2012-05-01"
LEAST_RIGHT = 0.95


@pytest.fixture(scope="module")
def read(nlp: Language) -> list[tuple[Row, Doc]]:
    return analysed(nlp, lines("known_actors"), PUBLISHED)


def found(row: Row, doc: Doc) -> object:
    """What the mention refers to, as the gold line writes it."""
    same = [m for m in doc._.mentions if m.span.text == row["mention"]]
    which = row.get("which", 0)
    if which >= len(same):
        return None
    mention = same[which]
    if "members" in row:
        return [actor.name for actor in mention.members]
    actor = mention.actor
    return actor and {
        "actor": actor.name, "kind": actor.kind, "country": actor.country, "role": actor.role
    }  # fmt: skip


def wanted(row: Row) -> object:
    if "members" in row:
        return row["members"]
    return {name: row[name] for name in ("actor", "kind", "country", "role")}


def test_who_is_meant(read: list[tuple[Row, Doc]]) -> None:
    wrong = [
        (row["construction"], wanted(row), got)
        for row, doc in read
        if (got := found(row, doc)) != wanted(row)
    ]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(read), wrong


def test_there_is_a_line_for_each_construction(read: list[tuple[Row, Doc]]) -> None:
    names = [row["construction"] for row, _ in read]
    assert len(set(names)) == len(names) >= 100
