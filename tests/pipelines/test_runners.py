"""Whoever analyses the batches, the rows are the same, also when a worker dies at it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pipelines import runners
from pipelines.batches import BatchSettings, output_of
from pipelines.errors import DatelineError, SettingsError
from tests.pipelines.workbench import MODEL, contents, corpus, run, settings

distributed = pytest.importorskip("distributed", reason="pip install 'dateline[dask]'")

pytestmark = [
    # Dask's own, about sockets and loops that it leaves to the collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("source"), range(12), bad=True)


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    warehouse = tmp_path_factory.mktemp("serial")
    run(source, warehouse, runner="serial", workers=4)
    return contents(warehouse)


def own_runner(
    jobs: Sequence[runners.Job], workers: int
) -> Iterator[tuple[runners.Job, runners.Counts]]:
    """What a user might write: any order will do."""
    assert workers == 3
    for job in reversed(jobs):
        yield job, runners.analyse(job)


def forgetful(
    jobs: Sequence[runners.Job], workers: int
) -> Iterator[tuple[runners.Job, runners.Counts]]:
    yield from list(own_runner(jobs, workers))[1:]


@pytest.mark.parametrize(
    ("runner", "workers"),
    [
        ("tests.pipelines.test_runners:own_runner", 3),
        pytest.param("processes", 2, marks=pytest.mark.hard),
        pytest.param("dask", 2, marks=pytest.mark.hard),
    ],
)
def test_every_runner_gives_the_same_rows(
    runner: str, workers: int, source: Path, expected: dict[str, list[str]], tmp_path: Path
):
    done = run(source, tmp_path, runner=runner, workers=workers)
    assert done.run["loaded"] == 12
    assert contents(tmp_path) == expected


@pytest.mark.hard
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_a_worker_that_dies_in_the_middle_of_a_batch_changes_nothing(
    runner: str, source: Path, expected: dict[str, list[str]], tmp_path: Path
):
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "kill_once").touch()
    run(source, tmp_path / "wh", runner=runner, workers=2, seeds=tmp_path / "seeds")
    assert not (tmp_path / "seeds" / "kill_once").exists()  # it did die
    assert contents(tmp_path / "wh") == expected


@pytest.mark.hard
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_a_batch_that_kills_every_worker_ends_the_run_with_advice(
    runner: str, source: Path, tmp_path: Path
):
    (tmp_path / "kill_always").touch()
    with pytest.raises(DatelineError, match="out of memory"):
        run(source, tmp_path / "wh", runner=runner, workers=2, seeds=tmp_path)


@pytest.mark.hard
def test_a_dask_worker_of_a_scheduler_elsewhere_is_killed_from_outside(
    source: Path, expected: dict[str, list[str]], tmp_path: Path
):
    warehouse = tmp_path / "wh"
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        victim, _ = client.run(os.getpid).values()

        def kill_when_busy() -> None:
            while not any((warehouse / "tmp" / "batches").glob("*/counts.json")):
                if stop.wait(0.01):
                    return
            killed.append(victim)
            os.kill(victim, signal.SIGKILL)

        stop, killed = threading.Event(), []
        assassin = threading.Thread(target=kill_when_busy)
        assassin.start()
        try:
            run(source, warehouse, runner=cluster.scheduler_address, batch_size=1)
        finally:
            stop.set()
            assassin.join()
        assert killed == [victim]
    assert contents(warehouse) == expected


def test_a_runner_that_loses_a_batch_is_found_out(source: Path, tmp_path: Path):
    with pytest.raises(DatelineError, match="did not return 1 batches"):
        run(source, tmp_path, runner="tests.pipelines.test_runners:forgetful", workers=3)


def test_a_worker_with_another_lexicon_refuses_the_job(tmp_path: Path):
    versions = {"lexicon_version": "of another machine"}
    job = runners.Job(tmp_path / "b.parquet", tmp_path / "b", BatchSettings(MODEL), versions)
    with pytest.raises(DatelineError, match="another lexicon_version"):
        runners.analyse(job)


def test_the_same_batch_twice_at_once_leaves_the_first(source: Path, tmp_path: Path):
    from pipelines import batches
    from pipelines.extract import batches as planned
    from pipelines.ingest import ingest

    effective = settings(tmp_path)
    (first, *_) = planned(ingest([source], effective), effective)
    counts = batches.process_batch(first, output_of(first), BatchSettings(MODEL))
    held = (output_of(first) / batches.COUNTS).stat()
    late = batches._write(output_of(first), {}, [], {"failed": {}})
    assert late != counts
    assert (output_of(first) / batches.COUNTS).stat() == held
    assert [path.name for path in first.parent.iterdir() if path.name.startswith(".")] == []


def test_runners_that_do_not_exist_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pipelines.dask_runner.CONNECT_SECONDS", 0.5)  # it tries as long as that
    with pytest.raises(SettingsError, match="must be serial, processes, dask"):
        settings(tmp_path, runner="threads")
    with pytest.raises(SettingsError, match="cannot be loaded"):
        runners.choose(settings(tmp_path, runner="pipelines.nothing:run"))
    with pytest.raises(SettingsError, match="no Dask scheduler answers"):
        list(runners.choose(settings(tmp_path, runner="tcp://127.0.0.1:1"))([], 1))
