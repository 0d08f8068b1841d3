"""Second step: batches of new articles -> staged rows, by the runner of the settings."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines import runners, staging
from pipelines.batches import COUNTS, BatchSettings, output_of, plan, process_batch
from pipelines.errors import DatelineError
from pipelines.files import read_json
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.settings import Settings

Progress = Callable[[int], None]


def batches(intake: Intake, settings: Settings) -> list[Path]:
    """The inputs of the batches that this intake makes, in order."""
    layout = Layout(settings.warehouse)
    with pq.ParquetFile(layout.intake / "articles.parquet") as articles:
        return plan(articles, settings.batch_size, intake.versions, layout.batches)


def extract(
    intake: Intake, settings: Settings, progress: Progress | None = None
) -> dict[Path, dict[str, Any]]:
    """Analyse what ``ingest`` left. Returns batch input -> counts, in the order of the batches.

    Whoever runs them, the rows are the same.
    """
    begun = time.perf_counter()
    done = process(batches(intake, settings), intake.versions, settings, progress)
    finish(intake, settings, time.perf_counter() - begun)
    return done


def how(versions: Mapping[str, str], settings: Settings) -> BatchSettings:
    """What decides how batches are analysed, by these settings."""
    kept = versions["model_version"] if settings.keep_parses else None
    return BatchSettings(settings.model, settings.seeds, kept)


def process(
    inputs: list[Path],
    versions: Mapping[str, str],
    settings: Settings,
    progress: Progress | None = None,
) -> dict[Path, dict[str, Any]]:
    """Analyse batches as ``settings`` say. Returns batch input -> counts, in order."""
    by = how(versions, settings)
    if runners.alone(settings):
        return {path: process_batch(path, output_of(path), by, progress) for path in inputs}
    done: dict[Path, dict[str, Any]] = {}
    for path in inputs:  # by a run that was cut off: no worker needs to be asked
        if counts := read_json(output_of(path) / COUNTS):
            done[path] = counts
    left = [path for path in inputs if path not in done]
    jobs = [runners.Job(path, output_of(path), by, versions, settings.staging) for path in left]
    if settings.staging:
        for job in jobs:
            staging.hand_out(job)
    for job, counts in runners.choose(settings)(jobs, settings.processes()) if jobs else ():
        if settings.staging:
            staging.bring_in(job)
        done[job.batch_input] = dict(counts)
        if progress:
            progress(counts["articles"] + len(counts["failed"]))
    if missing := sum(path not in done for path in inputs):
        raise DatelineError(
            f"the runner {settings.runner!r} did not return {missing} batches", "See docs/scale.md."
        )
    if settings.staging:
        staging.clear(settings.staging)
    return {path: done[path] for path in inputs}


def staged(intake: Intake, settings: Settings) -> dict[Path, dict[str, Any]]:
    """What an earlier ``extract`` of this intake left, as ``extract`` returned it.

    Raises DatelineError where a batch has not been analysed.
    """
    done = {path: read_json(output_of(path) / COUNTS) for path in batches(intake, settings)}
    if missing := sum(1 for counts in done.values() if counts is None):
        raise DatelineError(f"{missing} batches have not been analysed", "Run extract first.")
    return done


def finish(intake: Intake, settings: Settings, seconds: float) -> None:
    """Note how long the analysis took; the next step writes it down."""
    intake.extract_seconds = round(seconds, 3)
    intake.save(Layout(settings.warehouse))
