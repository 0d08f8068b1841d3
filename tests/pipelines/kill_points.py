"""What a load leaves that is killed at its n-th instant, as FOLDER/n; prints n and its name.

Every change of a warehouse that a reader or the next run can see is a rename, an appended line or
a commit of the memory of inputs; these, and the beginning of each step in ``STEPS``, are the
instants. Usage: ``kill_points.py SOURCE FOLDER [all]``. With ``all`` a load is killed (SIGKILL) at
each of them, in a fork of its own. Without it one load goes through and its files are copied at
the instants: a process that is killed leaves its files as they are. These are then one instant of
each name, and the last ones, which are those of the publication.
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
BEFORE_THE_END = (12, 6, 2, 0)


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
    if everything:
        for point in range(1, last + 1):
            _kill(source, folder, point)
            print(point, names[point - 1], flush=True)
        return
    if os.fork() == 0:
        _watch(lambda n: n in some and shutil.copytree(folder / "copied", folder / str(n)))
        _load(source, folder, "copied")
        os._exit(0)
    os.wait()
    for point in some:
        print(point, names[point - 1])


def _kill(source: Path, folder: Path, point: int) -> None:
    if os.fork() == 0:
        _watch(lambda n: n == point and os.kill(os.getpid(), signal.SIGKILL))
        _load(source, folder, str(point))
        os._exit(0)
    _, status = os.wait()
    if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
        sys.exit(f"the load that should die at {point} ended with {status}")


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
