"""The DuckDB side of a warehouse: built from Parquet in a file of its own, then put in place.

Nobody ever writes to a published database, so readers neither block a load nor are blocked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from pipelines import sqlfiles
from transforms.schema import SCHEMA_VERSION, TABLES, description

# Readable by DuckDB 1.5 and later: BI drivers lag behind the library.
STORAGE_VERSION = "v1.5.0"

_TYPES = {
    pa.string(): "VARCHAR",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us"): "TIMESTAMP",
    pa.binary(): "BLOB",
}

Connection = duckdb.DuckDBPyConnection


@contextmanager
def created(path: Path) -> Iterator[Connection]:
    """A new database file at ``path`` with all tables, empty. Closed, and whole, at the end."""
    for old in (path, path.with_name(path.name + ".wal")):
        old.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect()
    try:
        connection.execute(
            f"ATTACH {literal(str(path))} AS dateline (STORAGE_VERSION '{STORAGE_VERSION}')"
        )
        connection.execute("USE dateline")
        connection.begin()  # one write to the disk for all definitions, not one each
        for table in TABLES:
            _create(connection, table)
        connection.commit()
        yield connection
        connection.execute("CHECKPOINT dateline")
        connection.execute("USE memory")
        connection.execute("DETACH dateline")
    finally:
        connection.close()


def _create(connection: Connection, table: str) -> None:
    columns = ", ".join(
        f"{quoted(field.name)} {_TYPES[field.type]}{'' if field.nullable else ' NOT NULL'}"
        for field in TABLES[table]
    )
    connection.execute(f"CREATE TABLE {table} ({columns})")
    connection.execute(f"COMMENT ON TABLE {table} IS {literal(description(table))}")
    for field in TABLES[table]:
        comment = literal((field.metadata or {})[b"description"].decode())
        connection.execute(f"COMMENT ON COLUMN {table}.{quoted(field.name)} IS {comment}")


def insert_files(connection: Connection, table: str, files: Iterable[Path]) -> None:
    """Append the rows of Parquet files."""
    if names := ", ".join(literal(str(path)) for path in files):
        columns = ", ".join(quoted(name) for name in TABLES[table].names)
        connection.execute(f"INSERT INTO {table} SELECT {columns} FROM read_parquet([{names}])")


def insert_rows(connection: Connection, table: str, rows: pa.Table) -> None:
    """Append rows held in memory."""
    connection.register("incoming", rows)
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def rows_of(connection: Connection, query: str, table: str) -> pa.Table:
    """The result of ``query`` with the schema of ``table``."""
    found = connection.sql(query).to_arrow_table()
    return found.select(TABLES[table].names).cast(TABLES[table])


def create_views(connection: Connection) -> None:
    """All views of ``warehouse/sql/views``. One may use another, whatever their names."""
    waiting = sqlfiles.load(sqlfiles.SQL / "views")
    while waiting:
        left = [view for view in waiting if not _created(connection, view)]
        if len(left) == len(waiting):
            connection.execute(f"CREATE VIEW {left[0].name} AS {left[0].query}")  # to raise
        waiting = left


def _created(connection: Connection, view: sqlfiles.SqlFile) -> bool:
    try:
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
    except duckdb.CatalogException:
        return False
    connection.execute(f"COMMENT ON VIEW {view.name} IS {literal(view.description)}")
    return True


def dictionary(connection: Connection) -> pa.Table:
    """The rows of ``data_dictionary``: every column of every table and view there is now."""
    views = {view.name: view for view in sqlfiles.load(sqlfiles.SQL / "views")}
    inherited: dict[str, tuple[str, str | None]] = {}
    for schema in TABLES.values():
        for field in schema:
            text, unit = _described(field)
            inherited.setdefault(field.name, (text, unit))
    found = connection.execute(
        "SELECT table_name, column_name, column_index, data_type FROM duckdb_columns() "
        "WHERE database_name = 'dateline' AND NOT internal ORDER BY ALL"
    ).fetchall()
    rows = []
    for table, column, position, kind in found:
        nullable = True
        if table in TABLES:
            text, unit = _described(TABLES[table].field(column))
            nullable = TABLES[table].field(column).nullable
        elif note := views[table].notes.get(column):
            text, unit = note.text, note.unit
        else:
            text, unit = inherited[column]
        rows.append({
            "table": table, "column": column, "position": position, "type": kind,
            "nullable": nullable, "unit": unit, "description": text,
            "kind": "table" if table in TABLES else "view", "schema_version": SCHEMA_VERSION,
        })  # fmt: skip
    return pa.Table.from_pylist(rows, schema=TABLES["data_dictionary"])


def _described(field: pa.Field) -> tuple[str, str | None]:
    metadata = field.metadata or {}
    unit = metadata.get(b"unit")
    return metadata[b"description"].decode(), unit.decode() if unit else None


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"
