from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from pipelines.errors import InputError
from pipelines.reading import read
from pipelines.records import REASONS, RawArticle, Unusable
from pipelines.sources.base import Document
from pipelines.sources.folder import discover


def found(name: str, content: bytes | str) -> list[RawArticle | Unusable]:
    data = content.encode() if isinstance(content, str) else content
    return list(read(Document(name, data), 10_000))


def reasons(name: str, content: bytes | str) -> list[str]:
    items = found(name, content)
    assert all(isinstance(item, Unusable) and item.reason in REASONS for item in items)
    return [item.reason for item in items if isinstance(item, Unusable)]


def test_front_matter_is_read_and_taken_off():
    (one,) = found("a.txt", '---\ntitle: "A: b"\ndate: 2024-01-02\nauthors: [X Y, Z]\n---\nBody.')
    assert (one.title, one.published, one.authors, one.text) == (
        "A: b", "2024-01-02", "X Y; Z", "Body.",
    )  # fmt: skip


def test_a_rule_in_a_text_is_no_front_matter():
    (one,) = found("a.txt", "First.\n---\nSecond.")
    assert one.text == "First.\n---\nSecond."


@pytest.mark.parametrize("key", ["published_at", "published", "date", "date_publish", "pubDate"])
def test_dates_go_by_many_names(key: str):
    (one,) = found("a.json", json.dumps({"text": "x", key: "2024-01-02"}))
    assert one.published == "2024-01-02"


def test_json_holds_one_many_or_wrapped():
    record = {"title": "t", "text": "x"}
    assert len(found("a.json", json.dumps(record))) == 1
    assert len(found("a.json", json.dumps([record, record]))) == 2
    assert len(found("a.json", json.dumps({"status": "ok", "articles": [record] * 3}))) == 3


def test_a_bad_line_does_not_cost_the_others():
    items = found("a.jsonl", '{"text": "one"}\nnonsense\n\n{"text": "two"}\n[1]\n')
    assert [getattr(item, "reason", None) for item in items] == [
        None, "bad_json", None, "bad_record",
    ]  # fmt: skip
    assert [item.location for item in items] == ["line 1", "line 2", "line 4", "line 5"]


def test_csv_with_any_delimiter_and_line_ends_in_fields():
    for delimiter in ",;\t":
        text = delimiter.join(["Title", "Body"]) + "\n" + delimiter.join(["t", '"x\ny"']) + "\n"
        (one,) = found("a.csv", text)
        assert (one.title, one.text, one.location) == ("t", "x\ny", "line 2")


def test_a_page_gives_its_article_and_what_it_says_of_itself():
    page = (
        "<html><head><title>Head</title><meta name='author' content='Avery Writer'></head><body>"
        "<nav>Home | About</nav><article><h1>Head</h1>"
        + "".join(f"<p>Paragraph {n} tells at some length what came to pass.</p>" for n in "abc")
        + "</article></body></html>"
    )
    (one,) = found("a.html", page)
    assert "Paragraph a" in one.text
    assert "About" not in one.text
    assert one.authors == "Avery Writer"


def test_compressed_files_are_read():
    (one,) = found("a.jsonl.gz", gzip.compress(b'{"text": "x"}'))
    assert one.text == "x"


def test_encodings():
    assert found("a.txt", "\ufeffé".encode())[0].text.strip("\ufeff") == "é"
    assert found("a.txt", "“é”".encode("cp1252"))[0].text == "“é”"
    assert found("a.txt", "é".encode("utf-16"))[0].text == "é"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", b"%PDF", "unknown_format"),
        ("a", b"x", "unknown_format"),
        ("a.txt", b"\x00\x01\x02", "bad_encoding"),
        ("a.txt", b"x" * 10_001, "too_large"),
        ("a.json", b"{", "bad_json"),
        ("a.json", b"[]", "empty_text"),
        ("a.json", b'{"title": "only"}', "empty_text"),
        ("a.json", b'{"text": 3}', "bad_record"),
        ("a.csv", b"one,two\n1,2\n", "bad_csv"),
        ("a.html", b"<html></html>", "no_article"),
        ("a.txt.gz", b"not gzip", "bad_gzip"),
    ],
)
def test_what_cannot_be_used_has_a_reason(name: str, content: bytes, reason: str):
    assert reasons(name, content) == [reason]


def test_folders_are_searched_and_readmes_and_hidden_files_passed_over(tmp_path: Path):
    for name in ("b.txt", "deep/a.txt", "README.md", ".hidden/c.txt", ".d.txt", "odd.xyz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    names = [item.name for item in discover([tmp_path, tmp_path / "b.txt"])]
    assert names == ["b.txt", "deep/a.txt", "odd.xyz"]


def test_a_missing_path_and_an_empty_folder_are_said(tmp_path: Path):
    with pytest.raises(InputError, match="no such file"):
        discover([tmp_path / "nowhere"])
    with pytest.raises(InputError, match="nothing to read"):
        discover([tmp_path])
