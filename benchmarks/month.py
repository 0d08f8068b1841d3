"""A month of the world's news as rows: how long publication takes, and how long questions take.

    python -m benchmarks.month [--events 30000000] [--folder DIR]

The rows are made by DuckDB: 30 days, ten events an article, actors with Zipf's distribution, one
Parquet file a table and day, as daily loads leave them. Then the database is made from the files
(``publish.rebuild``, what `dateline rebuild` does: the dearest publication there is), and questions
are asked of the views. Words are left out: texts are short and have no index. Shown are seconds by
the clock and of the processor, and bytes.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from pipelines import database, lake
from pipelines.files import write_json
from pipelines.layout import Layout
from pipelines.publish import rebuild
from transforms.schema import SCHEMA_VERSION, TABLES

DAYS, PER_ARTICLE, ACTORS = 30, 10, 50_000
# Of random numbers u, v: few actors are in much of the news, most in little.
WHO = "'a' || (pow({n}, {u})::INTEGER)"
DAY = "DATE '2024-01-01' + {day}::INTEGER"
EVENTS = {
    "event_id": "'e' || {day} || '-' || i",
    "article_id": "'n' || {day} || '-' || i // {per}",
    "sentence": "i % {per}",
    "event_date": DAY,
    "date_precision": "'day'",
    "source_actor_id": "s",
    "source_text": "s",
    "source_start": "0",
    "source_end": "length(s)",
    "target_actor_id": "t",
    "target_text": "t",
    "target_start": "10",
    "target_end": "10 + length(t)",
    "trigger": "'met'",
    "trigger_lemma": "'meet'",
    "trigger_start": "8",
    "trigger_end": "11",
    "event_code": "['040', '112', '190', '050', '173'][1 + i % 5]",
    "event_root": "['04', '11', '19', '05', '17'][1 + i % 5]",
    "quad_class": "[1, 3, 4, 1, 4][1 + i % 5]",
    "goldstein": "[1.0, -2.0, -10.0, 3.5, -5.0][1 + i % 5]",
    "status": "CASE WHEN i % 10 < 7 THEN 'happened' ELSE 'claimed' END",
    "negated": "false",
    "country": "['USA', 'RUS', 'CHN', 'FRA', 'KEN', 'BRA', 'IND'][1 + i % 7]",
    "rule": "'made'",
    "confidence": "0.5 + (i % 50) / 100",
    "story_id": "'s' || {day} || '-' || i // 3",
    "text": "s || ' met ' || t || ' in the capital, it said on that day, after weeks of talks.'",
    "schema_version": "'" + SCHEMA_VERSION + "'",
    "run_id": "'run' || {day}",
}
ARTICLES = {
    "article_id": "'n' || {day} || '-' || i",
    "source": "'Paper ' || i % 5000",
    "language": "'en'",
    "published_at": DAY,
    "ingested_at": DAY,
    "text": "'A report of that day.'",
    "content_sha256": "'n' || {day} || '-' || i",
    "word_count": "420",
    "sentence_count": "20",
    "run_id": "'run' || {day}",
    "published_basis": "'article'",
    "origin": "'made'",
    "title_end": "0",
}
QUESTIONS = {
    "events of one dyad": "SELECT * FROM events_current WHERE source_actor_id = 'a17' "
    "AND target_actor_id = 'a3'",
    "dyads by day, top 20": "SELECT * FROM dyad_day ORDER BY n_events DESC LIMIT 20",
    "countries by day": "SELECT country, event_date, count(*), avg(goldstein) FROM events_current "
    "GROUP BY ALL",
    "conflict by month": "SELECT event_root, count(*) FROM events "
    "WHERE quad_class = 4 GROUP BY ALL",
    "all of one actor": "SELECT * FROM timeline('Actor 17')",
    "coverage": "SELECT count(*) FROM coverage",
}


def make(layout: Layout, events: int) -> None:
    """The lake of a month, and its manifest."""
    tables: dict[str, list[str]] = {name: [] for name in TABLES}
    with duckdb.connect() as connection:
        for day in range(DAYS):
            count = events // DAYS
            rows = (
                f"SELECT i, {WHO.format(n=ACTORS, u='random()')} AS s, "
                f"{WHO.format(n=ACTORS, u='random()')} AS t FROM range({count}) r(i)"
            )
            numbers = f"SELECT i FROM range({count // PER_ARTICLE}) r(i)"
            for table, values, source in (
                ("events", EVENTS, rows), ("articles", ARTICLES, numbers)
            ):  # fmt: skip
                name = lake.file_name(table, f"day{day:02d}")
                _copy(connection, layout.lake / name, table, _filled(values, day), source)
                tables[table].append(name)
        actors = {
            "actor_id": "'a' || i", "name": "'Actor ' || i", "kind": "'other'",
            "first_seen": "TIMESTAMP '2024-01-01'", "last_seen": "TIMESTAMP '2024-01-30'",
        }  # fmt: skip
        name = lake.file_name("actors", "")
        source = f"SELECT i FROM range({ACTORS + 1}) r(i)"
        _copy(connection, layout.lake / name, "actors", actors, source)
        tables["actors"].append(name)
    write_json(layout.manifest, lake.Manifest("month", tables).as_dict())


def _filled(values: dict[str, str], day: int) -> dict[str, str]:
    return {name: value.format(day=day, per=PER_ARTICLE) for name, value in values.items()}


def _copy(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    table: str,
    values: dict[str, str],
    source: str,
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    columns = ", ".join(
        f"({values.get(field.name, 'NULL')})::{database.TYPES[field.type]} "
        f"AS {database.quoted(field.name)}"
        for field in TABLES[table]
    )
    connection.execute(
        f"COPY (SELECT {columns} FROM ({source})) TO {database.literal(str(path))} "
        "(FORMAT parquet, COMPRESSION zstd)"
    )


def timed(what: str, function: Callable[[], object]) -> None:
    """Print how long a call takes."""
    clock, cpu = time.perf_counter(), time.process_time()
    function()
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    print(f"{what:28s}{clock:10.2f}{cpu:13.2f}", flush=True)


def main() -> None:
    """Make, publish, ask."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--events", type=int, default=30_000_000)
    arguments.add_argument("--folder", type=Path)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        layout = Layout(Path(folder))
        print(f"{options.events:,} events\n{'':28s}{'clock s':>10s}{'processor s':>13s}")
        timed("making the rows", lambda: make(layout, options.events))
        size = sum(path.stat().st_size for path in layout.lake.rglob("*.parquet"))
        timed("database from Parquet", lambda: rebuild(layout))
        for what, question in QUESTIONS.items():
            with duckdb.connect(str(layout.database), read_only=True) as connection:
                timed(what, lambda q=question, c=connection: c.execute(q).fetchall())  # type: ignore[misc]
        print(
            f"Parquet {size / 1e6:,.0f} MB, database {layout.database.stat().st_size / 1e6:,.0f} MB"
        )


if __name__ == "__main__":
    main()
