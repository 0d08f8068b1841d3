"""Carrying annotation from words to tokens: what comes out must be a tree."""

from __future__ import annotations

import pytest

from model.convert import align
from model.tokens import blank


def reaches_root(heads: list[int]) -> bool:
    for start in range(len(heads)):
        word = start
        for _ in heads:
            word = word if heads[word] < 0 else heads[word]
        if heads[word] >= 0:
            return False
    return heads.count(-1) >= 1


def word(form: str, head: int, dep: str = "dep", space: str = " ") -> tuple[str, ...]:
    return (form, form, "X", "FW", "_", str(head), dep, space)


def test_a_token_over_two_subtrees_closes_no_cycle() -> None:
    # "abc" is one token: its last piece governs the verb's object, its first hangs on that object.
    words = [
        word("They", 2, "nsubj"),
        word("saw", 0, "root"),
        word("ab", 5, "amod", ""),
        word("c", 2, "obj"),
        word("things", 4, "obj"),
    ]
    sentence = align(blank(), words)
    assert sentence.words == ["They", "saw", "abc", "things"]
    assert reaches_root(sentence.heads)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("What ?!!", ["What", "?!!"]),
        # "ex-" stays apart: lists of offices know the word after it
        ("re-elected ex-minister", ["re-elected", "ex", "-", "minister"]),
        ("anti-American and anti-war", ["anti", "-", "American", "and", "anti-war"]),
        ("Call 555-014-2277 on 01-Feb-26.", ["Call", "555-014-2277", "on", "01-Feb-26", "."]),
        ("the 1990's, in '68", ["the", "1990's", ",", "in", "'68"]),
        ("(as he said): no", ["(", "as", "he", "said", ")", ":", "no"]),
        ("Capt. Ruiz, etc.", ["Capt.", "Ruiz", ",", "etc."]),
    ],
)  # fmt: skip
def test_words_are_those_of_the_treebanks(text: str, tokens: list[str]) -> None:
    assert [t.text for t in blank().make_doc(text)] == tokens
