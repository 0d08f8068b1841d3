"""Plain text, JSON and JSON Lines -> raw articles. What cannot be used is said, not raised."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipelines.encoding import decode
from pipelines.fields import Columns, article, stated
from pipelines.records import RAW_KEPT, RawArticle, Unusable

Found = RawArticle | Unusable

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY_VALUE = re.compile(r"\s*([A-Za-z_][\w -]*?)\s*:\s*(.*?)\s*")
RECORD_BYTES = 64_000_000  # a longer line of JSON is none that holds an article


def read_text(content: bytes, name: str) -> Iterator[Found]:
    """A file that is one article, with or without ``--- key: value ---`` before it."""
    try:
        text = decode(content)
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), content)
        return
    values: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(text.lstrip("\ufeff\n\r")):
        values = _front_matter(match.group(1))
        text = text.lstrip("\ufeff\n\r")[match.end() :]
    yield article({**values, "text": text}, name, "file", content)


def _front_matter(block: str) -> dict[str, Any]:
    """``key: value`` lines; ``[a, b]`` and ``- a`` are lists. No other YAML is meant here."""
    values: dict[str, Any] = {}
    key = ""
    for line in block.splitlines():
        if key and (item := re.fullmatch(r"\s*-\s+(.*?)\s*", line)):
            values[key] = [*(values[key] or []), _unquoted(item.group(1))]
        elif match := _KEY_VALUE.fullmatch(line):
            key, value = match.group(1).lower(), match.group(2)
            if value.startswith("[") and value.endswith("]"):
                values[key] = [_unquoted(part.strip()) for part in value[1:-1].split(",")]
            else:
                values[key] = _unquoted(value) or None
    return values


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def read_json(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Found]:
    """One object, an array of objects, or an object that holds such an array."""
    content = stream.read()
    try:
        value = json.loads(decode(content))
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), content)
        return
    except (ValueError, RecursionError) as error:
        yield Unusable(name, "file", "bad_json", str(error), content)
        return
    if isinstance(value, dict) and stated(value, columns)["text"] is None:
        value = _held(value)
    if not isinstance(value, list):
        yield article(value, name, "file", content, columns)
        return
    if not value:
        yield Unusable(name, "file", "empty_text", "an empty list", content)
    for index, item in enumerate(value):
        raw = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield article(item, name, f"item {index + 1}", raw, columns)


def _held(value: dict[str, Any]) -> Any:
    """The records in {"articles": [...]} and {"data": [...]}, as news services answer."""
    lists = [held for held in value.values() if isinstance(held, list) and held]
    return lists[0] if len(lists) == 1 and isinstance(lists[0][0], dict) else value


def read_json_lines(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Found]:
    """One object a line; empty lines are passed over."""
    for number, line, whole in _lines(stream):
        where = f"line {number}"
        if not whole:
            yield Unusable(name, where, "too_large", f"a line of over {RECORD_BYTES} bytes", line)
            continue
        if not line.strip():
            continue
        try:
            value = json.loads(decode(line))
        except UnicodeDecodeError as error:
            yield Unusable(name, where, "bad_encoding", str(error), line)
        except (ValueError, RecursionError) as error:
            yield Unusable(name, where, "bad_json", str(error), line)
        else:
            yield article(value, name, where, line, columns)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Number, bytes, and whether these are all; of a line that is too long only the beginning."""
    first = stream.readline(RECORD_BYTES)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        lines = decode(first + stream.read()).encode("utf-8", "surrogatepass").split(b"\n")
        yield from ((number, line, True) for number, line in enumerate(lines, start=1))
        return
    number, line = 1, first
    while line:
        whole = line.endswith(b"\n") or len(line) < RECORD_BYTES
        yield number, line if whole else line[:RAW_KEPT], whole
        while not whole:
            rest = stream.readline(RECORD_BYTES)
            whole = rest.endswith(b"\n") or len(rest) < RECORD_BYTES
        line = stream.readline(RECORD_BYTES)
        number += 1
