"""Writing files so that a reader, or a crash, never meets half of one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path`` that takes its place when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        flush(temporary)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the bytes of ``path`` on the disk before a rename makes them visible."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def write_json(path: Path, value: Any) -> None:
    """``value`` as JSON in ``path``, all or nothing."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, indent=1, sort_keys=True), encoding="utf-8")


def read_json(path: Path) -> Any:
    """The value in a JSON file, or None where there is no such file."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def append_line(path: Path, *values: Any) -> None:
    """A line of JSON a value at the end of ``path``, on its own even after a torn write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as handle:
        if handle.tell():
            handle.seek(-1, os.SEEK_END)
            torn = handle.read(1) != b"\n"
        else:
            torn = False
        lines = b"".join(json.dumps(v, sort_keys=True).encode() + b"\n" for v in values)
        handle.write(b"\n" + lines if torn else lines)
        handle.flush()
        os.fsync(handle.fileno())


def read_lines(path: Path) -> list[Any]:
    """The values of a file of JSON lines; lines that a crash cut short are left out."""
    values = []
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    for line in content.splitlines():
        try:
            values.append(json.loads(line))
        except ValueError:
            continue
    return values
