"""The DuckDB side of a warehouse: made in a file of its own, then put in place.

Nobody ever writes to a published database, so readers neither block a load nor are blocked. A
load copies the published file, which costs far less than filling a new one, and adds to the copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb
import pyarrow as pa

from transforms.schema import TABLES, description

# Readable by DuckDB 1.5 and later: BI drivers lag behind the library.
STORAGE_VERSION = "v1.5.0"

TYPES = {
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
    _clear(path)
    with _attached(path) as connection:
        for table in TABLES:
            _create(connection, table)
        settle(connection)
        yield connection


@contextmanager
def copied(path: Path, published: Path) -> Iterator[Connection]:
    """A copy of a ``published`` database at ``path``, to add to. Closed, and whole, at the end."""
    _clear(path)
    shutil.copyfile(published, path)
    with _attached(path) as connection:
        yield connection


def version(path: Path) -> str | None:
    """The version of the lake whose rows the database at ``path`` has; None where unknown."""
    with reading(path) as connection:
        return None if connection is None else _version(connection)


@contextmanager
def reading(path: Path, of: str | None = None) -> Iterator[Connection | None]:
    """The database at ``path``, read only; None where there is none, or no whole one.

    With ``of``, None also where it has the rows of another version of the lake.
    """
    try:
        connection = duckdb.connect(str(path), read_only=True) if path.is_file() else None
    except duckdb.Error:  # damaged, or by another hand: made anew from Parquet
        connection = None
    with connection or nullcontext():
        right = connection and of in (None, _version(connection))
        yield connection if right else None


def _version(connection: Connection) -> str | None:
    try:
        return str(connection.execute("SELECT lake_version()").fetchall()[0][0])
    except duckdb.Error:
        return None


def stamp(connection: Connection, name: str, value: str) -> None:
    """Have the database say something about itself: ``SELECT lake_version()``."""
    connection.execute(f"CREATE OR REPLACE MACRO {name}() AS {literal(value)}")


def _clear(path: Path) -> None:
    for old in (path, path.with_name(path.name + ".wal")):
        old.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _attached(path: Path) -> Iterator[Connection]:
    connection = duckdb.connect()
    try:
        connection.execute(
            f"ATTACH {literal(str(path))} AS dateline (STORAGE_VERSION '{STORAGE_VERSION}')"
        )
        connection.execute("USE dateline")
        connection.begin()  # one write to the disk for all, not one for each statement
        yield connection
        connection.commit()
        connection.execute("CHECKPOINT dateline")
        connection.execute("USE memory")
        connection.execute("DETACH dateline")
    finally:
        connection.close()


def settle(connection: Connection) -> None:
    """Begin a new transaction. To be called between a statement that gives a table no rows
    (``CREATE TABLE AS ... LIMIT 0``, an insert of nothing) and one that may give it many.

    Both in one transaction, and the second with more than a row group (122,880 rows) in order:
    DuckDB 2.0 has lost the rows, without an error. Nobody sees the file before it is whole.
    """
    connection.commit()
    connection.begin()


def _create(connection: Connection, table: str) -> None:
    columns = ", ".join(
        f"{quoted(field.name)} {TYPES[field.type]}{'' if field.nullable else ' NOT NULL'}"
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


def replace_rows(connection: Connection, table: str, rows: pa.Table) -> None:
    """Have ``table`` hold just ``rows``."""
    connection.register("incoming", rows)
    connection.execute(f"DELETE FROM {table}")
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
    connection.unregister("incoming")


def rows_of(connection: Connection, query: str, table: str) -> pa.Table:
    """The result of ``query`` with the schema of ``table``."""
    found = connection.sql(query).to_arrow_table()
    return found.select(TABLES[table].names).cast(TABLES[table])


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string."""
    return "'" + text.replace("'", "''") + "'"
