"""Archives as Common Crawl News has them, through the whole flow: every page is accounted for."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.archive import write
from tests.pipelines.workbench import fingerprints, lake_rows

ROOT = Path(__file__).resolve().parents[2]


def load(folder: Path, warehouse: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.pipelines.archive_run", str(folder), str(warehouse)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(report["seconds"]), json.dumps(report["memory"]))
    return report


def expected(kinds: Counter[str]) -> dict[str, int]:
    return {
        "read": kinds.total(),
        "loaded": kinds["new"] + kinds["foreign"],
        "duplicate": kinds["near"] + kinds["exact"] + kinds["again"],
        "rejected": kinds["empty"],
        "other_language": kinds["foreign"],
    }


def check(number: int, folder: Path) -> dict[str, Any]:
    kinds = write(folder / "archives", number)
    first = load(folder / "archives", folder / "wh")
    assert {key: first["run"][key] for key in expected(kinds)} == expected(kinds)
    assert first["reasons"] == {"no_article": kinds["empty"]}
    articles = lake_rows(folder / "wh", "articles")
    skipped = Counter(row["skipped"] for row in articles)
    assert skipped == {
        None: kinds["new"], "copy": kinds["near"] + kinds["exact"], "language": kinds["foreign"],
    }  # fmt: skip
    before = fingerprints(folder / "wh")
    again = load(folder / "archives", folder / "wh")
    assert again["run"]["outcome"] == "nothing_new"
    assert again["run"]["read"] == kinds.total()
    assert fingerprints(folder / "wh") == before
    return first


def test_a_small_archive(tmp_path: Path):
    check(100, tmp_path)


@pytest.mark.hard
def test_twenty_thousand_articles_in_flat_memory(tmp_path: Path):
    memory = check(20_000, tmp_path)["memory"]
    # What is kept of an article while its text is on disk is some hundred bytes.
    assert memory["read"] < memory["read a quarter"] + 60
    assert memory["analysed"] < memory["analysed a quarter"] + 60
    assert memory["at most"] < 1200
