"""Plain text, JSON, JSON Lines and CSV -> raw articles. What cannot be used is said, not raised."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.records import RawArticle, Unusable, pick

Found = RawArticle | Unusable

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY_VALUE = re.compile(r"\s*([A-Za-z_][\w -]*?)\s*:\s*(.*?)\s*")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
csv.field_size_limit(1 << 30)  # an article is a field; the default stops at 128 KiB


def decode(content: bytes) -> str:
    """Bytes -> text: by the byte order mark, else UTF-8, else Windows-1252 if that can be.

    Raises UnicodeDecodeError. Bytes with a NUL are never text of one byte a character.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252")
    if "\x00" in text:
        raise UnicodeDecodeError("utf-8", content, 0, 1, "binary data, not text")
    return text


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


def read_json(content: bytes, name: str) -> Iterator[Found]:
    """One object, an array of objects, or an object that holds such an array."""
    try:
        value = json.loads(decode(content))
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), content)
        return
    except (ValueError, RecursionError) as error:
        yield Unusable(name, "file", "bad_json", str(error), content)
        return
    if isinstance(value, dict) and pick(_lower(value), "text") is None:
        # {"articles": [...]} and {"data": [...]}, as news services answer.
        lists = [held for held in value.values() if isinstance(held, list) and held]
        value = lists[0] if len(lists) == 1 and isinstance(lists[0][0], dict) else value
    if not isinstance(value, list):
        yield article(value, name, "file", content)
        return
    if not value:
        yield Unusable(name, "file", "empty_text", "an empty list", content)
    for index, item in enumerate(value):
        raw = json.dumps(item, ensure_ascii=False).encode("utf-8", "surrogatepass")
        yield article(item, name, f"item {index + 1}", raw)


def read_json_lines(content: bytes, name: str) -> Iterator[Found]:
    """One object a line; empty lines are passed over."""
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            value = json.loads(decode(line))
        except UnicodeDecodeError as error:
            yield Unusable(name, where, "bad_encoding", str(error), line)
        except (ValueError, RecursionError) as error:
            yield Unusable(name, where, "bad_json", str(error), line)
        else:
            yield article(value, name, where, line)


def read_csv(content: bytes, name: str) -> Iterator[Found]:
    """Rows under a header; commas, semicolons or tabs."""
    try:
        text = decode(content)
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), content)
        return
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {str(column).strip().lower(): column for column in rows.fieldnames or []}
    if pick(dict.fromkeys(names, True), "text") is None:
        message = f"no text column among {sorted(names)}"
        yield Unusable(name, "line 1", "bad_csv", message, header.encode())
        return
    previous = rows.line_num
    try:
        for row in rows:
            where, previous = f"line {previous + 1}", rows.line_num
            raw = json.dumps(row, ensure_ascii=False).encode()
            yield article({k: v for k, v in row.items() if k is not None}, name, where, raw)
    except csv.Error as error:
        yield Unusable(name, f"line {rows.line_num}", "bad_csv", str(error), b"")


def article(values: Any, name: str, location: str, raw: bytes) -> Found:
    """A record of named fields as a raw article. Keys go by ``records.ALIASES``."""
    if not isinstance(values, dict):
        message = f"{type(values).__name__} where an object with title, text, ... is expected"
        return Unusable(name, location, "bad_record", message, raw)
    fields = _lower(values)
    text = pick(fields, "text")
    if isinstance(text, list) and all(isinstance(part, str) for part in text):
        text = "\n\n".join(text)
    if text is None:
        return Unusable(name, location, "empty_text", "no text under any known key", raw)
    if not isinstance(text, str):
        return Unusable(name, location, "bad_record", "the text is not a string", raw)
    return RawArticle(
        text=text,
        file=name,
        location=location,
        title=_words(pick(fields, "title")) or "",
        published=pick(fields, "published"),
        source=_words(pick(fields, "source")),
        url=_words(pick(fields, "url")),
        authors=_words(pick(fields, "authors")),
        language=_words(pick(fields, "language")),
        raw=raw,
    )


def _lower(values: dict[Any, Any]) -> dict[str, Any]:
    return {str(key).strip().lower(): value for key, value in values.items()}


def _words(value: Any) -> str | None:
    """A field as text: names of a list are joined, ``{"name": ...}`` is its name."""
    if isinstance(value, list):
        return "; ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("title"))
    if value is None or isinstance(value, bool):
        return None
    return " ".join(str(value).split()) or None
