"""What a database offers beside its rows: views, macros, and the dictionary of all columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import pyarrow as pa

from pipelines import database, sameness, sqlfiles
from pipelines.database import Connection, literal, quoted
from pipelines.sqlfiles import SQL, SqlFile
from transforms.ids import content_id
from transforms.schema import SCHEMA_VERSION, TABLES

INDEX = "search_tokens"  # what search() looks in

_WORD = re.compile(r"\w+")


def ensure(connection: Connection) -> None:
    """Views, macros and ``data_dictionary`` as ``warehouse/sql`` has them now.

    Nothing is done where the database has them already: most loads change none.
    """
    fingerprint = _fingerprint()
    known = connection.execute(
        "SELECT macro_definition FROM duckdb_functions() WHERE function_name = 'catalog_version'"
    ).fetchall()
    if known == [(database.literal(fingerprint),)]:
        return
    _create(connection)
    database.replace_rows(connection, "data_dictionary", _dictionary(connection))
    database.stamp(connection, "catalog_version", fingerprint)


def _fingerprint() -> str:
    files = [file.query for folder in ("views", "macros", "indexes") for file in
             sqlfiles.load(SQL / folder)]  # fmt: skip
    return content_id("catalog", SCHEMA_VERSION, *files, *map(str, TABLES.values()))


def _create(connection: Connection) -> None:
    """All views and macros of ``warehouse/sql``, in place of those that are there."""
    for (name,) in connection.execute(
        "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = 'dateline'"
    ).fetchall():
        connection.execute(f"DROP VIEW {quoted(name)}")
    _create_views(connection)
    for macro in sqlfiles.load(SQL / "macros"):
        kind, body = (
            ("", f"({macro.query}\n)") if "returns" in macro.notes else ("TABLE ", macro.query)
        )
        connection.execute(
            f"CREATE OR REPLACE MACRO {macro.name}({_parameters(macro)}) AS {kind}{body}"
        )
        connection.execute(f"COMMENT ON MACRO {kind}{macro.name} IS {literal(macro.description)}")


def _create_views(connection: Connection) -> None:
    for view in _in_order(sqlfiles.load(SQL / "views")):
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
        connection.execute(f"COMMENT ON VIEW {view.name} IS {literal(view.description)}")


def _in_order(views: list[SqlFile]) -> list[SqlFile]:
    """Those that others use go first."""
    names = {view.name for view in views}
    uses = {v.name: (set(_WORD.findall(v.query)) & names) - {v.name} for v in views}
    ordered = list(TopologicalSorter(uses).static_order())
    return sorted(views, key=lambda view: ordered.index(view.name))


def _parameters(macro: SqlFile) -> str:
    return macro.notes["parameters"].text


def create_indexes(connection: Connection) -> None:
    """The tables behind ``search()`` and behind the search for copies, without rows."""
    for file in _indexes():
        connection.execute(f"CREATE TABLE {file.name} AS {file.query} LIMIT 0")
        connection.execute(f"COMMENT ON TABLE {file.name} IS {literal(file.description)}")


def extend_indexes(connection: Connection) -> None:
    """Add what ``new_sentences``, ``new_quotes`` and ``new_articles`` hold to the indexes.

    ``new_search_tokens`` are the rows added to the index of words: they stand behind all others.
    """
    database.settle(connection)
    last = connection.execute(f"SELECT coalesce(max(rowid), -1) FROM {INDEX}").fetchall()[0][0]
    for file in _indexes():
        if file.name != sameness.INDEX:
            connection.execute(f"INSERT INTO {file.name} BY NAME {file.query}")
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW new_{INDEX} AS SELECT * FROM {INDEX} WHERE rowid > {last}"
    )
    sameness.extend(connection)


def _indexes() -> list[SqlFile]:
    return sqlfiles.load(SQL / "indexes")


def _dictionary(connection: Connection) -> pa.Table:
    """The rows of ``data_dictionary``: every column there is now. Columns of views and of the
    indexes get their comments, too.
    """
    views = {view.name: view for view in sqlfiles.load(SQL / "views")}
    indexes = {index.name: index for index in _indexes()}
    found = connection.execute(
        "SELECT table_name, column_name, column_index, data_type FROM duckdb_columns() "
        "WHERE database_name = 'dateline' AND NOT internal ORDER BY ALL"
    ).fetchall()
    rows = []
    for table, column, position, kind in found:
        if table in TABLES:
            field = TABLES[table].field(column)
            text, unit = _described(field)
            rows.append(_row("table", table, column, position, kind, text, unit, field.nullable))
            continue
        file = views.get(table) or indexes[table]
        text, unit = _noted(file, column)
        rows.append(_row("view" if table in views else "index", table, column, position, kind,
                         text, unit))  # fmt: skip
        connection.execute(f"COMMENT ON COLUMN {table}.{quoted(column)} IS {literal(text)}")
    rows += _macro_rows(connection)
    return pa.Table.from_pylist(rows, schema=TABLES["data_dictionary"])


def _macro_rows(connection: Connection) -> Iterator[dict[str, Any]]:
    for macro in sqlfiles.load(SQL / "macros"):
        if returns := macro.notes.get("returns"):
            text = macro.description
            yield _row("macro", macro.name, macro.name, 1, returns.text, text, None)
            continue
        nulls = ", ".join("NULL::VARCHAR" for _ in _parameters(macro).split(","))
        columns = connection.execute(f"DESCRIBE FROM {macro.name}({nulls})").fetchall()
        for position, (column, kind, *_) in enumerate(columns, 1):
            yield _row("macro", macro.name, column, position, kind, *_noted(macro, column))


def _row(
    kind: str, table: str, column: str, position: int, of_type: str, text: str,
    unit: str | None, nullable: bool = True,
) -> dict[str, Any]:  # fmt: skip
    return {
        "table": table, "column": column, "position": position, "type": of_type,
        "nullable": nullable, "unit": unit, "description": text, "kind": kind,
        "schema_version": SCHEMA_VERSION,
    }  # fmt: skip


def _noted(file: SqlFile, column: str) -> tuple[str, str | None]:
    """What the header says about a column, or what a table says about one of that name."""
    if note := file.notes.get(column):
        return note.text, note.unit
    for schema in TABLES.values():
        if column in schema.names:
            return _described(schema.field(column))
    raise KeyError(f"{file.name}.{column}: neither its header nor a table says what it means")


def _described(field: pa.Field) -> tuple[str, str | None]:
    metadata = field.metadata or {}
    unit = metadata.get(b"unit")
    return metadata[b"description"].decode(), unit.decode() if unit else None
