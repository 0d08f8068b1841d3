"""Rows set aside on disk while it is not yet known which of them are wanted."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.database import literal
from transforms.schema import TABLES, to_table

Row = dict[str, Any]
BODY = ("text", "title_end")
ROWS_AT_ONCE = 500
BYTES_AT_ONCE = 8_000_000
SORTING_MEMORY = "512MB"  # the rest of a larger sort is on disk


class Spill:
    """Rows of one table on their way: written as they come, chosen and sorted at the end."""

    def __init__(self, path: Path, table: str) -> None:
        self._path, self._table = path, table
        self._held: list[Row] = []
        self._bytes = 0
        self._writer: pq.ParquetWriter | None = None
        self.rows = 0

    def add(self, row: Row) -> int:
        """Set a row aside; its number. Columns that are not known yet may be missing."""
        self._held.append(row)
        self._bytes += len(row.get("text") or row.get("raw") or "")
        if len(self._held) >= ROWS_AT_ONCE or self._bytes >= BYTES_AT_ONCE:
            self._flush()
        self.rows += 1
        return self.rows - 1

    def bodies(self, numbers: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Some rows, as (number, text without title), in the order in which they were added.

        Nothing can be added any more.
        """
        self._close()
        wanted = sorted(numbers)
        if not wanted:
            return
        source = pq.ParquetFile(self._path)
        first = place = 0
        for group in range(source.num_row_groups):
            last = first + source.metadata.row_group(group).num_rows
            end = bisect_left(wanted, last, lo=place)
            if end > place:
                part = source.read_row_group(group, columns=list(BODY))
                for number in wanted[place:end]:
                    text, title_end = (part.column(name)[number - first].as_py() for name in BODY)
                    yield number, text[title_end:].lstrip()
            first, place = last, end

    def write(self, target: Path, chosen: Iterable[tuple[int, Row]], key: str) -> None:
        """The rows ``chosen`` by number, each with columns that are known now, sorted by ``key``.

        The file ``target`` has the schema of the table.
        """
        wanted = list(chosen)
        if not wanted:
            pq.write_table(TABLES[self._table].empty_table(), target)
            self._close()
            return
        self._close()
        now = sorted(wanted[0][1])
        columns = {name: pa.array([row[name] for _, row in wanted], pa.string()) for name in now}
        numbers = pa.table({"row_number": pa.array([n for n, _ in wanted], pa.int64()), **columns})
        replaced = ", ".join(f"chosen.{name} AS {name}" for name in now)
        schema = TABLES[self._table]
        with duckdb.connect() as connection, pq.ParquetWriter(target, schema) as writer:
            connection.execute(f"SET memory_limit = '{SORTING_MEMORY}'; SET threads = 1")
            connection.execute(f"SET temp_directory = {literal(str(self._path) + '.tmp')}")
            connection.register("chosen", numbers)
            answer = connection.sql(
                f"SELECT spilled.* EXCLUDE (file_row_number) REPLACE ({replaced}) "
                f"FROM read_parquet({literal(str(self._path))}, file_row_number = true) spilled "
                f"JOIN chosen ON chosen.row_number = file_row_number ORDER BY {key}"
            )
            for batch in answer.to_arrow_reader(2 * ROWS_AT_ONCE):
                part = pa.Table.from_batches([batch]).select(schema.names).cast(schema)
                writer.write_table(part, row_group_size=2 * ROWS_AT_ONCE)
        self._path.unlink()

    def _flush(self) -> None:
        table = to_table(self._table, self._held)
        if self._writer is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = pq.ParquetWriter(self._path, table.schema)
        self._writer.write_table(table)
        self._held, self._bytes = [], 0

    def _close(self) -> None:
        if self._held:
            self._flush()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
