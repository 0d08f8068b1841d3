"""The SQL of the project: one view, check or whole-warehouse table a file, with a header.

The header is comment lines: first what the rows are, then ``-- key: value`` lines. In a view, a
macro or an index a key is a column, with its unit in brackets, and in a macro also
``parameters`` (names, separated by commas) and ``returns`` (the type, where it gives a value and
no table); in a check it is ``severity``, and ``scope: warehouse`` where all rows must be read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import SettingsError
from pipelines.settings import PROJECT

SQL = PROJECT / "warehouse" / "sql"

_KEY = re.compile(r"--\s*(\w[\w ]*?)(?:\s+\(([^)]*)\))?:\s*(.+)")


@dataclass(frozen=True, slots=True)
class Note:
    """What a header says about one key: words, and a unit where there is one."""

    text: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SqlFile:
    """A SELECT with a name (that of its file) and its header."""

    name: str
    query: str
    description: str
    notes: Mapping[str, Note]


def load(folder: Path) -> list[SqlFile]:
    """The SQL files of a folder, by name. Raises SettingsError where there is no such folder."""
    if not folder.is_dir():
        raise SettingsError(f"{folder}: no such folder of SQL files", "Correct the setting.")
    return [_parse(path) for path in sorted(folder.glob("*.sql"))]


def _parse(path: Path) -> SqlFile:
    query = path.read_text(encoding="utf-8").strip().rstrip(";")
    prose: list[str] = []
    notes: dict[str, Note] = {}
    for line in query.splitlines():
        if not line.startswith("--"):
            break
        if match := _KEY.fullmatch(line.strip()):
            notes[match.group(1)] = Note(match.group(3), match.group(2))
        else:
            prose.append(line.removeprefix("--").strip())
    return SqlFile(path.stem, query, " ".join(prose), notes)
