"""Other people's pipelines: what they must bring, and what is said where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from transforms.pipeline import build
from transforms.readiness import labels, lacking, require


@Language.component("readiness_parse")
def parse(doc: Doc) -> Doc:
    """CLEAR labels, as the pipelines that spaCy publishes have them."""
    verb = next((t for t in doc if t.text == "met"), doc[0])
    for token in doc:
        token.head, token.dep_ = verb, "dobj" if token.text == "officials" else "dep"
        token.tag_, token.pos_ = "NN", "NOUN"
    verb.dep_ = "ROOT"
    doc.ents = ()
    return doc


def test_the_shipped_model_lacks_nothing(nlp: Language) -> None:
    assert lacking(nlp) == []
    assert labels(nlp) == "Universal Dependencies"


def test_a_pipeline_with_older_labels_is_taken_and_its_gaps_are_named() -> None:
    other = spacy.blank("en")
    other.add_pipe("readiness_parse")
    require(other, "other")
    assert labels(other) == "CLEAR"
    assert [need.layer for need in lacking(other)] == ["LEMMA", "MORPH"]


def test_a_pipeline_without_a_parser_is_refused_by_name(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "bare")
    with pytest.raises(ValueError, match="bare lacks a parser"):
        build(str(tmp_path / "bare"))
