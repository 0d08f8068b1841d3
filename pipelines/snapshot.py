"""The version of the database that is open now, for a process that goes on reading.

A load replaces the file; whoever has it open goes on reading the old one. So before a question
the file at the path is compared with the one that is open, and a new one is opened beside the
old, which lives until the last question to it is answered. Neither waits for the other.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import duckdb

from pipelines.database import literal
from pipelines.errors import DatelineError, QueryError, WarehouseError
from pipelines.figures import Collected, collect
from pipelines.layout import Layout
from pipelines.query import missing

Identity = tuple[int, int, int]


class SlowError(DatelineError):
    """A question took longer than it may."""


class Snapshot:
    """One version of the database, open for reading. It may be asked by several threads."""

    def __init__(self, layout: Layout, identity: Identity, seconds: float) -> None:
        self.identity = identity
        self._seconds = seconds
        self._collecting = threading.Lock()
        # Attached to a database in memory: of one process, two that opened the same path as
        # their own would share the file that was opened first.
        self._connection = duckdb.connect()
        try:
            self._connection.execute(
                f"ATTACH {literal(str(layout.database))} AS dateline (READ_ONLY)"
            )
            # From here on no SQL can read another file or change what is set.
            self._connection.execute("SET enable_external_access = false")
            self._connection.execute("SET lock_configuration = true")
            ((self.version,),) = self._ask("SELECT lake_version()")
        except (duckdb.Error, QueryError) as error:
            raise WarehouseError(
                f"{layout.database}: cannot be opened: {error}",
                f"`dateline rebuild --warehouse {layout.root}` makes it anew from lake/.",
            ) from error

    @contextmanager
    def asking(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own, interrupted when the time is up.

        Raises SlowError then.
        """
        with self._connection.cursor() as cursor:
            cursor.execute("USE dateline")
            timer = threading.Timer(self._seconds, cursor.interrupt)
            timer.start()
            try:
                yield cursor
            except duckdb.InterruptException as error:
                raise SlowError(
                    f"no answer within {self._seconds:g} seconds",
                    "Ask for something rarer, or give --seconds more.",
                ) from error
            except duckdb.Error as error:
                hint = "`dateline rebuild` makes the database anew, with the views of this version."
                raise QueryError(str(error), hint) from error
            finally:
                timer.cancel()

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of an answer as dictionaries. Raises SlowError."""
        with self.asking() as cursor:
            answer = cursor.execute(query, list(values))
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def _ask(self, query: str) -> list[tuple[Any, ...]]:
        with self.asking() as cursor:
            return cursor.execute(query).fetchall()

    @cached_property
    def _collected(self) -> Collected:
        with self._connection.cursor() as cursor:  # as long as it takes: once a version
            cursor.execute("USE dateline")
            return collect(cursor)

    def collected(self) -> Collected:
        """The figures of this version, counted once."""
        with self._collecting:
            return self._collected


class Snapshots:
    """The versions of a warehouse's database, as they come: the latest and the one before."""

    def __init__(self, layout: Layout, seconds: float) -> None:
        self.layout = layout
        self._seconds = seconds
        self._opening = threading.Lock()
        self._open: list[Snapshot] = []

    def latest(self) -> Snapshot:
        """What is published now. Raises WarehouseError where there is, and was, nothing."""
        with self._opening:
            identity = self._identity()
            if identity and (not self._open or self._open[-1].identity != identity):
                fresh = Snapshot(self.layout, identity, self._seconds)
                self._open = [*self._open[-1:], fresh]
            if not self._open:
                raise missing(self.layout)
            return self._open[-1]

    def of(self, version: str) -> Snapshot | None:
        """The snapshot of a version that somebody was shown, if it is still open."""
        latest = self.latest()
        return next((one for one in (latest, *self._open) if one.version == version), None)

    def _identity(self) -> Identity | None:
        try:
            found = self.layout.database.stat()
        except FileNotFoundError:
            return None
        # The inode of an open file is not given to another one.
        return found.st_dev, found.st_ino, found.st_mtime_ns
