"""Archives of pages, made by a writer of our own."""

from __future__ import annotations

import gzip
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines import warc
from pipelines.reading import read
from pipelines.records import RawArticle, Unusable
from pipelines.sources.base import Document
from tests.pipelines.web_server import bomb, page
from tests.pipelines.workbench import contents, lake_rows, run


def record(number: int, body: bytes, *, kind: str = "response", status: int = 200,
           media: str = "text/html; charset=utf-8", packed: str = "") -> bytes:  # fmt: skip
    """A WARC record of an answer, packed by itself as Common Crawl does."""
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}\r\n"
    if packed:
        http += f"Content-Encoding: {packed}\r\n"
    block = http.encode() + b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\n"
        f"WARC-Date: 2024-03-0{number % 9 + 1}T12:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 1)


def pages(*numbers: int) -> bytes:
    return b"".join(record(number, page(number).encode()) for number in numbers)


def found(content: bytes, name: str = "a.warc.gz") -> list[RawArticle | Unusable]:
    return list(read(Document(name, content), 10**9))


def test_pages_have_the_address_and_time_of_their_record():
    one, two = found(pages(1, 2))
    assert isinstance(one, RawArticle)
    assert (one.url, one.location) == ("https://example.org/1", "record 1 https://example.org/1")
    assert one.received_at is not None
    assert one.received_at.isoformat() == "2024-03-02T12:00:00+00:00"
    assert "near the river" in one.text
    unpacked = found(gzip.decompress(pages(1, 2)), "a.warc")
    assert [replace(item, file="a.warc.gz") for item in unpacked] == [one, two]


def test_only_pages_that_were_given_are_read():
    archive = (
        record(1, b"", kind="request")
        + record(2, b"%PDF", media="application/pdf")
        + record(3, page(3).encode(), status=404)
        + record(4, gzip.compress(page(4).encode()), packed="gzip")
        + record(5, b"<html></html>")
    )
    kinds = [(type(one).__name__, one.location.split()[-1]) for one in found(archive)]
    assert kinds == [
        ("RawArticle", "https://example.org/4"), ("Unusable", "https://example.org/5"),
    ]  # fmt: skip


def test_a_bomb_in_a_record_costs_its_limit_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warc, "PAGE_BYTES", 100_000)
    archive = record(1, bomb(30_000_000), packed="gzip") + record(2, bytes(200_000)) + pages(3)
    reasons = [getattr(one, "reason", "") for one in found(archive)]
    assert reasons == ["too_large", "too_large", ""]


@pytest.mark.parametrize("packed", [True, False])
def test_a_damaged_archive_keeps_what_came_before(packed: bool):
    archive, name = (pages(1, 2, 3), "a.warc.gz") if packed else (
        gzip.decompress(pages(1, 2, 3)), "a.warc"
    )  # fmt: skip
    for cut in range(5, len(archive) // 3 - 5, 37):
        items = found(archive[:-cut], name)
        assert [type(one).__name__ for one in items][:2] == ["RawArticle", "RawArticle"]
        assert [one.reason for one in items if isinstance(one, Unusable)] == ["bad_warc"], cut


@pytest.mark.parametrize("content", [b"", b"no archive", gzip.compress(b"no archive", mtime=0)])
def test_what_is_no_archive_is_told(content: bytes):
    (one,) = found(content)
    assert isinstance(one, Unusable)
    assert one.reason == "bad_warc"


def test_an_archive_runs_and_runs_again(tmp_path: Path):
    (tmp_path / "a.warc.gz").write_bytes(pages(*range(5), 1))
    os.utime(tmp_path / "a.warc.gz", (time.time() - 99,) * 2)
    done = run(tmp_path / "a.warc.gz", tmp_path / "wh")
    assert (done.run["read"], done.run["loaded"], done.run["duplicate"]) == (6, 5, 1)
    rows = lake_rows(tmp_path / "wh", "articles")
    assert {row["ingested_at"].hour for row in rows} == {12}
    before = contents(tmp_path / "wh")
    again = run(tmp_path / "a.warc.gz", tmp_path / "wh")
    assert (again.run["read"], again.run["duplicate"]) == (6, 6)
    assert contents(tmp_path / "wh") == before
