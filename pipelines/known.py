"""What of new inputs is in the warehouse already: asked of the database, by id.

A lake of a thousand loads has thousands of files; the database answers for the few rows that a
load is about without opening them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import database, lake
from pipelines.layout import Layout


def rows(
    layout: Layout, table: str, columns: Sequence[str], keys: Iterable[tuple[str, Iterable[str]]]
) -> list[dict[str, Any]]:
    """Published rows of ``table`` with a value of one of ``keys``: (column, values) pairs."""
    manifest = lake.current(layout)
    if not manifest.tables:
        return []
    wanted = {column: set(values) for column, values in keys}
    with database.reading(layout.database, of=manifest.version) as connection:
        if connection is None:
            return _of_lake(layout, manifest, table, columns, wanted)
        tests = []
        for number, (column, values) in enumerate(wanted.items()):
            table_of_keys = pa.table({"key": pa.array(sorted(values), pa.string())})
            connection.register(f"keys{number}", table_of_keys)
            tests.append(f"{database.quoted(column)} IN (SELECT key FROM keys{number})")
        names = ", ".join(map(database.quoted, columns))
        answer = connection.sql(f"SELECT {names} FROM {table} WHERE {' OR '.join(tests)}")
        return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _of_lake(
    layout: Layout, manifest: lake.Manifest, table: str, columns: Sequence[str],
    wanted: Mapping[str, set[str]],
) -> list[dict[str, Any]]:  # fmt: skip
    found = lake.read(layout, manifest, table, sorted({*columns, *wanted}))
    among = [
        pc.is_in(found.column(name), value_set=pa.array(sorted(values), pa.string()))
        for name, values in wanted.items()
    ]
    return list(found.filter(reduce(pc.or_, among)).select(list(columns)).to_pylist())
