"""Time and memory of spaCy pipelines: in turns in one process, or each in a fresh one."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from spacy.language import Language

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1"
)
PROBES = 3
# The load time is without the import of spaCy, which is the same for all. PyTorch, where a
# developer has it, is hidden: spaCy would import it, and nobody needs it to run a pipeline.
# Linux gives peak memory in KiB.
PROBE = """
import json, resource, sys, time
sys.modules["torch"] = None
texts = json.load(sys.stdin)
import spacy
wall, cpu = time.perf_counter(), time.process_time()
nlp = spacy.load(sys.argv[1])
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
for doc in nlp.pipe(texts):
    pass
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"load_wall_s": wall, "load_cpu_s": cpu, "peak_mib": peak}))
"""
Seconds = tuple[float, float]  # of the processor, and on the wall


class Clock:
    """A function that adds up the processor time spent in it."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.seconds = 0.0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        began = time.process_time()
        try:
            return self.function(*args, **kwargs)
        finally:
            self.seconds += time.process_time() - began


def timed(function: Callable[[], Any]) -> Seconds:
    """Processor time and wall time of a call."""
    cpu, wall = time.process_time(), time.perf_counter()
    function()
    return time.process_time() - cpu, time.perf_counter() - wall


def rounds_of(
    pipelines: dict[str, Language], texts: list[str], rounds: int
) -> Iterator[dict[str, Seconds]]:
    """A round: each pipeline over all texts. Who is first changes from round to round."""
    names = list(pipelines)
    for number in range(rounds):
        shift = number % len(names)
        yield {
            name: timed(lambda nlp=pipelines[name]: [None for _ in nlp.pipe(texts)])  # type: ignore[misc]
            for name in names[shift:] + names[:shift]
        }


def probe(path: str, texts: list[str]) -> dict[str, float]:
    """Seconds to load and peak memory over the texts, each in a process of its own.

    Raises CalledProcessError where the pipeline cannot be loaded.
    """

    def run(given: list[str]) -> dict[str, float]:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, path],
            input=json.dumps(given), check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        found: dict[str, float] = json.loads(done.stdout)
        return found

    loads = [run([]) for _ in range(PROBES)]
    found = {k: statistics.median(load[k] for load in loads) for k in ("load_wall_s", "load_cpu_s")}
    return found | {"peak_mib": run(texts)["peak_mib"]}


def pin(cpu: int | None) -> str:
    """Run on one processor from here on, children included; says on which."""
    if sys.platform != "linux":
        return "one thread, any processor (this system cannot pin)"
    chosen = max(os.sched_getaffinity(0)) if cpu is None else cpu
    os.sched_setaffinity(0, {chosen})
    return f"one thread, processor {chosen}"
