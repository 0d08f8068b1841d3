"""Runs loads that are killed (SIGKILL) at their n-th instant, each in a fork.

Every change of a warehouse that a reader or the next run can see is a rename, an appended line or
a commit of the memory of inputs; these, and the beginning of each step in ``STEPS``, are the
instants. A load killed at instant n leaves FOLDER/n; printed are the instants with their names.
Usage: ``kill_points.py SOURCE FOLDER [all]``; without ``all`` one instant of each name is tried,
and those of the publication, which comes at the end.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import transforms.rows  # noqa: F401  what a run imports late is there before the forks
from pipelines import (
    analysis,
    assemble,
    batches,
    database,
    landing,
    memory,
    parses,
    publish,
    run,
    sameness,
    spill,
)  # fmt: skip
from tests.pipelines import workbench

# What a load does, one after the other: name, and where to find it.
STEPS: tuple[tuple[str, Any, str], ...] = (
    ("landing", landing.Landing, "land"),
    ("line", landing, "append_line"),
    ("reading: set aside", spill.Spill, "add"),
    ("reading: remembered", memory.Memory, "remember"),
    ("choosing: copies", sameness, "copies"),
    ("choosing: written", spill.Spill, "write"),
    ("batch: staged", batches, "_write"),
    ("staging: database", database, "copied"),
    ("staging: table", assemble, "_add"),
    ("staging: parses", parses, "collect"),
    ("checks", assemble, "run_checks"),
    ("staging: derived", assemble, "write_derived"),
    ("publish: decided", publish, "decide"),
    ("publish: moves", publish, "roll_forward"),
    ("line", publish, "append_line"),
    ("publish: memory", memory, "promote"),
    ("rename", os, "replace"),
    ("rename", os, "rename"),
)
# The last instants are those of the publication: some of these are always tried.
BEFORE_THE_END = (15, 12, 8, 4, 2, 0)


def main(source: Path, folder: Path, everything: bool) -> None:
    run.datetime = workbench.Stopped
    analysis.load(workbench.MODEL, None)
    found = folder / "instants"
    if os.fork() == 0:  # before any thread has been started
        workbench.run(source.parent / "before", folder / "before")
        os._exit(0)
    os.wait()
    if os.fork() == 0:
        names = _watch(lambda _: None)
        _load(source, folder, "whole")
        found.write_text("\n".join(names))
        os._exit(0)
    os.wait()
    names = found.read_text().splitlines()
    last = len(names)
    by_name = {name: number for number, name in enumerate(names, start=1)}
    some = sorted({*by_name.values(), *(last - left for left in BEFORE_THE_END)})
    for point in range(1, last + 1) if everything else some:
        if os.fork() == 0:
            _watch(lambda n, point=point: n == point and os.kill(os.getpid(), signal.SIGKILL))
            _load(source, folder, str(point))
            os._exit(0)
        _, status = os.wait()
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"the load that should die at {point} of {last} ended with {status}")
        print(point, names[point - 1], flush=True)


def _load(source: Path, folder: Path, name: str) -> None:
    shutil.copytree(folder / "before", folder / name)
    workbench.run(source, folder / name)


def _watch(call: Callable[[int], Any]) -> list[str]:
    """Call ``call`` with 1, 2, 3, ... just before each instant; returns their names."""
    names: list[str] = []

    def at(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            names.append(name)
            call(len(names))
            return original(*args, **options)

        return wrapped

    for name, place, attribute in STEPS:
        setattr(place, attribute, at(name, getattr(place, attribute)))
    return names


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["all"])
