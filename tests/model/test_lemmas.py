"""Lemmas of what training held and of what it did not."""

from __future__ import annotations

import csv

import pytest
from en_dateline.inflection import EXCEPTIONS
from en_dateline.lemmas import Lemmatizer

from model.convert import Sentence, lemma_table

TABLE = {
    "her|PRON": "her", "her|PRON|PRP": "she", "national|ADJ": "national", "greater|ADJ": "great",
    "'s|PART": "'s", "'s|AUX": "be", "--|PUNCT|:": "-", "american|ADJ": "American",
    "united|VERB": "unite", "fled|VERB": "flead", "Geneva|PROPN": "Geneva", "'|PART": "'s",
    "emerge|VERB": "emerge", "create|VERB": "create", "regulate|VERB": "regulate",
    "answer|VERB": "answer", "power|VERB": "power", "movie|NOUN": "movie", "late|ADJ": "late",
    "star|VERB": "star", "state|VERB": "state",
}  # fmt: skip
WORDS = [
    "army",
    "library",
    "analyst",
    "shoe",
    "virus",
    "cache",
    "wide",
    "scrap",
    "scrape",
    "tehran",
]


@pytest.fixture(scope="module")
def lemmatizer() -> Lemmatizer:
    return Lemmatizer(TABLE, WORDS)


@pytest.mark.parametrize(
    ("form", "pos", "tag", "script", "lemma"),
    [
        ("her", "PRON", "PRP", "0:", "she"),
        ("her", "PRON", "PRP$", "3:she", "her"),
        ("’s", "PART", "POS", "0:", "'s"),
        ("“", "PUNCT", "``", "0:", '"'),
        ("’", "PUNCT", "''", "0:", "'"),
        ("--", "PUNCT", ":", "0:", "-"),
        ("’s", "AUX", "VBZ", "2:have", "have"),  # only the sentence can tell
        ("’s", "AUX", "VBZ", "0:", "be"),
        ("12,500", "NUM", "CD", "0:", "12500"),
        ("12,5", "NUM", "CD", "0:", "12,5"),
        ("VII", "NUM", "CD", "0:", "VII"),
        ("https://example.org/Page", "X", "ADD", "0:", "https://example.org/Page"),
    ],
)
def test_marks_numbers_and_small_words(
    lemmatizer: Lemmatizer, form: str, pos: str, tag: str, script: str, lemma: str
) -> None:
    assert lemmatizer.lemma(form, pos, script, tag) == lemma


@pytest.mark.parametrize(
    ("form", "pos", "tag", "script", "lemma"),
    [
        ("National", "ADJ", "JJ", "0:", "national"),
        ("National", "ADJ", "NNP", "0:", "National"),
        ("Greater", "ADJ", "NNP", "0:", "Great"),
        ("Middle", "ADJ", "JJ", "6:Middle", "Middle"),  # the script gives the form back
        ("American", "ADJ", "JJ", "0:", "American"),
        ("Uruguayan", "ADJ", "JJ", "0:", "Uruguayan"),
        ("Ruritanian", "ADJ", "JJ", "8:Spanish", "Ruritanian"),
        ("United", "VERB", "NNP", "6:Unite", "Unite"),
        ("GENEVA", "PROPN", "NNP", "0:", "Geneva"),
        ("TEHRAN", "PROPN", "NNP", "0:", "Tehran"),
        ("OPCW", "PROPN", "NNP", "0:", "OPCW"),
        ("Libraries", "PROPN", "NNPS", "1:", "Library"),
        ("Iraqis", "PROPN", "NNPS", "1:", "Iraqi"),
        ("Netherlands", "PROPN", "NNP", "0:", "Netherlands"),
        ("MiG-29s", "NOUN", "NNS", "1:", "MiG-29"),
        ("Minister", "NOUN", "NN", "0:", "minister"),
    ],
)
def test_capitals(
    lemmatizer: Lemmatizer, form: str, pos: str, tag: str, script: str, lemma: str
) -> None:
    assert lemmatizer.lemma(form, pos, script, tag) == lemma


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("armies", "army"), ("movies", "movie"), ("series", "series"), ("heroes", "hero"),
        ("shoes", "shoe"), ("analysts", "analyst"), ("crises", "crisis"), ("viruses", "virus"),
        ("caches", "cache"), ("clashes", "clash"), ("policewomen", "policewoman"),
        ("politics", "politics"), ("clerics", "cleric"), ("copies", "copy"), ("1990s", "1990s"),
        ("leaves", "leaf"), ("olives", "olive"), ("boss", "boss"), ("quizzes", "quiz"),
    ],
)  # fmt: skip
def test_plurals_that_training_did_not_hold(lemmatizer: Lemmatizer, form: str, lemma: str) -> None:
    assert lemmatizer.lemma(form, "NOUN", "1:", "NNS") == lemma


@pytest.mark.parametrize(
    ("form", "tag", "lemma"),
    [
        ("reemerged", "VBD", "reemerge"), ("empowered", "VBN", "empower"), ("fled", "VBD", "flee"),
        ("scraping", "VBG", "scrape"), ("scrapping", "VBG", "scrap"), ("fined", "VBN", "fine"),
        ("stared", "VBD", "stare"), ("speculating", "VBG", "speculate"), ("suing", "VBG", "sue"),
        ("endorsed", "VBN", "endorse"), ("prosecutes", "VBZ", "prosecute"), ("vied", "VBD", "vie"),
        ("overthrown", "VBN", "overthrow"), ("underwent", "VBD", "undergo"),
        ("dying", "VBG", "die"), ("relying", "VBG", "rely"), ("crushes", "VBZ", "crush"),
        ("raked", "VBD", "rake"), ("compelled", "VBN", "compel"), ("mulled", "VBD", "mull"),
        ("besieged", "VBN", "besiege"), ("found", "VB", "found"), ("found", "VBD", "find"),
        ("shed", "VBD", "shed"), ("hurried", "VBD", "hurry"), ("analysed", "VBD", "analyse"),
    ],
)  # fmt: skip
def test_verbs_that_training_did_not_hold(
    lemmatizer: Lemmatizer, form: str, tag: str, lemma: str
) -> None:
    assert lemmatizer.lemma(form, "VERB", "0:", tag) == lemma


@pytest.mark.parametrize(
    ("form", "pos", "tag", "lemma"),
    [
        ("latest", "ADJ", "JJS", "late"), ("wider", "ADJ", "JJR", "wide"),
        ("worse", "ADJ", "JJR", "bad"), ("best", "ADV", "RBS", "well"),
        ("disgruntled", "ADJ", "JJ", "disgruntled"), ("eager", "ADJ", "JJ", "eager"),
    ],
)  # fmt: skip
def test_degrees(lemmatizer: Lemmatizer, form: str, pos: str, tag: str, lemma: str) -> None:
    assert lemmatizer.lemma(form, pos, "1:", tag) == lemma


def test_the_table_tells_tags_apart_and_leaves_out_slips_and_names() -> None:
    def word(form: str, pos: str, tag: str, lemma: str, feats: str = "_") -> Sentence:
        return Sentence([form], [-1], raw=[("root", pos, tag, feats, lemma)])

    train = [
        *[word("Her", "PRON", "PRP$", "her")] * 2,
        word("her", "PRON", "PRP", "she"),
        word("National", "ADJ", "NNP", "National"),
        word("loose", "VERB", "VB", "lose", "Typo=Yes"),
        *[word("wierd", "ADJ", "JJ", "weird", "Typo=Yes")] * 2,
        word("’s", "PART", "POS", "'s"),
        word(".", "PUNCT", ".", "."),
    ]
    assert lemma_table(train) == {
        "'s|PART": "'s", "her|PRON": "her", "her|PRON|PRP": "she", "wierd|ADJ": "weird",
    }  # fmt: skip


def test_exceptions_are_sorted_and_unique() -> None:
    with EXCEPTIONS.open(encoding="utf8", newline="") as file:
        keys = [(row["form"], row["pos"]) for row in csv.DictReader(file)]
    assert keys == sorted(set(keys))
