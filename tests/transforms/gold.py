"""Sentences of ``tests/data`` with what a reader wrote down about them, and their analysis."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from transforms.pipeline import annotate

DATA = Path(__file__).resolve().parents[1] / "data"
PUBLISHED = "2024-05-01T12:00"  # of sentences that do not say
SMALL_WORDS = {"the", "a", "an", "of", "and", "s", "in", "to", "on", "for", "by"}

Row = dict[str, Any]


def lines(name: str) -> list[Row]:
    """The lines of ``tests/data/NAME.jsonl``."""
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf8").splitlines()]


def analysed(nlp: Language, rows: list[Row], published: str = PUBLISHED) -> list[tuple[Row, Doc]]:
    """Each line with the analysis of its ``text``."""
    days = [datetime.fromisoformat(row.get("published", published)) for row in rows]
    texts = [(row["text"], 0, day.replace(tzinfo=UTC)) for row, day in zip(rows, days, strict=True)]
    return list(zip(rows, annotate(nlp, texts), strict=True))


def words(text: str) -> set[str]:
    """The words by which a phrase is known again, in small letters."""
    return set(re.findall(r"\w+", text.lower())) - SMALL_WORDS
