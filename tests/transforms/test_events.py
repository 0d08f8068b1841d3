"""Sentences to events, with the whole analysis; and rules of the engine on hand-made parses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from parses import parse
from spacy.language import Language

from transforms.events.acts import find_candidates
from transforms.events.attribution import attribution
from transforms.events.component import LEAST_CONFIDENCE
from transforms.events.frames import Frame
from transforms.events.heads import lemmas
from transforms.events.lexicon import Entry, Lexicon, lexicon, parse_pattern
from transforms.events.status import standing
from transforms.grammar.forms import bases
from transforms.types import Event

PUBLISHED = datetime(2024, 5, 16, 12, tzinfo=UTC)  # a Thursday


def events(nlp: Language, text: str) -> list[Event]:
    doc = nlp.make_doc(text)
    doc._.published = PUBLISHED
    found: list[Event] = nlp(doc)._.events
    return found


def rows(nlp: Language, text: str) -> set[tuple[str, str | None, str | None, str]]:
    """Root, source, target and status of every event."""
    return {
        (
            e.code[:2],
            e.source.text if e.source else None,
            e.target.text if e.target else None,
            e.status,
        )
        for e in events(nlp, text)
    }


def entry(pattern: str, code: str = "190") -> Entry:
    source, target, reciprocal, conditions = parse_pattern(pattern, {})
    return Entry("x", "VERB", pattern, source, target, reciprocal, conditions, code, 0)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Kenya accused Uganda of smuggling gold.",
            ("11", "Kenya", "Uganda", "happened"),
        ),
        (
            "Two soldiers were killed by rebels on Monday.",
            ("19", "rebels", "Two soldiers", "happened"),
        ),
        (
            "France condemned Iran for the attack.",
            ("11", "France", "Iran", "happened"),
        ),
        (
            "Turkey's invasion of Cyprus was condemned by Greece.",
            ("19", "Turkey", "Cyprus", "happened"),
        ),
        (
            "Sudan said it would send food to Chad.",
            ("03", "Sudan", "Chad", "happened"),
        ),
        (
            "Peru will not release the sailors.",
            ("12", "Peru", "the sailors", "happened"),
        ),
    ],
)
def test_who_did_what_to_whom(
    nlp: Language, text: str, row: tuple[str, str | None, str | None, str]
) -> None:
    assert row in rows(nlp, text)


def test_meetings_go_both_ways_and_coordination_is_written_out(nlp: Language) -> None:
    found = rows(nlp, "Kenya and Uganda met with Tanzania on Tuesday.")
    pairs = {(source, target) for root, source, target, _ in found if root == "04"}
    assert pairs == {
        ("Kenya", "Tanzania"),
        ("Tanzania", "Kenya"),
        ("Uganda", "Tanzania"),
        ("Tanzania", "Uganda"),
    }


def test_what_is_no_event(nlp: Language) -> None:
    text = (
        "The striker scored twice in the second half. Snow fell overnight. "
        "The museum opens at nine. Copper is a metal. He said the weather was fine."
    )
    assert events(nlp, text) == []


def test_day_and_place_come_from_the_clause(nlp: Language) -> None:
    (first, *_) = events(nlp, "Egypt and Jordan signed a treaty in Amman on Tuesday.")
    assert first.code == "057"
    assert (first.day, first.date_precision) == (date(2024, 5, 14), "day")
    assert first.place is not None
    assert (first.place.span.text, first.place_precision) == ("Amman", "city")


def test_without_a_date_the_day_is_the_articles(nlp: Language) -> None:
    (event,) = events(nlp, "Ghana thanked Togo.")
    assert (event.day, event.date_precision) == (PUBLISHED.date(), "article")
    assert event.place is None


def test_reported_acts_are_claimed_and_attributed(nlp: Language) -> None:
    found = [
        e
        for e in events(nlp, "The army said rebels attacked Mali on Monday.")
        if e.code[:2] == "19"
    ]
    assert [(e.status, e.attributed_to) for e in found] == [("claimed", "The army")]


def test_an_event_says_how_it_was_found(nlp: Language) -> None:
    (event,) = [
        e for e in events(nlp, "Two police officers were arrested by soldiers.") if e.source
    ]
    assert event.rule.startswith("arrest VERB (")
    assert "passive" in event.rule
    assert LEAST_CONFIDENCE <= event.confidence < 1


@pytest.mark.parametrize(
    ("pattern", "met"),
    [
        ("subj > to | obj=aid", True),
        ("subj > to | obj=money", True),
        ("subj > to | obj=bread", False),
        ("subj > to | passive", False),
        ("subj > to | no_obj", False),
        ("subj > to | plural", False),
        ("subj > to | prt=off", False),
    ],
)
def test_conditions(pattern: str, met: bool) -> None:
    doc = parse(
        """
        Ghana Ghana PROPN NNP 2 nsubj
        gave give VERB VBD 0 ROOT
        $_ $ SYM $ 2 obj
        2 2 NUM CD 3 nummod
        million million NUM CD 4 compound
        in in ADP IN 7 case
        aid aid NOUN NN 3 nmod
        to to ADP IN 9 case
        Togo Togo PROPN NNP 2 obl"""
    )
    match = Frame(doc[1]).match(entry(pattern))
    assert (match is not None) is met
    if match is not None:
        assert [t.text for t in match.target.tokens] == ["Togo"]
    assert {"money", "aid"} <= lemmas(doc[2])


def test_a_phrase_below_a_light_verbs_noun_fills_a_slot() -> None:
    doc = parse(
        """
        Ghana Ghana PROPN NNP 2 nsubj
        signed sign VERB VBD 0 ROOT
        a a DET DT 4 det
        deal deal NOUN NN 2 obj
        with with ADP IN 6 case
        Togo Togo PROPN NNP 4 nmod"""
    )
    match = Frame(doc[1]).match(entry("subj <> with | obj=deal"))
    assert match is not None
    assert [t.text for t in match.target.tokens] == ["Togo"]
    assert [t.text for t in match.light] == ["deal"]
    assert match.target.how == "light"


@pytest.mark.parametrize(
    ("form", "base"),
    [("imposed", "impose"), ("expelled", "expel"), ("denies", "deny"), ("attacking", "attack")],
)
def test_bases_of_regular_forms(form: str, base: str) -> None:
    assert base in bases(form)


def test_moods_give_the_status() -> None:
    empty = Lexicon({}, {}, {}, {})
    doc = parse(
        """
        Ghana Ghana PROPN NNP 3 nsubj
        will will AUX MD 3 aux
        leave leave VERB VB 0 ROOT
        if if SCONJ IN 6 mark
        Togo Togo PROPN NNP 6 nsubj
        attacks attack VERB VBZ 3 advcl
        and and CCONJ CC 10 cc
        might might AUX MD 10 aux
        not not PART RB 10 advmod
        return return VERB VB 3 conj"""
    )
    assert standing(doc[2], empty).status == "planned"
    assert standing(doc[5], empty).status == "hypothetical"
    assert (standing(doc[9], empty).status, standing(doc[9], empty).negated) == (
        "hypothetical",
        True,
    )


def test_what_stands_behind_following_is_not_governed() -> None:
    doc = parse(
        """
        Togo Togo PROPN NNP 2 nsubj
        prepares prepare VERB VBZ 0 ROOT
        raids raid NOUN NNS 2 obj
        following follow ADP VBG 6 case
        the the DET DT 6 det
        capture capture NOUN NN 2 obl
        of of ADP IN 8 case
        Lome Lome PROPN NNP 6 nmod"""
    )
    assert standing(doc[2], lexicon()).status == "planned"
    assert standing(doc[5], lexicon()).status == "happened"


def test_is_to_is_a_plan_whether_auxiliary_or_copula() -> None:
    doc = parse(
        """
        Togo Togo PROPN NNP 4 nsubj
        is be AUX VBZ 4 cop
        to to PART TO 4 mark
        hold hold VERB VB 0 ROOT
        talks talk NOUN NNS 4 obj"""
    )
    assert standing(doc[3], Lexicon({}, {}, {}, {})).status == "planned"


def test_a_statement_speaks_for_its_author() -> None:
    doc = parse(
        """
        Togo Togo PROPN NNP 2 nsubj
        bought buy VERB VBD 0 ROOT
        Gabco Gabco PROPN NNP 2 obj
        according accord VERB VBG 7 case
        to to ADP IN 4 fixed
        a a DET DT 7 det
        statement statement NOUN NN 2 obl
        from from ADP IN 9 case
        Togopress Togopress PROPN NNP 3 nmod""",
        [(8, 9, "ORG")],
    )
    said = attribution(doc[1])
    assert said is not None
    assert said.text == "Togopress"


@pytest.mark.parametrize(("verb", "acts"), [("hailed", ["hailed"]), ("began", ["cooperation"])])
def test_cooperation_that_is_only_spoken_of_is_no_act(verb: str, acts: list[str]) -> None:
    doc = parse(
        f"""
        Okoth Okoth PROPN NNP 2 nsubj
        {verb} {verb} VERB VBD 0 ROOT
        cooperation cooperation NOUN NN 2 obj
        between between ADP IN 5 case
        Togo Togo PROPN NNP 3 nmod
        and and CCONJ CC 7 cc
        Ghana Ghana PROPN NNP 5 conj"""
    )
    found = [c.trigger.text for c in find_candidates(doc, lexicon())]
    assert [t for t in found if t != "began"] == acts


def test_what_is_dated_after_publication_is_planned(nlp: Language) -> None:
    found = events(nlp, "The Kenyan president visits Uganda on 20 May 2024.")
    assert [(e.code[:2], e.status) for e in found] == [("04", "planned")]


def test_a_trip_told_twice_is_one_event(nlp: Language) -> None:
    found = events(nlp, "The Kenyan president arrived in Uganda, making his first trip abroad.")
    assert [(e.code, e.trigger.text) for e in found] == [("042", "arrived")]


def test_who_reports_an_attack_by_another_accuses_him(nlp: Language) -> None:
    found = rows(nlp, "Kenya said Uganda attacked Rwanda on Monday.")
    assert ("19", "Uganda", "Rwanda", "claimed") in found
    assert ("11", "Kenya", "Uganda", "happened") in found
    own = rows(nlp, "Kenya said it attacked Rwanda on Monday.")
    assert not any(root == "11" for root, *_ in own)


def test_what_is_asked_for_is_part_of_the_asking(nlp: Language) -> None:
    found = rows(nlp, "Kenya called on Uganda to lift the ban on Rwanda.")
    assert {root for root, *_ in found} == {"02"}


@pytest.mark.parametrize(
    "text",
    ["Police arrested two protesters in Nairobi.", "Rebels killed three soldiers near Goma."],
)
def test_a_place_that_the_target_bears_is_where_it_was(nlp: Language, text: str) -> None:
    (event,) = events(nlp, text)
    assert event.place is not None
    assert event.place.span.text in ("Nairobi", "Goma")
