"""Object storage: a local S3 server, and the same by a folder, which is quicker."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import fs

from pipelines import mirror
from pipelines.errors import DatelineError, SettingsError, WarehouseError
from pipelines.layout import Layout
from pipelines.remote import Remote
from tests.pipelines.workbench import contents, corpus, fingerprints, run

# Moto's and its parts' own.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("source"), range(12), bad=True)


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("plain")
    run(source, warehouse)
    return warehouse


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket on an S3 server of our own, on loopback."""
    server_module = pytest.importorskip("moto.server", reason="pip install 'moto[server]'")
    server = server_module.ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    host, port = server.get_host_and_port()
    before = dict(os.environ)
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
    }  # fmt: skip
    options = f"endpoint_override={host}:{port}&scheme=http&region=us-east-1"
    try:
        fs.FileSystem.from_uri(f"s3://news?{options}&allow_bucket_creation=true")[0].create_dir(
            "news"
        )
        yield f"s3://news/PREFIX?{options}"
    finally:
        os.environ.clear()
        os.environ |= before
        server.stop()


@pytest.fixture(params=["folder", pytest.param("s3", marks=pytest.mark.hard)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return (tmp_path / "storage").as_uri()
    return str(request.getfixturevalue("bucket")).replace("PREFIX", tmp_path.name)


def rows(address: str, pointer: dict[str, object], table: str) -> int:
    remote = Remote(address)
    names = pointer["tables"][table]
    return sum(pq.read_table(remote._path(n), filesystem=remote.fs).num_rows for n in names)


def test_a_mirror_has_the_version_and_a_warehouse_comes_back_from_it(
    address: str, source: Path, expected: Path, tmp_path: Path
):
    done = run(source, tmp_path / "wh", mirror=address)
    pointer = Remote(address).read_json(mirror.POINTER)
    assert pointer["version"] == done.version
    assert rows(address, pointer, "articles") == 13
    assert contents(tmp_path / "wh") == contents(expected)
    assert mirror.push(Layout(tmp_path / "wh"), address).files == 0

    assert mirror.pull(address, Layout(tmp_path / "back")) == done.version
    assert contents(tmp_path / "back") == contents(tmp_path / "wh")
    hashes = {
        name: {file: mark.split()[0] for file, mark in fingerprints(tmp_path / name).items()}
        for name in ("wh", "back")
    }
    assert hashes["back"] == hashes["wh"]
    again = run(source, tmp_path / "back")  # it goes on where the other was
    assert (again.run["outcome"], again.run["duplicate"]) == ("nothing_new", 13)
    with pytest.raises(WarehouseError, match="already"):
        mirror.pull(address, Layout(tmp_path / "back"))


def test_a_reader_sees_one_version_whole_while_another_is_published(address: str, tmp_path: Path):
    """Whoever holds a pointer reads its version, whatever has been published since."""
    seen, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            if pointer := Remote(address).read_json(mirror.POINTER):
                seen.append([rows(address, pointer, table) for table in ("articles", "events")])

    reader = threading.Thread(target=read)
    reader.start()
    versions, first = [], None
    try:
        for start in range(0, 9, 3):
            run(corpus(tmp_path / str(start), range(start, start + 3)), tmp_path / "wh",
                mirror=address)  # fmt: skip
            pointer = Remote(address).read_json(mirror.POINTER)
            first = first or pointer
            versions.append([rows(address, pointer, table) for table in ("articles", "events")])
    finally:
        stop.set()
        reader.join()
    assert len(versions) == 3
    assert [one for one in seen if one not in versions] == []
    assert [rows(address, first, table) for table in ("articles", "events")] == versions[0]


def test_a_mirror_that_was_interrupted_shows_the_version_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    address = (tmp_path / "storage").as_uri()
    first = run(corpus(tmp_path / "1", range(3)), tmp_path / "wh", mirror=address)

    def broken(*_: object) -> None:
        raise DatelineError("the network is gone")

    with monkeypatch.context() as patch:
        patch.setattr(Remote, "write_json", broken)
        with pytest.raises(DatelineError, match="network"):
            run(corpus(tmp_path / "2", range(3, 6)), tmp_path / "wh", mirror=address)
    assert Remote(address).read_json(mirror.POINTER)["version"] == first.version
    assert len(contents(tmp_path / "wh")["articles"]) == 8  # published here all the same
    run(tmp_path / "2", tmp_path / "wh", mirror=address)  # nothing new, and catches up
    assert rows(address, Remote(address).read_json(mirror.POINTER), "articles") == 8


def test_duckdb_reads_a_mirror_by_the_sql_that_is_printed(source: Path, tmp_path: Path):
    import duckdb

    address = (tmp_path / "storage").as_uri()
    run(source, tmp_path / "wh", mirror=address)
    shutil.rmtree(tmp_path / "wh")
    with duckdb.connect() as connection:
        connection.execute(mirror.read_sql(address))
        assert connection.execute("SELECT count(*) FROM articles").fetchall() == [(13,)]


@pytest.mark.hard
@pytest.mark.parametrize("runner", ["processes", "dask"])
def test_two_workers_hand_their_batches_in_by_object_storage(
    runner: str, bucket: str, source: Path, expected: Path, tmp_path: Path
):
    staging = bucket.replace("PREFIX", f"work-{runner}")
    run(source, tmp_path / "wh", runner=runner, workers=2, staging=staging)
    assert contents(tmp_path / "wh") == contents(expected)
    assert Remote(staging).names("out") == Remote(staging).names("in") == []


def test_batches_by_way_of_storage_give_the_same_rows(source: Path, expected: Path, tmp_path: Path):
    run(source, tmp_path / "wh", runner="pipelines.runners:serial",
        staging=(tmp_path / "work").as_uri())  # fmt: skip
    assert contents(tmp_path / "wh") == contents(expected)


def test_addresses_without_storage_or_with_a_password_are_refused():
    with pytest.raises(SettingsError, match="no address of storage"):
        Remote("nowhere at all")
    with pytest.raises(SettingsError, match="must not hold a password"):
        Remote("s3://key:secret@bucket/prefix")


def test_the_command_mirrors_and_restores(expected: Path, tmp_path: Path):
    address = (tmp_path / "storage").as_uri()

    def dateline(*arguments: str) -> str:
        command = [sys.executable, "-m", "pipelines.cli", "mirror", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    dateline(address, "-w", str(expected))
    assert "VIEW events AS" in dateline(address, "--sql")
    dateline(address, "-w", str(tmp_path / "back"), "--restore")
    manifests = [json.loads(Layout(w).manifest.read_text()) for w in (expected, tmp_path / "back")]
    assert manifests[0] == manifests[1]
