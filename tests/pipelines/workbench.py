"""Small corpora and warehouses to test with. The language side is ``fake_model``: fast."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from pipelines import lake
from pipelines.files import write_json
from pipelines.ingest import Intake, ingest
from pipelines.layout import Layout
from pipelines.memory import promote
from pipelines.run import Summary, perform
from pipelines.settings import Settings, load
from transforms.schema import TABLES

MODEL = "tests.pipelines.fake_model:build"
# What may differ between two loads of the same articles: which run it was, and when.
OF_THE_RUN = {"run_id", "ingested_at"}

NAMES = ["Anna", "Boris", "Carla", "Dimitri", "Elena", "Farid", "Greta", "Hugo"]
VERBS = ["met", "accused", "invaded", "thanked"]


def story(number: int) -> dict[str, Any]:
    """An article with two events, a quotation and a sentence with letters beyond ASCII."""
    one, two, three = (NAMES[(number + step) % len(NAMES)] for step in (0, 1, 3))
    verb, other = VERBS[number % 4], VERBS[(number + 1) % 4]
    return {
        "title": f"{one} and {two}, day {number}",
        "text": (
            f"On that day {one} {verb} {two} near the river, and it was the talk of the town.\n\n"
            f'Zoë 🙂 left. Later on {three} told them "this is number {number} now" at home.\n\n'
            f"After the meal {two} {other} {three} because of what had been said before."
        ),
        "published_at": f"2024-03-{number % 28 + 1:02d}T10:00:00Z",
        "url": f"https://example.org/{number}",
        "source": f"Paper {number % 3}",
    }


def corpus(folder: Path, numbers: range, *, bad: bool = False) -> Path:
    """A folder of articles in several formats; with ``bad``, also what cannot be used."""
    folder.mkdir(parents=True, exist_ok=True)
    stories = [story(number) for number in numbers]
    cut = len(stories) // 3
    (folder / "a.jsonl").write_text("".join(json.dumps(s) + "\n" for s in stories[:cut]))
    (folder / "b.json").write_text(json.dumps(stories[cut : 2 * cut]))
    for index, held in enumerate(stories[2 * cut :]):
        head = "".join(f"{k}: {v}\n" for k, v in held.items() if k != "text")
        (folder / f"c{index}.txt").write_text(f"---\n{head}---\n{held['text']}\n")
    copy = {**stories[0], "url": "https://example.org/copy", "published_at": "2024-04-30"}
    (folder / "copy.json").write_text(json.dumps(copy))
    if bad:
        (folder / "broken.json").write_text('{"title": "cut sho')
        (folder / "empty.txt").write_text("\n")
        (folder / "picture.xyz").write_bytes(b"\x00\x01")
        crash = {"text": "This one will crash the analysis.", "url": "https://example.org/crash"}
        (folder / "crash.json").write_text(json.dumps(crash))
    return folder


def settings(warehouse: Path, **options: Any) -> Settings:
    """Settings for a warehouse of the fake model, untouched by the tester's environment."""
    values = {"warehouse": warehouse, "model": MODEL, "batch_size": 4, "prefect": False, **options}
    return load(values, environ={})


def run(source: Path, warehouse: Path, **options: Any) -> Summary:
    """Load ``source`` into ``warehouse``."""
    return perform([source], settings(warehouse, **options))


def give_places(warehouse: Path) -> None:
    """Have a database of the fake model, which knows no countries, say where some things are."""
    with duckdb.connect(str(warehouse / "dateline.duckdb")) as connection:
        connection.execute("UPDATE actors SET country = 'FRA' WHERE name = 'Anna'")
        connection.execute("UPDATE actors SET country = 'KEN' WHERE name = 'Farid'")
        for root, place, country, latitude, longitude in (
            ("19", "Nairobi", "KEN", -1.29, 36.82), ("11", "Paris", "FRA", 48.85, 2.35),
        ):  # fmt: skip
            connection.execute(
                "UPDATE events SET place_name = ?, country = ?, latitude = ?, longitude = ? "
                "WHERE event_root = ?",
                [place, country, latitude, longitude, root],
            )


def take(chosen: Settings, *paths: Path | str, sources: Iterable[str] = ()) -> Intake:
    """The first step over paths and sources (all configured ones, if none is named).

    Articles and rejects are published; nothing is analysed, and there is no database,
    which makes it quick.
    """
    names = list(sources) or [str(table["name"]) for table in chosen.sources]
    intake = ingest(paths, chosen, sources=names)
    assert intake.read == intake.loaded + intake.duplicate + intake.rejected
    layout = Layout(chosen.warehouse)
    held = lake.published(layout).tables if layout.manifest.exists() else {}
    for table in ("articles", "rejects"):
        name = f"{table}/{intake.run_id}.parquet"
        (layout.lake / table).mkdir(parents=True, exist_ok=True)
        (layout.intake / f"{table}.parquet").rename(layout.lake / name)
        held = {**held, table: [*held.get(table, []), name]}
    write_json(layout.manifest, lake.Manifest(intake.run_id, held).as_dict())
    promote(layout.landing)
    return intake


def lake_rows(warehouse: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table by a plain glob over the lake, in a fixed order."""
    rows: list[dict[str, Any]] = []
    for path in sorted((warehouse / "lake" / table).glob("*.parquet")):
        rows += pq.ParquetFile(path).read().to_pylist()
    return sorted(rows, key=repr)


def contents(warehouse: Path, *, ignoring: set[str] = OF_THE_RUN) -> dict[str, list[str]]:
    """All rows of all tables but ``runs``, without what belongs to the run, in a fixed order."""
    return {
        table: sorted(
            repr({key: value for key, value in row.items() if key not in ignoring})
            for row in lake_rows(warehouse, table)
        )
        for table in TABLES
        if table != "runs"
    }


def fingerprints(warehouse: Path) -> dict[str, str]:
    """Parquet file -> hash of its bytes, and when it was last written."""
    return {
        str(path.relative_to(warehouse)): f"{hashlib.sha256(path.read_bytes()).hexdigest()} "
        f"{path.stat().st_mtime_ns}"
        for path in sorted((warehouse / "lake").rglob("*.parquet"))
    }


class Stopped(datetime):
    """A clock that stands still, to put in the place of ``pipelines.run.datetime``: what then
    still differs between two runs differs for another reason."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime(2024, 6, 1, 12, tzinfo=tz or UTC)


def lake_bytes(warehouse: Path) -> dict[str, str]:
    """File of the lake -> hash of its bytes; but for ``runs``, which say how long a run took."""
    return {
        path.relative_to(warehouse).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((warehouse / "lake").rglob("*"))
        if path.is_file() and path.parent.name != "runs"
    }


def cut_texts(warehouse: Path) -> int:
    """Check that every offset in every table cuts out the text beside it; how many were cut."""
    texts = {row["article_id"]: row["text"] for row in lake_rows(warehouse, "articles")}
    columns = {
        "mentions": [("text", "")],
        "quotes": [("text", ""), ("cue", "cue_"), ("speaker_text", "speaker_")],
        "events": [
            ("source_text", "source_"),
            ("target_text", "target_"),
            ("trigger", "trigger_"),
            ("place", "place_"),
        ],
    }
    cut = 0
    for table, pairs in columns.items():
        for row in lake_rows(warehouse, table):
            for text, prefix in pairs:
                start, end = row[f"{prefix}start"], row[f"{prefix}end"]
                if row[text] is None:
                    assert (start, end) == (None, None), (table, row)
                else:
                    assert texts[row["article_id"]][start:end] == row[text], (table, row)
                    cut += 1
    return cut
