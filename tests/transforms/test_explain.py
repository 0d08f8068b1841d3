"""Why an event is coded as it is, on sentences through the whole analysis."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from transforms.events.explain import Why, explain, path, silent
from transforms.events.lexicon import lexicon
from transforms.pipeline import annotate
from transforms.types import read

PUBLISHED = datetime(2024, 5, 1, 12, tzinfo=UTC)


def why(nlp: Language, text: str) -> tuple[list[Why], dict[str, list[str]]]:
    doc = read(next(annotate(nlp, [(text, 0, PUBLISHED)])))
    words = lexicon()
    return explain(doc, words), {s.word.text: s.reasons for s in silent(doc, words)}


def of(events: list[Why], trigger: str) -> Why:
    return next(found for found in events if found.event.trigger.text == trigger)


def steps(found: Why) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for what, how in found.steps:
        told.setdefault(what, []).append(how)
    return told


def entry(found: Why) -> tuple[str, int]:
    where = steps(found)["entry"][0].split(": ")[0]
    file, line = where.rsplit(":", 1)
    return file, int(line)


def test_a_plain_clause(nlp: Language) -> None:
    found = of(why(nlp, "Peru attacked Chile on Monday.")[0], "attacked")
    told = steps(found)
    assert told["source"] == ["attacked <-nsubj- Peru"]
    assert told["target"] == ["attacked <-obj- Chile"]
    assert told["when"] == ["2024-04-29 (day)"]
    assert told["entry"][0].endswith("gives 190")
    assert "attack VERB (subj > obj | subj.kind=actor; obj.kind=person,actor)" in told["entry"][0]
    assert any("fits, but says less" in line for line in found.others)
    assert any("does not hold: " in line for line in found.others)


def test_the_entry_stands_where_it_says(nlp: Language) -> None:
    from transforms.seeds import seeds_dir

    found = of(why(nlp, "Peru attacked Chile on Monday.")[0], "attacked")
    file, line = entry(found)
    assert file == "seeds/actions.csv"
    row = (seeds_dir() / "actions.csv").read_text("utf-8").splitlines()[line - 1]
    assert row.startswith("attack,VERB,")


def test_code_arithmetic_names_governor_and_rule(nlp: Language) -> None:
    events, quiet = why(nlp, "Togo threatened to attack Ghana.")
    told = steps(of(events, "threatened"))
    assert told["source"] == ["attack -xcomp-> threatened <-nsubj- Togo"]
    assert any("threaten VERB code threaten (seeds/governors.csv:" in g for g in told["governor"])
    (code,) = told["code"]
    assert code.startswith("190 becomes 138: rule threaten for an act under 19 (seeds/code_rules")
    assert "attack" not in quiet


def test_what_is_asked_for_is_told_as_part_of_the_asking(nlp: Language) -> None:
    events, _ = why(nlp, "Peru urged Chile to free the prisoners.")
    told = [step for found in events for step in steps(found).get("code", [])]
    assert any("becomes 0253: rule appeal for an act under 084 (seeds/code_" in t for t in told)


def test_status_says_what_decided(nlp: Language) -> None:
    events, _ = why(nlp, "Kenya will send troops to Mali.")
    assert "planned by will" in steps(of(events, "send"))["because"]
    events, _ = why(nlp, "The police said that rebels attacked a convoy of the army.")
    assert ["The police"] in [steps(found).get("said by") for found in events]


@pytest.mark.parametrize(
    ("text", "word", "reason"),
    [
        ("The team attacked in the second half.", "attacked", "entries, nearest seeds/actions.csv"),
        ("The storm hit Peru, and talks were held.", "talks", ""),
    ],
)
def test_a_word_that_gave_nothing_says_why(
    nlp: Language, text: str, word: str, reason: str
) -> None:
    (events, quiet) = why(nlp, text)
    assert word not in {found.event.trigger.text for found in events}
    assert reason in quiet[word][0]
    assert quiet[word][0]


def test_the_way_through_the_parse_goes_up_and_down(nlp: Language) -> None:
    doc = read(next(annotate(nlp, [("Togo agreed to send troops. Ghana left.", 0, PUBLISHED)])))
    at = {token.text: token for token in doc}
    assert path(at["send"], at["Togo"]) == "send -xcomp-> agreed <-nsubj- Togo"
    assert path(at["send"], at["send"]) == "send"
    assert path(at["send"], at["Ghana"]).endswith("in different sentences")
