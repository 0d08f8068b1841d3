"""What is passed over unread cannot matter: with every word and every entry tried, the rows are
the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.model_speed import bodies
from transforms.events import acts
from transforms.events.lexicon import Entry, lexicon, parse_pattern
from transforms.events.shortlist import Shortlist
from transforms.parses import pack
from transforms.pipeline import annotate, code_again
from transforms.quotes import cues
from transforms.rows import Row, rows
from transforms.types import read

ROOT = Path(__file__).parents[2]
PUBLISHED = datetime(2024, 5, 16, 12, tzinfo=UTC)
SENTENCES = ("known_events", "known_quotes", "agency_sentences", "quiet_reports")
EVERY = 4  # of the gold sentences


def texts() -> Iterator[str]:
    yield from bodies(ROOT / "seeds" / "articles")
    for name in SENTENCES:
        lines = (ROOT / "tests" / "data" / f"{name}.jsonl").read_text("utf8").splitlines()
        yield from (json.loads(line)["text"] for line in lines[::EVERY])


@pytest.fixture(scope="module")
def docs(nlp: Language) -> list[Doc]:
    return list(annotate(nlp, ((text, 0, PUBLISHED) for text in texts())))


@contextmanager
def everything_tried(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """No word and no entry is passed over."""
    with patch.context() as off:
        off.setattr(acts, "action_words", lambda doc, _: doc.words)
        off.setattr(Shortlist, "fitting", lambda self, _: list(self.entries))
        off.setattr(cues, "_may_begin", lambda token, _: not (token.is_space or token.is_punct))
        yield


def test_what_is_passed_over_changes_no_row(
    nlp: Language, docs: list[Doc], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(doc: Doc) -> tuple[dict[str, list[Row]], list[tuple[int, str]]]:
        again = code_again(nlp, pack(doc), 0, PUBLISHED)
        return rows(again, "a"), [(token.i, why) for token, why in again._.dropped]

    for doc in docs:
        usual = found(doc)
        with everything_tried(monkeypatch):
            assert found(doc) == usual


def test_most_words_and_entries_are_passed_over(docs: list[Doc]) -> None:
    words = lexicon()
    tried = known = 0
    for doc in map(read, docs):
        left = acts.action_words(doc, words)
        assert len(left) < len(doc) / 2 or len(doc) < 40
        for token in left:
            shortlist = words.shortlist(token)
            assert shortlist is not None
            known += len(shortlist.entries)
            tried += len(shortlist.fitting(lambda _: ()))
    assert known
    assert tried < known / 2


def made(*patterns: str) -> Shortlist:
    return Shortlist(
        Entry("x", "VERB", pattern, *parse_pattern(pattern, {}), "190", order)
        for order, pattern in enumerate(patterns)
    )


def fitting(shortlist: Shortlist, **said: set[str]) -> list[str]:
    return [entry.pattern for entry in shortlist.fitting(lambda slot: said.get(slot, ()))]


def test_entries_are_tried_where_the_clause_has_what_they_ask_for() -> None:
    shortlist = made("subj > obj", "subj > on | obj=attack", "subj > obj | prt=off;obj=talks,deal")
    assert fitting(shortlist) == ["subj > obj"]
    assert fitting(shortlist, obj={"attack"}) == ["subj > on | obj=attack", "subj > obj"]
    assert fitting(shortlist, obj={"talks"}) == ["subj > obj"]
    assert fitting(shortlist, prt={"off"})[0] == "subj > obj | prt=off;obj=talks,deal"


def test_conditions_that_are_no_lemmas_leave_an_entry_among_those_tried() -> None:
    patterns = ("subj > obj | obj.kind=person", "subj > obj | passive", "subj > obj | inf=leave")
    assert fitting(made(*patterns)) == list(patterns)
