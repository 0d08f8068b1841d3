"""Sport, weather, obituaries, culture, markets: reports in which nobody acts upon anybody."""

from __future__ import annotations

from spacy.language import Language

from tests.transforms.gold import analysed, lines


def test_quiet_reports_give_no_events(nlp: Language) -> None:
    read = analysed(nlp, lines("quiet_reports"))
    assert len(read) >= 150
    loud = [(row["text"], [e.rule for e in doc._.events]) for row, doc in read if doc._.events]
    assert not loud
