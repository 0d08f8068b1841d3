"""Whatever comes in, each input ends as articles or rejects, and nothing raises."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.articles import Bad, article_row, reject_row
from pipelines.encoding import decode, mended
from pipelines.fields import article
from pipelines.landing import Landed
from pipelines.published import BASES
from pipelines.reading import READERS, read
from pipelines.records import REASONS, RawArticle, Unusable
from pipelines.sources.base import Document
from pipelines.when import to_utc
from tests.pipelines import fuzz
from transforms.language import identify
from transforms.sameness import bands
from transforms.schema import to_table
from transforms.text import normalise

ROOT = Path(__file__).resolve().parents[2]
RECEIVED = datetime(2024, 5, 1, tzinfo=UTC)
LANDED = Landed("0" * 64, RECEIVED, None)
LIMIT, MANY = 2_000_000, 50_000


def account(name: str, content: bytes) -> Counter[str]:
    """What an input ends as; fails where it ends as nothing, or as what no table can hold."""
    ends: Counter[str] = Counter()
    for found in read(Document(name, content), LIMIT):
        made = article_row(found, LANDED, None, LIMIT) if isinstance(found, RawArticle) else found
        if isinstance(made, Bad | Unusable):
            assert made.reason in REASONS, made
            bad = Bad(made.reason, made.message)
            row = reject_row(bad, found.file, found.location, found.raw, RECEIVED)
            to_table("rejects", [{**row, "run_id": ""}])
            ends[made.reason] += 1
        else:
            assert made["published_basis"] in BASES
            assert normalise(None, made["text"]).text == made["text"]
            to_table("articles", [{**made, "run_id": ""}])
            bands(made["text"])
            ends["article"] += 1
    return ends


def fuzzed(seed: int, number: int) -> Counter[str]:
    ends: Counter[str] = Counter()
    for name, content in fuzz.inputs(seed, number):
        try:
            found = account(name, content)
        except Exception as error:
            traceback.print_exc()
            raise AssertionError(f"seed {seed}, {name}: {content[:2000]!r}") from error
        assert found, f"seed {seed}, {name}: {content[:2000]!r}"
        ends["input"] += 1
        ends += found
    return ends


def test_a_few_hundred_inputs_of_every_format():
    ends = fuzzed(1, 400)
    assert ends["input"] == 400
    assert {"article", "bad_json", "bad_csv", "empty_text"} <= set(ends)
    assert set(fuzz.FORMATS) >= {
        e for e in READERS if e not in (".text", ".md", ".htm", ".xhtml", ".ndjson")
    }


@pytest.mark.hard
def test_fifty_thousand_inputs():
    """In processes of their own: a parser that takes down its process is found, too."""
    workers = min(4, os.cpu_count() or 1)
    share = -(-MANY // workers)
    code = "import sys; from tests.pipelines.test_fuzz import main; main(*map(int, sys.argv[1:]))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(seed), str(share)],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for seed in range(100, 100 + workers)
    ]  # fmt: skip
    ends: Counter[str] = Counter()
    for process in running:
        out, err = process.communicate()
        assert process.returncode == 0, err[-4000:]
        for line in out.splitlines():
            key, count = line.rsplit(" ", 1)
            ends[key] += int(count)
    print(dict(ends))
    assert ends["input"] >= MANY


def main(seed: int, number: int) -> None:
    """Fuzz with a seed; print how the inputs ended."""
    for key, count in sorted(fuzzed(seed, number).items()):
        print(key, count)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(fuzz.KEYS), inner, max_size=5)
    ),
    max_leaves=12,
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUICK
@given(ANY_JSON)
def test_any_record_is_an_article_or_unusable(value: Any):
    found = article(value, "a.json", "file", b"{}")
    made = article_row(found, LANDED, None, LIMIT) if isinstance(found, RawArticle) else found
    assert isinstance(made, Bad | Unusable) or made["text"]
    if isinstance(made, dict):
        to_table("articles", [{**made, "run_id": ""}])


@QUICK
@given(st.sampled_from(sorted(READERS)), st.binary(max_size=400))
def test_any_bytes_under_any_name(ending: str, content: bytes):
    account(f"a{ending}", content)


@QUICK
@given(st.binary(max_size=300), st.none() | st.text(max_size=12))
def test_bytes_are_text_or_refused(content: bytes, declared: str | None):
    try:
        text = decode(content, declared)
    except UnicodeDecodeError:
        return
    assert "\x00" not in text
    assert isinstance(mended(text), str)


@QUICK
@given(st.text(max_size=200))
def test_any_text_has_a_language(text: str):
    assert 2 <= len(identify(text)) <= 3


@QUICK
@given(st.integers() | st.floats() | st.text(max_size=30) | st.datetimes() | st.dates() | st.none())
def test_any_date_is_a_date_or_refused(value: Any):
    try:
        found = to_utc(value)
    except ValueError:
        return
    assert found.utcoffset() == timedelta(0)


# What fuzzing has found, so that it stays mended.
PAST: dict[str, bytes] = {
    "url.json": b'{"text": "x y z", "url": "\\ud800"}',
    "date.json": b'{"text": "x y z", "date": "0001-01-01T00:00:00+14:00"}',
    "blank.jsonl": b"\n\n",
    "header.csv": b"title,text\n",
}


@pytest.mark.parametrize("name", PAST)
def test_inputs_that_raised_or_ended_as_nothing(name: str):
    assert account(name, PAST[name])
