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
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import assemble, lake, parses
from pipelines.batches import is_analysed, plan
from pipelines.changes import Changes, compare
from pipelines.checks import Finding
from pipelines.errors import StaleParsesError, WarehouseError
from pipelines.extract import process
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.publish import LEFT, decide, discard, log
from pipelines.reassemble import FRESH, Load, among, build
from pipelines.run import Watcher, opened
from pipelines.settings import Settings
from pipelines.versions import current
from transforms.ids import content_id
from transforms.schema import TABLES

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
    loads: list[Load],
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
    warnings = build(layout, settings, loads, outcome, row, version, reparsed=parsed > 0)
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
) -> list[Load]:
    """All articles, cut into batches with the parses that are still good beside them.

    Raises StaleParsesError.
    """
    loads: list[Load] = []
    store = parses.Store(layout, versions["model"], versions["model_version"])
    good = 0
    for path in lake.files(layout, lake.current(layout), "articles"):
        articles = pq.ParquetFile(path).read().cast(TABLES["articles"])
        inputs = plan(articles, settings.batch_size, versions, layout.batches)
        load = Load(path.name, inputs, articles.num_rows)
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


def _publish(layout: Layout, manifest: lake.Manifest, version: str, run: Row) -> None:
    """Put in place what waits. In between, the lake holds the actors of old and new rows."""
    waiting = layout.outgoing / lake.file_name("actors", version)
    if waiting.exists():
        (layout.outgoing / LEFT).mkdir()
        left = waiting.rename(layout.outgoing / LEFT / waiting.name)
        new = pq.ParquetFile(left).read().cast(TABLES["actors"])
        old = lake.read(layout, manifest, "actors", TABLES["actors"].names)
        gone = among(old, "actor_id", set(new.column("actor_id").to_pylist()), wanted=False)
        lake.write(waiting, "actors", pa.concat_tables([new, gone]))
    fresh = layout.outgoing / FRESH
    swapped = [path.name for path in fresh.iterdir()] if fresh.exists() else []
    tables = dict(manifest.tables)
    for table in set(swapped) & set(TABLES):
        tables[table] = sorted(_named_in(table, (fresh / table).glob("*.parquet")))
    decide(layout, lake.Manifest(version, tables), run, swapped)


def _named_in(table: str, paths: Iterable[Path]) -> list[str]:
    return [f"{table}/{path.name}" for path in paths]
