"""Questions a version must answer with no rows before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines import sqlfiles
from pipelines.database import Connection
from pipelines.errors import CheckError, SettingsError

SHOWN = 5  # offending rows that a message shows


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that returned rows."""

    check: str
    severity: str
    description: str
    count: int
    columns: list[str]
    sample: list[tuple[Any, ...]]

    def __str__(self) -> str:
        head = f"check {self.check} ({self.severity}): {self.count} rows. {self.description}"
        lines = [", ".join(f"{c}={v!r}" for c, v in zip(self.columns, row, strict=True))
                 for row in self.sample]  # fmt: skip
        return "\n  ".join([head, *lines])

    def as_dict(self) -> dict[str, Any]:
        """The finding as plain data."""
        sample = [dict(zip(self.columns, row, strict=True)) for row in self.sample]
        return {
            "check": self.check, "severity": self.severity, "description": self.description,
            "count": self.count, "sample": sample,
        }  # fmt: skip


def run_checks(connection: Connection, run_id: str | None, own: Path | None) -> list[Finding]:
    """Run all checks, those of the folder ``own`` too; return the warnings.

    Raises CheckError where a check of severity error found something.
    """
    found = findings(connection, run_id, own)
    refuse_errors(found)
    return found


def findings(connection: Connection, run_id: str | None, own: Path | None) -> list[Finding]:
    """What the checks find.

    The SQL sees the rows that are new in ``new_articles``, ``new_events`` and their like, so that
    it can leave alone what was checked when it was new; and ``getvariable('run_id')``: the run
    that brought them, NULL for a whole warehouse, all of whose rows are new then. A view by day is
    asked for ``new_day(event_date)`` or ``new_month(month)``: the days are written out there, so
    that the database counts those alone, which it does not where they come from a table. A check
    whose header says ``scope: warehouse`` has to read everything, so it is left to the times when
    everything is read anyway (``check``, ``compact``, ``retire``, ``migrate``).
    """
    connection.execute("SET VARIABLE run_id = $1", [run_id])
    _scope(connection, everything=run_id is None)
    files = sqlfiles.load(sqlfiles.SQL / "checks") + (sqlfiles.load(own) if own else [])
    if run_id is not None:
        files = [file for file in files if "scope" not in file.notes]
    return [found for file in files if (found := _ask(connection, file))]


def _scope(connection: Connection, *, everything: bool) -> None:
    """What is new: ``new_day``, ``new_month``, and the words of the index, if not told before."""
    if everything:
        connection.execute("CREATE OR REPLACE TEMP VIEW new_search_tokens AS FROM search_tokens")
    for name, part in (("new_day", "event_date"), ("new_month", "date_trunc('month', event_date)")):
        query = f"SELECT DISTINCT {part}::DATE FROM new_events ORDER BY 1"
        days = [] if everything else connection.execute(query).fetchall()
        listed = ", ".join(f"DATE '{day}'" for (day,) in days)
        test = "true" if everything else f"day IN ({listed})" if listed else "false"
        connection.execute(f"CREATE OR REPLACE TEMP MACRO {name}(day) AS {test}")


def refuse_errors(found: Iterable[Finding]) -> None:
    """Raise CheckError where a finding is an error."""
    errors = [one for one in found if one.severity != "warning"]
    if errors:
        raise CheckError(
            "\n".join(map(str, errors)),
            "Nothing was published; the last good version is still in place. The rows above "
            "come from this run: `dateline explain` shows how a sentence is analysed.",
        )


def _ask(connection: Connection, file: sqlfiles.SqlFile) -> Finding | None:
    try:
        relation = connection.sql(file.query)
        rows = relation.limit(SHOWN).fetchall()
        if not rows:
            return None
        counted = connection.execute(f"SELECT count(*) FROM ({file.query})").fetchall()
    except duckdb.Error as error:
        raise SettingsError(f"check {file.name}: {error}", "Correct its SQL.") from error
    severity = file.notes.get("severity", sqlfiles.Note("error")).text
    count = counted[0][0]
    return Finding(file.name, severity, file.description, count, list(relation.columns), rows)
