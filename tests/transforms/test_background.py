"""What is named and not reported, what a protest is for, and demands without such a word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from parses import parse
from spacy.language import Language

from transforms import grammar
from transforms.events.background import is_background
from transforms.events.lexicon import lexicon
from transforms.events.purposes import is_protest, named_purpose, purpose
from transforms.pipeline import annotate
from transforms.types import Event

PUBLISHED = datetime(2024, 5, 16, 12, tzinfo=UTC)

CONDEMNED = """
    Togo Togo PROPN NNP 2 nsubj
    condemned condemn VERB VBD 0 ROOT
    the the DET DT 4 det
    attack attack NOUN NN 2 obj
    {} {} ADP IN 6 case
    Lome Lome PROPN NNP 4 nmod"""


def found(nlp: Language, text: str) -> list[Event]:
    (doc,) = annotate(nlp, [(text, 0, PUBLISHED)])
    events: list[Event] = doc._.events
    return events


def codes(nlp: Language, text: str) -> set[str]:
    return {event.code for event in found(nlp, text)}


def test_the_topic_of_a_comment_is_background() -> None:
    doc = parse(CONDEMNED.format("in", "in"))
    assert is_background(doc[3], "happened", {1: "111", 3: "190"}, lexicon())


def test_the_comment_itself_is_none() -> None:
    doc = parse(CONDEMNED.format("in", "in"))
    assert not is_background(doc[1], "happened", {1: "111", 3: "190"}, lexicon())


def test_a_noun_that_says_who_did_it_to_whom_is_taken_for_a_fact(nlp: Language) -> None:
    assert "192" in codes(nlp, "Greece condemned Turkey's invasion of Cyprus.")


def test_a_noun_for_what_did_not_happen_is_background() -> None:
    doc = parse(CONDEMNED.format("on", "on"))
    assert is_background(doc[3], "hypothetical", {}, lexicon())
    assert not is_background(doc[3], "happened", {}, lexicon())


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("Ghana expressed concern about the attack on the market.", {"01"}),
        ("Peru lifted the ban imposed on the newspaper in March.", {"08"}),
        ("Kenya denied charges that it had armed the rebels.", {"01", "12"}),
        ("The prime minister usually visits Rome in May.", set()),
        ("Shops stay shut because the rebels attack convoys.", set()),
        ("France voiced fears of an invasion of Chad.", {"01"}),
    ],
)
def test_what_is_commented_on_described_or_usual_is_not_reported(
    nlp: Language, text: str, roots: set[str]
) -> None:
    assert {code[:2] for code in codes(nlp, text)} <= roots


def test_what_went_before_is_reported(nlp: Language) -> None:
    assert "173" in codes(nlp, "Protests broke out after the arrest of the bishop by police.")


def test_purposes_are_the_fourth_digit() -> None:
    assert [is_protest(code) for code in ("141", "1411", "173")] == [True, False, False]
    assert purpose("143", "1042") == "1432"
    assert purpose("144", "1413") == "1443"
    assert purpose("141", "1053") == purpose("141", "104") == ""


def test_a_noun_names_a_purpose() -> None:
    doc = parse(
        """
        Students student NOUN NNS 2 nsubj
        marched march VERB VBD 0 ROOT
        against against ADP IN 5 case
        the the DET DT 5 det
        law law NOUN NN 2 obl"""
    )
    assert named_purpose("141", doc[1], (), lexicon()) == "1412"
    assert named_purpose("141", doc[0], (), lexicon()) == ""


def test_a_demand_for_what_a_protest_is_for_is_no_second_act(nlp: Language) -> None:
    text = "Protesters rallied in Tunis to demand the resignation of the president."
    assert codes(nlp, text) == {"1411"}


def test_what_somebody_must_do_is_demanded_of_him(nlp: Language) -> None:
    (event,) = found(nlp, "The union said the ministry must repair the roof.")
    assert event.target is not None
    assert (event.code, event.trigger.text) == ("100", "must")
    assert event.target.text == "the ministry"


def test_what_somebody_should_do_is_asked_of_him(nlp: Language) -> None:
    (event,) = found(nlp, "The union said the ministry should repair the roof.")
    assert event.code == "020"


def test_what_the_speaker_must_do_is_no_demand(nlp: Language) -> None:
    assert codes(nlp, "The union said it must repair the roof.") == set()


def test_charges_are_claims_of_those_who_arrest(nlp: Language) -> None:
    events = found(nlp, "Police arrested the banker for kidnapping a judge.")
    assert {(e.code, e.status) for e in events} == {("173", "happened"), ("181", "claimed")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Norway promised economic aid to Malawi.", "0331"),
        ("Norway promised military aid to Malawi.", "0332"),
        ("Norway promised humanitarian aid to Malawi.", "0333"),
        ("Norway promised aid to Malawi.", "033"),
    ],
)
def test_the_kind_of_aid_is_told_by_the_word_before_it(nlp: Language, text: str, code: str) -> None:
    assert codes(nlp, text) == {code}


def test_a_perfect_with_an_object_is_no_passive() -> None:
    doc = parse(
        """
        gunmen gunman NOUN NNS 0 ROOT
        who who PRON WP 4 nsubj:pass
        had have AUX VBD 4 aux
        kidnapped kidnap VERB VBN 1 acl:relcl
        tourists tourist NOUN NNS 4 obj"""
    )
    assert not grammar.is_passive(doc[3])


def test_a_passive_may_be_progressive() -> None:
    doc = parse(
        """
        He he PRON PRP 4 nsubj:pass
        is be AUX VBZ 4 aux
        being be AUX VBG 4 aux:pass
        questioned question VERB VBN 0 ROOT"""
    )
    assert grammar.is_progressive(doc[3])


def test_by_behind_of_names_the_agent_of_the_noun() -> None:
    doc = parse(
        """
        arrest arrest NOUN NN 0 ROOT
        of of ADP IN 3 case
        monks monk NOUN NNS 1 nmod
        by by ADP IN 5 case
        police police NOUN NNS 3 nmod"""
    )
    assert [t.text for t in grammar.agents(doc[0])] == ["police"]
    assert grammar.noun_phrase(doc[2]).text == "monks"
