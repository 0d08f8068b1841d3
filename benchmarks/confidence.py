"""Does the confidence of an event mean what it says? Its curve, and the weights behind it.

    python -m benchmarks.confidence [--shared ../shared] [--keep]

Reads the sentences with a penta class through the whole analysis, keeping rows of any confidence,
fits the logistic model of ``transforms.events.confidence`` on two thirds of the sentences and shows
on the other third, for bins of confidence, how many rows are right. Every third sentence is held
out, since the file is sorted: its end holds more plain sentences than its beginning. ``--keep``
writes the weights to ``seeds/confidence.csv``; without it the committed ones are shown as well.

A row is right where its penta class is the sentence's and its source and target share a word with
a source and a target of the gold, as far as the gold has them. The gold names one main event a
sentence: a second one counts as wrong even if it is there, so that the true share is higher.
Sentences without a class say nothing about it and are left out.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.score import read
from transforms import seeds
from transforms.events.component import LEAST_CONFIDENCE, EventFinder
from transforms.events.confidence import CONSTANT, DIRECTIONS, confidence
from transforms.pipeline import annotate, build
from transforms.types import Event

GOLD = "events_conflibert_train.jsonl.xz"
PUBLISHED = datetime(2020, 6, 1, tzinfo=UTC)
BINS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0)
# As score_events.py beside the data has it.
PENTA = {
    root: penta
    for penta, roots in enumerate(
        ("01 02", "03 04 05", "06 07 08", "09 10 11 12 13 16", "14 15 17 18 19 20")
    )
    for root in roots.split()
}
_SMALL = frozenset(["the", "a", "an", "of", "and", "s", "'s", "in", "to", "on", "for", "by"])
# A ridge: the weight of a feature that few rows have stays near 0.
RIDGE, STEPS, RATE = 2.0, 6000, 0.5
Array = npt.NDArray[np.float64]
Gold = Mapping[str, Any]


class Judged(NamedTuple):
    """One row: what its confidence is reckoned from, and whether it is right."""

    grounds: Mapping[str, float]
    right: bool


class Bin(NamedTuple):
    """Rows with a confidence from ``low``, up to ``high``: how many, how sure, how many right."""

    low: float
    high: float
    rows: int
    mean: float
    right: float


def is_right(event: Event, gold: Gold) -> bool:
    """Whether a row has the class of its sentence, and its sides meet the gold's."""
    if PENTA[event.code[:2]] != gold["penta_class"]:
        return False
    for role, span in (("source", event.source), ("target", event.target)):
        wanted = [words(actor["text"]) for actor in gold["actors"] or () if actor["role"] == role]
        if any(wanted) and not words(span.text if span else "") & set().union(*wanted):
            return False
    return True


def words(text: str) -> set[str]:
    """The words of a phrase, but the smallest ones."""
    return set(re.findall(r"[a-z0-9']+", text.lower())) - _SMALL


def judged(shared: Path) -> tuple[list[Judged], list[Judged]]:
    """The rows of two thirds of the sentences, and of every third one, held out."""
    gold = read(shared / "dev" / GOLD)
    nlp = build()
    finder: Any = nlp.get_pipe("dateline_events")
    assert isinstance(finder, EventFinder)
    finder.least = 0.0
    docs = annotate(nlp, ((g["text"], 0, PUBLISHED) for g in gold))
    parts: tuple[list[Judged], list[Judged]] = ([], [])
    for number, (g, doc) in enumerate(zip(gold, docs, strict=True)):
        if g["penta_class"] is not None:
            part = parts[number % 3 == 2]
            part += [Judged(event.grounds, is_right(event, g)) for event in doc._.events]
    return parts


def fit(rows: Iterable[Judged]) -> dict[str, float]:
    """Weights of greatest likelihood under a ridge, each with the sign that it must have.

    Projected gradient descent: deterministic, and convex, so that the start does not matter.
    """
    rows = list(rows)
    names = list(DIRECTIONS)
    x = np.array([[1.0 if n == CONSTANT else r.grounds.get(n, 0.0) for n in names] for r in rows])
    y = np.array([row.right for row in rows], dtype=np.float64)
    signs = np.array([DIRECTIONS[n] for n in names])
    ridge = np.array([0.0 if n == CONSTANT else RIDGE for n in names]) / len(rows)
    weights: Array = np.zeros(len(names))
    for _ in range(STEPS):
        slope = x.T @ (1 / (1 + np.exp(-x @ weights)) - y) / len(rows) + ridge * weights
        weights = weights - RATE * slope
        weights[weights * signs < 0] = 0
    return {
        name: round(float(weight), 2) + 0.0 for name, weight in zip(names, weights, strict=True)
    }


def curve(scores: list[float], right: list[bool]) -> Iterator[Bin]:
    """A bin for each stretch of confidence that has rows."""
    for low, high in pairwise(BINS):
        chosen = [k for k, score in enumerate(scores) if low <= score < high]
        if chosen:
            mean = sum(scores[k] for k in chosen) / len(chosen)
            share = sum(right[k] for k in chosen) / len(chosen)
            yield Bin(low, high, len(chosen), mean, share)


def error(bins: list[Bin]) -> float:
    """Expected calibration error: how far shares lie from confidence, weighted by rows."""
    return sum(b.rows * abs(b.mean - b.right) for b in bins) / sum(b.rows for b in bins)


def report(rows: list[Judged], score: Callable[[Mapping[str, float]], float]) -> str:
    """The curve as a table, and what it comes to."""
    scores, right = [score(row.grounds) for row in rows], [row.right for row in rows]
    bins = list(curve(scores, right))
    lines = ["| confidence | rows | mean | right |", "| --- | --- | --- | --- |"]
    lines += [
        f"| {b.low:.1f} to {b.high:.1f} | {b.rows} | {b.mean:.2f} | {b.right:.2f} |" for b in bins
    ]
    brier = sum((s - r) ** 2 for s, r in zip(scores, right, strict=True)) / len(rows)
    kept = [r for s, r in zip(scores, right, strict=True) if s >= LEAST_CONFIDENCE]
    lines += [
        "",
        f"expected calibration error {error(bins):.3f}, Brier score {brier:.3f}; of {len(kept)}"
        f" rows from {LEAST_CONFIDENCE}, {sum(kept) / max(1, len(kept)):.0%} are right",
    ]
    return "\n".join(lines)


def write(weights: Mapping[str, float]) -> None:
    """The weights into the seed file, the notes left as they are."""
    path = seeds.seeds_dir() / "confidence.csv"
    notes = {row["feature"]: row["note"] for row in seeds.read("confidence")}
    with path.open("w", encoding="utf8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(("feature", "weight", "note"))
        lines.writerows((n, w, notes.get(n, "")) for n, w in weights.items())


def with_weights(weights: Mapping[str, float]) -> Callable[[Mapping[str, float]], float]:
    """The model under other weights than the committed ones."""
    return lambda grounds: confidence(grounds, weights)


def main() -> None:
    """Fit, show, and keep where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--keep", action="store_true", help="make these the weights")
    options = arguments.parse_args()
    if not (options.shared / "dev" / GOLD).is_file():
        raise SystemExit(f"no data in {options.shared}: set --shared or $DATELINE_SHARED")
    learnt, held = judged(options.shared)
    weights = fit(learnt)
    print(f"fitted on {len(learnt)} rows, shown on {len(held)} held out\n")
    print("\n".join(f"{name:16s} {weight:6.2f}" for name, weight in weights.items()))
    print(f"\nas fitted now\n\n{report(held, with_weights(weights))}")
    if options.keep:
        write(weights)
    else:
        print(f"\nas committed\n\n{report(held, confidence)}")


if __name__ == "__main__":
    main()
