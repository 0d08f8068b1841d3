"""A disk that fills up in the middle of a load: a clear error, the last version in place."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import SpaceError
from pipelines.layout import Layout
from pipelines.publish import rebuild
from tests.pipelines.workbench import MODEL, contents, corpus, fingerprints, run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("space")
    corpus(folder / "one", range(4))
    corpus(folder / "two", range(4, 40))
    return folder


@pytest.fixture(scope="module")
def expected(source: Path) -> dict[str, list[str]]:
    """What two loads give where there is room."""
    run(source / "one", source / "room")
    run(source / "two", source / "room")
    return contents(source / "room")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system in memory of 40 MB; needs the right to mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() or sys.platform != "linux":
        pytest.skip("only root can mount a file system to fill")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"a file system cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_disk_that_fills_up_at_any_step(
    small_disk: Path, source: Path, expected: dict[str, list[str]]
):
    warehouse = small_disk / "wh"
    run(source / "one", warehouse)
    before, database = fingerprints(warehouse), (warehouse / "dateline.duckdb").read_bytes()
    steps = set()
    for left in (0, 20, 60, 150, 400, 1500, 4000):
        fill(small_disk, left * 1024)
        with pytest.raises(SpaceError, match="no space left to write there") as told:
            run(source / "two", warehouse)
        steps.add(type(told.value.__cause__).__name__)
        assert fingerprints(warehouse) == before, f"{left} KB were left"
        assert (warehouse / "dateline.duckdb").read_bytes() == database
        assert not (warehouse / "tmp" / "outgoing").exists()
        (small_disk / "ballast").unlink()
    assert len(steps) > 1  # Python, Arrow, DuckDB: each says it in its own way
    assert run(source / "two", warehouse).run["loaded"] > 0
    assert contents(warehouse) == expected


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes."""
    with (disk / "ballast").open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, max(1, shutil.disk_usage(disk).free - left))


def test_a_quota_of_bytes_a_file(source: Path, expected: dict[str, list[str]], tmp_path: Path):
    """The same where nothing can be mounted: the database outgrows what a file may have."""
    warehouse = tmp_path / "wh"
    run(source / "one", warehouse)
    before, database = fingerprints(warehouse), (warehouse / "dateline.duckdb").read_bytes()
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(database) // 2, hard))
        with pytest.raises(SpaceError, match="no space left"):
            run(source / "two", warehouse)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    assert fingerprints(warehouse) == before
    assert (warehouse / "dateline.duckdb").read_bytes() == database
    run(source / "two", warehouse)
    assert contents(warehouse) == expected
    rebuild(Layout(warehouse))


def held(lock: Path) -> bool:
    """Whether a process has written its number there. Trying the lock would be in its way."""
    return lock.exists() and lock.read_text().endswith("}")


def test_of_two_runs_started_together_one_says_who_holds_the_lock(source: Path, tmp_path: Path):
    warehouse = tmp_path / "wh"
    command = [sys.executable, "-m", "pipelines.cli", "run", str(source / "two"), "-w",
               str(warehouse), "--no-prefect", "--model", MODEL]  # fmt: skip
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    first = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    while not held(warehouse / ".lock") and first.poll() is None:
        time.sleep(0.01)
    first.send_signal(signal.SIGSTOP)  # it holds the lock while it is stopped
    second = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    first.send_signal(signal.SIGCONT)
    _, err = first.communicate()
    assert first.returncode == 0, err
    assert second.returncode == 5
    assert f"another run is writing here (process {first.pid} on " in second.stderr
    assert "Wait until it has finished" in second.stderr
    assert run(source / "two", warehouse).run["outcome"] == "nothing_new"
