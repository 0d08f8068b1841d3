"""Files that have not changed are not read again, and nothing else is different for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.ingest import Intake, ingest
from pipelines.memory import Memory, Remembered, promote
from pipelines.settings import PROJECT
from tests.pipelines.workbench import corpus, lake_rows, run, settings, story, take

OLD = time.time() - 3600


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = corpus(tmp_path / "source", range(9), bad=True)
    for path in folder.iterdir():
        os.utime(path, (OLD, OLD))
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the documents that are read from now on."""
    names: list[str] = []
    from pipelines import takings

    read = takings.read

    def noting(document, *limits):
        names.append(document.name)
        return read(document, *limits)

    monkeypatch.setattr(takings, "read", noting)
    return names


def counts(done: Intake) -> tuple[object, ...]:
    return done.read, done.loaded, done.duplicate, done.rejected, done.reasons


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_unchanged_folder_is_not_read_and_counts_as_if_it_were(
    source: Path, tmp_path: Path, opened: list[str]
):
    chosen = settings(tmp_path / "wh")
    take(chosen, source)
    assert sorted(opened) == names(source)
    opened.clear()
    articles = lake_rows(tmp_path / "wh", "articles")
    again = take(chosen, source)
    assert opened == []
    (tmp_path / "wh" / "landing" / "memory.sqlite").unlink()
    forgotten = take(chosen, source)
    assert sorted(opened) == names(source)
    assert counts(again) == counts(forgotten)
    assert (again.read, again.loaded, again.duplicate, again.rejected) == (14, 0, 11, 3)
    assert again.new_articles == again.new_rejects == 0
    assert lake_rows(tmp_path / "wh", "articles") == articles


def test_what_changed_or_is_new_is_read(source: Path, tmp_path: Path, opened: list[str]):
    chosen = settings(tmp_path / "wh")
    take(chosen, source)
    opened.clear()
    (source / "new.json").write_text(json.dumps(story(20)))
    (source / "c0.txt").write_text((source / "c1.txt").read_text() + "\nAnd Anna met Hugo.\n")
    os.utime(source / "c1.txt")
    done = take(chosen, source)
    assert sorted(opened) == ["c0.txt", "c1.txt", "new.json"]
    assert done.read == 15
    # A file written a moment ago may be written again in the same moment: it is read again.
    opened.clear()
    take(chosen, source)
    assert sorted(opened) == ["c0.txt", "c1.txt", "new.json"]


def test_what_is_not_in_the_warehouse_is_read(source: Path, tmp_path: Path, opened: list[str]):
    chosen = settings(tmp_path / "wh")
    first = take(chosen, source)
    opened.clear()
    (tmp_path / "wh" / "lake").rename(tmp_path / "lake")
    assert counts(take(chosen, source)) == counts(first)
    assert sorted(opened) == names(source)


def test_what_was_not_published_is_read(source: Path, tmp_path: Path, opened: list[str]):
    chosen = settings(tmp_path / "wh")
    ingest([source], chosen)
    opened.clear()
    take(chosen, source)
    assert sorted(opened) == names(source)


def test_other_settings_and_another_try_read_again(source: Path, tmp_path: Path, opened: list[str]):
    run(source, tmp_path / "wh")
    opened.clear()
    assert ingest([source], settings(tmp_path / "wh")).rejected == 4
    assert opened == []
    ingest([source], settings(tmp_path / "wh", retry_rejected=True))
    assert opened == ["crash.json"]
    opened.clear()
    ingest([source], settings(tmp_path / "wh", max_article_characters=10))
    assert sorted(opened) == names(source)


MEASURE = """
import sys, time
from pathlib import Path
from tests.pipelines.workbench import settings, take
for _ in range(2):
    begun = time.process_time()
    done = take(settings(Path(sys.argv[2]), keep_landing=False), sys.argv[1])
    print(done.read, done.loaded, done.duplicate, time.process_time() - begun)
"""


@pytest.mark.hard
def test_a_hundred_thousand_known_files_cost_no_reading(tmp_path: Path):
    """All are known again; the seconds are told, not asserted."""
    folder = tmp_path / "in"
    for number in range(100_000):
        path = folder / f"{number // 1000}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Story {number}: Anna met Boris in town number {number * 7919 % 99991}.")
        os.utime(path, (OLD, OLD))
    script = tmp_path / "measure.py"  # a file: DuckDB takes `python -c` for somebody who watches
    script.write_text(MEASURE)
    command = [sys.executable, str(script), str(folder), str(tmp_path / "wh")]
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    print(done.stdout)
    first, again = (line.split() for line in done.stdout.splitlines())
    assert int(first[0]) == int(again[0]) == 100_000
    assert int(again[2]) == 100_000


def test_thousands_are_recalled_at_once(tmp_path: Path):
    memory = Memory(tmp_path, "as now", lambda articles, _: {"a3"} & articles)
    told = {f"file:{n}": Remembered("1", [f"a{n}"], [(f"r{n}", "empty_text")]) for n in range(1200)}
    memory.remember(told.items())
    promote(tmp_path)
    expected = {key: known for key, known in told.items() if key != "file:3"}  # whose data is lost
    assert memory.recall([*told, "file:new", ""]) == expected
    assert Memory(tmp_path, "another way", lambda *_: set()).recall(told) == {}
