"""The whole analysis as one spaCy pipeline, in the order in which it runs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from transforms.dates.dateline import find_dateline
from transforms.parses import unpack
from transforms.readiness import require

# (component, module whose import registers its factory)
LAYERS = (
    ("dateline_dates", "transforms.dates.component"),
    ("dateline_places", "transforms.places.component"),
    ("dateline_mentions", "transforms.actors.mentions"),
    ("dateline_coref", "transforms.actors.coreference"),
    ("dateline_quotes", "transforms.quotes.attribution"),
    ("dateline_first_person", "transforms.actors.first_person"),
    ("dateline_events", "transforms.events.component"),
)


def build(model: str = "en_dateline", seeds: Path | None = None) -> Language:
    """A language model with all layers of the analysis behind it.

    ``model`` is the name or folder of any spaCy pipeline with tags, a parse and names;
    ``seeds`` a folder of a user's own seed files. Raises OSError where there is no such model,
    ValueError where it lacks a parser, a tagger or an entity recogniser.
    """
    nlp = spacy.load(model)
    require(nlp, model)
    for name, module in LAYERS:
        importlib.import_module(module)
        reads_seeds = "seeds" in (nlp.get_factory_meta(name).default_config or {})
        nlp.add_pipe(name, config={"seeds": str(seeds)} if seeds and reads_seeds else {})
    return nlp


def annotate(nlp: Language, articles: Iterable[tuple[str, int, datetime | None]]) -> Iterator[Doc]:
    """Analyse (text, title_end, published) one by one, in order."""
    for text, title_end, published in articles:
        doc = nlp.make_doc(text)
        doc._.published, doc._.title_end = published, title_end
        _part_dateline(doc)
        yield nlp(doc)


def code_again(nlp: Language, parse: bytes, title_end: int, published: datetime | None) -> Doc:
    """Analyse a text whose parse has been kept (``parses.pack``): all but the language model."""
    doc = unpack(parse, nlp.vocab)
    doc._.published, doc._.title_end = published, title_end
    layers = {name for name, _ in LAYERS}
    return nlp(doc, disable=[name for name in nlp.pipe_names if name not in layers])


def _part_dateline(doc: Doc) -> None:
    """Let the dateline be a sentence of its own: read as the start of the first one, its city
    and agency become subjects. Models keep to sentence starts that are set before them."""
    dateline = find_dateline(doc.text, doc._.title_end)
    if dateline is None:
        return
    start, end = dateline.span
    for token in doc:
        if token.i and token.idx >= start and not token.is_space:
            token.is_sent_start = token.idx in (start, end)
        if token.idx >= end:
            return
