"""Runs loads that are killed (SIGKILL) at their n-th rename or appended line, each in a fork.

Every change of a warehouse that a reader or the next run can see is a rename or an appended
line, so these are all the instants that can be told apart. The publication is at the end: the
last LATE instants are all tried, of those before every EVERY-th. A load killed at instant n
leaves FOLDER/n; printed are the instants. Usage: ``kill_points.py SOURCE FOLDER``.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from pipelines import files, landing, publish
from tests.pipelines import workbench

LATE, EVERY = 16, 9


def main(source: Path, folder: Path) -> None:
    total = folder / "total"
    if os.fork() == 0:  # before any thread has been started
        instants = _watch(lambda _: None)
        workbench.run(source, folder / "whole")
        total.write_text(str(len(instants)))
        os._exit(0)
    os.wait()
    last = int(total.read_text())
    for point in [*range(1, last - LATE, EVERY), *range(last - LATE + 1, last + 1)]:
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
    main(Path(sys.argv[1]), Path(sys.argv[2]))
