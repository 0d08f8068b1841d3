"""The main job from end to end: the sample articles, the shipped model, the whole flow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.run import Summary, perform
from pipelines.settings import load
from tests.pipelines.workbench import contents, cut_texts, fingerprints, lake_rows

SPEAKERS = Path(__file__).resolve().parent / "data" / "sample_speakers.jsonl"
SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "articles"


def analyse(paths: list[Path], warehouse: Path, **options: Any) -> Summary:
    values = {"warehouse": warehouse, "prefect": False, **options}
    return perform(paths, load(values, environ={}))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    analyse([SAMPLES], folder)
    return folder


def ask(warehouse: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_sample_is_accounted_for(warehouse: Path) -> None:
    (run,) = ask(warehouse, "select read, loaded, duplicate, rejected from runs")
    assert run == (50, 46, 3, 1)
    assert ask(warehouse, "select reason from rejects") == [("bad_json",)]


def test_the_copies_among_the_samples_are_found(warehouse: Path) -> None:
    query = """
        select c.origin, o.origin from articles c join articles o on c.duplicate_of = o.article_id
        order by 1
    """
    assert ask(warehouse, query) == [
        ("wire-copy-bucharest.txt", "25-mirescan-verdict.txt"),
        ("wire-copy-doha.txt", "26-doha-ceasefire.txt"),
        ("wire-copy-nairobi.txt", "09-kenya-fuel-protest.txt"),
    ]


def test_every_offset_cuts_out_its_text(warehouse: Path) -> None:
    assert cut_texts(warehouse) > 3000


def test_running_again_leaves_every_byte(warehouse: Path) -> None:
    before = fingerprints(warehouse)
    assert analyse([SAMPLES], warehouse).run["outcome"] == "nothing_new"
    assert fingerprints(warehouse) == before


def test_rows_do_not_depend_on_order_batches_and_workers(warehouse: Path, tmp_path: Path) -> None:
    backwards = [p for p in sorted(SAMPLES.iterdir(), reverse=True) if p.name != "README.md"]
    analyse(backwards, tmp_path / "again", batch_size=9, workers=2)
    assert contents(tmp_path / "again") == contents(warehouse)


def test_sport_and_weather_hold_no_events(warehouse: Path) -> None:
    query = """
        select count(e.event_id) from articles a
        left join events_current e using (article_id)
        where a.title ilike '%handball%' or a.title ilike '%april%'
    """
    assert ask(warehouse, query)[0][0] <= 2


def test_there_is_enough_to_ask_about(warehouse: Path) -> None:
    events = lake_rows(warehouse, "events")
    assert len({e["event_root"] for e in events}) >= 15
    assert {e["status"] for e in events} >= {"happened", "claimed", "planned"}
    quotes = lake_rows(warehouse, "quotes")
    assert {q["kind"] for q in quotes} == {"direct", "mixed", "indirect"}
    resolved = [q for q in quotes if q["speaker_actor_id"] or q["anonymous"]]
    assert len(resolved) > 0.9 * len(quotes)


def test_every_direct_quotation_has_its_speaker(warehouse: Path) -> None:
    """What a reader of the articles wrote down: each quotation, who speaks, whether named."""
    query = """
        select a.url, q.text, q.speaker_text, s.name, q.anonymous
        from quotes q join articles a using (article_id)
        left join actors s on q.speaker_actor_id = s.actor_id
        where q.kind = 'direct'
    """
    found = ask(warehouse, query)
    articles = "select url.split('/')[-1] from articles where duplicate_of is null"
    originals = {name for (name,) in ask(warehouse, articles)}
    known = [json.loads(line) for line in SPEAKERS.read_text(encoding="utf8").splitlines()]
    wrong = []
    read = [row for row in known if row["article"] in originals]  # a copy has no quotes
    for row in read:
        got = [
            (written, name, anonymous)
            for url, text, written, name, anonymous in found
            if url.endswith("/" + row["article"]) and text.lstrip('“"').startswith(row["begins"])
        ]
        right = [
            written
            for written, name, anonymous in got
            if row["speaker_text"] in (written or "")
            and row["speaker"] in (None, name)
            and anonymous == row["anonymous"]
        ]
        if not right or len(right) != len(got):
            wrong.append((row, got))
    assert len(known) >= 110
    assert not wrong
    assert len(found) == len(read) >= 110


def test_ids_of_references_exist(warehouse: Path) -> None:
    orphans = """
        select count(*) from (
            select source_actor_id as id from events union all
            select target_actor_id from events union all
            select speaker_actor_id from quotes union all
            select actor_id from mentions
        ) where id is not null and id not in (select actor_id from actors)
    """
    assert ask(warehouse, orphans)[0][0] == 0
