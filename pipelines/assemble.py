"""A new version, built aside: the rows of a run as Parquet, and the database with them in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import database, lake, sqlfiles
from pipelines.articles import Bad, reject_row
from pipelines.batches import output_of
from pipelines.checks import Finding, run_checks
from pipelines.files import flush, read_lines
from pipelines.ingest import Intake
from pipelines.layout import Layout
from transforms.schema import ANALYSED, TABLES, to_table

Outcome = Mapping[Path, Mapping[str, Any]]  # batch input -> counts, as extract returns it
STAMPED = ("articles", "rejects", "events", "quotes")  # tables that say which run wrote a row


@dataclass(frozen=True, slots=True)
class Contents:
    """What a version is made of: the files of each growing table, and all that was seen of
    actors."""

    files: Mapping[str, list[Path]]
    actors: list[pa.Table]


def drop_failed(layout: Layout, intake: Intake, outcome: Outcome) -> tuple[set[str], pa.Table]:
    """Articles that are lost because their analysis failed, or that of their original.

    Returns their ids and all rejects of the run; the numbers of ``intake`` follow.
    """
    failed = {key: why for counts in outcome.values() for key, why in counts["failed"].items()}
    rejects = pq.ParquetFile(layout.intake / "rejects.parquet").read().to_pylist()
    lost = set()
    articles = pq.ParquetFile(layout.intake / "articles.parquet").read().to_pylist()
    for row in articles if failed else []:
        original = row["duplicate_of"] or row["article_id"]
        if original not in failed:
            continue
        lost.add(row["article_id"])
        intake.rejected += 1
        intake.reasons["analysis_error"] = intake.reasons.get("analysis_error", 0) + 1
        if row["duplicate_of"]:
            intake.duplicate -= 1
        else:
            intake.loaded -= 1
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
    known = set(
        lake.read(layout, lake.current(layout), "rejects", ("reject_id",))
        .column("reject_id")
        .to_pylist()
    )
    new = {row["reject_id"]: {**row, "run_id": intake.run_id} for row in rejects
           if row["reject_id"] not in known}  # fmt: skip
    return lost, to_table("rejects", [new[key] for key in sorted(new)])


def write_growing(
    layout: Layout, version: str, outcome: Outcome, lost: set[str], rejects: pa.Table, run_id: str
) -> None:
    """One file for each table that grows, batch after batch, each row stamped with its run."""
    for table in lake.GROWING:
        writer = lake.Writer(layout.outgoing / lake.file_name(table, version), table)
        if table == "rejects":
            writer.add(rejects)
        else:
            for batch in sorted(outcome):
                part = pq.ParquetFile(output_of(batch) / f"{table}.parquet").read()
                if table == "articles" and lost:
                    keep = [key not in lost for key in part.column("article_id").to_pylist()]
                    part = part.filter(pa.array(keep))
                writer.add(_stamped(part, table, run_id))
        writer.close()


def _stamped(part: pa.Table, table: str, run_id: str) -> pa.Table:
    if table not in STAMPED:
        return part
    index = part.schema.get_field_index("run_id")
    stamp = pa.array([run_id] * part.num_rows, pa.string())
    return part.set_column(index, TABLES[table].field("run_id"), stamp)


def write_whole(
    layout: Layout,
    contents: Contents,
    run: Mapping[str, Any],
    checks: Path | None,
    *,
    check_all: bool = False,
) -> list[Finding]:
    """The database of the new version, and from it the tables about the whole warehouse.

    Returns the warnings of the checks, which look at new rows only where old ones cannot have
    changed (not so with ``check_all``); raises CheckError where one failed.
    """
    manifest = lake.current(layout)
    with database.created(layout.outgoing / layout.database.name) as connection:
        for table in lake.GROWING:
            database.insert_files(connection, table, contents.files[table])
        database.insert_rows(connection, "runs", _runs(layout, manifest, run))
        _combine(connection, contents.actors)
        database.create_views(connection)
        database.insert_rows(connection, "data_dictionary", database.dictionary(connection))
        warnings = run_checks(connection, None if check_all else run["run_id"], checks)
        for table in lake.WHOLE:
            key = ", ".join(database.quoted(name) for name in TABLES[table].names[:3])
            rows = database.rows_of(connection, f"SELECT * FROM {table} ORDER BY {key}", table)
            lake.write(layout.outgoing / lake.file_name(table, ""), table, rows)
    flush(layout.outgoing / layout.database.name)
    return warnings


def grown(layout: Layout, version: str, outcome: Outcome) -> Contents:
    """What is published, and what ``write_growing`` added to it."""
    manifest = lake.current(layout)
    new = {name: layout.outgoing / lake.file_name(name, version) for name in lake.GROWING}
    files = {name: [*lake.files(layout, manifest, name), new[name]] for name in lake.GROWING}
    published = lake.read(layout, manifest, "actors", TABLES["actors"].names)
    return Contents(files, [published, *actors_of(outcome)])


def actors_of(outcome: Outcome) -> list[pa.Table]:
    """What batches saw of actors: rows of the table ``actors``, several an actor."""
    return [
        pq.ParquetFile(output_of(batch) / "actors.parquet").read().cast(TABLES["actors"])
        for batch in sorted(outcome)
    ]


def _combine(connection: database.Connection, seen: list[pa.Table]) -> None:
    """Fill actors, their aliases and stories by ``warehouse/sql/tables``."""
    connection.register("actors_seen", pa.concat_tables(seen))
    for file in sqlfiles.load(sqlfiles.SQL / "tables"):
        connection.execute(f"INSERT INTO {file.name} BY NAME {file.query}")
    connection.unregister("actors_seen")


def _runs(layout: Layout, manifest: lake.Manifest, run: Mapping[str, Any]) -> pa.Table:
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
    }


def _plain_utc(when: datetime) -> datetime:
    return when.astimezone(UTC).replace(tzinfo=None)
