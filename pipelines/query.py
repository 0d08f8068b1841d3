"""Questions to the published database, and answers as a table, JSON, CSV or Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import duckdb

from pipelines.errors import QueryError, WarehouseError
from pipelines.layout import Layout

Answer = duckdb.DuckDBPyRelation


@contextmanager
def reading(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published database, for reading. Loads may go on meanwhile; this is one version.

    Raises WarehouseError where there is none, QueryError for what the SQL inside does wrong.
    """
    if not layout.database.is_file():
        raise missing(layout)
    try:
        connection = duckdb.connect(str(layout.database), read_only=True)
    except duckdb.Error as error:
        raise WarehouseError(
            f"{layout.database}: cannot be opened: {error}",
            f"`dateline rebuild --warehouse {layout.root}` makes it anew from lake/.",
        ) from error
    try:
        yield connection
    except duckdb.Error as error:
        hint = "`dateline tables` lists tables, `dateline tables NAME` their columns."
        raise QueryError(str(error), hint) from error
    finally:
        connection.close()


def missing(layout: Layout) -> WarehouseError:
    """The error that says that there is no database, and what makes one."""
    hint = f"`dateline run PATH --warehouse {layout.root}` makes one from articles."
    if layout.manifest.exists():
        hint = f"`dateline rebuild --warehouse {layout.root}` makes it from lake/."
    return WarehouseError(f"{layout.database}: there is no database", hint)


def write_json(answer: Answer, out: IO[str]) -> None:
    """A JSON array with an object a row, one row a line."""
    out.write("[")
    for index, row in enumerate(rows(answer)):
        out.write(",\n " if index else "\n ")
        out.write(json.dumps(row, ensure_ascii=False, default=plain))
    out.write("\n]\n")


def write_csv(answer: Answer, out: IO[str]) -> None:
    """A header line and the rows; NULL is an empty field."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.fetchall():
        writer.writerow(["" if value is None else plain(value) for value in row])


def write_parquet(answer: Answer, path: Path) -> None:
    """All rows as one Parquet file."""
    import pyarrow.parquet as pq

    pq.write_table(answer.to_arrow_table(), path)


def rows(answer: Answer) -> list[dict[str, Any]]:
    """The rows as dictionaries."""
    names = list(answer.columns)
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def plain(value: Any) -> Any:
    """A value of the database as JSON and CSV have it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str | int | float | bool) else str(value)
