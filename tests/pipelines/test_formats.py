"""What each format gives: records as programs write them, tables in parts, packed files."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.reading import read
from pipelines.records import REASONS, RawArticle, Unusable
from pipelines.sources.base import Document

TEXT = "The foreign ministers of Austria and Italy met in Vienna."
LINE = json.dumps({"title": "t", "text": TEXT}) + "\n"


def zstd(content: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(content))


def found(
    name: str, content: bytes, columns: dict[str, str] | None = None, limit: int = 10_000_000
) -> list[RawArticle | Unusable]:
    items = list(read(Document(name, content, columns=columns or {}), limit))
    assert all(isinstance(item, RawArticle) or item.reason in REASONS for item in items)
    return items


def facts(item: RawArticle | Unusable) -> tuple[Any, ...]:
    assert isinstance(item, RawArticle), item
    return item.title, item.text, str(item.published), item.source, item.url, item.authors


EXPECTED = ("Ministers meet", TEXT, "2024-03-05 10:00:00", "example.org", "https://example.org/m",
            "Ann Writer; Bo Scribe")  # fmt: skip

# The same article as four programs write it, with what else they write.
PROGRAMS = {
    "news-please": {
        "authors": ["Ann Writer", "Bo Scribe"], "date_download": "2024-03-06 01:02:03",
        "date_modify": None, "date_publish": "2024-03-05 10:00:00", "description": "A summary.",
        "filename": "x.html", "image_url": None, "language": "en", "localpath": None,
        "maintext": TEXT, "source_domain": "example.org", "text": None, "title": None,
        "title_page": "Ministers meet", "title_rss": "NULL", "url": "https://example.org/m",
    },
    "fundus": {
        "title": "Ministers meet", "authors": ["Ann Writer", "Bo Scribe"],
        "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
        "publishing_date": "2024-03-05 10:00:00", "topics": ["talks"], "free_access": True,
        "publisher": "example.org", "url": "https://example.org/m", "lang": "en",
    },
    "newspaper": {
        "url": "https://example.org/m", "read_more_link": "", "language": "en",
        "title": "Ministers meet", "top_image": "https://example.org/i.jpg", "meta_img": "",
        "images": [], "movies": [], "keywords": ["ministers"], "meta_keywords": [""], "tags": None,
        "authors": ["Ann Writer", "Bo Scribe"], "publish_date": "2024-03-05 10:00:00",
        "summary": "A summary.", "meta_description": "", "meta_lang": "en", "meta_favicon": "",
        "meta_site_name": "example.org", "canonical_link": "https://example.org/m", "text": TEXT,
    },
    "trafilatura": {
        "title": "Ministers meet", "author": "Ann Writer; Bo Scribe", "hostname": "example.org",
        "date": "2024-03-05 10:00:00", "fingerprint": "f3a1", "id": None, "license": None,
        "comments": "", "raw_text": TEXT, "text": TEXT, "language": "en", "image": None,
        "pagetype": "article", "filedate": "2024-03-06", "source": "https://example.org/m",
        "source-hostname": "example.org", "excerpt": "A summary.", "categories": "", "tags": "",
    },
}  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_records_of_other_programs_are_read_as_they_are(program: str):
    record = PROGRAMS[program]
    (one,) = found("a.json", json.dumps(record).encode())
    assert facts(one) == EXPECTED
    (line,) = found("a.jsonl.zst", zstd(json.dumps(record).encode()))
    assert facts(line) == EXPECTED


def test_the_body_of_fundus_keeps_its_order():
    body = {"summary": ["In short."], "sections": [
        {"headline": ["Part one"], "paragraphs": ["First.", "Second."]},
        {"headline": [], "paragraphs": ["Third."]},
    ]}  # fmt: skip
    record = {**PROGRAMS["fundus"], "body": body}
    (one,) = found("a.json", json.dumps(record).encode())
    assert one.text == "In short.\n\nPart one\n\nFirst.\n\nSecond.\n\nThird."


def test_columns_of_the_configuration_go_before_all_other_names():
    record = {"title": "wrong", "text": "wrong", "Kopf": "Ministers meet", "inhalt": TEXT}
    columns = {"title": "kopf", "text": "Inhalt"}
    for name, content in (
        ("a.json", json.dumps(record).encode()),
        ("a.jsonl", json.dumps(record).encode()),
        ("a.csv", f"title,text,Kopf,inhalt\nwrong,wrong,Ministers meet,{TEXT}\n".encode()),
        ("a.parquet", parquet([record])),
    ):
        (one,) = found(name, content, columns)
        assert (one.title, one.text) == ("Ministers meet", TEXT), name
    (none,) = found("a.csv", b"title,text\na,b\n", columns)
    assert none.reason == "bad_csv"


def parquet(records: list[dict[str, Any]], **options: Any) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), sink, **options)
    return sink.getvalue()


def test_parquet_of_any_types():
    record = {"headline": "Ministers meet", "body": TEXT, "date": datetime(2024, 3, 5, 10),
              "author": ["Ann Writer", "Bo Scribe"], "link": "https://example.org/m",
              "outlet": "example.org", "embedding": [0.5] * 8}  # fmt: skip
    items = found("a.parquet", parquet([record] * 100, row_group_size=7))
    assert [facts(item) for item in items] == [EXPECTED] * 100
    assert [item.location for item in items[:2]] == ["row 1", "row 2"]
    assert b"embedding" not in items[0].raw  # columns that no article uses are not read
    (bad,) = found("a.parquet", parquet([{"a": 1}]))
    assert (bad.reason, "no text column" in bad.message) == ("bad_parquet", True)
    (cut,) = found("a.parquet", parquet([record])[:-20])
    assert cut.reason == "bad_parquet"
    assert found("a.parquet", parquet([record])[:0])[0].reason == "bad_parquet"


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".zst", zstd), ("", bytes)])
def test_packed_lines(ending: str, pack: Any):
    items = found(f"a.jsonl{ending}", pack((LINE * 3).encode()))
    assert [item.location for item in items] == ["line 1", "line 2", "line 3"]


@pytest.mark.parametrize(
    ("ending", "pack", "reason"),
    [(".gz", gzip.compress, "bad_gzip"), (".zst", zstd, "bad_zstd")],
)
def test_damaged_packing_keeps_what_came_before(ending: str, pack: Any, reason: str):
    content = b"".join(pack((LINE * 2000).encode()) for _ in range(2))
    items = found(f"a.jsonl{ending}", content[:-10])
    assert len(items) > 2000
    assert [item.reason for item in items if isinstance(item, Unusable)] in (
        [reason],
        ["bad_json", reason],
    )
    assert found(f"a.jsonl{ending}", b"not packed")[-1].reason == reason


@pytest.mark.parametrize("ending", ["jsonl.gz", "jsonl.zst", "csv.gz", "json.zst", "txt.gz"])
def test_bombs_stop_at_the_limit(ending: str):
    pack = gzip.compress if ending.endswith("gz") else zstd
    bomb = pack(b" " * 50_000_000)
    assert len(bomb) < 100_000
    tracemalloc.start()
    items = found(f"a.{ending}", bomb, limit=1_000_000)
    assert items[-1].reason in ("too_large", "bad_csv")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


class Endless(io.RawIOBase):
    """Lines without end, so that whoever holds them all is found out."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._held = lines, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._held) < len(buffer):
            self._held += next(self._lines)
        part, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[:] = part
        return len(part)


@pytest.mark.parametrize(("name", "head"), [("a.jsonl", b""), ("a.csv", b"title,text\n")])
def test_long_files_are_read_line_by_line(name: str, head: bytes):
    def lines() -> Iterator[bytes]:
        yield head
        while True:
            yield LINE.encode() if name == "a.jsonl" else f"t,{TEXT}\n".encode()

    endless = io.BufferedReader(Endless(lines()))
    items = read(Document(name, lambda: endless), 1 << 40)
    for _ in range(20_000):
        assert isinstance(next(items), RawArticle)


def test_lines_in_other_encodings():
    record = '{"title": "t", "text": "Zoë sagte: „Nein“."}\n'
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        items = found("a.jsonl", (record * 2).encode(encoding))
        assert [item.text for item in items] == ["Zoë sagte: „Nein“."] * 2, encoding
        table = f"title;text\nt;{'Zoë sagte: „Nein“.'}\n".encode(encoding)
        assert [item.text for item in found("a.csv", table)] == ["Zoë sagte: „Nein“."], encoding


def test_one_cell_in_another_encoding_does_not_cost_the_table():
    table = "title,text\nZoë,one\n".encode() + "Zoë,“two”\n".encode("cp1252") + b"t,three\n"
    items = found("a.csv", table)
    assert [(item.title, item.text) for item in items] == [
        ("Zoë", "one"), ("Zoë", "“two”"), ("t", "three"),
    ]  # fmt: skip


def test_each_example_of_a_format_is_there():
    folder = Path(__file__).resolve().parents[2] / "config" / "examples"
    assert {path.suffix for path in folder.iterdir()} >= {
        ".txt",
        ".jsonl",
        ".json",
        ".csv",
        ".html",
    }
