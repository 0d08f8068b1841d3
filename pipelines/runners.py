"""Who analyses the batches: this process, a pool of processes, Dask, or a runner of the user's.

A runner gets jobs and gives each back with its counts, in any order. A job is plain data (paths
in; paths and counts out), can be done by any process that sees its paths, and can be done twice:
the first output that is whole stays. So a runner may lose workers and start their jobs again,
and the rows are the same whoever did them. ``docs/scale.md`` has Ray and Spark as runners.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines import staging
from pipelines.batches import BatchSettings, process_batch
from pipelines.errors import DatelineError, SettingsError
from pipelines.settings import Settings
from pipelines.versions import current

Counts = Mapping[str, Any]
ATTEMPTS = 3  # pools that may break before the run gives up


@dataclass(frozen=True, slots=True)
class Job:
    """One batch: read ``batch_input``, leave its rows in ``output``.

    ``versions`` are those of whoever planned it; a worker with others must not do it. With
    ``staging``, an address, input and output go by way of object storage.
    """

    batch_input: Path
    output: Path
    how: BatchSettings
    versions: Mapping[str, str] = field(hash=False)
    staging: str = ""


Runner = Callable[[Sequence[Job], int], Iterator[tuple[Job, Counts]]]


def analyse(job: Job) -> dict[str, Any]:
    """Do a job, wherever this process runs. Returns the counts of ``process_batch``.

    Raises DatelineError where this installation would give other rows than the one that planned.
    """
    if job.staging:
        return staging.work(job, analyse)
    here = current(job.how.model, job.how.seeds).as_dict()
    if different := [name for name, value in job.versions.items() if here.get(name) != value]:
        raise DatelineError(
            f"a worker has another {', '.join(different)} than the run that it works for",
            "Install the same version of Dateline, its model and the seeds on all workers.",
        )
    return process_batch(job.batch_input, job.output, job.how)


def alone(settings: Settings) -> bool:
    """Whether batches are analysed in this process, one after the other."""
    by_processes = settings.runner == "processes" and settings.processes() == 1
    return settings.runner == "serial" or by_processes


def choose(settings: Settings) -> Runner:
    """The runner that the settings name. Raises SettingsError where there is none."""
    name = settings.runner
    if name == "serial":
        return serial
    if name == "processes":
        return processes
    if name == "dask" or "://" in name:
        from pipelines import dask_runner

        return dask_runner.on(None if name == "dask" else name)
    module, _, function = name.partition(":")
    try:
        own: Runner = getattr(import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise SettingsError(
            f"runner {name!r} cannot be loaded: {type(error).__name__}: {error}",
            "It must be package.module:function; docs/scale.md shows some.",
        ) from error
    return own


def serial(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Counts]]:
    """Here, one after the other."""
    del workers
    for job in jobs:
        yield job, analyse(job)


def processes(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Counts]]:
    """In a pool of processes on this machine, each of which loads the model once.

    Where one dies, the jobs that are left go to a new pool. Raises DatelineError when that has
    happened ``ATTEMPTS`` times.
    """
    left = dict.fromkeys(jobs)
    for _ in range(ATTEMPTS):
        try:
            for job, counts in _pool(list(left), workers):
                del left[job]
                yield job, counts
            return
        except BrokenProcessPool as error:
            broken = error
    raise DatelineError(
        f"worker processes died {ATTEMPTS} times (out of memory?)",
        "Run again with fewer workers; the batches that are done are kept.",
    ) from broken


def _pool(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Counts]]:
    # spawn: a fork of a process with threads (Prefect, Arrow, ONNX) can deadlock.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(jobs)), mp_context=context) as pool:
        futures = {pool.submit(analyse, job): job for job in jobs}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
