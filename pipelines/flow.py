"""The run as a Prefect flow: ``dateline``, and its steps as flows of their own.

Prefect records, retries and schedules; what is done is in ``run``, ``ingest``, ``extract`` and
``publish``, which do not know it. A batch is a task. Where batches are analysed elsewhere (several
processes, Dask), one task holds them all: far cheaper than a task runner of Prefect's, whose
workers each talk to a server, and the rows are the same.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import prefect_env

prefect_env.prepare()

from prefect import flow, task  # noqa: E402  after its settings
from prefect.cache_policies import NO_CACHE  # noqa: E402
from prefect.client.schemas.objects import State  # noqa: E402

from pipelines import checks, derive, runners  # noqa: E402
from pipelines import extract as extraction  # noqa: E402
from pipelines import ingest as ingestion  # noqa: E402
from pipelines import publish as publication  # noqa: E402
from pipelines import query as queries  # noqa: E402
from pipelines.assemble import Outcome  # noqa: E402
from pipelines.batches import output_of, process_batch  # noqa: E402
from pipelines.errors import DatelineError  # noqa: E402
from pipelines.ingest import Intake  # noqa: E402
from pipelines.layout import Layout  # noqa: E402
from pipelines.run import Steps, Watcher, opened, perform  # noqa: E402
from pipelines.settings import Settings, load  # noqa: E402
from pipelines.when import to_utc  # noqa: E402

# Longer than any run but a backfill of a month, so that one that hangs is found. For others:
# ``dateline.with_options(timeout_seconds=...)``, or no Prefect (``--no-prefect``).
DAY = 24 * 3600.0


def transient(_: object, __: object, state: State[Any]) -> bool:
    """Whether to try a task again: not where an error says what its reader has to do first."""
    return not isinstance(state.result(raise_on_failure=False), DatelineError)


_again: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "retries": 2,
    "retry_delay_seconds": [5, 60],
    "retry_condition_fn": transient,
}
_ingest = task(name="ingest", **_again)(ingestion.ingest)
_batch = task(name="batch", **_again)(process_batch)
_runner = task(name="batches", **_again)(extraction.extract)
# What a publication has done is finished or taken back by the next run, and by nothing less.
_publish = task(name="publish", cache_policy=NO_CACHE)(publication.publish)

# Parameters of a flow must be plain data, so whoever watches a run in this process waits here.
_watcher = Watcher()


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Runs of the flow inside this block report to ``watcher``."""
    global _watcher
    before, _watcher = _watcher, watcher
    try:
        yield
    finally:
        _watcher = before


@flow(name="dateline", validate_parameters=True, timeout_seconds=DAY)
def dateline(
    paths: list[str],
    published: str | None = None,
    warehouse: str | None = None,
    settings: dict[str, Any] | None = None,
    sources: list[str] | None = None,
) -> dict[str, Any]:
    """Read ``paths`` and ``sources``, analyse what is new, publish.

    ``settings`` are names and values of ``config/dateline.toml``; ``sources`` names of sources
    that are configured there. Returns a ``run.Summary`` as a dictionary.
    """
    effective = _settings(warehouse, settings)
    steps = Steps(_ingest, _extract, _publish)
    day = to_utc(published) if published else None
    done = perform(
        paths, effective, sources=sources or (), published=day, watcher=_watcher, steps=steps
    )
    return asdict(done)


@flow(name="dateline-ingest", timeout_seconds=DAY)
def ingest(
    paths: list[str],
    published: str | None = None,
    warehouse: str | None = None,
    settings: dict[str, Any] | None = None,
    sources: list[str] | None = None,
) -> dict[str, Any]:
    """The first step alone: what is new waits in the warehouse's ``tmp/intake``."""
    effective = _settings(warehouse, settings)
    day = to_utc(published) if published else None
    with opened(Layout(effective.warehouse)):
        intake = _ingest(paths, effective, sources=sources or (), published=day)
    return {name: getattr(intake, name) for name in ("read", "loaded", "duplicate", "rejected")}


@flow(name="dateline-extract", timeout_seconds=DAY)
def extract(warehouse: str | None = None, settings: dict[str, Any] | None = None) -> int:
    """The second step alone: analyse what ``ingest`` left. Returns the number of batches."""
    effective = _settings(warehouse, settings)
    with opened(Layout(effective.warehouse)):
        return len(_extract(_waiting(effective), effective, None))


@flow(name="dateline-publish", timeout_seconds=DAY)
def publish(warehouse: str | None = None, settings: dict[str, Any] | None = None) -> str:
    """The last step alone: publish what ``extract`` left. Returns the version."""
    effective = _settings(warehouse, settings)
    with opened(Layout(effective.warehouse)):
        intake = _waiting(effective)
        outcome = extraction.staged(intake, effective)
        version: str = _publish(intake, outcome, effective, datetime.now(UTC)).version
        return version


@flow(name="dateline-check", timeout_seconds=DAY)
def check(warehouse: str | None = None, settings: dict[str, Any] | None = None) -> int:
    """All checks over the whole warehouse. Returns the number of warnings; fails on errors."""
    effective = _settings(warehouse, settings)
    with queries.reading(Layout(effective.warehouse)) as connection:
        derive.show_new(connection)
        found = checks.findings(connection, None, effective.checks)
    checks.refuse_errors(found)
    return len(found)


def _extract(intake: Intake, settings: Settings, progress: extraction.Progress | None) -> Outcome:
    if not runners.alone(settings):
        outcome: Outcome = _runner(intake, settings, progress)
        return outcome
    begun = time.perf_counter()
    how = extraction.how(intake.versions, settings)
    done = {
        path: _batch(path, output_of(path), how, progress)
        for path in extraction.batches(intake, settings)
    }
    extraction.finish(intake, settings, time.perf_counter() - begun)
    return done


def _waiting(settings: Settings) -> Intake:
    intake = Intake.saved(Layout(settings.warehouse))
    if intake is None:
        raise DatelineError(f"{settings.warehouse}: nothing is waiting there", "Run ingest first.")
    return intake


def _settings(warehouse: str | None, options: dict[str, Any] | None) -> Settings:
    effective = load(options)
    return replace(effective, warehouse=Path(warehouse)) if warehouse else effective
