"""Batches by way of object storage, for workers that share no file system with the run.

The run stores the inputs, a worker fetches one, analyses it in a folder of its own and stores
what it gave, ``counts.json`` last; the run fetches that. A batch that another worker has stored
already is not analysed again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from pipelines import parses
from pipelines.batches import COUNTS
from pipelines.remote import Remote

if TYPE_CHECKING:
    from pipelines.runners import Job

Counts = dict[str, Any]


def hand_out(job: Job) -> None:
    """Store the input of a job, where a worker looks for it."""
    remote = Remote(job.staging)
    for path in (job.batch_input, parses.beside(job.batch_input)):
        if path.is_file():
            remote.put(path, f"in/{path.name}")


def work(job: Job, analyse: Callable[[Job], Counts]) -> Counts:
    """On the worker: fetch the input, ``analyse`` it here, store the output."""
    remote, name = Remote(job.staging), job.batch_input.stem
    if counts := remote.read_json(f"out/{name}/{COUNTS}"):
        return dict(counts)
    with tempfile.TemporaryDirectory(prefix="dateline-") as folder:
        here = Path(folder) / job.batch_input.name
        remote.get(f"in/{here.name}", here)
        kept = parses.beside(here)
        if f"in/{kept.name}" in remote.names("in"):
            remote.get(f"in/{kept.name}", kept)
        output = Path(folder) / "out"
        counts = analyse(replace(job, batch_input=here, output=output, staging=""))
        files = sorted(path for path in output.iterdir() if path.name != COUNTS)
        remote.put_all((path, f"out/{name}/{path.name}") for path in files)
        remote.put(output / COUNTS, f"out/{name}/{COUNTS}")
    return counts


def bring_in(job: Job) -> None:
    """Fetch the output of a job that has been done into its folder, all or nothing."""
    remote, name = Remote(job.staging), job.batch_input.stem
    building = job.output.with_name(f".{job.output.name}.{uuid4().hex}")
    found = remote.names(f"out/{name}")
    remote.get_all((one, building / one.rsplit("/", 1)[1]) for one in found)
    shutil.rmtree(job.output, ignore_errors=True)
    os.replace(building, job.output)


def clear(uri: str) -> None:
    """Remove what the jobs of a run left on the storage."""
    remote = Remote(uri)
    remote.delete("in")
    remote.delete("out")
