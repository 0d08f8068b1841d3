"""The whole analysis over one text: what only shows when all layers work together."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from transforms.pipeline import annotate

PUBLISHED = datetime(2026, 3, 28, 9, tzinfo=UTC)


def analyse(nlp: Language, text: str, title_end: int = 0) -> Doc:
    return next(annotate(nlp, [(text, title_end, PUBLISHED)]))


def test_a_dateline_is_no_part_of_the_first_sentence(nlp: Language) -> None:
    text = (
        "DOHA, March 27 (Atlas Press) - Chad's government and the rebels of the Tibesti "
        "Salvation Front signed a ceasefire on Friday."
    )
    doc = analyse(nlp, text)
    assert next(s.text for s in doc.sents) == "DOHA, March 27 (Atlas Press) -"
    signed = [e for e in doc._.events if e.trigger.text == "signed"]
    assert {e.source.text for e in signed} >= {"Chad's government"}
    assert not any("Atlas" in (e.source.text + e.target.text) for e in signed)
    assert {(e.day.isoformat(), e.place.place.name, e.place_precision) for e in signed} == {
        ("2026-03-27", "Doha", "dateline")
    }


def test_all_layers_meet(nlp: Language) -> None:
    doc = analyse(
        nlp,
        "Kenya's president visited Uganda on Thursday. “We will trade more,” he told Atlas Press.",
    )
    (visit,) = [e for e in doc._.events if e.trigger.text == "visited"]
    assert (visit.code, visit.target_actor.name) == ("042", "Uganda")
    (quote,) = doc._.quotes
    assert quote.speaker_actor is visit.source_actor
    assert quote.via == "Atlas Press"


@pytest.mark.parametrize("text", ["", "“", "Yes.", "- ", "A" * 5000, "( ) [ ] “” 12:30 %"])
def test_no_text_is_too_odd(nlp: Language, text: str) -> None:
    assert analyse(nlp, text).text == text


def test_a_day_to_come_is_of_the_clause_that_plans(nlp: Language) -> None:
    doc = analyse(nlp, "South Africa has sent two helicopters, and a third is to arrive on Sunday.")
    sent = [e for e in doc._.events if e.trigger.text == "sent"]
    assert [(e.status, e.date_precision) for e in sent] == [("happened", "article")]


def test_an_election_campaign_is_no_attack(nlp: Language) -> None:
    doc = analyse(nlp, "President Tomas Arvela opened his campaign on Sunday with a rally in Lima.")
    assert not [e for e in doc._.events if e.code.startswith("19")]
