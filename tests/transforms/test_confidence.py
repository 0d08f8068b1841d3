"""Confidence: a number between 0 and 1 that more evidence never lowers."""

from __future__ import annotations

import pytest

from transforms import seeds
from transforms.events.confidence import (
    CONSTANT,
    DIRECTIONS,
    HIGHEST,
    LOWEST,
    confidence,
    weights,
)

FEATURES = [name for name in DIRECTIONS if name != CONSTANT]


@pytest.mark.parametrize("name", [n for n in FEATURES if DIRECTIONS[n]])
def test_evidence_counts_in_its_own_direction_only(name: str) -> None:
    common = {"verb": 1.0, "source_known": 1.0, "distance": 1.0, "late": 0.3}
    scores = [confidence({**common, name: step / 4}) for step in range(9)]
    assert scores == sorted(scores, reverse=DIRECTIONS[name] < 0)


def test_it_lies_between_its_bounds_whatever_is_found() -> None:
    for sign in (-1, 1):
        found = {name: 50.0 for name in FEATURES if DIRECTIONS[name] == sign}
        assert confidence(found) == (HIGHEST if sign > 0 else LOWEST)


def test_what_was_found_in_which_order_does_not_matter() -> None:
    found = {"verb": 1.0, "late": 0.4, "source_known": 1.0, "claimed": 1.0}
    assert confidence(found) == confidence(dict(reversed(found.items())))


def test_weights_of_the_wrong_sign_or_unknown_features_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [{"feature": n, "weight": str(w), "note": ""} for n, w in weights().items()]
    for change, message in (
        ([*rows, {"feature": "luck", "weight": "1", "note": ""}], "luck"),
        ([{**r, "weight": "-1"} if r["feature"] == "verb" else r for r in rows], "wrong sign"),
    ):
        monkeypatch.setattr(seeds, "read", lambda _, found=change: tuple(found))
        with pytest.raises(seeds.SeedError, match=message):
            weights.__wrapped__()
