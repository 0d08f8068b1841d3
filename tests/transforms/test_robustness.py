"""No text makes the analysis raise, and everything that is found points to its characters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from tests.transforms.mutations import MUTATIONS, mutated
from transforms.pipeline import annotate
from transforms.rows import rows
from transforms.text import normalise

SAMPLES = Path(__file__).resolve().parents[2] / "seeds" / "articles"
PUBLISHED = datetime(2026, 3, 28, 9, tzinfo=UTC)
SPANS = {"mentions": [""], "quotes": ["", "speaker_", "cue_"], "events": ["source_", "target_"]}


@pytest.fixture(scope="module")
def articles() -> list[str]:
    """Bodies of the samples in plain text."""
    files = sorted(SAMPLES.glob("*.txt"))
    return [file.read_text(encoding="utf8").split("---\n", 2)[-1].strip() for file in files]


def faults(nlp: Language, texts: Iterator[tuple[str, str]]) -> list[Any]:
    """What goes wrong over broken texts: as they are, and as they come out of normalisation."""
    found: list[Any] = []
    for number, (how, raw) in enumerate(texts):
        try:
            text, title_end = normalise(None, raw) if number % 2 else (raw, 0)
            doc = next(annotate(nlp, [(text, title_end, PUBLISHED)]))
            assert doc.text == text
            for table, found_rows in rows(doc, "article").items():
                found += [(how, table, row) for row in found_rows if _is_off(table, row, text)]
        except Exception as error:
            found.append((how, repr(error), raw[:2000]))
    return found


def _is_off(table: str, row: dict[str, Any], text: str) -> bool:
    for prefix in SPANS.get(table, []):
        start, end = row[f"{prefix}start"], row[f"{prefix}end"]
        words = row["cue"] if prefix == "cue_" else row[f"{prefix}text"]
        if (start is None) != (words is None) or (start is not None and text[start:end] != words):
            return True
    return False


def test_broken_texts_cost_nothing(nlp: Language, articles: list[str]) -> None:
    short = [text[:500] for text in articles]
    assert faults(nlp, mutated(short, 5 * len(MUTATIONS))) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said it had( been a response to the shelling of Zouar.",
        "The company fell. It said nothing. The company, Danubia Ports, said that it left. It did.",
    ],
)
def test_texts_that_once_raised(nlp: Language, text: str) -> None:
    assert faults(nlp, iter([("", text)])) == []


@pytest.mark.hard
def test_ten_thousand_broken_texts_cost_nothing(nlp: Language, articles: list[str]) -> None:
    assert faults(nlp, mutated(articles, 10_000, seed=7)) == []
