"""What earlier runs found under each input, so that what has not changed is not read again.

``landing/memory.sqlite`` has a row an input: a file by its path, a web page by its address. It
says which version was read, and what became of each article in it. It is believed only where
all of that is in the warehouse: a memory without its data is as good as none.

New rows wait in ``landing/memory.new.sqlite`` until the run that read them has published, and
are forgotten if it does not. So memory is never ahead of the data that it stands for.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCHEMA = """CREATE TABLE IF NOT EXISTS inputs (
    key TEXT PRIMARY KEY, stamp TEXT NOT NULL, reading TEXT NOT NULL, found BLOB NOT NULL,
    note TEXT NOT NULL
) WITHOUT ROWID"""
ASKED_AT_ONCE = 20_000
KEYS = 500  # in one statement; SQLite takes 999 everywhere
SHORT = 500  # bytes that are not worth packing


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an input held when it was last read.

    ``articles`` are their ids, ``rejects`` pairs of id and reason. ``note`` is what its source
    wants to know next time (ETag, ...).
    """

    stamp: str
    articles: list[str] = field(default_factory=list)
    rejects: list[tuple[str, str]] = field(default_factory=list)
    note: Mapping[str, Any] = field(default_factory=dict)


# Ids of articles and of rejects -> those that the warehouse does not know.
Unknown = Callable[[set[str], set[str]], set[str]]


class Memory:
    """The memory of a warehouse. ``reading`` tells how inputs are read; another way, other rows.

    ``unknown`` is asked which ids of a memory the warehouse lacks.
    """

    def __init__(self, folder: Path, reading: str, unknown: Unknown) -> None:
        self._old, self._new = _paths(folder)
        self._reading, self._unknown = reading, unknown
        self._trusted: dict[str, Remembered] = {}
        _remove(self._new)

    def recall(self, keys: Iterable[str]) -> dict[str, Remembered]:
        """What is remembered of ``keys`` and still holds: all of it is in the warehouse."""
        wanted = [key for key in keys if key]
        held: dict[str, Remembered] = {}
        if not wanted or not self._old.exists():
            return held
        with closing(sqlite3.connect(self._old)) as connection:
            for start in range(0, len(wanted), KEYS):
                keys = wanted[start : start + KEYS]
                rows = connection.execute(
                    f"SELECT key, stamp, found, note FROM inputs WHERE reading = ? "
                    f"AND key IN ({', '.join('?' * len(keys))})",
                    (self._reading, *keys),
                ).fetchall()
                contents = _unpacked(found for _, _, found, _ in rows)
                for (key, stamp, _, note), (articles, rejects) in zip(rows, contents, strict=True):
                    read = {} if note == "{}" else json.loads(note)
                    held[key] = Remembered(stamp, articles, [(o, w) for o, w in rejects], read)
        if not held:
            return held
        lost = self._unknown(
            {one for known in held.values() for one in known.articles},
            {one for known in held.values() for one, _ in known.rejects},
        )
        if not lost:
            return held
        return {
            key: known
            for key, known in held.items()
            if not lost.intersection(known.articles)
            and not lost.intersection(one for one, _ in known.rejects)
        }

    def remember(self, rows: Iterable[tuple[str, Remembered]]) -> None:
        """Keep what was found, to be believed once the run has published."""
        values = [
            (
                key,
                known.stamp,
                self._reading,
                _packed(known),
                json.dumps(dict(known.note), sort_keys=True),
            )
            for key, known in rows
        ]
        if not values:
            return
        self._new.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._new)) as connection, connection:
            connection.execute(SCHEMA)
            connection.executemany("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?)", values)


def _packed(known: Remembered) -> bytes:
    found = json.dumps([known.articles, known.rejects]).encode()
    return found if len(found) < SHORT else zlib.compress(found, 1)


def _unpacked(found: Iterable[bytes]) -> list[tuple[list[str], list[list[str]]]]:
    """Articles and rejects of many rows, read at once: most of them are short."""
    texts = [(one if one[:1] == b"[" else zlib.decompress(one)).decode() for one in found]
    return list(map(tuple, json.loads(f"[{','.join(texts)}]")))


def promote(folder: Path) -> None:
    """What the run that has just published found is remembered from now on."""
    old, new = _paths(folder)
    if not new.exists():
        return
    with closing(sqlite3.connect(old)) as connection:
        with connection:
            connection.execute(SCHEMA)
        connection.execute("ATTACH ? AS fresh", (str(new),))
        with connection:
            connection.execute("INSERT OR REPLACE INTO inputs SELECT * FROM fresh.inputs")
    _remove(new)


def notes(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Key and note of everything that has a note: the state of feeds and pages."""
    old, _ = _paths(folder)
    if not old.exists():
        return
    with closing(sqlite3.connect(old)) as connection:
        rows = connection.execute("SELECT key, note FROM inputs WHERE note <> '{}' ORDER BY key")
        for key, note in rows:
            yield key, json.loads(note)


def _paths(folder: Path) -> tuple[Path, Path]:
    return folder / "memory.sqlite", folder / "memory.new.sqlite"


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}-journal").unlink(missing_ok=True)
