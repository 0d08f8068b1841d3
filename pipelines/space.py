"""A disk that is full, or a quota: told for what it is, whoever met it, with nothing published."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb
import pyarrow as pa

from pipelines.errors import SpaceError
from pipelines.layout import Layout

_CODES = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# What libraries say that pass on words without the code.
_WORDS = ("no space left on device", "disk quota exceeded", "file too large",
          "database or disk is full")  # fmt: skip


def is_full(error: BaseException) -> bool:
    """Whether an error means that nothing more can be written."""
    if isinstance(error, OSError) and error.errno in _CODES:
        return True
    kinds = (OSError, duckdb.Error, pa.ArrowException, sqlite3.Error)
    return isinstance(error, kinds) and any(word in str(error).lower() for word in _WORDS)


@contextmanager
def told(layout: Layout) -> Iterator[None]:
    """Within the block a full disk is a SpaceError.

    What the run was building is thrown away, unless it was decided on, when the next run brings
    it to its end; batches that are analysed are kept, so that their work is not lost.
    """
    try:
        yield
    except Exception as error:
        if not is_full(error):
            raise
        with suppress(OSError):
            if not layout.journal.exists():
                shutil.rmtree(layout.outgoing, ignore_errors=True)
                shutil.rmtree(layout.intake, ignore_errors=True)
        raise SpaceError(
            f"{layout.root}: no space left to write there: {' '.join(str(error).split())[:300]}",
            "The last version is still in place. Make room, then run the same command again; "
            "what has been analysed is not analysed again.",
        ) from error
