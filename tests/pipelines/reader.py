"""Reads a warehouse over and over until FOLDER/stop exists; prints what it saw as JSON lines.

Usage: ``reader.py FOLDER``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

ORPHANS = (
    "SELECT count(*) FROM read_parquet('{0}/events/*.parquet') e "
    "ANTI JOIN read_parquet('{0}/{1}/*.parquet') o ON o.{2} = e.{3}"
)


def main(folder: Path) -> None:
    seen: set[str] = set()
    while True:
        last = (folder / "stop").exists()
        if (folder / "lake" / "data_dictionary" / "data_dictionary.parquet").exists():
            seen.add(json.dumps({"lake": lake(folder / "lake")}))
        if (folder / "dateline.duckdb").exists():
            seen.add(json.dumps({"database": database(folder / "dateline.duckdb")}))
        if last:
            break
    print("\n".join(sorted(seen)))


def lake(folder: Path) -> list[int]:
    connection = duckdb.connect()
    query = f"SELECT count(*) FROM read_parquet('{folder}/events/*.parquet')"
    (events,) = connection.execute(query).fetchone()
    (strays,) = connection.execute(
        ORPHANS.format(folder, "articles", "article_id", "article_id")
    ).fetchone()
    (nobodies,) = connection.execute(
        ORPHANS.format(folder, "actors", "actor_id", "source_actor_id")
    ).fetchone()
    connection.close()
    return [events, strays, nobodies]


def database(path: Path) -> list[int]:
    connection = duckdb.connect(str(path), read_only=True)
    counts = [
        connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("events", "articles", "events_current")
    ]
    connection.close()
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]))
