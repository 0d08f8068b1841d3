"""Reference data: the CSV files of ``seeds/``, read once a process.

A user may keep a folder of their own files. A file there with the same name as one of ours
adds its rows in front, so that the user's row wins where two rows speak of the same thing. A
row of theirs whose first cell begins with ``-`` takes rows of ours away: all that agree with
it in every cell that it fills (``-attack,VERB,,,`` all of "attack", ``-,,,,`` the whole file).
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]
REMOVAL = "-"  # no lemma, name or code begins with it


class SeedError(ValueError):
    """A seed file is missing or does not have the columns it should."""


class Located(NamedTuple):
    """A row and where it stands: its file, and its line there (from 1; the header is one)."""

    path: Path
    line: int
    row: Row

    @property
    def where(self) -> str:
        """``seeds/actions.csv:482``, for a message."""
        return f"{self.path.parent.name}/{self.path.name}:{self.line}"


def seeds_dir() -> Path:
    """The folder of the project's own seed files."""
    return Path(str(resources.files("seeds")))


@lru_cache(maxsize=64)
def read(name: str, overrides: Path | None = None) -> tuple[Row, ...]:
    """The rows of ``seeds/<name>.csv``, the user's own rows first, without those they remove.

    Raises SeedError where the project has no such file, or where a user's file has other
    columns than ours.
    """
    return tuple(found.row for found in located(name, overrides))


def located(name: str, overrides: Path | None = None) -> Iterator[Located]:
    """What ``read`` gives, one by one, each row with its file and line. Raises SeedError."""
    path = seeds_dir() / f"{name}.csv"
    if not path.is_file():
        raise SeedError(f"seeds: there is no {path.name} in {path.parent}")
    removals: list[Row] = []
    if overrides is not None and (own := overrides / path.name).is_file():
        expected = columns(path)
        if unknown := set(columns(own)) - set(expected):
            raise SeedError(f"{own}: unknown columns {sorted(unknown)}; expected {expected}")
        for found in rows_of(own):
            if (removal := removal_of(found.row, expected)) is not None:
                removals.append(removal)
            else:
                yield found._replace(row={**dict.fromkeys(expected, ""), **found.row})
    for found in rows_of(path):
        if not any(agrees(found.row, removal) for removal in removals):
            yield found


def removal_of(row: Row, names: list[str]) -> Row | None:
    """The cells of the rows that this one takes away (none: all rows); None where it adds."""
    first = row.get(names[0], "")
    if not first.startswith(REMOVAL):
        return None
    wanted = {**row, names[0]: first.removeprefix(REMOVAL)}
    return {name: value.strip() for name, value in wanted.items() if value.strip()}


def agrees(row: Row, wanted: Row) -> bool:
    """Whether a row has all the cells of ``wanted``."""
    return all(row.get(name, "").strip() == value for name, value in wanted.items())


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


def columns(path: Path) -> list[str]:
    """The names in the first line. Raises SeedError for a file without one."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        names = csv.DictReader(handle).fieldnames
    if not names:
        raise SeedError(f"{path}: empty file; the first line must name the columns")
    return list(names)


def rows_of(path: Path) -> Iterator[Located]:
    """The rows of one file, as they stand there."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, restval="")
        for row in reader:
            cells = {key: value or "" for key, value in row.items() if key}
            yield Located(path, reader.line_num, cells)
