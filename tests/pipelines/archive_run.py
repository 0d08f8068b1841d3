"""Loads a folder of archives with the small analyser and tells what it cost.

Usage: ``archive_run.py FOLDER WAREHOUSE``. Prints JSON: the row of ``runs``, why inputs were
rejected, seconds a step (on the clock, and of the processor), and resident memory (MB) at a
quarter and at the end of reading and of analysis, and at most.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from pipelines.run import Watcher, perform
from tests.pipelines.workbench import settings


def resident() -> float:
    """Memory of this process now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1000
    raise RuntimeError("no VmRSS")


class Scales(Watcher):
    """Notes memory as the run goes on."""

    def __init__(self, files: int) -> None:
        self.files, self.done, self.total = files, 0, 0
        self.memory: dict[str, float] = {}
        self.times: dict[str, tuple[float, float]] = {}
        self.note("begun")

    def note(self, step: str) -> None:
        self.times[step] = time.perf_counter(), time.process_time()

    def inputs(self, done: int) -> None:
        if 4 * done >= self.files:
            self.memory.setdefault("read a quarter", resident())
        self.memory["read"] = resident()

    def articles_to_analyse(self, total: int) -> None:
        self.total = total
        self.memory["chosen"] = resident()
        self.note("read")

    def articles(self, number: int) -> None:
        self.done += number
        if 4 * self.done >= self.total:
            self.memory.setdefault("analysed a quarter", resident())
        self.memory["analysed"] = resident()

    def publishing(self) -> None:
        self.note("analysed")


def main(folder: Path, warehouse: Path) -> dict[str, Any]:
    scales = Scales(len(list(folder.iterdir())))
    done = perform([folder], settings(warehouse, batch_size=200), watcher=scales)
    scales.note("published")
    scales.memory["at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    steps = list(scales.times.items())
    seconds = {
        name: [round(now - before, 1) for now, before in zip(at, steps[i][1], strict=True)]
        for i, (name, at) in enumerate(steps[1:])
    }
    row = {key: value for key, value in done.run.items() if isinstance(value, int | str)}
    memory = {name: round(value) for name, value in scales.memory.items()}
    return {"run": row, "reasons": done.reasons, "seconds": seconds, "memory": memory}


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
