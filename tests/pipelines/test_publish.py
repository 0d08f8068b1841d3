from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines import maintain, sqlfiles
from pipelines.errors import LockError, WarehouseError
from pipelines.layout import Layout
from pipelines.lock import is_locked, locked
from tests.pipelines.workbench import contents, corpus, lake_rows, run, settings, story
from transforms.schema import SCHEMA_VERSION, TABLES


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two loads, the second with new articles about known actors."""
    folder = tmp_path_factory.mktemp("publish")
    run(corpus(folder / "one", range(6)), folder / "wh")
    run(corpus(folder / "two", range(6, 12)), folder / "wh")
    return folder / "wh"


def test_the_manifest_names_what_globs_see(warehouse: Path):
    manifest = json.loads((warehouse / "lake" / "_current.json").read_text())
    on_disk = {p.relative_to(warehouse / "lake").as_posix()
               for p in (warehouse / "lake").rglob("*.parquet")}  # fmt: skip
    named = [name for table in manifest["tables"].values() for name in table]
    assert set(named) == on_disk
    assert len(named) == len(set(named))
    assert set(manifest["tables"]) == set(TABLES)


def test_loads_in_two_steps_add_up(warehouse: Path):
    # The copy of the second source has an original of its own, so both loads have 7 rows.
    counts = [row["loaded"] + row["duplicate"] for row in lake_rows(warehouse, "runs")]
    assert counts == [7, 7]
    aliases = {row["alias"]: row["n"] for row in lake_rows(warehouse, "actor_aliases")}
    texts = [row["text"] for row in lake_rows(warehouse, "mentions")]
    assert aliases == {name: texts.count(name) for name in set(texts)}
    anna = next(row for row in lake_rows(warehouse, "actors") if row["name"] == "Anna")
    assert (anna["first_seen"].day, anna["last_seen"].day) == (1, 9)


def test_actors_and_stories_do_not_depend_on_how_loads_were_cut(warehouse: Path, tmp_path: Path):
    for part in ("two", "one"):
        run(warehouse.parent / part, tmp_path / "wh")
    one, other = contents(warehouse), contents(tmp_path / "wh")
    for table in ("actors", "actor_aliases", "mentions", "quotes"):
        assert one[table] == other[table]
    # A story bears the id of its first report, and which is first depends on what came first.
    assert _without_ids(warehouse) == _without_ids(tmp_path / "wh")


def _without_ids(warehouse: Path) -> set[frozenset[str]]:
    """The stories, each as its events."""
    told: dict[str, set[str]] = {}
    for row in lake_rows(warehouse, "events"):
        told.setdefault(row["story_id"], set()).add(row["event_id"])
    return {frozenset(events) for events in told.values()}


def test_new_articles_change_no_story_id(warehouse: Path, tmp_path: Path):
    run(warehouse.parent / "one", tmp_path / "wh")
    before = {row["event_id"]: row["story_id"] for row in lake_rows(tmp_path / "wh", "events")}
    run(warehouse.parent / "two", tmp_path / "wh")
    after = {row["event_id"]: row["story_id"] for row in lake_rows(tmp_path / "wh", "events")}
    assert len(after) > len(before)
    assert {key: after[key] for key in before} == before


def test_a_load_writes_only_the_months_of_stories_that_it_touches(warehouse: Path, tmp_path: Path):
    later = {
        **story(1),
        "published_at": "2024-09-05T10:00:00Z",
        "text": "Much later Anna met Boris.",
    }
    run(warehouse.parent / "one", tmp_path / "wh")
    march = (tmp_path / "wh" / "lake" / "stories" / "2024-03.parquet").stat().st_mtime_ns
    (tmp_path / "later.json").write_text(json.dumps(later))
    run(tmp_path / "later.json", tmp_path / "wh")
    months = {
        p.name: p.stat().st_mtime_ns for p in (tmp_path / "wh" / "lake" / "stories").iterdir()
    }
    assert set(months) == {"2024-03.parquet", "2024-09.parquet"}
    assert months["2024-03.parquet"] == march


def test_a_database_of_another_lake_is_not_built_upon(warehouse: Path, tmp_path: Path):
    run(warehouse.parent / "one", tmp_path / "wh")
    old = (tmp_path / "wh" / "dateline.duckdb").read_bytes()
    run(warehouse.parent / "two", tmp_path / "wh")
    (tmp_path / "wh" / "dateline.duckdb").write_bytes(old)
    (tmp_path / "more.json").write_text(json.dumps(story(20)))
    run(tmp_path / "more.json", tmp_path / "wh")
    with duckdb.connect(str(tmp_path / "wh" / "dateline.duckdb"), read_only=True) as database:
        found = database.execute("SELECT count(*) FROM articles").fetchall()
    assert found == [(len(lake_rows(tmp_path / "wh", "articles")),)]
    assert found == [(15,)]


def test_views_answer(warehouse: Path):
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        for view in sqlfiles.load(sqlfiles.SQL / "views"):
            found = database.execute(f"SELECT count(*) FROM {view.name}").fetchall()
            # Nobody speaks about anybody in these articles, and no place is named.
            missing = ("who_said_what_about_whom", "country_day")
            assert found[0][0] > 0 or view.name in missing, view.name
        (total,) = database.execute("SELECT sum(n_events) FROM events_day").fetchall()[0]
        assert total == len(lake_rows(warehouse, "events"))
        met = database.execute(
            "SELECT n_events, verbal_cooperation FROM dyad_day "
            "WHERE source_name = 'Anna' AND target_name = 'Boris'"
        ).fetchall()
        assert met == [(1, 1), (1, 1)]


def test_every_column_is_in_the_dictionary(warehouse: Path):
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        there = database.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
        ).fetchall()
        written = database.execute(
            'SELECT "table", "column" FROM data_dictionary '
            "WHERE length(description) > 3 AND kind <> 'macro' ORDER BY ALL"
        ).fetchall()
        comments = database.execute(
            "SELECT count(*) FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
    assert written == there
    assert comments == [(0,)]


def test_the_database_has_the_promised_format(warehouse: Path):
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        (options,) = database.execute(
            "SELECT tags::VARCHAR || options::VARCHAR FROM duckdb_databases() WHERE NOT internal"
        ).fetchall()[0]
    assert "v1.5" in options


def test_headers_of_sql_files_say_what_they_are():
    for folder in ("views", "checks", "tables", "macros", "indexes"):
        for file in sqlfiles.load(sqlfiles.SQL / folder):
            assert file.description, file.name
            if folder == "checks":
                assert file.notes["severity"].text in ("error", "warning"), file.name


def test_one_writer_at_a_time(tmp_path: Path):
    source = corpus(tmp_path / "source", range(3))
    layout = Layout(tmp_path / "wh")
    with locked(layout.lock):
        assert is_locked(layout.lock)
        with pytest.raises(LockError, match=r"another run is writing here \(process \d+"):
            run(source, layout.root)
    assert not is_locked(layout.lock)
    assert run(source, layout.root).run["loaded"] == 3


def test_a_warehouse_of_another_schema_is_left_alone(tmp_path: Path):
    source = corpus(tmp_path / "source", range(3))
    run(source, tmp_path / "wh")
    manifest = tmp_path / "wh" / "lake" / "_current.json"
    manifest.write_text(manifest.read_text().replace(f'"{SCHEMA_VERSION}"', '"0.9"'))
    with pytest.raises(WarehouseError, match=r"schema 0\.9"):
        run(source, tmp_path / "wh")
    with pytest.raises(WarehouseError, match="cannot read"):
        maintain.migrate(Layout(tmp_path / "wh"), settings(tmp_path / "wh"))


def test_a_lost_database_comes_back(tmp_path: Path):
    source = corpus(tmp_path / "source", range(3))
    run(source, tmp_path / "wh")
    (tmp_path / "wh" / "dateline.duckdb").unlink()
    assert run(source, tmp_path / "wh").run["outcome"] == "nothing_new"
    assert (tmp_path / "wh" / "dateline.duckdb").is_file()


def test_a_run_that_changed_nothing_is_recorded_with_the_next_that_does(tmp_path: Path):
    source = corpus(tmp_path / "source", range(3))
    run(source, tmp_path / "wh")
    run(source, tmp_path / "wh")
    assert len(lake_rows(tmp_path / "wh", "runs")) == 1
    run(corpus(tmp_path / "more", range(3, 6)), tmp_path / "wh")
    outcomes = [row["outcome"] for row in lake_rows(tmp_path / "wh", "runs")]
    assert sorted(outcomes) == ["loaded", "loaded", "nothing_new"]


def test_parquet_files_carry_units_and_meanings(warehouse: Path):
    path = next((warehouse / "lake" / "events").glob("*.parquet"))
    field = pq.read_schema(path).field("goldstein")
    assert field.metadata[b"unit"] == b"GDELT's Goldstein scale"
    assert field.metadata[b"description"].startswith(b"From -10")
