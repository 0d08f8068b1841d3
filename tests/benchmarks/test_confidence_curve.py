"""The curve of confidence, on rows made up for it."""

from __future__ import annotations

import random

import pytest

from benchmarks.confidence import Judged, curve, error, fit, report, with_weights
from transforms.events.confidence import DIRECTIONS


def rows(count: int) -> list[Judged]:
    """Rows of which verbs are right four times in five, others once in five."""
    draw = random.Random(7)
    found = []
    for number in range(count):
        verb = float(number % 2)
        found.append(Judged({"verb": verb}, draw.random() < (0.8 if verb else 0.2)))
    return found


def test_the_fit_finds_the_shares_that_are_right() -> None:
    seen = rows(2000)
    weights = fit(seen)
    for grounds in ({"verb": 1.0}, {"verb": 0.0}):
        right = [row.right for row in seen if row.grounds == grounds]
        assert with_weights(weights)(grounds) == pytest.approx(sum(right) / len(right), abs=0.02)
    assert fit(seen) == weights


def test_no_weight_gets_a_sign_that_it_must_not_have() -> None:
    turned = [Judged(row.grounds, not row.right) for row in rows(400)]
    assert all(weight * DIRECTIONS[name] >= 0 for name, weight in fit(turned).items())


def test_bins_hold_each_row_once_and_say_how_far_off_they_are() -> None:
    bins = list(curve([0.15, 0.12, 0.85, 0.98], [False, True, True, True]))
    assert [(b.low, b.rows, b.right) for b in bins] == [(0.1, 2, 0.5), (0.8, 2, 1.0)]
    assert error(bins) == pytest.approx((2 * 0.365 + 2 * 0.085) / 4)


def test_the_table_has_a_line_a_bin() -> None:
    held = [Judged({}, True), Judged({"verb": 1.0}, False)]
    told = report(held, lambda grounds: 0.95 if grounds else 0.05)
    assert "| 0.0 to 0.1 | 1 | 0.05 | 1.00 |" in told
    assert "| 0.8 to 1.0 | 1 | 0.95 | 0.00 |" in told
