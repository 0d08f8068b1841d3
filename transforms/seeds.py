"""Reference data: the CSV files of ``seeds/``, read once a process.

A user may keep a folder of their own files: a file there with the same name as one of ours
adds its rows in front, so that the user's row wins where two rows speak of the same thing.
"""

from __future__ import annotations

import csv
import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path

Row = dict[str, str]


class SeedError(ValueError):
    """A seed file is missing or does not have the columns it should."""


def seeds_dir() -> Path:
    """The folder of the project's own seed files."""
    return Path(str(resources.files("seeds")))


@lru_cache(maxsize=64)
def read(name: str, overrides: Path | None = None) -> tuple[Row, ...]:
    """The rows of ``seeds/<name>.csv``, the user's own rows first.

    Raises SeedError where the project has no such file, or where a user's file has other
    columns than ours.
    """
    path = seeds_dir() / f"{name}.csv"
    if not path.is_file():
        raise SeedError(f"seeds: there is no {path.name} in {path.parent}")
    columns, rows = _rows(path)
    if overrides is None or not (own := overrides / path.name).is_file():
        return tuple(rows)
    given, extra = _rows(own)
    if unknown := set(given) - set(columns):
        raise SeedError(f"{own}: unknown columns {sorted(unknown)}; expected {columns}")
    return tuple([{**dict.fromkeys(columns, ""), **row} for row in extra] + rows)


def split(cell: str) -> list[str]:
    """The alternatives of a cell (``a|b|c``), without empty ones."""
    return [part.strip() for part in cell.split("|") if part.strip()]


@lru_cache(maxsize=4)
def fingerprint(overrides: Path | None = None) -> str:
    """Twelve hex digits that change whenever a seed file changes (the lexicon's version)."""
    digest = hashlib.sha256()
    folders = [seeds_dir()] + ([overrides] if overrides else [])
    for folder in folders:
        for path in sorted(folder.glob("*.csv")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _rows(path: Path) -> tuple[list[str], list[Row]]:
    """Columns and rows of a file, of which some hold a header alone for the user to fill."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        if not reader.fieldnames:
            raise SeedError(f"{path}: empty file; the first line must name the columns")
        columns = list(reader.fieldnames)
        return columns, [{key: value or "" for key, value in row.items() if key} for row in reader]
