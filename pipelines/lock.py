"""One writer at a time. The operating system frees the lock of a process that dies."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from pipelines.errors import LockError
from pipelines.files import read_json


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` while the block runs.

    Raises LockError at once where another process, or another thread, holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as handle:
        if not _acquire(handle):
            raise LockError(
                f"{path.parent}: another run is writing here ({holder(path)})",
                "Wait until it has finished, or give another folder with --warehouse.",
            )
        handle.truncate(0)
        who = f'{{"pid": {os.getpid()}, "host": "{socket.gethostname()}"}}'
        with suppress(OSError):  # on a full disk the lock holds, without a name
            os.write(handle.fileno(), who.encode())
        try:
            yield
        finally:
            handle.truncate(0)
            _release(handle)


def holder(path: Path) -> str:
    """Who holds the lock, in words, as far as the file tells."""
    try:
        who = read_json(path)
    except (OSError, ValueError):
        who = None
    return f"process {who['pid']} on {who['host']}" if who else "unknown process"


def is_locked(path: Path) -> bool:
    """Whether somebody is writing right now."""
    if not path.exists():
        return False
    with path.open("a+", encoding="utf-8") as handle:
        if _acquire(handle):
            _release(handle)
            return False
    return True


if sys.platform == "win32":  # pragma: no cover
    import msvcrt

    def _acquire(handle: IO[str]) -> bool:
        try:
            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: IO[str]) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(handle: IO[str]) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _release(handle: IO[str]) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
