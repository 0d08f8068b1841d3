"""A sentence for every CAMEO code whose words tell it from others: code, source and target."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.transforms.gold import analysed, lines, words
from transforms.tokens import Span
from transforms.types import Event

ROWS = lines("code_sentences")
ROOTS = [f"{n:02}" for n in range(1, 21)]
LEAST_CODES = 180

Read = dict[str, tuple[str | None, str | None, list[Event]]]


@pytest.fixture(scope="module")
def read(nlp: Language) -> Read:
    return {
        row["code"]: (row["source"], row["target"], doc._.events)
        for row, doc in analysed(nlp, ROWS)
    }


def same(gold: str | None, found: Span | None) -> bool:
    if gold is None or found is None:
        return gold is None
    return bool(words(gold) & words(found.text))


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
