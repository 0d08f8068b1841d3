"""Runs loads that are killed (SIGKILL) at their n-th rename or appended line, each in a fork.

Every change of a warehouse that a reader or the next run can see is a rename or an appended
line, so these are all the instants that can be told apart. A load killed at instant n leaves
FOLDER/n; printed are the instants. Usage: ``kill_points.py SOURCE FOLDER [all]``; without
``all`` a few instants are tried, most of them in the publication, which comes at the end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import transforms.rows  # noqa: F401  what a run imports late is there before the forks
from pipelines import analysis, files, landing, publish
from tests.pipelines import workbench

EVERY = 11
BEFORE_THE_END = (16, 15, 14, 12, 8, 3, 2, 1, 0)


def main(source: Path, folder: Path, everything: bool) -> None:
    analysis.load(workbench.MODEL, None)
    total = folder / "total"
    if os.fork() == 0:  # before any thread has been started
        instants = _watch(lambda _: None)
        workbench.run(source, folder / "whole")
        total.write_text(str(len(instants)))
        os._exit(0)
    os.wait()
    last = int(total.read_text())
    some = [*range(1, last - 16, EVERY), *(last - left for left in BEFORE_THE_END)]
    for point in range(1, last + 1) if everything else some:
        if os.fork() == 0:
            _watch(lambda n, point=point: n == point and os.kill(os.getpid(), signal.SIGKILL))
            workbench.run(source, folder / str(point))
            os._exit(0)
        _, status = os.wait()
        if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
            sys.exit(f"the load that should die at {point} of {last} ended with {status}")
        print(point, flush=True)


def _watch(call) -> list[int]:
    """Call ``call`` with 1, 2, 3, ... just before each rename or appended line."""
    instants: list[int] = []
    rename, append = os.replace, files.append_line

    def at(original):
        def wrapped(*args):
            instants.append(len(instants) + 1)
            call(instants[-1])
            return original(*args)

        return wrapped

    os.replace = at(rename)
    landing.append_line = publish.append_line = at(append)
    return instants


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["all"])
