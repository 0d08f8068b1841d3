"""Sport, weather, obituaries, culture, markets: reports in which nobody acts upon anybody."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from spacy.language import Language

from transforms.pipeline import annotate

GOLD = Path(__file__).parent.parent / "data" / "quiet_reports.jsonl"
PUBLISHED = datetime(2024, 5, 1, 12, tzinfo=UTC)


def test_quiet_reports_give_no_events(nlp: Language) -> None:
    rows = [json.loads(line) for line in GOLD.read_text("utf8").splitlines()]
    assert len(rows) >= 70
    docs = annotate(nlp, [(row["text"], 0, PUBLISHED) for row in rows])
    loud = [
        (row["text"], [e.rule for e in doc._.events])
        for row, doc in zip(rows, docs, strict=True)
        if doc._.events
    ]
    assert not loud
