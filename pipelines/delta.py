"""The lake as Delta tables, for engines that read those. An extra: ``pip install dateline[delta]``.

What is new since the last export is appended; tables about the whole warehouse are overwritten,
and so is everything after ``compact``, ``retire`` or ``migrate``, which replace files. Each is one
transaction of its Delta table, which keeps its history.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import lake
from pipelines.errors import DatelineError
from pipelines.layout import Layout
from transforms.schema import TABLES

FILES = "dateline_files"  # in the last commit of a Delta table: the files of the lake it holds


def export(layout: Layout, folder: Path) -> dict[str, int]:
    """Write a Delta table for each table under ``folder``. Returns the rows written a table.

    Raises DatelineError where the package ``deltalake`` is not installed.
    """
    try:
        from deltalake import CommitProperties, DeltaTable, write_deltalake
    except ImportError as error:
        raise DatelineError(
            "deltalake is not installed", "pip install 'dateline[delta]'"
        ) from error
    manifest = lake.current(layout)
    written = {}
    for table in TABLES:
        target, files = str(folder / table), manifest.tables[table]
        had = []
        if DeltaTable.is_deltatable(target):
            # Noted in the same commit as the rows, so that a kill between two does no harm.
            had = json.loads(DeltaTable(target).history(1)[0].get(FILES, "[]"))
        adds = table in lake.GROWING and bool(had) and set(had) <= set(files)
        names = [name for name in files if name not in had] if adds else files
        written[table] = 0
        if names:
            parts = [pq.ParquetFile(layout.lake / name).read() for name in names]
            rows = pa.concat_tables([TABLES[table].empty_table(), *parts])
            note = CommitProperties(custom_metadata={FILES: json.dumps(files)})
            mode: Literal["append", "overwrite"] = "append" if adds else "overwrite"
            write_deltalake(target, rows, mode=mode, commit_properties=note)
            written[table] = rows.num_rows
    return written
