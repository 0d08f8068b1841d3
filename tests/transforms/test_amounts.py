from __future__ import annotations

import pytest
from parses import parse

from transforms.events.amounts import Amount, counted, money, number_value


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$40 billion", Amount(40e9, "USD")),
        ("a $2.5 million", Amount(2.5e6, "USD")),
        ("€300", Amount(300.0, "EUR")),
        ("1,250 euros", Amount(1250.0, "EUR")),
        ("12 million dollars", Amount(12e6, "USD")),
        ("12 million", None),
        ("some money", None),
    ],
)
def test_money(text: str, amount: Amount | None) -> None:
    assert money(text) == amount


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["20", "million"], 20e6),
        (["twenty-one"], 21.0),
        (["three", "thousand"], 3000.0),
        (["a", "few"], None),
        (["several"], None),
    ],
)
def test_numbers_in_figures_and_words(words: list[str], value: float | None) -> None:
    assert number_value(words) == value


def test_what_is_counted() -> None:
    doc = parse(
        """
        20 20 NUM CD 2 compound
        million million NUM CD 3 nummod
        tons ton NOUN NNS 0 ROOT"""
    )
    assert counted(doc[2]) == Amount(20e6, "tons")


def test_a_definite_group_is_no_amount() -> None:
    doc = parse(
        """
        the the DET DT 3 det
        two two NUM CD 3 nummod
        nations nation NOUN NNS 0 ROOT"""
    )
    assert counted(doc[2]) is None
