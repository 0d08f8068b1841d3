from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import spacy
from spacy.tokens import Doc

from transforms.ids import content_id
from transforms.rows import rows
from transforms.schema import ANALYSED, SCHEMA_VERSION, to_table
from transforms.types import Actor, Event, Mention, Place, PlaceMention, Quote

ANNA = Actor("a1", "Anna Berg", "person", country="SWE", role="GOV", code="SWEGOV")
BORIS = Actor("b2", "Boris", "person")


@pytest.fixture
def doc() -> Doc:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    doc = nlp("Title here.\n\nAnna met Boris in Lund. They agreed.")
    doc._.published = datetime(2024, 3, 5, 10, tzinfo=UTC)
    anna, met, boris, lund = (_token(doc, word) for word in ("Anna", "met", "Boris", "Lund"))
    they = _token(doc, "They")
    doc._.mentions = [
        Mention(doc[anna : anna + 1], doc[anna], "name", "person", "exact", 0.9, ANNA),
        Mention(doc[boris : boris + 1], doc[boris], "name", "person", "exact", 0.9, BORIS),
        Mention(doc[they : they + 1], doc[they], "pronoun", "person", "near", 0.5,
                members=(ANNA, BORIS)),
        Mention(doc[lund : lund + 1], doc[lund], "name", "city_or_region", "exact"),
    ]  # fmt: skip
    place = PlaceMention(doc[lund : lund + 1], Place("Lund", "city", "SWE", 55.7, 13.2, "2693678"))
    event = Event(
        doc[met : met + 1], "meet", "040", "meet.v", 0.8,
        source=doc[anna : anna + 1], source_actor=ANNA,
        target=doc[boris : boris + 1], target_actor=BORIS,
        day=date(2024, 3, 4), date_precision="day", place=place, place_precision="city",
    )  # fmt: skip
    doc._.events = [event, event]
    first = Quote(doc[anna : boris + 1], "direct", "marks", 0.7, speaker_actor=ANNA)
    doc._.quotes = [first, Quote(doc[they : they + 2], "direct", "marks", 0.7, continues=first)]
    return doc


def _token(doc: Doc, word: str) -> int:
    return next(token.i for token in doc if token.text == word)


def test_every_row_fits_its_schema(doc: Doc):
    found = rows(doc, "x")
    for table in ANALYSED:
        for row in found[table]:
            if table in ("events", "quotes"):
                row["run_id"] = ""
        assert to_table(table, found[table]).num_rows == len(found[table]) > 0


def test_an_event_is_written_with_its_code_its_place_and_its_words(doc: Doc):
    (event,) = rows(doc, "x")["events"]
    wanted = {
        "source_text": "Anna", "target_text": "Boris", "trigger": "met", "event_code": "040",
        "event_root": "04", "quad_class": 1, "event_date": date(2024, 3, 4), "place": "Lund",
        "country": "SWE", "place_name": "Lund", "place_precision": "city", "sentence": 1,
        "text": "Anna met Boris in Lund.", "schema_version": SCHEMA_VERSION,
    }  # fmt: skip
    assert {key: event[key] for key in wanted} == wanted
    assert doc.text[event["place_start"] : event["place_end"]] == "Lund"


def test_without_a_date_the_event_has_the_articles(doc: Doc):
    doc._.events[0].day = None
    event = rows(doc, "x")["events"][0]
    assert (event["event_date"], event["date_precision"]) == (date(2024, 3, 5), "article")


def test_a_plural_mention_is_a_row_for_each_and_an_open_one_is_none(doc: Doc):
    found = rows(doc, "x")["mentions"]
    assert [(row["text"], row["actor_id"]) for row in found] == [
        ("Anna", "a1"), ("Boris", "b2"), ("They", "a1"), ("They", "b2"),
    ]  # fmt: skip
    assert len({row["mention_id"] for row in found}) == 4


def test_quotes_are_chained_and_know_who_they_are_about(doc: Doc):
    found = rows(doc, "x")
    first, second = found["quotes"]
    assert second["continues"] == first["quote_id"]
    about = {(row["quote_id"], row["actor_id"]) for row in found["quote_actors"]}
    assert about == {
        (first["quote_id"], "a1"), (first["quote_id"], "b2"),
        (second["quote_id"], "a1"), (second["quote_id"], "b2"),
    }  # fmt: skip


def test_ids_are_made_of_content_and_of_the_article(doc: Doc):
    one, same, other = (rows(doc, key)["events"][0] for key in ("x", "x", "y"))
    assert one["event_id"] == same["event_id"] != other["event_id"]
    assert one["story_id"] == other["story_id"]


def test_events_without_actors_are_stories_of_their_own(doc: Doc):
    doc._.events[0].source_actor = doc._.events[0].target_actor = None
    one, other = (rows(doc, key)["events"][0] for key in ("x", "y"))
    assert one["story_id"] != other["story_id"]


def test_actors_are_listed_once_with_the_day(doc: Doc):
    found = rows(doc, "x")["actors"]
    assert [row["name"] for row in found] == ["Anna Berg", "Boris"]
    assert {row["first_seen"] for row in found} == {doc._.published}


def test_nothing_and_empty_are_different_content():
    assert content_id(None, "a") != content_id("", "a") != content_id("a", "")
    assert content_id("ab", "c") != content_id("a", "bc")
