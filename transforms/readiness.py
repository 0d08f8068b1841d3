"""What the analysis needs of a language model, and what a given one lacks."""

from __future__ import annotations

from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from transforms.grammar.labels import CLEAR, scheme
from transforms.types import read

# A sentence in which every layer has something to say.
PROBE = "Maria Silva met Russian officials in Paris on Monday, and they were expected to agree."


class Need(NamedTuple):
    """A layer of spaCy's annotation, who makes it, and what is not found without it."""

    layer: str
    maker: str
    without: str
    essential: bool


NEEDS = (
    Need("DEP", "a parser", "events, indirect quotations and speakers", True),
    Need("TAG", "a tagger", "events and descriptions of actors", True),
    Need("ENT_IOB", "an entity recogniser", "actors and places", True),
    Need("POS", "a morphologizer or attribute ruler", "most events", True),
    Need("LEMMA", "a lemmatizer", "acts in other forms than the lexicon's", False),
    Need("MORPH", "a morphologizer", "tense, where the form of a verb leaves it open", False),
)


def lacking(nlp: Language) -> list[Need]:
    """The needs that a pipeline leaves unmet, tried on a sentence of our own."""
    doc = _probe(nlp)
    return [need for need in NEEDS if not doc.has_annotation(need.layer)]


def labels(nlp: Language) -> str:
    """The scheme of a pipeline's dependency labels: Universal Dependencies or CLEAR."""
    return "CLEAR" if scheme(read(_probe(nlp))) is CLEAR else "Universal Dependencies"


def require(nlp: Language, model: str) -> None:
    """Raise ValueError where a pipeline lacks what no event can be found without."""
    absent = [need for need in lacking(nlp) if need.essential]
    if absent:
        missing = "; ".join(f"{need.maker} (without it: no {need.without})" for need in absent)
        raise ValueError(
            f"the language model {model} lacks {missing}. Choose a spaCy pipeline that has them "
            "with --model, or leave it out for Dateline's own"
        )


def _probe(nlp: Language) -> Doc:
    return nlp(PROBE)
