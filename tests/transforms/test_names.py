"""Names as strings: what is the same and what is not."""

from __future__ import annotations

import pytest

from transforms.actors.names import (
    fold,
    is_acronym,
    key,
    may_name,
    organisation_words,
    person_name,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Erdoğan", "ERDOGAN"),
        ("the Al-Qaïda’s", "al qaida"),
        ("Jean-Yves", "jean yves"),
        ("U.S.", "us"),
        ("J. B. Núñez", "j b nunez"),
    ],
)
def test_fold_forgets_case_accents_and_marks(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_key_tells_short_capitals_from_words() -> None:
    assert key("US") == key("U.S.") == "US"
    assert key("us") == "us"
    assert key("WHO") != key("who")
    assert key("CANBERRA") == key("Canberra")


@pytest.mark.parametrize(
    ("text", "given", "surname"),
    [
        ("Ursula von der Leyen", ("ursula",), "von der leyen"),
        ("Abdel Fattah el-Sisi", ("abdel", "fattah"), "el sisi"),
        ("Martin Luther King Jr.", ("martin", "luther"), "king"),
        ("Pelé", (), "pele"),
    ],
)
def test_parts_of_a_name(text: str, given: tuple[str, ...], surname: str) -> None:
    assert (person_name(text).given, person_name(text).surname) == (given, surname)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Okafor", "Ngozi Okafor"),
        ("N. Okafor", "Ngozi Okafor"),
        ("Ngozi A. Okafor", "Ngozi Okafor"),
        ("Sisi", "Abdel Fattah el-Sisi"),
        ("Mohammad Karimi", "Mohammed Karimi"),
        ("Alex Novak", "Alexander Novak"),
    ],
)
def test_may_be_the_same_person(short: str, long: str) -> None:
    assert may_name(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("John Novak", "Jane Novak"),
        ("Novak", "Ngozi Okafor"),
        ("", "Ngozi Okafor"),
        ("Maria Okafor", "Ngozi Okafor"),
    ],
)
def test_is_not_the_same_person(short: str, long: str) -> None:
    assert not may_name(short, long)


def test_acronyms() -> None:
    assert is_acronym("IAEA", "International Atomic Energy Agency")
    assert is_acronym("U.N.", "United Nations")
    assert is_acronym("DRC", "Democratic Republic of the Congo")
    assert not is_acronym("IMF", "International Atomic Energy Agency")
    assert not is_acronym("It", "Inner Temple")


def test_legal_forms_do_not_count() -> None:
    assert organisation_words("Orion Steel Co. Ltd.") == ("orion", "steel")
    assert organisation_words("Group") == ("group",)
