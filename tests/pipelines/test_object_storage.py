"""Files in object storage: against a local S3 server, and fsspec's own storage in memory."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import InputError, SettingsError
from pipelines.ingest import ingest
from pipelines.memory import Memory
from pipelines.sources import remote
from pipelines.sources.base import Known, Surroundings
from pipelines.sources.folder import Folder
from tests.pipelines.workbench import lake_rows, settings, story, take

pytestmark = [
    # botocore's and moto's own, and none of ours.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """An address on a server that speaks S3, with some articles; keys come by the environment."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "tester")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "s3cr3t-value")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        fs = s3fs.S3FileSystem(skip_instance_cache=True)
        fs.mkdir("news")
        fs.pipe("news/in/a.json", json.dumps(story(1)).encode())
        lines = "".join(json.dumps(story(n)) + "\n" for n in (2, 3))
        fs.pipe("news/in/deep/b.jsonl.gz", gzip.compress(lines.encode()))
        fs.pipe("news/in/.hidden/c.json", b"{}")
        fs.pipe("news/in/odd.xyz", b"?")
        yield "s3://news/in"
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


def test_articles_from_s3_are_loaded_once(bucket: str, tmp_path: Path):
    chosen = settings(tmp_path / "wh")
    done = take(chosen, bucket)
    assert (done.read, done.loaded, done.reasons) == (4, 3, {"unknown_format": 1})
    assert {row["origin"] for row in lake_rows(tmp_path / "wh", "articles")} == {
        "a.json", "b.jsonl.gz",
    }  # fmt: skip
    again = take(chosen, bucket)
    assert (again.read, again.duplicate, again.rejected) == (4, 3, 1)
    for path in (tmp_path / "wh").rglob("*"):
        assert not path.is_file() or b"s3cr3t" not in path.read_bytes()


def test_patterns_single_objects_and_what_is_not_there(bucket: str, tmp_path: Path):
    for address, read in ((f"{bucket}/*.json", 1), (f"{bucket}/deep/b.jsonl.gz", 2)):
        chosen = settings(tmp_path / str(read), keep_landing=False)
        assert ingest([address], chosen).loaded == read
    for address in ("s3://news/none", "s3://no-such-bucket/x"):
        with pytest.raises(InputError, match="s3://"):
            ingest([address], settings(tmp_path / "none"))


def test_an_object_that_has_not_changed_is_not_read_again(tmp_path: Path):
    import fsspec

    fs = fsspec.filesystem("memory")
    fs.pipe("/box/a.json", json.dumps(story(1)).encode())
    run_of = Surroundings(settings(tmp_path), Memory(tmp_path, "", lambda *_: set()), None)
    items = list(Folder(("memory://box",)).items(run_of))
    assert [item.name for item in items] == ["a.json"]
    assert not isinstance(items[0], Known)
    assert items[0].stamp
    before = items[0].stamp
    fs.pipe("/box/a.json", json.dumps(story(2)).encode() + b" ")
    (changed,) = Folder(("memory://box",)).items(run_of)
    assert (changed.key, changed.stamp == before) == (items[0].key, False)


def test_a_storage_that_is_not_installed_names_its_extra(monkeypatch: pytest.MonkeyPatch):
    import fsspec

    def missing(_: str) -> None:
        raise ImportError("Please install gcsfs to access Google Storage")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    with pytest.raises(SettingsError, match=r"dateline\[gs\]"):
        remote._open("gs://bucket/x")


def test_local_files_are_none_of_it():
    assert remote.is_remote("S3://bucket/a")
    assert not remote.is_remote("https://example.org/a")
    assert not remote.is_remote("folder/s3:/x")
