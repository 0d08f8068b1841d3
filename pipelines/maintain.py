"""Work on a whole warehouse: many small files made few, old articles removed, another schema.

All three write every table anew beside the published ones, fill a database from that, and put
both in place by the journal of a publication, so that a kill leaves the old version or the new.
Readers of the database notice nothing. A query over ``lake/TABLE/*.parquet`` that has listed the
folder but not opened its files when they are swapped fails, and can be asked again; it never
counts a row twice.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import assemble, checks, database, derive, lake, schemas
from pipelines.errors import WarehouseError
from pipelines.files import flush, write_json
from pipelines.layout import Layout
from pipelines.publish import roll_forward
from pipelines.settings import Settings
from transforms.ids import content_id
from transforms.schema import SCHEMA_VERSION, TABLES, to_table

ROWS_A_FILE = 1_000_000
ROWS_A_GROUP = 100_000

Keep = Callable[[str, pa.Table], pa.Table]


@dataclass(frozen=True, slots=True)
class Done:
    """What changed: Parquet files before and after, articles removed, and the new version."""

    version: str
    files_before: int
    files_after: int
    articles_removed: int = 0


def compact(layout: Layout, settings: Settings) -> Done:
    """One file a table, or a few large ones, for one a load, and a database without gaps."""
    manifest = lake.current(layout)
    return _rewrite(layout, manifest, settings, lambda _, part: part)


def migrate(layout: Layout, settings: Settings) -> Done:
    """Bring the tables of an earlier schema up to date.

    Raises WarehouseError where that schema is unknown.
    """
    manifest = lake.published(layout)
    if manifest.schema_version not in schemas.READABLE:
        raise WarehouseError(
            f"{layout.root}: its tables have schema {manifest.schema_version}, which this version "
            "cannot read",
            f"It reads {', '.join(schemas.READABLE)}. Use a newer release of Dateline.",
        )
    return _rewrite(layout, manifest, settings, lambda _, part: part)


def retire(layout: Layout, before: datetime, settings: Settings) -> Done:
    """Remove articles published before a time (UTC), with their copies and all rows of theirs.

    They stay known by a row of ``rejects``, so that a run over the same folder does not bring
    them back.
    """
    manifest = lake.current(layout)
    columns = (
        "article_id",
        "duplicate_of",
        "published_at",
        "ingested_at",
        "origin",
        "url",
        "run_id",
    )
    articles = lake.read(layout, manifest, "articles", columns).to_pylist()
    old = {row["article_id"] for row in articles if row["published_at"] < before}
    # A copy goes with its original: without it nothing would say what the copy says.
    gone = [row for row in articles if {row["article_id"], row["duplicate_of"]} & old]
    if not gone:
        return Done(manifest.version, _count(manifest), _count(manifest))
    lost = pa.array([row["article_id"] for row in gone], pa.string())
    quotes = lake.read(layout, manifest, "quotes", ("quote_id", "article_id"))
    lost_quotes = quotes.filter(_among(quotes, "article_id", lost)).column("quote_id")

    def keep(table: str, part: pa.Table) -> pa.Table:
        if table == "rejects":
            return part
        if table == "quote_actors":
            return part.filter(pc.invert(_among(part, "quote_id", lost_quotes)))
        return part.filter(pc.invert(_among(part, "article_id", lost)))

    rejects = to_table("rejects", [_retired(row, before) for row in gone])
    return _rewrite(layout, manifest, settings, keep, {"rejects": rejects}, removed=len(gone))


def _among(part: pa.Table, column: str, values: Any) -> Any:
    return pc.is_in(part.column(column), value_set=values)


def _retired(row: Mapping[str, Any], before: datetime) -> dict[str, Any]:
    return {
        "reject_id": content_id("reject", row["article_id"], "retired"),
        "source": row["origin"],
        "location": row["url"] or "file",
        "reason": "retired",
        "message": f"published {row['published_at']:%Y-%m-%d}, before {before:%Y-%m-%d}",
        "article_id": row["article_id"],
        "ingested_at": row["ingested_at"],
        "run_id": row["run_id"],
    }


def _rewrite(
    layout: Layout,
    manifest: lake.Manifest,
    settings: Settings,
    keep: Keep,
    more: Mapping[str, pa.Table] | None = None,
    removed: int = 0,
) -> Done:
    shutil.rmtree(layout.outgoing, ignore_errors=True)
    fresh = layout.outgoing / "fresh"
    names = sorted(name for files in manifest.tables.values() for name in files)
    version = content_id("version", manifest.version, SCHEMA_VERSION, removed, *names)
    with database.created(layout.outgoing / layout.database.name) as connection:
        for table in lake.GROWING:
            parts = (keep(table, part) for part in _parts(layout, manifest, table))
            extra = (more or {}).get(table)
            written = _write(fresh, table, version, parts, extra)
            database.insert_files(connection, table, written)
        derive.show_new(connection)
        # An actor is kept as it was described, where something still names it.
        connection.register("described", _whole(layout, manifest, "actors"))
        connection.execute(f"INSERT INTO actors BY NAME SELECT * FROM described WHERE {_NAMED}")
        connection.unregister("described")
        database.replace_rows(connection, "runs", _whole(layout, manifest, "runs"))
        months = assemble.completed(connection, settings.seeds)
        database.stamp(connection, "lake_version", version)
        checks.run_checks(connection, None, settings.checks)
        (fresh / lake.MONTHLY).mkdir(exist_ok=True)
        assemble.write_derived(connection, fresh, months)
    flush(layout.outgoing / layout.database.name)
    tables = {
        table: sorted(f"{table}/{path.name}" for path in (fresh / table).glob("*.parquet"))
        for table in TABLES
    }
    made = lake.Manifest(version, tables)
    write_json(layout.journal, {**made.as_dict(), "swapped": sorted(TABLES)})
    roll_forward(layout)
    return Done(version, _count(manifest), _count(made), removed)


_NAMED = """actor_id IN (
    SELECT actor_id FROM mentions UNION SELECT source_actor_id FROM events
    UNION SELECT target_actor_id FROM events UNION SELECT speaker_actor_id FROM quotes
)"""


def _count(manifest: lake.Manifest) -> int:
    return sum(map(len, manifest.tables.values()))


def _parts(layout: Layout, manifest: lake.Manifest, table: str) -> Iterator[pa.Table]:
    for path in lake.files(layout, manifest, table):
        yield schemas.upgrade(table, pq.ParquetFile(path).read(), manifest.schema_version)


def _whole(layout: Layout, manifest: lake.Manifest, table: str) -> pa.Table:
    return pa.concat_tables([TABLES[table].empty_table(), *_parts(layout, manifest, table)])


def _write(
    fresh: Path, table: str, version: str, parts: Iterator[pa.Table], extra: pa.Table | None
) -> list[Path]:
    """All rows of a table in files of about ``ROWS_A_FILE`` rows at most; their paths."""
    written: list[Path] = []
    writer: lake.Writer | None = None
    for rows in _gathered(parts, extra):
        if writer is None or writer.rows >= ROWS_A_FILE:
            if writer is not None:
                writer.close()
            part = f"{version}-{len(written)}" if written else version
            writer = lake.Writer(fresh / lake.file_name(table, part), table)
            written.append(writer.path)
        writer.add(rows)
    if writer is None:  # a table without rows has a file, so that a glob finds one
        writer = lake.Writer(fresh / lake.file_name(table, version), table)
        written.append(writer.path)
    writer.close()
    return written


def _gathered(parts: Iterator[pa.Table], extra: pa.Table | None) -> Iterator[pa.Table]:
    """The same rows in parts of ``ROWS_A_GROUP`` at least: a part is a row group of the file."""
    held = [extra] if extra is not None else []
    for part in parts:
        held.append(part)
        if sum(rows.num_rows for rows in held) >= ROWS_A_GROUP:
            yield pa.concat_tables(held)
            held = []
    if held:
        yield pa.concat_tables(held)
