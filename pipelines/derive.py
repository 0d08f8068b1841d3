"""Tables about the whole warehouse, brought up to date where new rows touch them.

The SQL in ``warehouse/sql/tables`` works on a scope: ``new_*`` views hold the rows that are new
(all rows, when a warehouse is made anew), and only actors and stories that they name are
computed again. So a load costs what is new, whatever lies there.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from pipelines import database, lake, sqlfiles
from pipelines.database import Connection
from transforms import seeds
from transforms.schema import to_table

_SCOPE = {
    "actors": "actor_id IN (SELECT actor_id FROM observed)",
    "actor_aliases": "actor_id IN (SELECT actor_id FROM new_mentions)",
    "stories": "story_id IN (SELECT story_id FROM stories_touched)",
}


def show_new(connection: Connection, files: Mapping[str, Path] | None = None) -> None:
    """Views ``new_<table>`` of the tables that grow: the rows of ``files``, or all rows."""
    for table in lake.GROWING:
        if files is None:
            rows = f"SELECT * FROM {table}"
        elif table in files:
            rows = f"SELECT * FROM read_parquet({database.literal(str(files[table]))})"
        else:
            rows = f"SELECT * FROM {table} LIMIT 0"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW new_{table} AS {rows}")


def actors(connection: Connection, observed: pa.Table) -> None:
    """Bring ``actors`` up to date with ``observed``: the descriptions that new articles give."""
    connection.register("observed", observed)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE actors_seen AS "
        f"SELECT * FROM actors WHERE {_SCOPE['actors']} UNION ALL BY NAME SELECT * FROM observed"
    )
    _renew(connection, "actors")
    connection.unregister("observed")


def aliases(connection: Connection) -> None:
    """Bring ``actor_aliases`` up to date with ``new_mentions``."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE aliases_before AS "
        f"SELECT * FROM actor_aliases WHERE {_SCOPE['actor_aliases']}"
    )
    _renew(connection, "actor_aliases")


def stories(connection: Connection) -> list[str]:
    """Bring ``stories`` up to date with ``new_events`` and ``new_articles``.

    Returns the months ("2024-03") of which a story has changed, come or gone.
    """
    # A new copy of a published article touches the stories that the article tells.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE stories_touched AS "
        "SELECT story_id FROM new_events UNION SELECT story_id FROM events "
        "WHERE article_id IN (SELECT duplicate_of FROM new_articles WHERE duplicate_of IS NOT NULL)"
    )
    before = _months(connection)
    _renew(connection, "stories")
    return sorted(before | _months(connection))


def _months(connection: Connection) -> set[str]:
    query = f"SELECT DISTINCT {lake.MONTH} FROM stories WHERE {_SCOPE['stories']}"
    return {month for (month,) in connection.execute(query).fetchall()}


def _renew(connection: Connection, table: str) -> None:
    (file,) = (f for f in sqlfiles.load(sqlfiles.SQL / "tables") if f.name == table)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {file.query}")
    connection.execute(f"DELETE FROM {table} WHERE {_SCOPE[table]}")
    connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM fresh")


def refer(connection: Connection, overrides: Path | None) -> None:
    """Fill ``countries`` and ``event_codes`` from the reference data, where it has changed."""
    for table, rows in (("countries", _countries(overrides)), ("event_codes", _codes(overrides))):
        there = database.rows_of(connection, f"SELECT * FROM {table}", table)
        if not there.equals(rows):
            database.replace_rows(connection, table, rows)


def _countries(overrides: Path | None) -> pa.Table:
    fips = {row["iso3"]: row["fips"] for row in reversed(seeds.read("country_codes", overrides))}
    rows = {
        row["iso3"]: {
            "iso3": row["iso3"],
            "iso2": row["iso2"] or None,
            "fips": fips.get(row["iso3"]),
            "name": row["name"],
            "capital": row["capital"] or None,
            "latitude": _number(row["latitude"]),
            "longitude": _number(row["longitude"]),
        }
        for row in reversed(seeds.read("countries", overrides))
    }
    return to_table("countries", [rows[key] for key in sorted(rows)])


def _codes(overrides: Path | None) -> pa.Table:
    rows = {
        row["code"]: {
            "event_code": row["code"],
            "event_root": row["root"],
            "name": row["name"],
            "quad_class": int(row["quad_class"]) if row["quad_class"] else None,
            "goldstein": _number(row["goldstein"]),
            "plover_type": row["plover_type"] or None,
        }
        for row in reversed(seeds.read("cameo", overrides))
    }
    return to_table("event_codes", [rows[key] for key in sorted(rows)])


def _number(cell: str) -> float | None:
    return float(cell) if cell else None
