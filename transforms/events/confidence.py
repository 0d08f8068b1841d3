"""How sure an event is: by how much its entry asked for, who was found, and how.

The numbers are set by hand so that the share of right rows grows with them; they order rows,
and are no probabilities.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.events.fillers import Filler
from transforms.events.frames import Match
from transforms.events.lexicon import NOBODY

_BASE = {"VERB": 0.62, "NOUN": 0.5, "ADJ": 0.5}
_PER_CONDITION = 0.08
_NAMED = 0.08
_MISSING = 0.14
_PRONOUN_UNKNOWN = 0.8
_STAND_IN = 0.88
_EMBEDDED = 0.75
# What a sentence says in passing: in a relative clause, a participle, an infinitive, a noun.
_SUBORDINATE = 0.85
_PER_STEP = 0.97
# What a sentence says late hangs on more of its parse.
_AT_THE_END = 0.95
_STATUS = {"happened": 1.0, "ongoing": 1.0, "claimed": 0.95, "planned": 0.93}
_OTHER_STATUS = 0.85


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


def confidence(evidence: Evidence) -> float:
    """From 0.05 to 0.97, rounded to three places."""
    entry = evidence.match.entry
    score = _BASE.get(entry.pos, 0.5) + _PER_CONDITION * min(3, len(entry.conditions))
    for slots, found in ((entry.source, evidence.source), (entry.target, evidence.target)):
        if slots == (NOBODY,):
            continue
        if found is None or not found.is_actor:
            score -= _MISSING if found is None else _MISSING / 2
        elif found.actor is not None:
            score += _NAMED
    for found in (evidence.source, evidence.target):
        if found is None or found.mention is None:
            continue
        score *= _STAND_IN if found.via else 1.0
        if found.actor is None and found.mention.form == "pronoun":
            score *= _PRONOUN_UNKNOWN
        score *= 0.9 + 0.1 * found.mention.confidence
    score *= _STATUS.get(evidence.status, _OTHER_STATUS) * _PER_STEP**evidence.steps
    score *= _EMBEDDED if evidence.embedded else 1.0
    score *= _SUBORDINATE if evidence.subordinate else 1.0
    score *= 1 - (1 - _AT_THE_END) * evidence.position
    return round(min(0.97, max(0.05, score)), 3)
