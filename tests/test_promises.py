"""The ten promises of the contract, each with a test that carries its number and its words.

They are about moving data, so the language side is a small deterministic stand-in.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.errors import CheckError
from pipelines.layout import Layout
from pipelines.publish import rebuild
from tests.pipelines.kill_points import STEPS
from tests.pipelines.workbench import (
    Stopped,
    contents,
    corpus,
    cut_texts,
    fingerprints,
    lake_bytes,
    lake_rows,
    run,
    story,
)
from transforms.schema import SCHEMA_VERSION, TABLES

ROOT = Path(__file__).resolve().parent.parent
ENV = {**os.environ, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("source"), range(12), bad=True)


@pytest.fixture(scope="module")
def loaded(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse that was loaded once, to look at; a test that changes it copies it first."""
    warehouse = tmp_path_factory.mktemp("loaded")
    run(source, warehouse)
    return warehouse


def test_promise_01_running_again_changes_nothing(source: Path, loaded: Path, tmp_path: Path):
    warehouse = Path(shutil.copytree(loaded, tmp_path / "warehouse"))
    before, database = fingerprints(warehouse), (warehouse / "dateline.duckdb").read_bytes()
    again = run(source, warehouse)
    assert again.run["outcome"] == "nothing_new"
    assert again.run["loaded"] == 0
    assert again.run["duplicate"] == 13
    assert fingerprints(warehouse) == before
    assert (warehouse / "dateline.duckdb").read_bytes() == database


def test_promise_01_new_articles_leave_published_files_alone(tmp_path: Path):
    run(corpus(tmp_path / "first", range(6)), tmp_path / "warehouse")
    before = fingerprints(tmp_path / "warehouse")
    run(corpus(tmp_path / "second", range(6, 9)), tmp_path / "warehouse")
    after = fingerprints(tmp_path / "warehouse")
    growing = {name for name in before if name.split("/")[1] in ("articles", "events", "mentions")}
    assert len(growing) == 3
    assert {name: after[name] for name in growing} == {name: before[name] for name in growing}


@pytest.mark.parametrize("instants", [[], pytest.param(["all"], marks=pytest.mark.hard)])
def test_promise_02_killed_at_any_instant_and_run_again(
    instants: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """At every step of a second load; the lake's bytes are those of one that was never killed."""
    corpus(tmp_path / "before", range(3))
    source = corpus(tmp_path / "source", range(3, 9), bad=True)
    near = {**story(4), "url": "https://example.org/near", "title": "Under another headline"}
    near["text"] += "\n\nNobody else in the town had anything to add to that."
    (source / "near.json").write_text(json.dumps(near))
    driver = [sys.executable, "-m", "tests.pipelines.kill_points", str(source), str(tmp_path)]
    driver += instants
    done = subprocess.run(driver, cwd=ROOT, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    killed = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    assert set(killed.values()) == {name for name, _, _ in STEPS}
    monkeypatch.setattr("pipelines.run.datetime", Stopped)
    whole = tmp_path / "whole"
    for point, name in killed.items():
        warehouse = tmp_path / point
        run(source, warehouse)
        assert lake_bytes(warehouse) == lake_bytes(whole), f"killed at instant {point}: {name}"
        assert not (warehouse / "tmp").exists()
        assert len(lake_rows(warehouse, "runs")) == 2
        _equal_to_database(warehouse)
    assert sum(row["skipped"] == "copy" for row in lake_rows(whole, "articles")) == 3


def test_promise_02_killed_from_outside(source: Path, loaded: Path, tmp_path: Path):
    warehouse = tmp_path / "warehouse"
    command = [sys.executable, "-m", "pipelines.cli", "run", str(source), "-w", str(warehouse),
               "--no-prefect", "--model", "tests.pipelines.fake_model:build"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=ENV, stderr=subprocess.DEVNULL)
    while not (warehouse / "tmp" / "intake").exists() and process.poll() is None:
        time.sleep(0.002)
    process.kill()
    assert process.wait() == -9
    run(source, warehouse)
    assert contents(warehouse) == contents(loaded)


def test_promise_03_readers_see_whole_versions_and_block_nobody(tmp_path: Path):
    warehouse = tmp_path / "warehouse"
    warehouse.mkdir()
    reader = subprocess.Popen(
        [sys.executable, "-m", "tests.pipelines.reader", str(warehouse)],
        cwd=ROOT, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    versions = [
        [0, 0, 0],
        *(_load(tmp_path, range(start, start + 3)) for start in range(0, 12, 3)),
    ]
    (warehouse / "stop").touch()
    out, err = reader.communicate(timeout=300)
    assert reader.returncode == 0, err
    seen = [json.loads(line) for line in out.splitlines()]
    counts = [found["database"] for found in seen if "database" in found]
    assert versions[-1] in counts
    assert [one for one in counts if one not in versions] == []
    lakes = [found["lake"] for found in seen if "lake" in found]
    assert lakes
    assert {one[0] for one in lakes} <= {version[0] for version in versions}
    assert {tuple(one[1:]) for one in lakes} == {(0, 0)}


def _load(folder: Path, numbers: range) -> list[int]:
    run(corpus(folder / f"source{numbers.start}", numbers), folder / "warehouse")
    with duckdb.connect(str(folder / "warehouse" / "dateline.duckdb"), read_only=True) as database:
        return [
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("events", "articles", "events_current")
        ]


def test_promise_04_every_input_is_loaded_duplicate_or_rejected(loaded: Path):
    (row,) = lake_rows(loaded, "runs")
    assert (row["read"], row["loaded"], row["duplicate"], row["rejected"]) == (17, 12, 1, 4)
    articles = lake_rows(loaded, "articles")
    assert len(articles) == 13
    assert sum(article["duplicate_of"] is not None for article in articles) == 1
    reasons = sorted(reject["reason"] for reject in lake_rows(loaded, "rejects"))
    assert reasons == ["analysis_error", "bad_json", "empty_text", "unknown_format"]
    kept = {reject["reason"]: reject for reject in lake_rows(loaded, "rejects")}
    assert kept["bad_json"]["raw"] == b'{"title": "cut sho'
    assert (loaded / "landing" / kept["bad_json"]["kept_at"]).read_bytes() == b'{"title": "cut sho'


def test_promise_05_every_row_points_to_its_characters(loaded: Path):
    assert cut_texts(loaded) > 100


def test_promise_06_schemas_are_explicit_versioned_and_frozen(loaded: Path):
    frozen = json.loads((ROOT / "tests" / "pipelines" / "schema.json").read_text())
    now = {
        table: {field.name: f"{field.type}{'' if field.nullable else ' not null'}"
                for field in schema}
        for table, schema in TABLES.items()
    }  # fmt: skip
    assert frozen == {"version": SCHEMA_VERSION, "tables": now}, (
        "the schema has changed: raise SCHEMA_VERSION, tell it in the changelog, and write "
        "tests/pipelines/schema.json anew"
    )
    for table, schema in TABLES.items():
        for path in (loaded / "lake" / table).glob("*.parquet"):
            assert pq.read_schema(path).equals(schema, check_metadata=True), path


def test_promise_07_order_batches_and_workers_do_not_change_rows(
    loaded: Path, source: Path, tmp_path: Path
):
    stories = [story(number) for number in range(12)]
    copy = {**stories[0], "url": "https://example.org/copy", "published_at": "2024-04-30"}
    orders = {
        "forwards": [*stories, copy],
        "backwards": [copy, *reversed(stories)],
    }
    found = {}
    for name, order in orders.items():
        file = tmp_path / name / "all.jsonl"
        file.parent.mkdir()
        file.write_text("".join(json.dumps(one) + "\n" for one in order))
        options = {"forwards": {"batch_size": 1}, "backwards": {"batch_size": 100}}[name]
        run(file, tmp_path / f"{name}.wh", **options)
        found[name] = contents(tmp_path / f"{name}.wh")
    assert found["forwards"] == found["backwards"]
    run(source, tmp_path / "pool", workers=2, batch_size=5)
    assert contents(tmp_path / "pool") == contents(loaded)


def test_promise_08_the_database_can_be_rebuilt_from_parquet(loaded: Path, tmp_path: Path):
    copy = tmp_path / "copy"
    shutil.copytree(loaded / "lake", copy / "lake")
    rebuild(Layout(copy))
    _equal_to_database(copy)
    query = "SELECT view_name, sql FROM duckdb_views() WHERE NOT internal ORDER BY 1"
    with (
        duckdb.connect(str(loaded / "dateline.duckdb"), read_only=True) as old,
        duckdb.connect(str(copy / "dateline.duckdb"), read_only=True) as new,
    ):
        assert new.execute(query).fetchall() == old.execute(query).fetchall() != []


def test_promise_09_no_network(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody tried to connect")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (page := tmp_path / "page.html").write_text(PAGE)
    assert run(page, tmp_path / "pages").run["loaded"] == 1
    assert run(source, tmp_path / "warehouse").run["loaded"] == 12


def test_promise_10_a_failing_check_leaves_the_last_good_version(loaded: Path, tmp_path: Path):
    warehouse = Path(shutil.copytree(loaded, tmp_path / "warehouse"))
    before, database = fingerprints(warehouse), (warehouse / "dateline.duckdb").read_bytes()
    (tmp_path / "own").mkdir()
    check = tmp_path / "own" / "no_greta.sql"
    check.write_text(
        "-- Greta must not act.\n-- severity: error\n"
        "SELECT event_id FROM events WHERE source_text = 'Greta'"
    )
    more = corpus(tmp_path / "more", range(12, 16))
    with pytest.raises(CheckError, match=r"no_greta \(error\): \d+ rows. Greta must not act"):
        run(more, warehouse, checks=tmp_path / "own")
    assert fingerprints(warehouse) == before
    assert (warehouse / "dateline.duckdb").read_bytes() == database

    check.write_text(check.read_text().replace("severity: error", "severity: warning"))
    done = run(more, warehouse, checks=tmp_path / "own")
    assert done.run["loaded"] == 4
    assert any("no_greta (warning)" in warning for warning in done.warnings)
    outcomes = sorted(row["outcome"] for row in lake_rows(warehouse, "runs"))
    assert outcomes == ["failed", "loaded", "loaded"]


def _equal_to_database(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        for table in TABLES:
            answer = database.sql(f"SELECT * FROM {table}")
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
            assert sorted(rows, key=repr) == lake_rows(warehouse, table), table


PAGE = """<!doctype html><html lang="en"><head><title>Anna met Boris</title>
<meta property="article:published_time" content="2024-03-01T10:00:00Z"></head><body><article>
<h1>Anna met Boris</h1>
<p>On that day Anna met Boris near the river, and it was the talk of the town for a week.</p>
<p>After the meal Boris thanked Carla because of what had been said before by all of them.</p>
</article></body></html>"""
