"""Near copies through whole loads: in one load and over several, in any order, after a loss."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from pipelines import sameness
from pipelines.layout import Layout
from pipelines.publish import rebuild
from tests.pipelines.workbench import contents, lake_rows, run, story
from tests.transforms.test_signatures import ADDED, PARAGRAPHS, QUAKES, REPORT


def wire(number: int, text: str, day: int = 3) -> dict[str, Any]:
    return {
        "title": f"Headline {number}",
        "text": text,
        "url": f"https://example.org/wire/{number}",
        "published_at": f"2024-05-{day:02d}T10:00:00Z",
        "source": f"Paper {number}",
    }


WIRES = [
    wire(0, REPORT),
    wire(1, "\n\n".join(PARAGRAPHS[:3]), 4),
    wire(2, "\n\n".join([*PARAGRAPHS, *ADDED]), 4),
    wire(3, REPORT.replace("(Plain Wire)", "(Evening Post)"), 5),
    wire(4, QUAKES[0]),
    wire(5, QUAKES[1], 5),
    wire(6, QUAKES[2], 6),
]


def load(folder: Path, warehouse: Path, articles: list[dict[str, Any]]) -> dict[str, Any]:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "all.json").write_text(json.dumps(articles))
    return run(folder / "all.json", warehouse).run


def originals(warehouse: Path) -> dict[int, int | None]:
    rows = lake_rows(warehouse, "articles")
    number = {row["article_id"]: int(row["url"].rsplit("/", 1)[1]) for row in rows}
    return {number[row["article_id"]]: number.get(row["duplicate_of"]) for row in rows}


COPIES = {0: None, 1: 0, 2: 0, 3: 0, 4: None, 5: None, 6: None}


def test_copies_are_named_counted_and_left_alone(tmp_path: Path):
    done = load(tmp_path, tmp_path / "wh", WIRES)
    assert originals(tmp_path / "wh") == COPIES
    assert (done["read"], done["loaded"], done["duplicate"]) == (7, 4, 3)
    rows = lake_rows(tmp_path / "wh", "articles")
    assert {row["skipped"] for row in rows if row["duplicate_of"]} == {"copy"}
    copies = {row["article_id"] for row in rows if row["duplicate_of"]}
    assert not copies & {row["article_id"] for row in lake_rows(tmp_path / "wh", "mentions")}
    again = load(tmp_path, tmp_path / "wh", WIRES)
    assert (again["outcome"], again["duplicate"]) == ("nothing_new", 7)


def test_the_order_in_a_load_does_not_matter(tmp_path: Path):
    found = []
    for number, order in enumerate(itertools.permutations(WIRES[:4])):
        if number % 5 == 0:
            load(tmp_path / str(number), tmp_path / f"wh{number}", [*order, *WIRES[4:]])
            found.append(contents(tmp_path / f"wh{number}"))
    assert len(found) == 5
    assert all(one == found[0] for one in found)


def test_copies_of_earlier_loads_are_found(tmp_path: Path):
    load(tmp_path / "one", tmp_path / "wh", [WIRES[0], WIRES[4]])
    done = load(tmp_path / "two", tmp_path / "wh", [WIRES[1], WIRES[3], WIRES[5], WIRES[6]])
    assert (done["loaded"], done["duplicate"]) == (2, 2)
    done = load(
        tmp_path / "three", tmp_path / "wh", [WIRES[2], {**WIRES[1], "url": "https://e.org/7"}]
    )
    assert (done["loaded"], done["duplicate"]) == (0, 2)
    assert originals(tmp_path / "wh") == {**COPIES, 7: 0}


@pytest.mark.parametrize("how", ["lost", "rebuilt"])
def test_the_index_comes_back_from_parquet(tmp_path: Path, how: str):
    load(tmp_path / "one", tmp_path / "wh", [WIRES[0], WIRES[4]])
    before = bands_of(tmp_path / "wh")
    assert len(before) == 2
    if how == "rebuilt":
        rebuild(Layout(tmp_path / "wh"))
        assert bands_of(tmp_path / "wh") == before
    else:
        (tmp_path / "wh" / "dateline.duckdb").unlink()
    done = load(tmp_path / "two", tmp_path / "wh", WIRES[1:4])
    assert (done["loaded"], done["duplicate"]) == (0, 3)
    assert bands_of(tmp_path / "wh") == before


def bands_of(warehouse: Path) -> list[Any]:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as database:
        return database.execute("SELECT * FROM article_bands ORDER BY 1").fetchall()


def test_reports_that_differ_in_a_number_only_are_no_copies(tmp_path: Path):
    done = load(tmp_path, tmp_path / "wh", [story(number) for number in range(64)])
    assert (done["loaded"], done["duplicate"]) == (64, 0)


def test_candidates_do_not_grow_with_the_square_of_a_form():
    """A thousand texts that share bands are compared with a few each, not with all."""
    made = np.zeros((1000, 8), np.int32)
    near = sameness._among_themselves(np.arange(1000), made)
    assert max(map(len, near.values())) <= sameness.CANDIDATES
    assert all(0 in near[one] for one in range(1, 1000))
    assert near[500][:1] in ([0], [499], [498], [497], [496])
