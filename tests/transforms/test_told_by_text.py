"""What the text around a name or noun tells of an actor: kind, country, role, who is meant."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from spacy.language import Language

from transforms.pipeline import annotate
from transforms.types import Actor, read

PUBLISHED = datetime(2026, 3, 28, 9, tzinfo=UTC)


def meant(nlp: Language, text: str, words: str) -> Actor | None:
    """Who is meant by the last mention that is written so."""
    doc = read(next(annotate(nlp, [(text, 0, PUBLISHED)])))
    found = [m for m in doc._.mentions if m.span.text == words]
    assert found, [m.span.text for m in doc._.mentions]
    actor: Actor | None = found[-1].actor
    return actor


def test_a_name_that_is_taken_up_by_he_is_a_person(nlp: Language) -> None:
    text = "Darvelo accused the protesters of trying to stage a coup. He promised new elections."
    actor = meant(nlp, text, "Darvelo")
    assert actor is not None
    assert actor.kind == "person"
    assert (
        meant(nlp, text, "He") == actor or getattr(meant(nlp, text, "He"), "name", "") == "Darvelo"
    )


@pytest.mark.parametrize(
    ("text", "words", "country", "role"),
    [
        (
            "Kenya's parliament met in Nairobi. Kenya owes much. The agriculture ministry said no.",
            "The agriculture ministry",
            "KEN",
            "GOV",
        ),
        ("Rebels of the Sanuri Front attacked a base.", "the Sanuri Front", None, "REB"),
        (
            "Farmers marched to Lyon. Louise Perrin, one of the union leaders, spoke.",
            "Louise Perrin",
            None,
            "LAB",
        ),
        ("EU legislators rejected the budget.", "EU legislators", None, "LEG"),
    ],
)
def test_country_and_role(
    nlp: Language, text: str, words: str, country: str | None, role: str
) -> None:
    actor = meant(nlp, text, words)
    assert actor is not None
    assert (actor.country, actor.role) == (country, role)


def test_a_title_is_no_party(nlp: Language) -> None:
    actor = meant(nlp, "Labour Minister Clara Ibanez resigned.", "Labour Minister Clara Ibanez")
    assert actor is not None
    assert (actor.country, actor.role) == (None, "GOV")


def test_nobody_is_meant_by_no_minister(nlp: Language) -> None:
    text = (
        "Finance Minister Ana Ruiz was jailed. The court said that no minister was above the law."
    )
    actor = meant(nlp, text, "no minister")
    assert actor is None or actor.name != "Ana Ruiz"
