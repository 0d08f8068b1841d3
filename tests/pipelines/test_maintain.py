"""Work on whole warehouses: compact, retire, migrate, check, export to Delta."""

from __future__ import annotations

import json
import os
import shutil
import signal
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from pipelines import catalog, checks, derive, maintain
from pipelines.errors import CheckError, WarehouseError
from pipelines.layout import Layout
from pipelines.publish import rebuild
from pipelines.run import opened
from tests.pipelines.workbench import contents, corpus, lake_rows, run, settings, story
from transforms.schema import SCHEMA_VERSION, TABLES

OLD = Path(__file__).resolve().parent.parent / "data" / "schema-1.0" / "lake"
LAST = OLD.parent.parent / "schema-1.1" / "lake"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for name, numbers in (("one", range(4)), ("two", range(4, 8)), ("three", range(8, 12))):
        corpus(folder / name, numbers, bad=name == "one")
    return folder


@pytest.fixture(scope="module")
def loaded(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("maintain") / "wh"
    for name in ("one", "two", "three"):
        run(source / name, warehouse)
    return warehouse


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "wh"))


def equal_to_database(warehouse: Path) -> None:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        for table in TABLES:
            answer = database.sql(f"SELECT * FROM {table}")
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.fetchall()]
            assert sorted(rows, key=repr) == lake_rows(warehouse, table), table


def test_compact_keeps_all_rows_in_one_file_a_table(warehouse: Path):
    before = contents(warehouse)
    done = maintain.compact(Layout(warehouse), settings(warehouse))
    assert done.files_after < done.files_before
    assert contents(warehouse) == before
    equal_to_database(warehouse)
    for table in set(TABLES) - {"stories"}:
        assert len(list((warehouse / "lake" / table).iterdir())) == 1
    assert not (warehouse / "tmp" / "outgoing").exists()


def test_loads_go_on_after_compact(warehouse: Path, source: Path, tmp_path: Path):
    maintain.compact(Layout(warehouse), settings(warehouse))
    assert run(source, warehouse).run["outcome"] == "nothing_new"
    run(corpus(tmp_path / "more", range(12, 14)), warehouse)
    equal_to_database(warehouse)


@pytest.mark.parametrize("instant", range(1, 26, 3))
def test_compact_killed_at_any_instant_leaves_one_version_or_the_other(
    instant: int, warehouse: Path
):
    before = contents(warehouse)
    if os.fork() == 0:
        count, rename, replace = [0], os.rename, os.replace

        def mortal(move):
            def moved(*args):
                count[0] += 1
                if count[0] == instant:
                    os.kill(os.getpid(), signal.SIGKILL)
                return move(*args)

            return moved

        os.rename, os.replace = mortal(rename), mortal(replace)
        maintain.compact(Layout(warehouse), settings(warehouse))
        os._exit(0)
    os.wait()
    with opened(Layout(warehouse)):
        pass  # takes up what was interrupted
    assert contents(warehouse) == before
    equal_to_database(warehouse)


def test_retire_removes_articles_with_all_their_rows(warehouse: Path, source: Path):
    done = maintain.retire(Layout(warehouse), datetime(2024, 3, 6), settings(warehouse))
    # Days 1 to 5, and the copies of the articles of days 1 and 5.
    assert done.articles_removed == 7
    articles = lake_rows(warehouse, "articles")
    assert {row["published_at"].day for row in articles} == {6, 7, 8, 9, 10, 11, 12, 30}
    kept = {row["article_id"] for row in articles}
    for table in ("mentions", "events", "quotes", "sentences"):
        assert {row["article_id"] for row in lake_rows(warehouse, table)} <= kept, table
    equal_to_database(warehouse)
    reasons = [row["reason"] for row in lake_rows(warehouse, "rejects")]
    assert reasons.count("retired") == 7
    again = run(source / "one", warehouse)
    assert again.reasons["retired"] == 5
    assert again.run["read"] == again.run["loaded"] + again.run["duplicate"] + again.run["rejected"]
    assert len(lake_rows(warehouse, "articles")) == len(articles)


def test_retire_nothing_changes_nothing(warehouse: Path):
    before = (warehouse / "lake" / "_current.json").read_bytes()
    done = maintain.retire(Layout(warehouse), datetime(2020, 1, 1), settings(warehouse))
    assert done.articles_removed == 0
    assert (warehouse / "lake" / "_current.json").read_bytes() == before


def test_migrate_brings_the_files_of_the_version_before_up_to_date(tmp_path: Path):
    shutil.copytree(OLD, tmp_path / "wh" / "lake")
    tables = ("articles", "mentions", "quotes")
    old = {table: lake_rows(tmp_path / "wh", table) for table in tables}
    layout = Layout(tmp_path / "wh")
    with pytest.raises(WarehouseError, match="dateline migrate"):
        run(corpus(tmp_path / "more", range(6, 8)), layout.root)
    maintain.migrate(layout, settings(layout.root))
    for table, rows in old.items():
        there = [{k: v for k, v in row.items() if k != "skipped"}
                 for row in lake_rows(layout.root, table)]  # fmt: skip
        assert sorted(there, key=repr) == rows, table
    events = lake_rows(layout.root, "events")
    assert len(events) == 12
    assert {row["schema_version"] for row in events} == {SCHEMA_VERSION}
    equal_to_database(layout.root)
    assert run(corpus(tmp_path / "more", range(6, 8)), layout.root).run["loaded"] == 2
    rebuild(layout)
    equal_to_database(layout.root)


def test_migrate_says_why_articles_were_skipped_and_finds_their_copies(tmp_path: Path):
    shutil.copytree(LAST, tmp_path / "wh" / "lake")
    layout = Layout(tmp_path / "wh")
    new = {"skipped", "other_language"}
    before = {
        table: [
            {k: v for k, v in row.items() if k not in new} for row in lake_rows(layout.root, table)
        ]
        for table in ("articles", "mentions", "quotes", "sentences", "rejects")
    }
    maintain.migrate(layout, settings(layout.root))
    for table, rows in before.items():
        there = [
            {k: v for k, v in row.items() if k not in new} for row in lake_rows(layout.root, table)
        ]
        assert sorted(there, key=repr) == sorted(rows, key=repr), table
    skipped = {row["duplicate_of"] is not None: row["skipped"]
               for row in lake_rows(layout.root, "articles")}  # fmt: skip
    assert skipped == {True: "copy", False: None}
    equal_to_database(layout.root)
    # Another copy of what was loaded under the old schema is found by the index made for it.
    longer = {**story(1), "url": "https://e.org/9", "title": "Other words"}
    longer["text"] += "\n\nNobody else in the town had anything to add to that."
    (tmp_path / "copy.json").write_text(json.dumps(longer))
    done = run(tmp_path / "copy.json", layout.root).run
    assert (done["loaded"], done["duplicate"]) == (0, 1)


def test_search_falls_back_on_paragraphs_where_there_are_no_sentences(tmp_path: Path):
    shutil.copytree(OLD, tmp_path / "wh" / "lake")
    maintain.migrate(Layout(tmp_path / "wh"), settings(tmp_path / "wh"))
    with duckdb.connect(str(tmp_path / "wh" / "dateline.duckdb"), read_only=True) as database:
        found = database.execute("SELECT DISTINCT kind, text FROM search('zoe left')").fetchall()
    assert {kind for kind, _ in found} == {"paragraph"}
    assert all(text.startswith("Zoë 🙂 left.") for _, text in found)


def test_the_catalog_of_a_rebuilt_database_is_the_same(warehouse: Path):
    query = (
        "SELECT view_name AS name, sql, comment FROM duckdb_views() WHERE NOT internal UNION ALL "
        "SELECT function_name, macro_definition, comment FROM duckdb_functions() "
        "WHERE NOT internal UNION ALL "
        "SELECT table_name || column_name, data_type, comment FROM duckdb_columns() "
        "WHERE NOT internal ORDER BY ALL"
    )
    path = str(warehouse / "dateline.duckdb")
    with duckdb.connect(path, read_only=True) as database:
        before = database.execute(query).fetchall()
    rebuild(Layout(warehouse))
    with duckdb.connect(path, read_only=True) as database:
        assert database.execute(query).fetchall() == before
    assert any("search" in name for name, *_ in before)


# What each check is there for: something done to the tables that only it must find.
DAMAGE = {
    "unique_ids": "INSERT INTO mentions SELECT * FROM mentions LIMIT 1",
    "references": "UPDATE quotes SET speaker_actor_id = 'nobody'",
    "offsets": "UPDATE events SET trigger_start = trigger_start + 1",
    "vocabulary": "UPDATE mentions SET form = 'shout'",
    "confidence": "UPDATE quotes SET confidence = 1.5",
    "codes": "UPDATE events SET goldstein = 9.9",
    "ranges": "UPDATE events SET latitude = 91, longitude = 0",
    "input_numbers": "UPDATE runs SET read = read + 1",
    "loaded_numbers": "UPDATE runs SET loaded = loaded + 1, read = read + 1",
    "run_numbers": "UPDATE runs SET quotes = quotes + 1",
    "copies": "UPDATE events SET article_id = (SELECT article_id FROM articles "
    "WHERE duplicate_of IS NOT NULL LIMIT 1)",
    "story_numbers": "UPDATE stories SET n_events = n_events + 1",
    "data_dictionary": "DELETE FROM data_dictionary WHERE \"column\" = 'event_id'",
    "search_tokens": "DELETE FROM search_tokens",
    "article_bands": "DELETE FROM article_bands",
    "self_events": "UPDATE events SET target_actor_id = source_actor_id",
    "event_dates": "UPDATE events SET event_date = DATE '2030-01-01', status = 'happened'",
    "events_gdelt": "UPDATE articles SET article_id = article_id || 'x'",
    "events_day": "CREATE OR REPLACE VIEW events_day AS "
    "SELECT * REPLACE (n_events + 1 AS n_events) "
    "FROM (SELECT event_date, count(*) AS n_events FROM events GROUP BY 1)",
    "dyad_day": "CREATE OR REPLACE VIEW actors_kept AS FROM actors; DELETE FROM actors",
    "quotes_full": "DELETE FROM articles",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_check_finds_what_it_is_there_for(warehouse: Path, name: str):
    connection = duckdb.connect(str(warehouse / "dateline.duckdb"))
    derive.show_new(connection)
    assert name not in {found.check for found in checks.findings(connection, None, None)}
    for statement in DAMAGE[name].split("; "):
        connection.execute(statement)
    found = {found.check: found for found in checks.findings(connection, None, None)}
    assert name in found
    assert found[name].count > 0
    assert found[name].sample
    if found[name].severity == "error":
        with pytest.raises(CheckError, match=f"check {name} "):
            checks.refuse_errors(list(found.values()))
    connection.close()


def test_an_index_needs_no_extension(warehouse: Path):
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        loaded = database.execute(
            "SELECT extension_name FROM duckdb_extensions() WHERE loaded AND extension_name = 'fts'"
        ).fetchall()
        assert loaded == []
        assert database.execute(f"SELECT count(*) > 100 FROM {catalog.INDEX}").fetchall() == [
            (True,)
        ]


def test_export_to_delta_appends_what_is_new(warehouse: Path, tmp_path: Path):
    deltalake = pytest.importorskip("deltalake")
    from pipelines import delta

    first = delta.export(Layout(warehouse), tmp_path / "delta")
    assert first["events"] == len(lake_rows(warehouse, "events"))
    assert set(delta.export(Layout(warehouse), tmp_path / "delta").values()) >= {0}
    run(corpus(tmp_path / "more", range(12, 15)), warehouse)
    more = delta.export(Layout(warehouse), tmp_path / "delta")
    assert 0 < more["events"] < first["events"]
    maintain.compact(Layout(warehouse), settings(warehouse))
    delta.export(Layout(warehouse), tmp_path / "delta")
    for table in TABLES:
        rows = deltalake.DeltaTable(str(tmp_path / "delta" / table)).to_pyarrow_table()
        assert rows.num_rows == len(lake_rows(warehouse, table)), table
