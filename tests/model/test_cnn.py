"""Training examples of the CNN that speed is compared with."""

from __future__ import annotations

from spacy.vocab import Vocab

from model.cnn import NAME_TAGS, WINDOW_WORDS, iob, syntax_example, windows
from model.convert import MASK, Sentence


def sentence(words: str, heads: list[int]) -> Sentence:
    row = ("dep", "NOUN", "NN", "_", "")
    return Sentence(words.split(), heads, raw=[row for _ in heads])


def test_names_whose_start_is_unknown_are_unknown() -> None:
    tags = [NAME_TAGS.index(t) for t in ("B-ORG", "L-ORG", "U-ORG", "I-DATE", "L-DATE", "O")]
    assert iob(tags) == ["B-ORG", "I-ORG", "B-ORG", "", "", "O"]
    assert iob([MASK, NAME_TAGS.index("L-GPE"), 0]) == ["", "", "O"]


def test_windows_hold_whole_sentences_of_one_document() -> None:
    short, long = sentence("a b", [-1, 0]), sentence("w " * WINDOW_WORDS, [-1] + [0] * 119)
    assert windows({"one": [short, short, long], "two": [short]}) == [
        [short, short],
        [long],
        [short],
    ]


def test_what_is_no_tree_is_left_out() -> None:
    assert windows({"one": [sentence("a b c", [-1, 2, 1])]}) == []


def test_heads_of_a_window_stay_in_their_sentences() -> None:
    gold = syntax_example(Vocab(), [sentence("a b", [1, -1]), sentence("c d", [-1, 0])]).reference
    assert [t.head.i for t in gold] == [1, 1, 2, 2]
    assert [t.dep_ for t in gold] == ["dep", "ROOT", "ROOT", "dep"]
    assert [t.is_sent_start for t in gold] == [True, False, True, False]
    assert not any(t.lemma_ for t in gold)
