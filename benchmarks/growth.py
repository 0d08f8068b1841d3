"""What the publication of one day costs, by the number of days that the warehouse has already.

    python -m benchmarks.growth [--days 10,100,300,1000] [--articles 20] [--folder DIR]

Rows are generated (the language analysis costs the same whatever lies in the warehouse, and is
left out). A warehouse of N days has a Parquet file a table and day, as N loads leave it. Printed
are, for each N, the seconds of processor and of clock for looking up what is known and for
publishing one more day (the middle one of three), and the size of the database.
"""

from __future__ import annotations

import argparse
import random
import shutil
import string
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines import assemble, catalog, database, derive, known, lake
from pipelines.files import write_json
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.publish import publish
from pipelines.settings import Settings, load
from pipelines.versions import Versions
from transforms.ids import content_id
from transforms.schema import SCHEMA_VERSION, TABLES, to_table

START = date(2020, 1, 1)
SENTENCES, EVENTS, QUOTES = 15, 6, 3  # in an article
ACTORS = 400  # of whom each day names most
Tables = dict[str, pa.Table]


def template(articles: int) -> Tables:
    """A day of generated rows. ``shifted`` makes any other day of it."""
    chance = random.Random(7)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))
             for _ in range(4000)]  # fmt: skip
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in (*lake.GROWING, "actors")}
    names = [f"Actor {words[i].title()}" for i in range(ACTORS)]
    when = datetime(START.year, START.month, START.day, 10)
    for number, name in enumerate(names):
        rows["actors"].append({"actor_id": f"a{number:04d}", "name": name, "kind": "other",
                               "first_seen": when, "last_seen": when})  # fmt: skip
    for number in range(articles):
        _article(rows, content_id(number)[:16], words, names, when, chance)
    return {name: to_table(name, found) for name, found in rows.items()}


def _article(
    rows: dict[str, list[dict[str, Any]]], key: str, words: list[str], names: list[str],
    when: datetime, chance: random.Random,
) -> None:  # fmt: skip
    text = ""
    for index in range(SENTENCES):
        one, other = chance.sample(range(ACTORS), 2)
        start = len(text)
        text += f"{names[one]} met {names[other]} {' '.join(chance.choices(words, k=14))}."
        met = start + len(names[one]) + 1
        spans = (start, met - 1), (met + 4, met + 4 + len(names[other]))
        rows["sentences"].append(
            {"article_id": key, "sentence": index, "start": start, "end": len(text)}
        )
        for actor, (first, last) in zip((one, other), spans, strict=True):
            rows["mentions"].append({
                "mention_id": content_id(key, index, first)[:16], "article_id": key,
                "actor_id": f"a{actor:04d}", "sentence": index, "start": first, "end": last,
                "text": text[first:last], "form": "name", "rule": "made", "confidence": 0.5,
            })  # fmt: skip
        if index < EVENTS:
            rows["events"].append({
                "event_id": content_id(key, index)[:16], "article_id": key, "sentence": index,
                "event_date": when.date(), "date_precision": "day",
                "source_actor_id": f"a{one:04d}", "source_text": names[one],
                "source_start": start, "source_end": met - 1,
                "target_actor_id": f"a{other:04d}", "target_text": names[other],
                "target_start": met + 4, "target_end": spans[1][1],
                "trigger": "met", "trigger_lemma": "meet", "trigger_start": met,
                "trigger_end": met + 3, "event_code": "040", "event_root": "04",
                "event_label": "Consult", "plover_type": "CONSULT", "quad_class": 1,
                "goldstein": 1.0, "status": "happened", "negated": False, "rule": "made",
                "confidence": 0.5, "story_id": content_id(key, index, "story")[:16],
                "text": text[start:],
                "schema_version": SCHEMA_VERSION, "run_id": "",
            })  # fmt: skip
        elif index < EVENTS + QUOTES:
            rows["quotes"].append({
                "quote_id": content_id(key, index, "quote")[:16],
                "article_id": key, "sentence": index,
                "kind": "indirect", "start": met, "end": len(text), "text": text[met:],
                "speaker_text": names[one], "speaker_start": start, "speaker_end": met - 1,
                "speaker_actor_id": f"a{one:04d}", "anonymous": False, "rule": "made",
                "confidence": 0.5, "run_id": "",
            })  # fmt: skip
        text += " "
    rows["articles"].append({
        "article_id": key, "source": f"Paper {int(key, 16) % 7}", "language": "en",
        "published_at": when, "ingested_at": when, "text": text, "content_sha256": key,
        "word_count": len(text.split()), "sentence_count": SENTENCES, "run_id": "",
        "published_basis": "article", "origin": "made", "title_end": 0,
    })  # fmt: skip


def shifted(tables: Tables, day: int) -> Tables:
    """The rows of another day: ids and dates of its own, and words that no other day has."""
    made = {}
    for name, table in tables.items():
        for index, field in enumerate(table.schema):
            column = table.column(index)
            if field.name in ("article_id", "mention_id", "event_id", "quote_id", "story_id",
                              "content_sha256"):  # fmt: skip
                # Digits of a hash do not come in the order of days either.
                column = pc.binary_join_element_wise(f"{day * 7919 % 10000:04d}", column, "")
            elif pa.types.is_date32(field.type):
                column = pa.array([START + timedelta(days=day)] * len(table), field.type)
            elif pa.types.is_timestamp(field.type):
                when = datetime(START.year, START.month, START.day, 10) + timedelta(days=day)
                column = pa.array([when] * len(table), field.type)
            elif name == "articles" and field.name == "text":
                chance = random.Random(day)
                tails = ["".join(chance.choices(string.ascii_lowercase, k=200)) for _ in column]
                column = pc.binary_join_element_wise(column, pa.array(tails), " ")
            elif field.name == "run_id":
                column = pa.array([f"run{day:05d}"] * len(table), pa.string())
            table = table.set_column(index, field, column)
        made[name] = table
    return made


def run_of(day: int, tables: Tables) -> dict[str, Any]:
    """The row of ``runs`` that loaded a day."""
    when = datetime(START.year, START.month, START.day, 11) + timedelta(days=day)
    count = tables["articles"].num_rows
    return {
        "run_id": f"run{day:05d}", "started_at": when, "finished_at": when, "outcome": "loaded",
        "code_version": "0", "model": "made", "model_version": "0", "lexicon_version": "0",
        "schema_version": SCHEMA_VERSION, "configuration": "{}", "inputs": "[]", "read": count,
        "loaded": count, "duplicate": 0, "rejected": 0, "ingest_seconds": 0.0,
        "extract_seconds": 0.0,
        **{name: tables[name].num_rows for name in ("mentions", "events", "quotes")},
    }  # fmt: skip


def make(layout: Layout, days: int, tables: Tables) -> None:
    """A warehouse of so many days, as so many loads leave it."""
    manifest = lake.Manifest(content_id("made", days), {name: [] for name in TABLES})
    runs = []
    with database.created(layout.database) as connection:
        for day in range(days):
            rows = shifted(tables, day)
            runs.append(run_of(day, rows))
            for name in lake.GROWING:
                if rows[name].num_rows or day == 0:
                    path = lake.file_name(name, f"day{day:05d}")
                    lake.write(layout.lake / path, name, rows[name])
                    manifest.tables[name].append(path)
        for name in lake.GROWING:
            database.insert_files(connection, name, lake.files(layout, manifest, name))
        database.replace_rows(connection, "runs", to_table("runs", runs))
        derive.show_new(connection)
        derive.actors(connection, tables["actors"])
        derive.aliases(connection)
        derive.refer(connection, None)
        catalog.create_indexes(connection)
        catalog.extend_indexes(connection)
        catalog.ensure(connection)
        months = derive.stories(connection)
        database.stamp(connection, "lake_version", manifest.version)
        assemble.write_derived(connection, layout.lake, months)
    for name in (*lake.WHOLE, lake.MONTHLY):
        manifest.tables[name] = sorted(
            f"{name}/{path.name}" for path in (layout.lake / name).iterdir()
        )
    write_json(layout.manifest, manifest.as_dict())


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
