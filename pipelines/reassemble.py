"""The version that a recode makes, built aside: rows coded anew, each beside the file of articles
to which it belongs, and rows that stay as they were.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import assemble, checks, database, derive, lake, parses, stories
from pipelines.batches import output_of
from pipelines.checks import Finding
from pipelines.files import flush
from pipelines.layout import Layout
from pipelines.settings import Settings
from transforms.schema import ANALYSED, TABLES

Row = dict[str, Any]
FRESH = "fresh"  # in tmp/outgoing: the files of tables that are replaced as a whole


@dataclass(slots=True)
class Load:
    """A file of articles, and the batches into which they go."""

    name: str
    inputs: list[Path]
    articles: int
    analysed: int = 0  # copies and other languages are not


def build(
    layout: Layout,
    settings: Settings,
    loads: list[Load],
    outcome: assemble.Outcome,
    run: Mapping[str, Any],
    version: str,
    *,
    reparsed: bool,
) -> list[Finding]:
    """The new version in ``outgoing``. Returns the warnings of the checks.

    Raises CheckError where one failed.
    """
    manifest = lake.current(layout)
    failed = {key for counts in outcome.values() for key in counts["failed"]}
    fresh = layout.outgoing / FRESH
    with database.created(layout.outgoing / layout.database.name) as connection:
        old = {name: lake.read(layout, manifest, name, TABLES[name].names) for name in ANALYSED}
        for load in loads if reparsed else ():
            staged = [output_of(batch) / parses.STAGED for batch in load.inputs]
            parses.collect(fresh / layout.parses.name / load.name, staged, ())
            _write_articles(layout, load, fresh)
        for table in (name for name in lake.GROWING if name != "events"):
            if table in ANALYSED:
                rows = _rows(table, loads, old, failed, run["run_id"])
                paths = _written(fresh, table, rows)
            elif table == "articles" and reparsed:
                paths = [fresh / table / load.name for load in loads]
            else:
                paths = lake.files(layout, manifest, table)
            database.insert_files(connection, table, paths)
        derive.show_new(connection)
        actors = lake.read(layout, manifest, "actors", TABLES["actors"].names)
        kept = among(actors, "actor_id", _named(old, failed))
        derive.actors(connection, pa.concat_tables([assemble.observed(outcome), kept]))
        events = _rows("events", loads, old, failed, run["run_id"])
        database.insert_files(connection, "events", _written(fresh, "events", _told(
            connection, events, old["events"]
        )))  # fmt: skip
        derive.show_new(connection)
        months = assemble.completed(connection, settings.seeds)
        database.replace_rows(connection, "runs", assemble.all_runs(layout, manifest, run))
        database.stamp(connection, "lake_version", version)
        warnings = checks.run_checks(connection, None, settings.checks)
        assemble.write_derived(connection, layout.outgoing, months)
    waiting = layout.outgoing / lake.MONTHLY
    if waiting.exists():  # a month without stories any more has no file any more
        waiting.rename(fresh / lake.MONTHLY)
    flush(layout.outgoing / layout.database.name)
    return warnings


Parts = list[tuple[str, list[pa.Table]]]  # (name of a file, its rows in parts)


def _rows(
    table: str,
    loads: list[Load],
    old: Mapping[str, pa.Table],
    failed: set[str],
    run_id: str,
) -> Parts:
    """The rows of a table by the file of articles to which they belong."""
    column, lost = "article_id", failed
    if table == "quote_actors" and failed:
        theirs = among(old["quotes"], "article_id", failed).column("quote_id").to_pylist()
        column, lost = "quote_id", set(theirs)
    parts: Parts = []
    for place, load in enumerate(loads):
        new = [pq.ParquetFile(output_of(b) / f"{table}.parquet").read() for b in load.inputs]
        new = [_stamped(part, old[table], table, run_id) for part in new]
        if lost and place == 0:  # whose rows they are does not depend on the file
            new.append(among(old[table], column, lost))
        parts.append((load.name, new))
    return parts


def _stamped(new: pa.Table, old: pa.Table, table: str, run_id: str) -> pa.Table:
    """New rows with the run that wrote them: this one, or where nothing changed the old one."""
    if "run_id" not in TABLES[table].names:
        return new
    key = TABLES[table].names[0]
    before = among(old, key, set(new.column(key).to_pylist())).to_pylist()
    known = {repr(_plain(row)): row["run_id"] for row in before}
    runs = [known.get(repr(_plain(row)), run_id) for row in new.to_pylist()]
    index = new.schema.get_field_index("run_id")
    return new.set_column(index, TABLES[table].field("run_id"), pa.array(runs, pa.string()))


def _plain(row: Row) -> Row:
    """A row without what only whoever publishes knows."""
    return {key: value for key, value in row.items() if key not in ("run_id", "story_id")}


def _told(connection: database.Connection, parts: Parts, old: pa.Table) -> Parts:
    """Events with their stories: an event that stays keeps its own, new ones find theirs among
    them."""
    known = dict(zip(*(old.column(name).to_pylist() for name in ("event_id", "story_id")),
                     strict=True))  # fmt: skip
    everything = pa.concat_tables(
        [TABLES["events"].empty_table(), *(part for _, some in parts for part in some)]
    )
    staying = _with_stories(among(everything, "event_id", known), known)
    database.replace_rows(connection, "events", staying)
    new = stories.assign(connection, [among(everything, "event_id", known, wanted=False)])
    connection.execute("DELETE FROM events")
    chosen = known | dict(
        zip(*(new.column(name).to_pylist() for name in ("event_id", "story_id")), strict=True)
    )
    return [(name, [_with_stories(part, chosen) for part in some]) for name, some in parts]


def _with_stories(part: pa.Table, chosen: Mapping[str, str]) -> pa.Table:
    ids = pa.array([chosen[key] for key in part.column("event_id").to_pylist()], pa.string())
    index = part.schema.get_field_index("story_id")
    return part.set_column(index, TABLES["events"].field("story_id"), ids)


def _written(fresh: Path, table: str, parts: Parts) -> list[Path]:
    paths = []
    for name, some in parts:
        writer = lake.Writer(fresh / table / name, table)
        for part in some:
            writer.add(part)
        writer.close()
        paths.append(writer.path)
    return paths


def _write_articles(layout: Layout, load: Load, fresh: Path) -> None:
    """Where a text has been parsed anew it may fall into sentences otherwise."""
    old = pq.ParquetFile(layout.lake / "articles" / load.name).read().cast(TABLES["articles"])
    new = {
        row["article_id"]: row["sentence_count"]
        for batch in load.inputs
        for row in pq.ParquetFile(output_of(batch) / "articles.parquet").read().to_pylist()
    }
    rows = [
        {**row, "sentence_count": new.get(row["article_id"], row["sentence_count"])}
        for row in old.to_pylist()
    ]
    path = fresh / "articles" / load.name
    lake.write(path, "articles", pa.Table.from_pylist(rows, schema=TABLES["articles"]))


def _named(old: Mapping[str, pa.Table], failed: set[str]) -> set[str]:
    """The actors whom rows name that articles keep whose analysis failed this time."""
    columns = {"mentions": ["actor_id"], "quotes": ["speaker_actor_id"],
               "events": ["source_actor_id", "target_actor_id"]}  # fmt: skip
    named: set[str] = set()
    for table, names in columns.items() if failed else ():
        rows = among(old[table], "article_id", failed)
        named.update(*(rows.column(name).to_pylist() for name in names))
    return named


def among(table: pa.Table, column: str, ids: Container[str], *, wanted: bool = True) -> pa.Table:
    keep = [(value in ids) == wanted for value in table.column(column).to_pylist()]
    return table.filter(pa.array(keep, pa.bool_()))
