"""How sure an event is: the share of rows with the same evidence that are right.

A logistic model over a few features that anyone can read off a sentence: what the entry asked
for, how many readings its word has, who was found and how, how far away, how the clause stands.
No feature speaks against its own direction: more evidence never gives a lower number. The weights
are ``seeds/confidence.csv``; ``benchmarks/confidence.py`` fits them and shows how well they hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from transforms import seeds
from transforms.events.fillers import Filler
from transforms.events.frames import Match
from transforms.events.lexicon import NOBODY

# Nothing is certain: neither what a coder writes nor what it was measured against.
LOWEST, HIGHEST = 0.02, 0.98
CONSTANT = "constant"
# For the event (1) or against it (-1). Those of 0 stand for a rule outside of the lexicon, which
# has no other evidence.
DIRECTIONS: Mapping[str, int] = MappingProxyType(
    {
        CONSTANT: 0,
        "verb": 1,
        "conditions": 1,
        "source_known": 1,
        "target_known": 1,
        "source_missing": -1,
        "target_missing": -1,
        "source_no_actor": -1,
        "target_no_actor": -1,
        "pronoun_unknown": -1,
        "stand_in": -1,
        "doubt": -1,
        "readings": -1,
        "distance": -1,
        "late": -1,
        "steps": -1,
        "subordinate": -1,
        "embedded": -1,
        "claimed": -1,
        "planned": -1,
        "unreal": -1,
        "accusation": 0,
        "stance": 0,
        "demand": 0,
        "appeal": 0,
    }
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that speaks for and against one event."""

    match: Match
    source: Filler | None
    target: Filler | None
    status: str
    embedded: bool
    subordinate: bool
    steps: int
    position: float = 0.0  # of the trigger in its sentence, from 0 to 1
    distance: int = 0  # words from the trigger to the farther of source and target
    readings: int = 1  # CAMEO roots among the entries of the word


def features(evidence: Evidence) -> dict[str, float]:
    """The evidence as numbers of about 0 to 3, those that are 0 left out."""
    entry = evidence.match.entry
    found: dict[str, float] = {
        "verb": entry.pos == "VERB",
        "conditions": min(3, len(entry.conditions)),
        "readings": math.log2(max(1, evidence.readings)),
        # As far again matters less.
        "distance": math.log2(1 + evidence.distance / 4),
        "late": evidence.position,
        "steps": min(3, evidence.steps),
        "subordinate": evidence.subordinate,
        "embedded": evidence.embedded,
        "claimed": evidence.status == "claimed",
        "planned": evidence.status == "planned",
        "unreal": evidence.status in ("requested", "hypothetical", "denied"),
    }
    sides = (
        ("source", entry.source, evidence.source),
        ("target", entry.target, evidence.target),
    )
    for side, slots, filler in sides:
        found[f"{side}_missing"] = filler is None and slots != (NOBODY,)
        found[f"{side}_no_actor"] = filler is not None and not filler.is_actor
        found[f"{side}_known"] = filler is not None and filler.actor is not None
    mentions = [(f, f.mention) for f in (evidence.source, evidence.target) if f and f.mention]
    found["stand_in"] = sum(bool(f.via) for f, _ in mentions)
    found["pronoun_unknown"] = sum(f.actor is None and m.form == "pronoun" for f, m in mentions)
    found["doubt"] = sum(1 - m.confidence for _, m in mentions)
    return {name: float(value) for name, value in found.items() if value}


def confidence(found: Mapping[str, float], other: Mapping[str, float] | None = None) -> float:
    """From LOWEST to HIGHEST, rounded to three places; under ``other`` weights where given."""
    known = weights() if other is None else other
    total = known[CONSTANT] + sum(known[name] * value for name, value in found.items())
    return round(min(HIGHEST, max(LOWEST, 1 / (1 + math.exp(-total)))), 3)


@lru_cache(maxsize=1)
def weights() -> Mapping[str, float]:
    """The weight of each feature. Raises SeedError where one is missing, unknown or has the
    wrong sign."""
    found = {row["feature"]: float(row["weight"]) for row in seeds.read("confidence")}
    if found.keys() != DIRECTIONS.keys():
        odd = sorted(found.keys() ^ DIRECTIONS.keys())
        raise seeds.SeedError(f"seeds/confidence.csv: missing or unknown features: {odd}")
    for name, weight in found.items():
        if weight * DIRECTIONS[name] < 0:
            raise seeds.SeedError(f"seeds/confidence.csv: {name}: {weight} has the wrong sign")
    return MappingProxyType(found)
