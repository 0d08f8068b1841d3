"""Actors of whole sentences, by the model that comes with Dateline."""

from __future__ import annotations

import re

import pytest
from spacy.language import Language

from transforms.types import Actor


def actors(nlp: Language, text: str) -> dict[str, Actor]:
    return {actor.name: actor for actor in nlp(text)._.actors}


def test_a_body_without_a_country_is_that_of_the_dateline(nlp: Language) -> None:
    text = "BRASILIA, March 3 (Northwire) - Congress approved the budget on Tuesday."
    found = [a for a in actors(nlp, text).values() if a.role == "LEG"]
    assert [actor.country for actor in found] == ["BRA"]


def test_a_body_with_its_country_before_it_is_the_known_one(nlp: Language) -> None:
    found = actors(nlp, "The United States Congress rejected the treaty. Congress adjourned.")
    assert [a.code for a in found.values() if a.role == "LEG"] == ["USALEG"]


def test_the_agency_of_a_dateline_is_no_place(nlp: Language) -> None:
    text = "LIMA, May 2 (Northwire) - Police arrested four men. Two of them spoke to Northwire."
    found = [a for a in actors(nlp, text).values() if a.name == "Northwire"]
    assert [actor.kind for actor in found] == ["organization"]


def test_a_dateline_in_capitals_is_named_like_any_place(nlp: Language) -> None:
    text = "OSTRAVEK, May 2 (Northwire) - Police closed the port. Ships waited off Ostravek."
    names = [name for name in actors(nlp, text) if name.casefold() == "ostravek"]
    assert names == ["Ostravek"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("A rebel was arrested near the border on Monday.", "person"),
        ("The rebels attacked the convoy on Monday.", "armed_group"),
        ("A protester was arrested near the border on Monday.", "person"),
        ("A crowd attacked the convoy on Monday.", "population"),
    ],
)
def test_one_of_a_group_is_a_person(nlp: Language, text: str, kind: str) -> None:
    assert next(iter(actors(nlp, text).values())).kind == kind


def test_a_time_of_day_is_no_prime_minister(nlp: Language) -> None:
    assert actors(nlp, "The shelling stopped at 5 PM and began again at 9 pm.") == {}


def test_who_speaks_for_a_company_is_no_official(nlp: Language) -> None:
    found = actors(nlp, "A spokesman for Larchmoor Energy denied the report.")
    assert {a.role for a in found.values()} == {"BUS"}


def test_names_are_plain(nlp: Language) -> None:
    text = (
        "Foreign Minister Ana Duarte’s plane landed in Oslo. Mr. Duarte-Lima, her aide, spoke "
        "to Gen. Per Holm. “We came to talk,” said Duarte. The Army's chief met Ms Duarte's team."
    )
    names = [a.name for a in nlp(text)._.actors if a.kind == "person"]
    assert "Ana Duarte" in names
    assert "Per Holm" in names
    assert not [name for name in names if re.search(r"['’]s?$|^(Mr|Ms|Gen)\b|[,.;:“”]$", name)]


def test_a_title_is_headed_by_its_first_noun(nlp: Language) -> None:
    text = "The opposition urged the speaker of the national assembly to suspend the law."
    found = {a.kind for a in nlp(text)._.actors if a.role == "LEG"}
    assert found == {"person", "government"}
    assert "national assembly" not in {a.name for a in nlp(text)._.actors if a.kind == "person"}
