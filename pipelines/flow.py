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

from pipelines import extract as extraction  # noqa: E402
from pipelines import ingest as ingestion  # noqa: E402
from pipelines import publish as publication  # noqa: E402
from pipelines import runners  # noqa: E402
from pipelines.assemble import Outcome  # noqa: E402
from pipelines.batches import output_of, process_batch  # noqa: E402
from pipelines.errors import DatelineError  # noqa: E402
from pipelines.ingest import Intake  # noqa: E402
from pipelines.layout import Layout  # noqa: E402
from pipelines.run import Steps, Watcher, opened, perform  # noqa: E402
from pipelines.settings import Settings, load  # noqa: E402
from pipelines.when import to_utc  # noqa: E402

_ingest = task(name="ingest", cache_policy=NO_CACHE)(ingestion.ingest)
_batch = task(name="batch", cache_policy=NO_CACHE, retries=1)(process_batch)
_runner = task(name="batches", cache_policy=NO_CACHE)(extraction.extract)
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


@flow(name="dateline", validate_parameters=True)
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


@flow(name="dateline-ingest")
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


@flow(name="dateline-extract")
def extract(warehouse: str | None = None, settings: dict[str, Any] | None = None) -> int:
    """The second step alone: analyse what ``ingest`` left. Returns the number of batches."""
    effective = _settings(warehouse, settings)
    with opened(Layout(effective.warehouse)):
        return len(_extract(_waiting(effective), effective, None))


@flow(name="dateline-publish")
def publish(warehouse: str | None = None, settings: dict[str, Any] | None = None) -> str:
    """The last step alone: publish what ``extract`` left. Returns the version."""
    effective = _settings(warehouse, settings)
    with opened(Layout(effective.warehouse)):
        intake = _waiting(effective)
        outcome = extraction.staged(intake, effective)
        version: str = _publish(intake, outcome, effective, datetime.now(UTC)).version
        return version


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
