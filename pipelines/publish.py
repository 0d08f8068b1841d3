"""Last step: staged rows -> a new version of lake and database, checked, all or nothing.

The new files and the new database are built aside. Writing the journal is the decision: before
it nothing is visible and everything can be thrown away; after it the moves are made, and made
up for by the next run if this one is killed among them. A table's new file appears in one
rename. Tables that others refer to go first, so that whoever reads the lake between two renames
finds every actor and article that a row names; who wants all tables of one instant reads the
database, which is replaced in one rename too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from filecmp import cmp
from pathlib import Path
from typing import Any

from pipelines import assemble, database, lake, memory, parses
from pipelines.batches import output_of
from pipelines.checks import Finding
from pipelines.files import append_line, flush, read_json, write_json
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.settings import Settings
from transforms.ids import content_id
from transforms.schema import TABLES

# Referred to before referring.
ORDER = (
    "countries", "event_codes", "runs", "actors", "articles", "sentences", "rejects", "mentions",
    "actor_aliases", "quotes", "quote_actors", "events", "stories", "data_dictionary",
)  # fmt: skip
# Where rows are replaced: the actors that are left when all of them have been. Until then the
# lake holds those of the old rows beside those of the new ones.
LEFT = "actors_left"


@dataclass(slots=True)
class Published:
    """What a publication did. ``version`` is empty where there was nothing to publish."""

    version: str = ""
    run: dict[str, Any] = field(default_factory=dict)
    warnings: list[Finding] = field(default_factory=list)


def publish(
    intake: Intake, outcome: assemble.Outcome, settings: Settings, now: datetime
) -> Published:
    """Publish what ``extract`` staged. ``outcome`` is what it returned; ``now`` ends the run.

    Raises CheckError, with the last good version still in place. With nothing new no Parquet
    file is touched; the run is noted in ``runs.jsonl`` and enters ``runs`` with the next load.
    """
    layout = Layout(settings.warehouse)
    lost, rejects = assemble.drop_failed(layout, intake, outcome)
    run = assemble.run_row(intake, now, "loaded", None, outcome.values())
    if intake.new_articles == len(lost) and not rejects.num_rows:
        run["outcome"] = "nothing_new"
        log(layout, run)
        ensure_database(layout)
        discard(layout)
        memory.promote(layout.landing)
        return Published(run=run)

    manifest = lake.current(layout)
    names = sorted(path.name for path in outcome)
    version = content_id("version", *names, *rejects.column("reject_id").to_pylist())
    shutil.rmtree(layout.outgoing, ignore_errors=True)
    warnings = assemble.build(layout, manifest, version, outcome, lost, rejects, run, settings)
    staged = [output_of(batch) / parses.STAGED for batch in sorted(outcome)]
    kept = layout.outgoing / layout.parses.name / f"{version}.parquet"
    parses.collect(kept, staged, lost)
    tables = {
        name: sorted({*manifest.tables.get(name, []), *_added(layout.outgoing, name)})
        for name in TABLES
    }
    decide(layout, lake.Manifest(version, tables), run)
    memory.promote(layout.landing)
    return Published(version, run, warnings)


def decide(
    layout: Layout, manifest: lake.Manifest, run: dict[str, Any], swapped: Iterable[str] = ()
) -> None:
    """Let what waits in ``tmp/outgoing`` become the published version; of the tables ``swapped``
    all files are replaced."""
    write_json(layout.journal, {**manifest.as_dict(), "swapped": sorted(swapped)})
    roll_forward(layout)
    log(layout, run)
    discard(layout)


def _added(outgoing: Path, table: str) -> list[str]:
    return [f"{table}/{path.name}" for path in (outgoing / table).glob("*.parquet")]


def log(layout: Layout, run: dict[str, Any]) -> None:
    """A line in ``runs.jsonl``."""
    plain = {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in run.items()
    }
    append_line(layout.run_log, plain)


def recover(layout: Layout) -> bool:
    """Finish a publication that was decided on and interrupted; whether there was one."""
    if read_json(layout.journal) is None:
        shutil.rmtree(layout.outgoing, ignore_errors=True)
        return False
    roll_forward(layout)
    return True


def roll_forward(layout: Layout) -> None:
    """Make the moves of the journal that have not been made. Doing it twice does no harm."""
    journal = read_json(layout.journal)
    swapped = journal.get("swapped", ())
    if layout.parses.name in swapped:
        _swap(layout.outgoing, layout.root, layout.parses.name)
    _move_all(layout.outgoing / layout.parses.name, layout.parses)
    for table in ORDER:
        if table in swapped:
            _swap(layout.outgoing, layout.lake, table)
        _move_all(layout.outgoing / table, layout.lake / table)
    _move_all(layout.outgoing / LEFT, layout.lake / "actors")
    _move(layout.outgoing / layout.database.name, layout.database)
    # Written elsewhere first: what a killed run leaves of it must not lie in the lake.
    manifest = layout.outgoing / layout.manifest.name
    write_json(manifest, lake.Manifest.of(journal).as_dict())
    _move(manifest, layout.manifest)
    shutil.rmtree(layout.outgoing)


def _swap(outgoing: Path, lake_folder: Path, table: str) -> None:
    """Put all files of a table in the place of all that are there: two renames of folders."""
    fresh, old = outgoing / "fresh" / table, outgoing / "old" / table
    if not fresh.exists():
        return  # swapped before the interruption
    old.parent.mkdir(exist_ok=True)
    if not old.exists() and (lake_folder / table).exists():
        os.rename(lake_folder / table, old)
    os.rename(fresh, lake_folder / table)


def _move_all(source: Path, target: Path) -> None:
    for path in sorted(source.glob("*.parquet")):
        _move(path, target / path.name)


def _move(source: Path, target: Path) -> None:
    if not source.exists():
        return  # moved before the interruption
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and cmp(source, target, shallow=False):
        source.unlink()  # the same bytes: leave the published file as it is
    else:
        os.replace(source, target)


def discard(layout: Layout) -> None:
    """Throw away what a finished run left in ``tmp``."""
    shutil.rmtree(layout.tmp, ignore_errors=True)


def ensure_database(layout: Layout) -> None:
    """Build the database from Parquet where it is missing though there is a lake."""
    if layout.manifest.exists() and not layout.database.exists():
        rebuild(layout)


def rebuild(layout: Layout) -> dict[str, int]:
    """The database from Parquet alone, put in place in one rename. Returns rows a table."""
    manifest = lake.current(layout)
    fresh = layout.tmp / "rebuilt.duckdb"
    with database.created(fresh) as connection:
        assemble.fill(connection, layout, manifest)
        counts = {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
            for table in TABLES
        }
    flush(fresh)
    os.replace(fresh, layout.database)
    return counts
