"""What the publication of one day costs, by the number of days that the warehouse has already.

    python -m benchmarks.growth [--days 10,100,300,1000] [--articles 20] [--folder DIR]

Rows are generated (the language analysis costs the same whatever lies in the warehouse, and is
left out). A warehouse of N days has a Parquet file a table and day, as N loads leave it. Printed
are, for each N, the seconds of processor and of clock for looking up what is known and for
publishing one more day (the middle one of three), and the size of the database.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.made_rows import Tables, make, shifted, template
from pipelines import known, lake
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.publish import publish
from pipelines.settings import Settings, load
from pipelines.versions import Versions


def load_day(layout: Layout, day: int, tables: Tables, settings: Settings) -> tuple[float, float]:
    """Look up and publish one more day. Returns seconds of (processor, clock)."""
    rows = shifted(tables, day)
    batch = layout.batches / "one.parquet"
    folder = batch.with_suffix("")
    folder.mkdir(parents=True)
    for name in (*lake.GROWING, "actors"):
        pq.write_table(rows[name], folder / f"{name}.parquet")
    layout.intake.mkdir(parents=True)
    for name in ("articles", "rejects"):
        pq.write_table(rows[name], layout.intake / f"{name}.parquet")
    count = rows["articles"].num_rows
    intake = Intake(
        datetime(2024, 1, 1, tzinfo=UTC).isoformat(), [], Versions("0", "made", "0", "0").as_dict(),
        {}, run_id=f"run{day:05d}", read=count, loaded=count, new_articles=count,
    )  # fmt: skip
    counts = {"failed": {}, **{name: rows[name].num_rows for name in rows}}
    clock, processor = time.perf_counter(), time.process_time()
    for key in ("article_id", "content_sha256"):
        values = rows["articles"].column(key).to_pylist()
        known.rows(layout, "articles", ("article_id",), [(key, values)])
    publish(intake, {batch: counts}, settings, datetime(2024, 1, 2, tzinfo=UTC))
    return time.process_time() - processor, time.perf_counter() - clock


def main() -> None:
    """Print the curve."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--days", default="10,100,300,1000")
    arguments.add_argument("--articles", type=int, default=20)
    arguments.add_argument("--folder", type=Path)
    options = arguments.parse_args()
    tables = template(options.articles)
    print("days  articles  database MB  processor s  clock s")
    with tempfile.TemporaryDirectory(dir=options.folder) as work:
        for days in map(int, options.days.split(",")):
            layout = Layout(Path(work) / str(days))
            settings = load({"warehouse": layout.root}, environ={})
            make(layout, days, tables)
            found = sorted(load_day(layout, days + more, tables, settings) for more in range(3))
            size = layout.database.stat().st_size / 1e6
            total = days * options.articles
            print(f"{days:4d}  {total:8d}  {size:11.0f}  {found[1][0]:11.2f}  {found[1][1]:7.2f}",
                  flush=True)  # fmt: skip
            shutil.rmtree(layout.root)


if __name__ == "__main__":
    main()
