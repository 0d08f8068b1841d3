"""How a version that waits differs from the published one: rows added, removed, changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipelines import lake
from pipelines.database import literal, quoted
from pipelines.layout import Layout
from transforms.schema import TABLES

# What identifies a row, where that is more than its first column.
_KEYS = {
    "actor_aliases": ("actor_id", "alias"),
    "quote_actors": tuple(TABLES["quote_actors"].names),
    "sentences": ("article_id", "sentence"),
}
_OF_THE_RUN = frozenset({"run_id", "ingested_at"})
COMPARED = (
    "articles", "sentences", "mentions", "events", "quotes", "quote_actors", "actors",
    "actor_aliases", "stories",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of a table by what became of them; ``rows`` is how many there are now."""

    rows: int = 0
    added: int = 0
    removed: int = 0
    changed: int = 0

    @property
    def any(self) -> bool:
        """Whether anything is different."""
        return bool(self.added or self.removed or self.changed)

    def as_dict(self) -> dict[str, int]:
        """Name -> number."""
        return asdict(self)


def compare(layout: Layout, manifest: lake.Manifest) -> dict[str, Changes]:
    """Table -> what ``tmp/outgoing`` changes in it.

    Waiting files of a table whose rows are the same are thrown away, so that the published
    ones stay as they are.
    """
    found: dict[str, Changes] = {}
    with duckdb.connect() as connection:
        for table in COMPARED:
            old = lake.files(layout, manifest, table)
            folders = (layout.outgoing / "fresh" / table, layout.outgoing / table)
            folder = next((one for one in folders if one.exists()), None)
            if folder is None:
                found[table] = Changes(rows=_count(connection, old))
                continue
            new = sorted(folder.glob("*.parquet"))
            found[table] = _compared(connection, table, old, new)
            if not found[table].any:
                shutil.rmtree(folder)
    return found


def _compared(
    connection: duckdb.DuckDBPyConnection, table: str, old: list[Path], new: list[Path]
) -> Changes:
    if not old or not new:
        rows = _count(connection, new)
        return Changes(rows, rows, _count(connection, old))
    names = TABLES[table].names
    keys = _KEYS.get(table, (names[0],))
    same = " AND ".join(f"o.{quoted(key)} = n.{quoted(key)}" for key in keys)
    values = [name for name in names if name not in keys and name not in _OF_THE_RUN]
    differ = " OR ".join(f"o.{quoted(v)} IS DISTINCT FROM n.{quoted(v)}" for v in values)
    was, now = (f"{side}.{quoted(keys[0])} IS NOT NULL" for side in "on")
    ((added, removed, changed),) = connection.execute(
        f"SELECT count(*) FILTER (NOT {was}), count(*) FILTER (NOT {now}), "
        f"count(*) FILTER ({was} AND {now} AND ({differ or 'false'})) "
        f"FROM {_read(old)} o FULL JOIN {_read(new)} n ON {same}"
    ).fetchall()
    return Changes(_count(connection, new), added, removed, changed)


def _read(paths: Iterable[Path]) -> str:
    return f"read_parquet([{', '.join(literal(str(path)) for path in paths)}])"


def _count(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> int:
    if not paths:
        return 0
    ((rows,),) = connection.execute(f"SELECT count(*) FROM {_read(paths)}").fetchall()
    return int(rows)
