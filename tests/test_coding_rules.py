"""The page of coding rules, read and run: each of its sentences is coded as it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from transforms.events.coding import recode
from transforms.events.lexicon import lexicon
from transforms.pipeline import annotate
from transforms.types import Event

PAGE = Path(__file__).parent.parent / "docs" / "coding-rules.md"
PUBLISHED = datetime(2024, 5, 1, 12, tzinfo=UTC)
CODED = ("sentence", "source", "code", "target", "status")
NONE = ("sentence", "why")
SET = ("sentence", "date", "precision", "place")
ARITHMETIC = ("governor", "act", "becomes")


def tables() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every row of every table of the page, with the names of its columns."""
    header: tuple[str, ...] = ()
    for line in PAGE.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            header = ()
            continue
        cells = tuple(cell.strip() for cell in line.strip("| ").split(" |"))
        cells = tuple(cell.strip("| ") for cell in cells)
        if not header:
            header = cells
        elif set(line) - set("|- "):
            yield header, cells + ("",) * (len(header) - len(cells))


def rows(header: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [cells for found, cells in tables() if found == header]


@pytest.fixture(scope="module")
def coded(nlp: Language) -> dict[str, list[Event]]:
    texts = sorted({cells[0] for header, cells in tables() if header[0] == "sentence"})
    docs = annotate(nlp, [(text, 0, PUBLISHED) for text in texts])
    return {doc.text: doc._.events for doc in docs}


def words(span: Any) -> str:
    return span.text if span is not None else ""


def test_every_table_is_one_that_is_run() -> None:
    assert {header for header, _ in tables()} == {CODED, NONE, SET, ARITHMETIC}
    assert len(rows(CODED)) >= 30
    statuses = {status for *_, status in rows(CODED)}
    assert statuses >= {"happened", "ongoing", "planned", "hypothetical", "claimed", "not happened"}


@pytest.mark.parametrize("row", rows(CODED), ids=lambda row: f"{row[0]} {row[2]}")
def test_a_sentence_is_coded_as_the_page_says(
    coded: dict[str, list[Event]], row: tuple[str, ...]
) -> None:
    sentence, source, code, target, status = row
    found = [
        (words(e.source), e.code, words(e.target), f"{'not ' if e.negated else ''}{e.status}")
        for e in coded[sentence]
    ]
    assert (source, code, target, status) in found


@pytest.mark.parametrize("row", rows(NONE), ids=lambda row: row[0])
def test_what_is_not_coded(coded: dict[str, list[Event]], row: tuple[str, ...]) -> None:
    assert [(e.code, e.rule) for e in coded[row[0]]] == []


@pytest.mark.parametrize("row", rows(SET), ids=lambda row: row[0])
def test_when_and_where(coded: dict[str, list[Event]], row: tuple[str, ...]) -> None:
    sentence, day, precision, place = row
    found = [
        (str(e.day), e.date_precision, e.place.span.text if e.place else "")
        for e in coded[sentence]
    ]
    assert (day, precision, place) in found


@pytest.mark.parametrize("row", rows(ARITHMETIC), ids=lambda row: row[0])
def test_code_arithmetic(row: tuple[str, ...]) -> None:
    governor, act, becomes = row
    lexicon_ = lexicon()
    rule = lexicon_.governor(governor, "VERB", "code")
    found = recode(lexicon_, rule, act.split()[0])
    assert found is not None, f"{governor}: {rule or 'no rule'}"
    assert found.code == becomes
