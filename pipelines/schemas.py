"""Earlier versions of the schema, and how their rows become those of today.

A column or a table that came later is null, or empty, in rows written before. What needs more
than that has an entry in ``STEPS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from transforms.schema import SCHEMA_VERSION, TABLES

# Oldest first. 1.1 added sentences, countries and event_codes; 1.2 articles.skipped and
# runs.other_language.
READABLE = ("1.0", "1.1", SCHEMA_VERSION)


def _say_why_skipped(articles: pa.Table) -> pa.Table:
    copies = pc.is_valid(articles.column("duplicate_of"))
    others = pc.not_equal(articles.column("language"), "en")
    reasons = pc.if_else(others, pa.scalar("language"), pa.scalar(None, pa.string()))
    return articles.append_column("skipped", pc.if_else(copies, pa.scalar("copy"), reasons))


# (version, table) -> a function that changes its rows to what the next version says, for changes
# beyond new columns.
STEPS: Mapping[tuple[str, str], Callable[[pa.Table], pa.Table]] = {
    ("1.1", "articles"): _say_why_skipped,
}


def upgrade(table: str, rows: pa.Table, version: str) -> pa.Table:
    """Rows of ``table`` as written under schema ``version``, with the schema of today.

    Raises ValueError where a column that is never null has no value for them.
    """
    for step in READABLE[READABLE.index(version) :]:
        if change := STEPS.get((step, table)):
            rows = change(rows)
    columns = [
        rows.column(field.name).cast(field.type)
        if field.name in rows.schema.names
        else pa.nulls(rows.num_rows, field.type)
        for field in TABLES[table]
    ]
    made = pa.table(columns, schema=TABLES[table])
    if table == "events":  # runs say what they were made with, events what they are now
        index = TABLES[table].get_field_index("schema_version")
        now = pa.array([SCHEMA_VERSION] * made.num_rows, pa.string())
        made = made.set_column(index, TABLES[table].field("schema_version"), now)
    made.validate()
    for field in TABLES[table]:
        if not field.nullable and made.column(field.name).null_count:
            raise ValueError(f"{table}.{field.name}: rows of schema {version} have no value for it")
    return made
