"""Generated rows of the warehouse's tables, for what is measured at sizes nobody has at hand."""

from __future__ import annotations

import random
import string
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines import assemble, database, derive, lake
from pipelines.files import write_json
from pipelines.layout import Layout
from transforms import seeds
from transforms.ids import content_id
from transforms.schema import SCHEMA_VERSION, TABLES, to_table

START = date(2020, 1, 1)
SENTENCES, EVENTS, QUOTES = 15, 6, 3  # in an article
ACTORS = 400  # of whom each day names most
Tables = dict[str, pa.Table]


def template(articles: int, actors: int = ACTORS) -> Tables:
    """A day of generated rows. ``shifted`` makes any other day of it."""
    chance = random.Random(7)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(3, 9)))
             for _ in range(4000)]  # fmt: skip
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in (*lake.GROWING, "actors")}
    names = [f"{words[i % 4000]} {words[i // 4000]}".title() for i in range(actors)]
    countries = [place["iso3"] for place in _places()]
    when = datetime(START.year, START.month, START.day, 10)
    for number, name in enumerate(names):
        rows["actors"].append({"actor_id": f"a{number:04d}", "name": name, "kind": "other",
                               "country": countries[number % 150],
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
        one, other = chance.sample(range(len(names)), 2)
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
            action, place = chance.choice(_actions()), chance.choice(_places())
            rows["events"].append({
                "event_id": content_id(key, index)[:16], "article_id": key, "sentence": index,
                "event_date": when.date(), "date_precision": "day",
                "source_actor_id": f"a{one:04d}", "source_text": names[one],
                "source_start": start, "source_end": met - 1,
                "target_actor_id": f"a{other:04d}", "target_text": names[other],
                "target_start": met + 4, "target_end": spans[1][1],
                "trigger": "met", "trigger_lemma": "meet", "trigger_start": met,
                "trigger_end": met + 3, "event_code": action["code"],
                "event_root": action["root"], "event_label": action["name"],
                "plover_type": action["plover_type"] or None,
                "quad_class": int(action["quad_class"]), "goldstein": float(action["goldstein"]),
                "status": "happened", "negated": False, "rule": "made",
                "place_name": place["name"], "country": place["iso3"],
                "latitude": float(place["latitude"]), "longitude": float(place["longitude"]),
                "place_precision": "city",
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


@lru_cache
def _actions() -> list[seeds.Row]:
    return [row for row in seeds.read("cameo") if row["quad_class"] and row["goldstein"]]


@lru_cache
def _places() -> list[seeds.Row]:
    """The 300 largest cities."""
    cities = [row for row in seeds.read("places") if row["kind"] == "city"]
    return sorted(cities, key=lambda row: -int(row["population"] or 0))[:300]


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
        months = assemble.completed(connection, None)
        database.stamp(connection, "lake_version", manifest.version)
        assemble.write_derived(connection, layout.lake, months)
    for name in (*lake.WHOLE, lake.MONTHLY):
        manifest.tables[name] = sorted(
            f"{name}/{path.name}" for path in (layout.lake / name).iterdir()
        )
    write_json(layout.manifest, manifest.as_dict())
