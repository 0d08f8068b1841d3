"""The Parquet side of a warehouse: which files make up the published version.

Tables that only grow get one file a run, under a name made of its content, and no published
file of theirs is touched again but by ``dateline compact`` and its kin. Tables about the whole
warehouse (``WHOLE``) are one file each, replaced in one rename, and stories one file a month of
their events, so that a load writes those that it touches. ``_current.json`` names all files of
the published version; plain globs (``lake/events/*.parquet``) see the same files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import WarehouseError
from pipelines.files import flush, read_json
from pipelines.layout import Layout
from transforms.schema import SCHEMA_VERSION, TABLES

WHOLE = ("actors", "actor_aliases", "runs", "countries", "event_codes", "data_dictionary")
MONTHLY = "stories"
GROWING = tuple(name for name in TABLES if name not in (*WHOLE, MONTHLY))

MONTH = "strftime(event_date, '%Y-%m')"  # SQL: the part of ``stories`` to which a row belongs


@dataclass(frozen=True, slots=True)
class Manifest:
    """A published version: ``tables`` maps a table to its files, relative to ``lake/``."""

    version: str = ""
    tables: dict[str, list[str]] = field(default_factory=dict)
    schema_version: str = SCHEMA_VERSION

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Manifest:
        """The manifest that ``as_dict`` wrote."""
        return cls(value["version"], value["tables"], value["schema_version"])

    def as_dict(self) -> dict[str, Any]:
        """What is written to ``_current.json``."""
        return {
            "version": self.version,
            "schema_version": self.schema_version,
            "tables": self.tables,
        }


def current(layout: Layout) -> Manifest:
    """The published version; an empty one where nothing has been published yet.

    Raises WarehouseError where it was written with another schema.
    """
    manifest = published(layout)
    if manifest.schema_version != SCHEMA_VERSION:
        raise WarehouseError(
            f"{layout.root}: its tables have schema {manifest.schema_version}, this version of "
            f"Dateline writes {SCHEMA_VERSION}",
            f"`dateline migrate --warehouse {layout.root}` brings them up to date.",
        )
    return manifest


def published(layout: Layout) -> Manifest:
    """The published version, whatever its schema; an empty one where there is none."""
    value = read_json(layout.manifest)
    return Manifest() if value is None else Manifest.of(value)


def files(layout: Layout, manifest: Manifest, table: str) -> list[Path]:
    """The files of ``table`` in a version."""
    return [layout.lake / name for name in manifest.tables.get(table, [])]


def read(layout: Layout, manifest: Manifest, table: str, columns: Sequence[str]) -> pa.Table:
    """Some columns of a published table, all rows."""
    schema = pa.schema([TABLES[table].field(name) for name in columns])
    parts = [
        pq.ParquetFile(path).read(columns=list(columns)).cast(schema)
        for path in files(layout, manifest, table)
    ]
    return pa.concat_tables(parts) if parts else schema.empty_table()


def file_name(table: str, part: str) -> str:
    """A file of ``table``, relative to ``lake/``. ``part`` is the version that adds it, or the
    month of stories; tables about the whole warehouse have one part.
    """
    return f"{table}/{table if table in WHOLE else part}.parquet"


class Writer:
    """Writes one Parquet file of a table, part by part. Same rows, same parts: same bytes."""

    def __init__(self, path: Path, table: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.schema = TABLES[table]
        self._writer = pq.ParquetWriter(path, self.schema, compression="zstd")
        self.rows = 0

    def add(self, part: pa.Table) -> None:
        """Append rows; nothing is written for none."""
        if part.num_rows:
            self._writer.write_table(part.select(self.schema.names).cast(self.schema))
            self.rows += part.num_rows

    def close(self) -> None:
        """End the file and have it on the disk."""
        self._writer.close()
        flush(self.path)


def write(path: Path, table: str, rows: pa.Table) -> None:
    """All rows of a table as one file."""
    writer = Writer(path, table)
    writer.add(rows)
    writer.close()
