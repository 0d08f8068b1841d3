"""Code stored articles again: by a changed lexicon, changed actors, a new release of the rules.

The parses that a load kept are read with the seeds and the code as they are now; the language
model is asked only where a parse is missing or stale, and only if the user says so. Nothing is
read from outside. What comes out is what loading the same articles into an empty warehouse would
give, but for rows that stay as they were: they keep the run that wrote them.

Rows are replaced file by file: each load's file of a table by another of the same name. A file
whose rows are as before is left as it is, byte for byte; where that is all of them nothing is
published. All else is as with a load: built aside, checked, decided by a journal, moved.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import assemble, lake, parses
from pipelines.batches import is_analysed, output_of, plan
from pipelines.changes import Changes, compare
from pipelines.checks import Finding
from pipelines.errors import StaleParsesError, WarehouseError
from pipelines.extract import how, process
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.publish import LEFT, decide, discard, log
from pipelines.run import Watcher, opened
from pipelines.settings import Settings
from pipelines.versions import current
from transforms.ids import content_id
from transforms.schema import ANALYSED, TABLES

Row = dict[str, Any]


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
    """The files of one load (all of one name), and the batches into which its articles go."""

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
    layout: Layout, settings: Settings, run: Intake, loads: list[_Load], dry_run: bool,
    watcher: Watcher,
) -> Recoded:  # fmt: skip
    begun = time.perf_counter()
    watcher.articles_to_analyse(sum(load.articles for load in loads))
    inputs = [path for load in loads for path in load.inputs]
    outcome = process(inputs, how(run.versions, settings), settings, watcher.articles)
    run.extract_seconds = round(time.perf_counter() - begun, 3)
    watcher.publishing()
    for load in loads:
        _write(layout, load, outcome, run.run_id)
    files = {
        table: [new if new.exists() else layout.lake / table / new.name
                for load in loads for new in [layout.outgoing / table / load.name]]
        for table in lake.GROWING
    }  # fmt: skip
    failed = {key: why for counts in outcome.values() for key, why in counts["failed"].items()}
    message = f"analysis failed of {', '.join(sorted(failed))}: rows kept" if failed else None
    row = assemble.run_row(run, datetime.now(UTC), "recoded", message, outcome.values())
    seen = [*assemble.actors_of(outcome), *_actors_kept(layout, files, failed)]
    warnings = assemble.write_whole(
        layout, assemble.Contents(files, seen), row, settings.checks, check_all=True
    )
    changes = compare(layout, lake.current(layout))
    done = Recoded(
        row, sum(load.analysed for load in loads), sum(c["parsed"] for c in outcome.values()),
        changes, failed, "", warnings,
    )  # fmt: skip
    if dry_run or not (done.parsed or any(found.any for found in changes.values())):
        row["outcome"] = "nothing_new"
        if not dry_run:
            log(layout, row)
        discard(layout)
        return done
    return _publish(layout, done, [path.name for path in inputs])


def _publish(layout: Layout, done: Recoded, inputs: list[str]) -> Recoded:
    """Put in place what waits. In between, the lake holds the actors of old and new rows."""
    manifest = lake.current(layout)
    version = content_id("version", manifest.version, *inputs)
    waiting = layout.outgoing / lake.file_name("actors", version)
    if waiting.exists():
        (layout.outgoing / LEFT).mkdir()
        left = waiting.rename(layout.outgoing / LEFT / waiting.name)
        new = pq.ParquetFile(left).read().cast(TABLES["actors"])
        old = lake.read(layout, manifest, "actors", TABLES["actors"].names)
        known = set(new.column("actor_id").to_pylist())
        gone = _among(old, "actor_id", known, wanted=False)
        lake.write(waiting, "actors", pa.concat_tables([new, gone]))
    decide(layout, lake.Manifest(version, manifest.tables), done.run)
    return replace(done, version=version)


def _planned(
    layout: Layout, settings: Settings, versions: dict[str, str], parse: bool
) -> list[_Load]:
    """The loads of the warehouse, cut into batches with the parses that are still good beside
    them. Raises StaleParsesError."""
    loads: list[_Load] = []
    good, others = 0, set()
    for path in lake.files(layout, lake.current(layout), "articles"):
        articles = pq.ParquetFile(path).read().cast(TABLES["articles"])
        inputs = plan(articles, settings.batch_size, versions, layout.batches)
        load = _Load(path.name, inputs, articles.num_rows)
        for batch in inputs:
            wanted = [r for r in pq.ParquetFile(batch).read().to_pylist() if is_analysed(r)]
            kept = parses.read(layout.parses / path.name, {row["article_id"] for row in wanted})
            model = (versions["model"], versions["model_version"])
            found = [kept[row["article_id"]] for row in wanted if row["article_id"] in kept
                     and parses.usable(kept[row["article_id"]], row, *model)]  # fmt: skip
            parses.stage(parses.beside(batch), found)
            load.analysed += len(wanted)
            good += len(found)
            others |= {f"{row['model']} {row['model_version']}" for row in kept.values()}
        loads.append(load)
    analysed = sum(load.analysed for load in loads)
    if good < analysed and not parse:
        discard(layout)
        raise StaleParsesError(
            f"{layout.root}: {analysed - good} of {analysed} articles have no parse by "
            f"{' '.join(model)} (parses kept: {', '.join(sorted(others)) or 'none'})",
            "`dateline recode --parse` analyses their stored texts again, with the model.",
        )
    return loads


def _write(layout: Layout, load: _Load, outcome: assemble.Outcome, run_id: str) -> None:
    """The new files of one load; of ``parses`` and ``articles`` only where they must change."""
    counts = [outcome[batch] for batch in load.inputs]
    failed = {key for c in counts for key in c["failed"]}
    for table in ANALYSED:
        old = pq.ParquetFile(layout.lake / table / load.name).read().cast(TABLES[table])
        writer = lake.Writer(layout.outgoing / table / load.name, table)
        for batch in load.inputs:
            new = pq.ParquetFile(output_of(batch) / f"{table}.parquet").read()
            writer.add(_stamped(new, old, table, run_id))
        writer.add(_rows_of(old, failed, layout, table, load))
        writer.close()
    if any(c["parsed"] for c in counts):
        staged = [output_of(batch) / parses.STAGED for batch in load.inputs]
        parses.collect(layout, load.name, staged, ())
        _write_articles(layout, load)


def _write_articles(layout: Layout, load: _Load) -> None:
    """Where a text has been parsed anew it may fall into sentences otherwise."""
    old = pq.ParquetFile(layout.lake / "articles" / load.name).read().cast(TABLES["articles"])
    new = {
        row["article_id"]: row["sentence_count"]
        for batch in load.inputs
        for row in pq.ParquetFile(output_of(batch) / "articles.parquet").read().to_pylist()
    }
    rows = [{**row, "sentence_count": new.get(row["article_id"], row["sentence_count"])}
            for row in old.to_pylist()]  # fmt: skip
    lake.write(layout.outgoing / "articles" / load.name, "articles",
               pa.Table.from_pylist(rows, schema=TABLES["articles"]))  # fmt: skip


def _stamped(new: pa.Table, old: pa.Table, table: str, run_id: str) -> pa.Table:
    """New rows with the run that wrote them: this one, or where nothing changed the old one."""
    if "run_id" not in TABLES[table].names:
        return new
    key = TABLES[table].names[0]
    before = _among(old, key, set(new.column(key).to_pylist())).to_pylist()
    known = {repr({**row, "run_id": ""}): row["run_id"] for row in before}
    runs = [known.get(repr(row), run_id) for row in new.to_pylist()]
    index = new.schema.get_field_index("run_id")
    return new.set_column(index, TABLES[table].field("run_id"), pa.array(runs, pa.string()))


def _rows_of(old: pa.Table, failed: set[str], layout: Layout, table: str, load: _Load) -> pa.Table:
    """The rows that articles keep whose analysis failed this time."""
    if table != "quote_actors" or not failed:
        return _among(old, "article_id", failed) if failed else old.slice(0, 0)
    quotes = pq.ParquetFile(layout.lake / "quotes" / load.name).read()
    theirs = _among(quotes, "article_id", failed).column("quote_id").to_pylist()
    return _among(old, "quote_id", set(theirs))


def _actors_kept(
    layout: Layout, files: dict[str, list[Path]], failed: dict[str, str]
) -> list[pa.Table]:
    """The actors whom rows name that articles keep whose analysis failed this time."""
    columns = {"mentions": ["actor_id"], "quotes": ["speaker_actor_id"],
               "events": ["source_actor_id", "target_actor_id"]}  # fmt: skip
    named: set[str] = set()
    for table, names in columns.items() if failed else ():
        for path in files[table]:
            rows = _among(pq.ParquetFile(path).read(), "article_id", failed)
            named.update(*(rows.column(name).to_pylist() for name in names))
    old = lake.read(layout, lake.current(layout), "actors", TABLES["actors"].names)
    return [_among(old, "actor_id", named)]


def _among(table: pa.Table, column: str, ids: Container[str], *, wanted: bool = True) -> pa.Table:
    keep = [(value in ids) == wanted for value in table.column(column).to_pylist()]
    return table.filter(pa.array(keep, pa.bool_()))
