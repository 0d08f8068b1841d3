"""Code stored articles again: by a changed lexicon, changed actors, a new release of the rules.

The parses that a load kept are read with the seeds and the code as they are now; the language
model is asked only where a parse is missing or stale, and only if the user says so. Nothing is
read from outside. What comes out is what loading the same articles into an empty warehouse would
give, but for rows that stay as they were: they keep the run that wrote them, and their story.

All rows are coded, and compared table by table. A table whose rows are as before is left as it
is, byte for byte; where that is all of them nothing is published. All else is as with a load:
built aside, checked, decided by a journal, moved.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import assemble, catalog, checks, database, derive, lake, parses, stories
from pipelines.batches import is_analysed, output_of, plan
from pipelines.changes import Changes, compare
from pipelines.checks import Finding
from pipelines.errors import StaleParsesError, WarehouseError
from pipelines.extract import process
from pipelines.files import flush
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.publish import LEFT, decide, discard, log
from pipelines.run import Watcher, opened
from pipelines.settings import Settings
from pipelines.versions import current
from transforms.ids import content_id
from transforms.schema import ANALYSED, TABLES

Row = dict[str, Any]
FRESH = "fresh"  # in tmp/outgoing: the files of tables that are replaced as a whole


@dataclass(frozen=True, slots=True)
class Recoded:
    """What a recode did, or (``version`` empty) would do or found no need to do.

    ``failed`` maps articles whose analysis failed to the reason: they keep the rows they had.
    """

    run: Row
    articles: int
    parsed: int
    changes: dict[str, Changes]
    failed: dict[str, str] = field(default_factory=dict)
    version: str = ""
    warnings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Load:
    """A file of articles, and the batches into which they go."""

    name: str
    inputs: list[Path]
    articles: int
    analysed: int = 0  # copies and other languages are not


def recode(
    settings: Settings,
    *,
    parse: bool = False,
    dry_run: bool = False,
    watcher: Watcher | None = None,
) -> Recoded:
    """Code every stored article again; publish what is different. The clock is read here.

    ``parse``: parse again where no parse of this model is kept. ``dry_run``: only find out what
    would change. Raises StaleParsesError where parses are wanting and ``parse`` is not given,
    WarehouseError where there is nothing to recode, LockError, CheckError, ModelError.
    """
    watcher = watcher or Watcher()
    layout = Layout(settings.warehouse)
    if not layout.manifest.exists():
        hint = "`dateline run PATH` makes a warehouse from articles."
        raise WarehouseError(f"{layout.root}: there is nothing to recode", hint)
    with opened(layout):
        for folder in (layout.intake, layout.outgoing):  # of a run that came to no end
            shutil.rmtree(folder, ignore_errors=True)
        versions = current(settings.model, settings.seeds).as_dict()
        run = Intake(datetime.now(UTC).isoformat(), [], versions, settings.values())
        run.run_id = content_id("run", "recode", run.started_at, *versions.values())
        loads = _planned(layout, settings, versions, parse)
        try:
            return _recode(layout, settings, run, loads, dry_run, watcher)
        except Exception as error:
            if not dry_run:
                log(layout, assemble.run_row(run, datetime.now(UTC), "failed", str(error)))
            raise


def _recode(
    layout: Layout,
    settings: Settings,
    run: Intake,
    loads: list[_Load],
    dry_run: bool,
    watcher: Watcher,
) -> Recoded:
    begun = time.perf_counter()
    watcher.articles_to_analyse(sum(load.articles for load in loads))
    inputs = [path for load in loads for path in load.inputs]
    outcome = process(inputs, run.versions, settings, watcher.articles)
    run.extract_seconds = round(time.perf_counter() - begun, 3)
    watcher.publishing()
    failed = {key: why for counts in outcome.values() for key, why in counts["failed"].items()}
    message = f"analysis failed of {', '.join(sorted(failed))}: rows kept" if failed else None
    row = assemble.run_row(run, datetime.now(UTC), "recoded", message, outcome.values())
    parsed = sum(counts["parsed"] for counts in outcome.values())
    manifest = lake.current(layout)
    version = content_id("version", manifest.version, *(path.name for path in inputs))
    warnings = _build(layout, settings, loads, outcome, row, version, reparsed=parsed > 0)
    changes = compare(layout, manifest)
    analysed = sum(load.analysed for load in loads)
    done = Recoded(row, analysed, parsed, changes, failed, "", warnings)
    if dry_run or not (parsed or any(found.any for found in changes.values())):
        row["outcome"] = "nothing_new"
        if not dry_run:
            log(layout, row)
        discard(layout)
        return done
    _publish(layout, manifest, version, row)
    return replace(done, version=version)


def _planned(
    layout: Layout, settings: Settings, versions: dict[str, str], parse: bool
) -> list[_Load]:
    """All articles, cut into batches with the parses that are still good beside them.

    Raises StaleParsesError.
    """
    loads: list[_Load] = []
    store = parses.Store(layout, versions["model"], versions["model_version"])
    good = 0
    for path in lake.files(layout, lake.current(layout), "articles"):
        articles = pq.ParquetFile(path).read().cast(TABLES["articles"])
        inputs = plan(articles, settings.batch_size, versions, layout.batches)
        load = _Load(path.name, inputs, articles.num_rows)
        for batch in inputs:
            wanted = [r for r in pq.ParquetFile(batch).read().to_pylist() if is_analysed(r)]
            found = store.of(wanted)
            parses.stage(parses.beside(batch), found)
            load.analysed += len(wanted)
            good += len(found)
        loads.append(load)
    analysed = sum(load.analysed for load in loads)
    if good < analysed and not parse:
        discard(layout)
        raise StaleParsesError(
            f"{layout.root}: {analysed - good} of {analysed} articles have no parse by "
            f"{' '.join(store.model)} (parses kept: {', '.join(sorted(store.others)) or 'none'})",
            "`dateline recode --parse` analyses their stored texts again, with the model.",
        )
    return loads


def _build(
    layout: Layout,
    settings: Settings,
    loads: list[_Load],
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
        kept = _among(actors, "actor_id", _named(old, failed))
        derive.actors(connection, pa.concat_tables([assemble.observed(outcome), kept]))
        events = _rows("events", loads, old, failed, run["run_id"])
        database.insert_files(connection, "events", _written(fresh, "events", _told(
            connection, events, old["events"]
        )))  # fmt: skip
        derive.show_new(connection)
        derive.aliases(connection)
        derive.refer(connection, settings.seeds)
        catalog.create_indexes(connection)
        catalog.extend_indexes(connection)
        catalog.ensure(connection)
        months = derive.stories(connection)
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
    loads: list[_Load],
    old: Mapping[str, pa.Table],
    failed: set[str],
    run_id: str,
) -> Parts:
    """The rows of a table by the file of articles to which they belong."""
    column, lost = "article_id", failed
    if table == "quote_actors" and failed:
        theirs = _among(old["quotes"], "article_id", failed).column("quote_id").to_pylist()
        column, lost = "quote_id", set(theirs)
    parts: Parts = []
    for place, load in enumerate(loads):
        new = [pq.ParquetFile(output_of(b) / f"{table}.parquet").read() for b in load.inputs]
        new = [_stamped(part, old[table], table, run_id) for part in new]
        if lost and place == 0:  # whose rows they are does not depend on the file
            new.append(_among(old[table], column, lost))
        parts.append((load.name, new))
    return parts


def _stamped(new: pa.Table, old: pa.Table, table: str, run_id: str) -> pa.Table:
    """New rows with the run that wrote them: this one, or where nothing changed the old one."""
    if "run_id" not in TABLES[table].names:
        return new
    key = TABLES[table].names[0]
    before = _among(old, key, set(new.column(key).to_pylist())).to_pylist()
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
    staying = _with_stories(_among(everything, "event_id", known), known)
    database.replace_rows(connection, "events", staying)
    new = stories.assign(connection, [_among(everything, "event_id", known, wanted=False)])
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


def _write_articles(layout: Layout, load: _Load, fresh: Path) -> None:
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
        rows = _among(old[table], "article_id", failed)
        named.update(*(rows.column(name).to_pylist() for name in names))
    return named


def _among(table: pa.Table, column: str, ids: Container[str], *, wanted: bool = True) -> pa.Table:
    keep = [(value in ids) == wanted for value in table.column(column).to_pylist()]
    return table.filter(pa.array(keep, pa.bool_()))


def _publish(layout: Layout, manifest: lake.Manifest, version: str, run: Row) -> None:
    """Put in place what waits. In between, the lake holds the actors of old and new rows."""
    waiting = layout.outgoing / lake.file_name("actors", version)
    if waiting.exists():
        (layout.outgoing / LEFT).mkdir()
        left = waiting.rename(layout.outgoing / LEFT / waiting.name)
        new = pq.ParquetFile(left).read().cast(TABLES["actors"])
        old = lake.read(layout, manifest, "actors", TABLES["actors"].names)
        gone = _among(old, "actor_id", set(new.column("actor_id").to_pylist()), wanted=False)
        lake.write(waiting, "actors", pa.concat_tables([new, gone]))
    fresh = layout.outgoing / FRESH
    swapped = [path.name for path in fresh.iterdir()] if fresh.exists() else []
    tables = dict(manifest.tables)
    for table in set(swapped) & set(TABLES):
        tables[table] = sorted(_named_in(table, (fresh / table).glob("*.parquet")))
    decide(layout, lake.Manifest(version, tables), run, swapped)


def _named_in(table: str, paths: Iterable[Path]) -> list[str]:
    return [f"{table}/{path.name}" for path in paths]
