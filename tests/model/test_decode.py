"""Trees and name tags: what the decoder must guarantee whatever the scores say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from en_dateline.decode import Bilou, best_tree, is_tree


def brute_force(scores: np.ndarray) -> float:
    n = len(scores)
    best = -np.inf
    for heads in itertools.product(range(n + 1), repeat=n):
        h = np.array(heads)
        if (h == np.arange(1, n + 1)).any() or not is_tree(h):
            continue
        best = max(best, float(scores[np.arange(n), h].sum()))
    return best


def test_a_cycle_is_no_tree() -> None:
    assert is_tree(np.array([0, 1, 1]))
    assert not is_tree(np.array([2, 1, 0]))
    assert not is_tree(np.array([0, 0, 1]))


@pytest.mark.parametrize("seed", range(40))
def test_heads_are_a_single_rooted_tree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 30))
    assert is_tree(best_tree(rng.normal(size=(n, n + 1)).astype(np.float32)))


@pytest.mark.parametrize("seed", range(30))
def test_the_tree_is_the_best_one_for_its_root(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(4, 5)).astype(np.float32)
    tree = best_tree(scores)
    found = float(scores[np.arange(4), tree].sum())
    fixed = scores.copy()
    root = int(np.flatnonzero(tree == 0)[0])
    fixed[:, 0] = -1e6
    fixed[root, 0] = scores[root, 0]
    assert found == pytest.approx(brute_force(fixed), abs=1e-4)


TAGS = ["O", "B-ORG", "I-ORG", "L-ORG", "U-ORG", "B-GPE", "I-GPE", "L-GPE", "U-GPE"]


@pytest.mark.parametrize("seed", range(20))
def test_names_are_well_formed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    bilou = Bilou(TAGS)
    scores = rng.normal(size=(int(rng.integers(1, 12)), len(TAGS))).astype(np.float32)
    assert bilou.valid(bilou.best(scores))


def test_the_best_proper_sequence_wins_over_the_greedy_one() -> None:
    bilou = Bilou(TAGS)
    scores = np.full((2, len(TAGS)), -5.0, dtype=np.float32)
    scores[0, TAGS.index("B-ORG")] = 3.0
    scores[1, TAGS.index("L-GPE")] = 2.0
    scores[1, TAGS.index("L-ORG")] = 1.5
    assert [TAGS[i] for i in bilou.best(scores)] == ["B-ORG", "L-ORG"]
