"""How a version that waits differs from the published one: rows added, removed, changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from pipelines import lake
from pipelines.database import literal, quoted
from pipelines.layout import Layout
from transforms.schema import TABLES

# What identifies a row, where that is more than its first column.
_KEYS = {"actor_aliases": ("actor_id", "alias"), "quote_actors": TABLES["quote_actors"].names}
_OF_THE_RUN = frozenset({"run_id", "ingested_at"})
COMPARED = (
    "articles", "mentions", "events", "quotes", "quote_actors", "actors", "actor_aliases",
    "stories",
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

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.rows + other.rows,
            self.added + other.added,
            self.removed + other.removed,
            self.changed + other.changed,
        )


def compare(layout: Layout, manifest: lake.Manifest) -> dict[str, Changes]:
    """Table -> what ``tmp/outgoing`` changes in it.

    A waiting file that would replace one with the same rows is thrown away, so that the
    published one stays as it is.
    """
    found: dict[str, Changes] = {}
    with duckdb.connect() as connection:
        for table in COMPARED:
            total = Changes()
            for old in lake.files(layout, manifest, table):
                new = layout.outgoing / table / old.name
                if not new.exists():
                    total += Changes(rows=_count(connection, [old]))
                    continue
                one = _compared(connection, table, old, new)
                total += one
                if not one.any:
                    new.unlink()
            found[table] = total
    return found


def _compared(connection: duckdb.DuckDBPyConnection, table: str, old: Path, new: Path) -> Changes:
    names = TABLES[table].names
    keys = _KEYS.get(table, names[:1])
    same = " AND ".join(f"o.{quoted(key)} = n.{quoted(key)}" for key in keys)
    values = [name for name in names if name not in keys and name not in _OF_THE_RUN]
    differ = " OR ".join(f"o.{quoted(v)} IS DISTINCT FROM n.{quoted(v)}" for v in values)
    left, right = (f"read_parquet({literal(str(path))})" for path in (old, new))
    ((added, removed, changed),) = connection.execute(
        f"SELECT count(*) FILTER (o.{quoted(keys[0])} IS NULL), "
        f"count(*) FILTER (n.{quoted(keys[0])} IS NULL), "
        f"count(*) FILTER (o.{quoted(keys[0])} IS NOT NULL AND n.{quoted(keys[0])} IS NOT NULL "
        f"AND ({differ or 'false'})) FROM {left} o FULL JOIN {right} n ON {same}"
    ).fetchall()
    return Changes(_count(connection, [new]), added, removed, changed)


def _count(connection: duckdb.DuckDBPyConnection, paths: Iterable[Path]) -> int:
    names = ", ".join(literal(str(path)) for path in paths)
    ((rows,),) = connection.execute(f"SELECT count(*) FROM read_parquet([{names}])").fetchall()
    return int(rows)
