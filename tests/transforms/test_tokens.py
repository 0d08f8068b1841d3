"""Words as plain objects say what spaCy says."""

from __future__ import annotations

import random

import pytest
from spacy import tokens as spacy_tokens
from spacy.language import Language

from transforms.tokens import Doc, Span
from transforms.types import read

TEXT = """Talks end

TEHRAN, July 19 (NWA) - Two of the ministers' 3,000  guards, who hadn't slept, told "Le Monde":
"We'll see (in Tehran)." President Ana Lopes-Silva of the U.S. left… She's in New York"""
NAMES = (
    *("text", "text_with_ws", "lower_", "lemma_", "pos_", "tag_", "dep_", "shape_", "ent_type_"),
    *("ent_iob_", "whitespace_", "i", "idx", "is_alpha", "is_digit", "is_punct", "is_space"),
    *("is_title", "is_upper", "like_num"),
)


@pytest.fixture(scope="module")
def source(nlp: Language) -> spacy_tokens.Doc:
    return nlp(TEXT)


@pytest.fixture(scope="module")
def doc(source: spacy_tokens.Doc) -> Doc:
    return read(source)


def places(words: object) -> list[int]:
    return [word.i for word in words]


@pytest.mark.parametrize("name", NAMES)
def test_a_word_has_spacys_attributes(source: spacy_tokens.Doc, doc: Doc, name: str) -> None:
    assert [getattr(word, name) for word in doc] == [getattr(word, name) for word in source]


def test_a_word_has_spacys_morphology(source: spacy_tokens.Doc, doc: Doc) -> None:
    assert [word.morph.strip("_") for word in doc] == [str(word.morph) for word in source]
    assert any("Number=Plur" in word.morph for word in doc)


def test_the_tree_is_spacys(source: spacy_tokens.Doc, doc: Doc) -> None:
    for mine, theirs in zip(doc, source, strict=True):
        assert mine.head.i == theirs.head.i
        for name in ("children", "subtree", "ancestors"):
            assert places(getattr(mine, name)) == places(getattr(theirs, name)), (name, mine)
        assert (mine.left_edge.i, mine.right_edge.i) == (theirs.left_edge.i, theirs.right_edge.i)
        assert mine.sent == doc[theirs.sent.start : theirs.sent.end]


def test_spans_are_spacys(source: spacy_tokens.Doc, doc: Doc) -> None:
    draw = random.Random(3)
    for _ in range(300):
        start, end = draw.randint(-50, 60), draw.randint(-50, 60)
        mine, theirs = doc[start:end], source[start:end]
        assert (mine.start, mine.end, len(mine)) == (theirs.start, theirs.end, len(theirs))
        assert (mine.start_char, mine.end_char) == (theirs.start_char, theirs.end_char)
        assert mine.text == theirs.text
        assert mine[1:3].text == theirs[1:3].text
        assert places(mine) == places(theirs)
        if len(theirs):
            assert mine.root.i == theirs.root.i
            assert mine[-1].i == theirs[-1].i
            assert mine.sent.start == theirs.sent.start


@pytest.mark.parametrize("mode", ["strict", "contract", "expand"])
def test_characters_are_aligned_as_spacy_does(
    source: spacy_tokens.Doc, doc: Doc, mode: str
) -> None:
    for start in range(0, 60, 3):
        for end in range(start, start + 12):
            mine, theirs = (
                doc.char_span(start, end, mode),
                source.char_span(start, end, alignment_mode=mode),
            )
            assert (mine is None) == (theirs is None)
            if mine is not None and theirs is not None:
                assert (mine.start, mine.end) == (theirs.start, theirs.end)


def test_sentences_and_names_are_spacys(source: spacy_tokens.Doc, doc: Doc) -> None:
    def told(spans: object) -> list[tuple[int, int, str]]:
        return [(span.start, span.end, span.label_) for span in spans]

    assert told(doc.sents) == told(source.sents)
    assert told(doc.ents) == told(source.ents)
    assert len(doc.ents) > 2


def test_a_word_is_one_object(doc: Doc) -> None:
    assert doc[5] is doc[4].nbor() is doc[5:7][0]
    assert doc[3:5] == doc[3:6][:2] != doc[3:6]
    assert len({doc[3:5], doc[3:5], doc[4:5]}) == 2
    assert Span(doc, 3, 5, "ORG") != doc[3:5]


def test_outside_of_the_text_are_no_words(doc: Doc) -> None:
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[2:4][2]


def test_a_text_without_sentences_has_none(nlp: Language) -> None:
    bare = read(nlp.make_doc("They left. They came back."))
    with pytest.raises(ValueError, match="sentences"):
        _ = bare[0].sent
    assert not len(read(nlp.make_doc("")))


def test_what_layers_find_is_on_the_doc(source: spacy_tokens.Doc, doc: Doc) -> None:
    assert doc is read(source)
    assert doc._.mentions is source._.mentions
    source._.title_end = 9
    assert doc._.title_end == 9
