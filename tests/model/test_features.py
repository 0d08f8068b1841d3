"""Shapes, lemma scripts and windows: the parts shared by training and inference."""

from __future__ import annotations

import pytest
from en_dateline.features import SHAPES, shape_of
from en_dateline.lemmas import Lemmatizer, apply_script, edit_script
from en_dateline.windows import MAX_WORDS, between_quotations, next_window, settled


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("talks", "lower"), ("Putin", "title"), ("NATO", "upper"), ("A", "initial"),
        ("McCain", "mixed"), ("2022", "digits"), ("19th", "alnum"), ("“", "punct"),
        ("U.S.", "acronym"), ("’s", "apostrophe"), ("J.", "initial"),
    ],
)  # fmt: skip
def test_shape(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


@pytest.mark.parametrize(
    ("form", "pos", "lemma"),
    [
        ("Killed", "VERB", "kill"), ("was", "AUX", "be"), ("talks", "NOUN", "talk"),
        ("Putin", "PROPN", "Putin"), ("I", "PRON", "I"), ("sought", "VERB", "seek"),
    ],
)  # fmt: skip
def test_scripts_turn_forms_into_lemmas(form: str, pos: str, lemma: str) -> None:
    assert apply_script(form, edit_script(form, lemma, pos), pos) == lemma


def test_a_script_that_does_not_fit_leaves_the_form() -> None:
    assert apply_script("is", "5:be", "AUX") == "is"


@pytest.mark.parametrize(
    ("form", "pos", "script", "lemma"),
    [
        ("fell", "VERB", "0:", "fall"),  # the table wins over the script
        ("imposed", "VERB", "2:", "impose"),
        ("expelled", "VERB", "2:", "expel"),
        ("supplies", "NOUN", "0:", "supply"),
        ("shelled", "VERB", "2:", "shell"),  # a known word stays
        ("freed", "VERB", "2:", "free"),  # treebanks err, too
        ("aided", "VERB", "2:", "aid"),
        ("denounced", "VERB", "2:", "denounce"),
        ("quizzes", "NOUN", "3:", "quiz"),  # only verbs never end so
        ("blorped", "VERB", "2:", "blorp"),  # nobody knows better than the network
    ],
)
def test_lemmas(form: str, pos: str, script: str, lemma: str) -> None:
    words = ["fall", "impose", "expel", "supply", "supplies", "shell", "free", "aid", "aide"]
    table = {"fell|VERB": "fall", "freed|VERB": "fre"}
    assert Lemmatizer(table, words).lemma(form, pos, script) == lemma


def test_windows_end_at_a_paragraph_when_nearly_full() -> None:
    breaks = [i in (0, 120) for i in range(400)]
    assert next_window([1] * 400, breaks, 0) == 120
    assert next_window([1] * 400, [i == 0 for i in range(400)], 0) == MAX_WORDS


def test_a_sentence_cut_by_the_window_is_read_again() -> None:
    breaks = [i == 0 for i in range(300)]
    assert settled([0, 50, 140], 160, 300, breaks) == 140
    assert settled([0], 160, 300, breaks) == 160  # a sentence longer than a window
    assert settled([0, 50, 140], 300, 300, breaks) == 300


def test_a_quotation_after_a_quotation_opens_a_sentence() -> None:
    words = ["It", "failed", ".", "”", "“", "We", "left"]
    assert [k for k in range(len(words)) if between_quotations(words, k)] == [4]
    assert not any(between_quotations(["the", "“", "a", "”", "“", "b"], k) for k in range(6))
