"""A sentence for every CAMEO code whose words tell it from others: code, source and target."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from spacy.language import Language

from transforms.pipeline import annotate
from transforms.tokens import Span
from transforms.types import Event

GOLD = Path(__file__).parent.parent / "data" / "code_sentences.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text("utf8").splitlines()]
ROOTS = [f"{n:02}" for n in range(1, 21)]
PUBLISHED = datetime(2024, 5, 1, 12, tzinfo=UTC)
LEAST_CODES = 180

Read = dict[str, tuple[str | None, str | None, list[Event]]]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    docs = annotate(nlp, [(row["text"], 0, PUBLISHED) for row in ROWS])
    return {
        row["code"]: (row["source"], row["target"], doc._.events)
        for row, doc in zip(ROWS, docs, strict=True)
    }


def same(gold: str | None, found: Span | None) -> bool:
    if gold is None or found is None:
        return gold is None
    words = set(re.findall(r"\w+", gold.lower())) - {"the", "of", "a"}
    return bool(words & set(re.findall(r"\w+", found.text.lower())))


def right(code: str, read: Read) -> bool:
    source, target, events = read[code]
    return any(e.code == code and same(source, e.source) and same(target, e.target) for e in events)


def test_there_is_one_sentence_a_code_and_enough_of_them() -> None:
    codes = [row["code"] for row in ROWS]
    assert len(codes) == len(set(codes)) >= LEAST_CODES
    assert {code[:2] for code in codes} == set(ROOTS)


@pytest.mark.parametrize("root", ROOTS)
def test_the_codes_of_a_root(root: str, read: Read) -> None:
    assert not [code for code in read if code.startswith(root) and not right(code, read)]
