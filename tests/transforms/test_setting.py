"""When and where, and criticism by stance, on hand-made layers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from parses import parse

from transforms.events import setting
from transforms.events.lexicon import Lexicon
from transforms.events.stance import criticisms
from transforms.tokens import Doc
from transforms.types import Actor, DateMention, Mention, Place, PlaceMention, Quote

ARRESTED = """
    Police police NOUN NNS 2 nsubj
    arrested arrest VERB VBD 0 ROOT
    thieves thief NOUN NNS 2 obj
    in in ADP IN 5 case
    Lima Lima PROPN NNP 2 obl
    on on ADP IN 7 case
    Monday Monday PROPN NNP 2 obl
    after after ADP IN 10 case
    the the DET DT 10 det
    war war NOUN NN 2 obl"""
IS_ENEMY = """
    Crime crime PROPN NNP 4 nsubj
    is be AUX VBZ 4 cop
    an a DET DT 4 det
    enemy enemy NOUN NN 0 ROOT"""


def arrested() -> Doc:
    doc = parse(ARRESTED)
    doc._.published = datetime(2024, 5, 16, tzinfo=UTC)
    doc._.dates = [DateMention(doc[6:7], date(2024, 5, 13), "day")]
    lima = Place("Lima", "capital", "PER", -12.0, -77.0, "3936456")
    doc._.places = [PlaceMention(doc[4:5], lima)]
    return doc


def test_a_verb_has_the_day_and_place_of_its_clause() -> None:
    doc = arrested()
    assert setting.when(doc[1]) == setting.When(date(2024, 5, 13), "day", "clause")
    found = setting.where(doc[1], [doc[0:1], doc[2:3]], None)
    assert (found.place, found.precision) == (doc._.places[0], "city")


def test_an_act_named_in_passing_has_not() -> None:
    doc = arrested()
    assert setting.when(doc[9]) == setting.When(date(2024, 5, 16), "article", "article")
    assert setting.where(doc[9], [], None) == setting.Where(None, None)


def test_a_place_that_ends_a_phrase_is_where_the_act_was() -> None:
    doc = arrested()
    assert setting.where(doc[1], [doc[2:5]], None) == setting.Where(doc._.places[0], "city")


def test_a_place_inside_a_participant_is_no_location_but_the_dateline_is() -> None:
    doc = arrested()
    assert setting.where(doc[1], [doc[2:6]], None) == setting.Where(None, None)
    doc._.places = [PlaceMention(doc[4:5], doc._.places[0].place, dateline=True)]
    assert setting.where(doc[1], [], None) == setting.Where(doc._.places[0], "dateline")


@pytest.mark.parametrize(
    ("year", "of_a_noun", "of_a_verb"),
    [(1979, True, True), (2014, True, False), (2023, False, False)],
)
def test_a_year_long_past_is_history_for_a_noun_before_it_is_for_a_verb(
    year: int, of_a_noun: bool, of_a_verb: bool
) -> None:
    doc = arrested()
    found = setting.When(date(year, 1, 1), "year", "clause")
    assert setting.is_history(doc[9], found) is of_a_noun
    assert setting.is_history(doc[1], found) is of_a_verb


@pytest.mark.parametrize(("speaker", "count"), [("speaker", 1), ("crime", 0)])
def test_what_is_said_against_an_actor_criticises_it(speaker: str, count: int) -> None:
    doc = parse(IS_ENEMY)
    crime = Actor("crime", "Crime", "organization")
    doc._.mentions = [Mention(doc[0:1], doc[0], "name", "organization", actor=crime)]
    other = crime if speaker == "crime" else Actor("speaker", "A. Speaker", "person")
    doc._.quotes = [Quote(doc[0:4], "direct", "test", 1.0, speaker=doc[3:4], speaker_actor=other)]
    words = Lexicon({}, {}, {}, {"negative_stance": frozenset({"enemy"})})
    found = criticisms(doc, words, set())
    assert [(e.code, e.target_actor, e.source_actor) for e in found] == [("111", crime, other)][
        :count
    ]
    assert criticisms(doc, words, {3}) == []
