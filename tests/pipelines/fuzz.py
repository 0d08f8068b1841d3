"""Inputs for parsers, by the thousand: examples of every format, mutated, and made from grammars.

The same number gives the same inputs on every machine.
"""

from __future__ import annotations

import gzip
import io
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_WORDS = (
    "talks Vienna ministers met said “We agree” Zoë 🙂 — 12.5 percent\n\n\r\n\x00 \ufeff \ud800 "
    "\u2028 'quoted' \"text\" --- key: value , ; \t <b> &amp; &#0; %s {} [] NaN null true 1e999 "
    "2024-03-05 \u202e\u0301\x85 0 -1 Mon, 45 Foo 99999 http://[::1 //e.org/2024/99/99/x"
)
WORDS = _WORDS.split(" ")
_KEYS = (
    "title text body content maintext article date published date_publish publishing_date source "
    "publisher url link authors author language lang name headline sections paragraphs summary "
    "source-hostname excerpt source_domain top_image publish_date meta_lang Title TEXT"
)
KEYS = _KEYS.split()


def value(chance: random.Random, depth: int = 3) -> Any:
    """Anything that JSON can hold."""
    kind = chance.randrange(12 if depth else 7)
    if kind < 4:
        return " ".join(chance.choices(WORDS, k=chance.randrange(12)))
    if kind < 7:
        return chance.choice([None, True, 0, -1, 1e308, 2**70, 20240305, 1709632800, 0.5, ""])
    if kind < 9:
        return [value(chance, depth - 1) for _ in range(chance.randrange(4))]
    return record(chance, depth - 1)


def record(chance: random.Random, depth: int = 3) -> dict[str, Any]:
    """An object with the names that articles have, and anything under them."""
    return {chance.choice(KEYS): value(chance, depth) for _ in range(chance.randrange(1, 9))}


def text_file(chance: random.Random) -> bytes:
    head = "".join(f"{chance.choice(KEYS)}: {chance.choice(WORDS)}\n" for _ in range(3))
    body = " ".join(chance.choices(WORDS, k=chance.randrange(60)))
    return encoded(f"---\n{head}---\n{body}" if chance.random() < 0.5 else body, chance)


def json_file(chance: random.Random) -> bytes:
    found: Any = record(chance)
    if chance.random() < 0.3:
        found = [record(chance) for _ in range(3)]
    if chance.random() < 0.2:
        found = {"articles": found}
    return encoded(json.dumps(found, ensure_ascii=chance.random() < 0.5), chance)


def lines_file(chance: random.Random) -> bytes:
    return b"\n".join(json_file(chance) for _ in range(chance.randrange(1, 4)))


def csv_file(chance: random.Random) -> bytes:
    mark = chance.choice(",;\t")
    names = chance.sample(KEYS, 4) + ["text"] * chance.randrange(2)
    rows = [names] + [[chance.choice(WORDS) for _ in range(chance.randrange(7))] for _ in range(4)]
    quote = chance.choice(['"', "", "'"])
    return encoded("\n".join(mark.join(f"{quote}{c}{quote}" for c in row) for row in rows), chance)


def parquet_file(chance: random.Random) -> bytes:
    size = chance.randrange(4)
    columns: dict[str, Any] = {"text": [chance.choice(WORDS[:9]) for _ in range(size)]}
    for key in chance.sample(KEYS, 3):
        kind = chance.choice([[1] * size, [None] * size, [["a", "b"]] * size, [b"\xff"] * size,
                              [0.5] * size, [{"name": "x"}] * size])  # fmt: skip
        columns[key] = kind
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def page(chance: random.Random) -> bytes:
    tags = [
        "p",
        "div",
        "article",
        "h1",
        "script",
        "table",
        "ul",
        "meta charset=utf-8",
        "a href='x'",
        "time datetime='2024-99'",
        "!--",
        "html lang=xx",
        "svg",
        "![CDATA[",
    ]
    parts = []
    for _ in range(chance.randrange(2, 25)):
        tag = chance.choice(tags)
        close = f"</{tag.split()[0]}>" if chance.random() < 0.7 else ""
        parts.append(f"<{tag}>{' '.join(chance.choices(WORDS, k=chance.randrange(20)))}{close}")
    return encoded("".join(parts), chance)


def warc_file(chance: random.Random) -> bytes:
    records = []
    for number in range(chance.randrange(1, 3)):
        body = page(chance)
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        http += b"Content-Length: %d\r\n\r\n" % (len(body) + chance.choice([0, 0, 0, 5, -3]))
        block = http + body
        head = (
            f"WARC/1.0\r\nWARC-Type: {chance.choice(['response', 'response', 'warcinfo'])}\r\n"
            f"WARC-Target-URI: https://e.org/{number}\r\nWARC-Date: {chance.choice(DATES)}\r\n"
            "WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-123456789abc>\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block) + chance.choice([0, 0, 0, 7, -9])}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    return b"".join(records)


DATES = ["2024-03-05T10:00:00Z", "2024-13-05T10:00:00Z", "", "9999-12-31T23:59:59Z"]


def encoded(text: str, chance: random.Random) -> bytes:
    encoding = chance.choice(
        ["utf-8"] * 6 + ["utf-16", "cp1252", "utf-8-sig", "cp1251", "shift_jis"]
    )
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, cut, doubled or thrown in."""
    made = bytearray(content)
    for _ in range(chance.choice([0, 1, 1, 2, 5, 20])):
        place = chance.randrange(len(made) + 1)
        how = chance.randrange(5)
        if how == 0 and place < len(made):
            made[place] ^= 1 << chance.randrange(8)
        elif how == 1:
            del made[place : place + chance.choice([1, 2, 10, 100, 10_000])]
        elif how == 2:
            made[place:place] = made[place : place + chance.choice([1, 10, 100])]
        elif how == 3:
            made[place:place] = chance.choice(ODD)
        else:
            made[place : place + 4] = chance.randbytes(4)
    return bytes(made)


ODD = [b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\n", b"\r", b"{", b"[" * 2000,
       b"\xed\xa0\x80", b"\\ud800", b"&#x110000;", b"<", b"]]>", b"9" * 5000, b"\x1f\x8b",
       b"---\n", b",", b"\t",
       b"1e400", b"\xf4\x90\x80\x80"]  # fmt: skip

Maker = Callable[[random.Random], bytes]
# Ending -> what makes files of it, and how many of a thousand are of it.
FORMATS: dict[str, tuple[Maker, int]] = {
    ".txt": (text_file, 220),
    ".json": (json_file, 220),
    ".jsonl": (lines_file, 160),
    ".csv": (csv_file, 160),
    ".tsv": (csv_file, 40),
    ".parquet": (parquet_file, 60),
    ".html": (page, 50),
    ".warc": (warc_file, 40),
    ".jsonl.gz": (lambda chance: gzip.compress(lines_file(chance), 1), 25),
    ".json.zst": (lambda chance: bytes(pa.Codec("zstd").compress(json_file(chance))), 25),
}


def inputs(seed: int, number: int) -> Iterator[tuple[str, bytes]]:
    """So many (name, content) of all formats."""
    chance = random.Random(seed)
    endings, shares = [*FORMATS], [share for _, share in FORMATS.values()]
    for index in range(number):
        (ending,) = chance.choices(endings, shares)
        made = FORMATS[ending][0](chance)
        yield f"{index}{ending}", mutated(made, chance) if chance.random() < 0.8 else made
