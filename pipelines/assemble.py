"""A new version, built aside: the rows of a run as Parquet, and the database with them in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import catalog, database, derive, lake, stories
from pipelines.articles import Bad, reject_row
from pipelines.batches import output_of
from pipelines.checks import Finding, run_checks
from pipelines.files import flush, read_lines
from pipelines.ingest import Intake
from pipelines.known import rows as known_rows
from pipelines.layout import Layout
from pipelines.settings import Settings
from transforms.schema import ANALYSED, TABLES, to_table

Outcome = Mapping[Path, Mapping[str, Any]]  # batch input -> counts, as extract returns it
STAMPED = ("articles", "rejects", "events", "quotes")  # tables that say which run wrote a row


def drop_failed(layout: Layout, intake: Intake, outcome: Outcome) -> tuple[set[str], pa.Table]:
    """Articles that are lost because their analysis failed, or that of their original.

    Returns their ids and all rejects of the run; the numbers of ``intake`` follow.
    """
    failed = {key: why for counts in outcome.values() for key, why in counts["failed"].items()}
    rejects = pq.ParquetFile(layout.intake / "rejects.parquet").read().to_pylist()
    lost = set()
    for row in _rows(layout.intake / "articles.parquet") if failed else ():
        original = row["duplicate_of"] or row["article_id"]
        if original not in failed:
            continue
        lost.add(row["article_id"])
        intake.rejected += 1
        intake.reasons["analysis_error"] = intake.reasons.get("analysis_error", 0) + 1
        if row["duplicate_of"]:
            intake.duplicate -= 1
        else:
            intake.loaded -= 1  # only what is analysed can fail, so it is in English
        rejects.append(
            reject_row(
                Bad("analysis_error", failed[original]),
                row["origin"],
                row["url"] or "file",
                row["text"].encode(),
                row["ingested_at"].replace(tzinfo=UTC),
                article_id=row["article_id"],
            )
        )
    keys = [("reject_id", (row["reject_id"] for row in rejects))]
    known = {row["reject_id"] for row in known_rows(layout, "rejects", ("reject_id",), keys)}
    new = {row["reject_id"]: {**row, "run_id": intake.run_id} for row in rejects
           if row["reject_id"] not in known}  # fmt: skip
    return lost, to_table("rejects", [new[key] for key in sorted(new)])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with pq.ParquetFile(path) as source:
        for batch in source.iter_batches(batch_size=500):
            yield from batch.to_pylist()


def build(
    layout: Layout,
    manifest: lake.Manifest,
    version: str,
    outcome: Outcome,
    lost: set[str],
    rejects: pa.Table,
    run: Mapping[str, Any],
    settings: Settings,
) -> list[Finding]:
    """The new version in ``outgoing``: the files that it adds or replaces, and its database.

    Returns the warnings of the checks; raises CheckError where one failed.
    """
    with grown(layout, manifest) as connection:
        new = {}
        for table in lake.GROWING:
            if table != "events":
                parts = [rejects] if table == "rejects" else _staged(table, outcome, lost, run)
                new[table] = _add(connection, layout, manifest, version, table, parts)
        derive.show_new(connection, _written(new))
        derive.actors(connection, observed(outcome))
        events = stories.assign(connection, _staged("events", outcome, lost, run))
        new["events"] = _add(connection, layout, manifest, version, "events", [events])
        derive.show_new(connection, _written(new))
        derive.aliases(connection)
        derive.refer(connection, settings.seeds)
        catalog.ensure(connection)
        months = derive.stories(connection)
        catalog.extend_indexes(connection)
        database.replace_rows(connection, "runs", all_runs(layout, manifest, run))
        database.stamp(connection, "lake_version", version)
        warnings = run_checks(connection, run["run_id"], settings.checks)
        write_derived(connection, layout.outgoing, months)
    flush(layout.outgoing / layout.database.name)
    return warnings


@contextmanager
def grown(layout: Layout, manifest: lake.Manifest) -> Iterator[database.Connection]:
    """A database in ``outgoing`` with all published rows, to add to."""
    target = layout.outgoing / layout.database.name
    if manifest.tables and database.version(layout.database) == manifest.version:
        with database.copied(target, layout.database) as connection:
            yield connection
    else:
        with database.created(target) as connection:
            fill(connection, layout, manifest)
            yield connection


def fill(connection: database.Connection, layout: Layout, manifest: lake.Manifest) -> None:
    """All rows of a version of the lake, the views over them, and the index, in a new database."""
    for table in TABLES:
        database.insert_files(connection, table, lake.files(layout, manifest, table))
    derive.show_new(connection)
    _equip(connection)
    database.stamp(connection, "lake_version", manifest.version)


def completed(connection: database.Connection, overrides: Path | None) -> list[str]:
    """All that follows from the rows of a database that was filled anew; the months of stories."""
    derive.aliases(connection)
    derive.refer(connection, overrides)
    _equip(connection)
    return derive.stories(connection)


def _equip(connection: database.Connection) -> None:
    catalog.create_indexes(connection)
    catalog.extend_indexes(connection)
    catalog.ensure(connection)


def write_derived(connection: database.Connection, folder: Path, months: Iterable[str]) -> None:
    """The tables about the whole warehouse, and these months of stories, as Parquet."""
    for table in lake.WHOLE:
        key = ", ".join(database.quoted(name) for name in TABLES[table].names[:3])
        rows = database.rows_of(connection, f"SELECT * FROM {table} ORDER BY {key}", table)
        lake.write(folder / lake.file_name(table, ""), table, rows)
    for month in months:
        query = f"SELECT * FROM stories WHERE {lake.MONTH} = '{month}' ORDER BY story_id"
        rows = database.rows_of(connection, query, lake.MONTHLY)
        lake.write(folder / lake.file_name(lake.MONTHLY, month), lake.MONTHLY, rows)


def _staged(
    table: str, outcome: Outcome, lost: set[str], run: Mapping[str, Any]
) -> Iterator[pa.Table]:
    """What the batches hold of a table, batch after batch, each row stamped with its run."""
    for batch in sorted(outcome):
        part = pq.ParquetFile(output_of(batch) / f"{table}.parquet").read()
        if table == "articles" and lost:
            keep = [key not in lost for key in part.column("article_id").to_pylist()]
            part = part.filter(pa.array(keep, pa.bool_()))
        yield _stamped(part, table, run["run_id"])


def _add(
    connection: database.Connection,
    layout: Layout,
    manifest: lake.Manifest,
    version: str,
    table: str,
    parts: Iterable[pa.Table],
) -> Path | None:
    """Write one new file of a table and add its rows to the database.

    None where there are no rows and the table has a file already.
    """
    writer = lake.Writer(layout.outgoing / lake.file_name(table, version), table)
    for part in parts:
        writer.add(part)
    writer.close()
    if not writer.rows and manifest.tables.get(table):
        writer.path.unlink()
        return None
    database.insert_files(connection, table, [writer.path])
    return writer.path


def _written(new: Mapping[str, Path | None]) -> dict[str, Path]:
    return {table: path for table, path in new.items() if path}


def _stamped(part: pa.Table, table: str, run_id: str) -> pa.Table:
    if table not in STAMPED:
        return part
    index = part.schema.get_field_index("run_id")
    stamp = pa.array([run_id] * part.num_rows, pa.string())
    return part.set_column(index, TABLES[table].field("run_id"), stamp)


def observed(outcome: Outcome) -> pa.Table:
    """The descriptions of actors that the batches give."""
    parts = [
        pq.ParquetFile(output_of(batch) / "actors.parquet").read().cast(TABLES["actors"])
        for batch in sorted(outcome)
    ]
    return pa.concat_tables(parts) if parts else TABLES["actors"].empty_table()


def all_runs(layout: Layout, manifest: lake.Manifest, run: Mapping[str, Any]) -> pa.Table:
    """Published runs, those since that changed nothing or failed, and this one."""
    rows = lake.read(layout, manifest, "runs", TABLES["runs"].names).to_pylist()
    known = {row["run_id"] for row in rows}
    for line in read_lines(layout.run_log):
        if line["run_id"] in known or line["outcome"] in ("loaded", "recoded"):
            continue  # a run that changed something is in the lake, or did not come to an end
        known.add(line["run_id"])
        times = {name: datetime.fromisoformat(line[name]) for name in ("started_at", "finished_at")}
        rows.append({key: line.get(key) for key in TABLES["runs"].names} | times)
    return to_table("runs", [*rows, run])


def run_row(
    intake: Intake,
    now: datetime,
    outcome: str,
    message: str | None = None,
    counts: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The row of ``runs`` for a run that ends ``now``."""
    counts = list(counts)
    return {
        "run_id": intake.run_id,
        "started_at": _plain_utc(datetime.fromisoformat(intake.started_at)),
        "finished_at": _plain_utc(now),
        "outcome": outcome,
        "message": message,
        **intake.versions,
        "configuration": json.dumps(intake.configuration, sort_keys=True),
        "inputs": json.dumps(intake.inputs),
        **{name: getattr(intake, name) for name in ("read", "loaded", "duplicate", "rejected")},
        **{name: sum(c[name] for c in counts) for name in ANALYSED[:3]},
        "ingest_seconds": intake.ingest_seconds,
        "extract_seconds": intake.extract_seconds,
        "other_language": intake.other_language,
    }


def _plain_utc(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(tzinfo=None)
