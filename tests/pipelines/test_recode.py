"""Stored articles coded again: the rows of a fresh load, without parsing, or nothing at all."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines import recode as recoding
from pipelines.errors import CheckError, LockError, StaleParsesError, WarehouseError
from pipelines.layout import Layout
from pipelines.lock import locked
from pipelines.parses import size
from pipelines.recode import Recoded
from tests.pipelines import fake_model
from tests.pipelines.test_cli import call
from tests.pipelines.workbench import (
    MODEL,
    contents,
    corpus,
    cut_texts,
    fingerprints,
    lake_rows,
    run,
    settings,
)

CHANGED = "met,040\naccused,110\nthanked,050\n"  # another code; and nobody invades any more


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("source"), range(9), bad=True)


@pytest.fixture(scope="module")
def loaded(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two loads, to be copied."""
    folder = tmp_path_factory.mktemp("loaded")
    run(source, folder / "wh")
    run(corpus(folder / "more", range(9, 14)), folder / "wh")
    return folder / "wh"


@pytest.fixture
def warehouse(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "wh"))


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "verbs.csv").write_text(CHANGED)
    return tmp_path / "own"


def recode(warehouse: Path, *, parse: bool = False, dry_run: bool = False, **own: Any) -> Recoded:
    return recoding.recode(settings(warehouse, **own), parse=parse, dry_run=dry_run)


def fresh(source: Path, loaded: Path, folder: Path, **own: Any) -> dict[str, list[str]]:
    """The rows of a warehouse that was loaded like ``loaded``, from the start with ``own``."""
    run(source, folder, **own)
    run(loaded.parent / "more", folder, **own)
    return contents(folder)


@pytest.mark.parametrize("how", [{}, {"workers": 2, "batch_size": 3}])
def test_the_rows_are_those_of_a_fresh_load_and_nothing_is_parsed(
    source: Path, loaded: Path, warehouse: Path, seeds: Path, tmp_path: Path, how: dict[str, int]
):
    expected = fresh(source, loaded, tmp_path / "fresh", seeds=seeds)
    fake_model.PARSED.clear()
    done = recode(warehouse, seeds=seeds, **how)
    assert fake_model.PARSED == []
    assert (done.articles, done.parsed, done.failed) == (14, 0, {})
    assert contents(warehouse) == expected
    assert cut_texts(warehouse) > 100
    assert not (warehouse / "tmp").exists()


def test_it_says_how_many_rows_changed(warehouse: Path, seeds: Path):
    before = {row["event_id"]: row for row in lake_rows(warehouse, "events")}
    done = recode(warehouse, seeds=seeds)
    after = {row["event_id"]: row for row in lake_rows(warehouse, "events")}
    events = done.changes["events"]
    assert events.removed == len(before.keys() - after.keys()) > 5
    assert events.added == len(after.keys() - before.keys()) > 3
    assert (events.rows, events.changed) == (len(after), 0)
    assert not done.changes["mentions"].any
    assert done.changes["stories"].any


def test_rows_that_stay_keep_their_run_and_new_ones_name_the_recode(warehouse: Path, seeds: Path):
    before = {row["event_id"]: row for row in lake_rows(warehouse, "events")}
    done = recode(warehouse, seeds=seeds)
    for row in lake_rows(warehouse, "events"):
        if row["event_id"] in before:
            assert row == before[row["event_id"]]
        else:
            assert (row["run_id"], row["event_code"]) == (done.run["run_id"], "110")
    assert sorted(row["outcome"] for row in lake_rows(warehouse, "runs")) == [
        "loaded", "loaded", "recoded",
    ]  # fmt: skip


def test_promise_01_recoding_without_a_change_leaves_every_byte(warehouse: Path, seeds: Path):
    before = fingerprints(warehouse)
    assert recode(warehouse).version == ""
    assert fingerprints(warehouse) == before
    recode(warehouse, seeds=seeds)
    before = fingerprints(warehouse)
    done = recode(warehouse, seeds=seeds, batch_size=2)
    assert (done.version, done.run["outcome"]) == ("", "nothing_new")
    assert fingerprints(warehouse) == before


def test_files_of_tables_that_do_not_change_stay(warehouse: Path, seeds: Path):
    before = fingerprints(warehouse)
    recode(warehouse, seeds=seeds)
    after = fingerprints(warehouse)
    assert before.keys() == after.keys()
    replaced = {name.split("/")[1] for name in before if before[name] != after[name]}
    assert replaced == {"events", "stories", "runs"}


def test_and_back_again(warehouse: Path, loaded: Path, seeds: Path):
    recode(warehouse, seeds=seeds)
    recode(warehouse)
    assert contents(warehouse) == contents(loaded)


def test_a_dry_run_says_the_same_and_writes_nothing(warehouse: Path, seeds: Path):
    before, log = fingerprints(warehouse), (warehouse / "runs.jsonl").read_bytes()
    dry = recode(warehouse, seeds=seeds, dry_run=True)
    assert fingerprints(warehouse) == before
    assert (warehouse / "runs.jsonl").read_bytes() == log
    assert not (warehouse / "tmp").exists()
    assert dry.version == ""
    assert dry.changes == recode(warehouse, seeds=seeds).changes


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.hard)])
def test_promise_02_killed_at_any_rename_and_run_again(
    step: int, seeds: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """What a kill would leave is the files as they are just before a rename: a copy of them.

    Every third rename is tried, and the last ones, which put the new version in place.
    """
    warehouse = tmp_path / "few"
    run(corpus(tmp_path / "source", range(3)), warehouse)
    left: list[Path] = []

    def keep() -> None:
        left.append(Path(shutil.copytree(warehouse, tmp_path / str(len(left)))))

    with monkeypatch.context() as patch:
        _before_each_rename(patch, keep)
        recode(warehouse, seeds=seeds)
    expected = contents(warehouse)
    assert len(left) >= 8  # a batch, tables, database, journal, pointer
    for folder in sorted({*left[::step], *left[-3:]}):
        assert contents(folder) != expected or (folder / "tmp").exists()
        recode(folder, seeds=seeds)
        assert contents(folder) == expected, f"killed at {folder.name} of {len(left)}"
        assert not (folder / "tmp").exists()


def _before_each_rename(patch: pytest.MonkeyPatch, call_it: Any) -> None:
    for name in ("replace", "rename"):
        original = getattr(os, name)
        patch.setattr(os, name, lambda *args, original=original: (call_it(), original(*args)))


def test_promise_03_every_row_of_the_lake_finds_its_actors_at_every_rename(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
):
    """Also while old rows and new ones lie side by side, and actors come and go with them."""
    watched = []

    def look() -> None:
        actors = {row["actor_id"] for row in lake_rows(warehouse, "actors")}
        rows = lake_rows(warehouse, "mentions")
        watched.append({row["actor_id"] for row in rows} <= actors)

    _before_each_rename(monkeypatch, look)
    monkeypatch.setattr(fake_model, "_actor", _another_actor)
    done = recode(warehouse)
    assert done.changes["actors"].added == done.changes["actors"].removed > 3
    assert len(watched) >= 8
    assert all(watched)
    assert len(lake_rows(warehouse, "actors")) == done.changes["actors"].rows


def _another_actor(name: str) -> Any:
    return fake_model.Actor(f"new-{name}", name, "other")


def test_promise_10_a_failing_check_leaves_the_last_good_version(
    warehouse: Path, seeds: Path, tmp_path: Path
):
    before = fingerprints(warehouse)
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "no110.sql").write_text(
        "-- Nobody disapproves.\n-- severity: error\n"
        "SELECT event_id FROM events WHERE event_code = '110'"
    )
    with pytest.raises(CheckError, match="Nobody disapproves"):
        recode(warehouse, seeds=seeds, checks=tmp_path / "checks")
    assert fingerprints(warehouse) == before
    assert (
        json.loads((warehouse / "runs.jsonl").read_text().splitlines()[-1])["outcome"] == "failed"
    )


def test_an_article_whose_analysis_fails_keeps_its_rows(warehouse: Path, tmp_path: Path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "verbs.csv").write_text("met,040\ninvaded,FAIL\nthanked,051\n")
    before = lake_rows(warehouse, "events")
    hurt = {row["article_id"] for row in before if row["trigger"] == "invaded"}
    done = recode(warehouse, seeds=tmp_path / "own")
    assert done.failed.keys() == hurt
    assert "made to fail" in done.failed[min(hurt)]
    after = lake_rows(warehouse, "events")
    assert [row for row in after if row["article_id"] in hurt] == [
        row for row in before if row["article_id"] in hurt
    ]
    assert {row["event_code"] for row in after if row["article_id"] not in hurt} <= {"040", "051"}
    assert min(hurt) in done.run["message"]


def test_another_model_needs_leave_to_parse(
    loaded: Path, warehouse: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("pipelines.versions.model_version", lambda _: "later")
    monkeypatch.setattr("pipelines.recode.current", _uncached)
    before = fingerprints(warehouse)
    with pytest.raises(StaleParsesError, match=r"14 of 14 articles have no parse by .* later"):
        recode(warehouse)
    assert fingerprints(warehouse) == before
    fake_model.PARSED.clear()
    done = recode(warehouse, parse=True)
    assert (done.parsed, len(fake_model.PARSED)) == (14, 14)
    assert contents(warehouse) == contents(loaded)
    assert recode(warehouse).parsed == 0


def _uncached(model: str, seeds: Path | None) -> Any:
    from pipelines.versions import current

    return current.__wrapped__(model, seeds)


def test_without_parses_all_texts_are_parsed_again(source: Path, tmp_path: Path):
    run(source, tmp_path / "wh", keep_parses=False)
    assert size(Layout(tmp_path / "wh")) == (0, 0)
    with pytest.raises(StaleParsesError, match=r"9 of 9 articles .*kept: none"):
        recode(tmp_path / "wh")
    assert recode(tmp_path / "wh", parse=True).parsed == 9
    assert size(Layout(tmp_path / "wh"))[0] == 9
    assert recode(tmp_path / "wh").parsed == 0


def test_one_writer_at_a_time_and_something_to_write(warehouse: Path, tmp_path: Path):
    with locked(Layout(warehouse).lock), pytest.raises(LockError):
        recode(warehouse)
    with pytest.raises(WarehouseError, match="nothing to recode"):
        recode(tmp_path / "nowhere")


def test_a_load_after_a_recode_adds_to_it(warehouse: Path, seeds: Path, tmp_path: Path):
    recode(warehouse, seeds=seeds)
    run(corpus(tmp_path / "third", range(14, 17)), warehouse, seeds=seeds)
    assert recode(warehouse, seeds=seeds).version == ""
    assert size(Layout(warehouse))[0] == 17


def test_the_command(warehouse: Path, seeds: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATELINE_SEEDS", str(seeds))
    code, out, err = call("recode", "-w", warehouse, "--model", MODEL, "--dry-run", "--json")
    assert (code, json.loads(out)["tables"]["events"]["removed"] > 5) == (0, True)
    assert "a dry run: nothing was written" in err
    code, out, err = call("recode", "-w", warehouse, "--model", MODEL)
    assert code == 0
    assert out.splitlines()[0].split() == ["table", "rows", "added", "removed", "changed"]
    assert "14 articles coded again, 0 of them parsed again" in err
    assert "bytes an article" in err
    code, _, err = call("recode", "-w", warehouse, "--model", "json:loads")
    assert code == 10
    assert "dateline recode --parse" in err
