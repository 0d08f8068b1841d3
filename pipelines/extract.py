"""Second step: batches of new articles -> staged rows, in this process or in several."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

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
    articles = pq.ParquetFile(layout.intake / "articles.parquet").read()
    return plan(articles, settings.batch_size, intake.versions, layout.batches)


def extract(
    intake: Intake, settings: Settings, progress: Progress | None = None
) -> dict[Path, dict[str, Any]]:
    """Analyse what ``ingest`` left. Returns batch input -> counts, in the order of the batches.

    With more than one worker the batches go to a pool of processes, each of which loads the
    model once; the rows are the same.
    """
    begun = time.perf_counter()
    done = process(batches(intake, settings), how(intake.versions, settings), settings, progress)
    finish(intake, settings, time.perf_counter() - begun)
    return done


def how(versions: Mapping[str, str], settings: Settings) -> BatchSettings:
    """What decides how batches are analysed, by these settings."""
    kept = versions["model_version"] if settings.keep_parses else None
    return BatchSettings(settings.model, settings.seeds, kept)


def process(
    inputs: list[Path],
    analysed_by: BatchSettings,
    settings: Settings,
    progress: Progress | None = None,
) -> dict[Path, dict[str, Any]]:
    """Analyse batches here or in a pool, as ``settings`` say. Input -> counts, in order."""
    if settings.processes() > 1 and len(inputs) > 1:
        done = dict(_pooled(inputs, analysed_by, settings.processes(), progress))
    else:
        done = {p: process_batch(p, output_of(p), analysed_by, progress) for p in inputs}
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


def _pooled(
    inputs: list[Path], analysed_by: BatchSettings, workers: int, progress: Progress | None
) -> Iterator[tuple[Path, dict[str, Any]]]:
    # spawn: a fork of a process with threads (Prefect, Arrow, ONNX) can deadlock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(inputs)), mp_context=context) as pool:
        futures = {
            pool.submit(process_batch, path, output_of(path), analysed_by): path for path in inputs
        }
        try:
            for future in as_completed(futures):
                counts = future.result()
                if progress:
                    progress(counts["articles"] + len(counts["failed"]))
                yield futures[future], counts
        except BrokenProcessPool as error:
            raise DatelineError(
                "a worker process died (out of memory?)", "Run again with fewer workers."
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
