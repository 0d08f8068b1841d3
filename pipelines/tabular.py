"""CSV and Parquet -> raw articles, row by row: of a long file never more than a part is held."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.encoding import SAMPLE, decode, encoding_of
from pipelines.fields import ALIASES, SHAPES, Columns, article, has_text
from pipelines.records import RawArticle, Unusable
from pipelines.space import is_full

Found = RawArticle | Unusable

csv.field_size_limit(64_000_000)  # an article is a field; the default stops at 128 KiB
_KEEPING = ("utf-8", "surrogateescape")
ROWS_AT_ONCE = 64  # of Parquet
# A row group that unpacks to more is not read. The writers that are in use stay below.
GROUP_BYTES = 2_000_000_000


def read_csv(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Found]:
    """Rows under a header; commas, semicolons or tabs."""
    head = stream.read(SAMPLE)
    try:
        encoding = _of_head(head)
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), head)
        return
    # Bytes that are not of this encoding are kept as they are and read by themselves.
    text = io.TextIOWrapper(
        io.BufferedReader(_Joined(head, stream)), encoding, _KEEPING[1], newline=""
    )
    header = head.split(b"\n", 1)[0].decode(encoding, "replace")
    rows = csv.reader(text, delimiter=max(",;\t", key=header.count))
    names, previous = None, 0
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, UnicodeError) as error:  # a field without an end, or cut in a character
            yield Unusable(name, f"line {rows.line_num}", "bad_csv", str(error))
            if isinstance(error, UnicodeError):
                break
            continue
        where, previous = f"line {previous + 1}", rows.line_num
        try:
            cells = [_plain(cell) for cell in row]
        except UnicodeDecodeError as error:
            raw = json.dumps(row).encode()
            yield Unusable(name, where, "bad_encoding", str(error), raw)
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
            if not has_text(set(names), columns):
                message = f"no text column among {sorted(names)}"[:500]
                yield Unusable(name, where, "bad_csv", message, header.encode())
                return
        elif cells:
            values = dict(zip(names, cells, strict=False))
            raw = json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass")
            yield article(values, name, where, raw, columns)
    if names is None:
        yield Unusable(name, "file", "bad_csv", "no header", head)


def _of_head(head: bytes) -> str:
    """The encoding of a table by its beginning, which may end inside a character."""
    line_end = head.rfind(b"\n") + 1
    sample = head[:line_end] if line_end and len(head) == SAMPLE else head
    decode(sample)  # raises where this is no text at all
    encoding = encoding_of(sample)
    if encoding.startswith("utf"):
        return encoding
    kept = sample.decode(*_KEEPING)
    some = any(char > "\x7f" and not _is_stray(char) for char in kept)
    return "utf-8" if some else encoding  # where something in it is, the rest is stray


def _plain(cell: str) -> str:
    """A cell without bytes that are not of the file's encoding."""
    if cell.isascii() or not any(map(_is_stray, cell)):
        return cell
    return decode(cell.encode(*_KEEPING))


def _is_stray(char: str) -> bool:
    """Whether a character stands for a byte that is not of the file's encoding."""
    return "\udc80" <= char <= "\udcff"


class _Joined(io.RawIOBase):
    """What was read of a stream, and then the rest of it."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head, self._stream = head, stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        part = part or self._stream.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


def read_parquet(stream: BinaryIO, name: str, columns: Columns) -> Iterator[Found]:
    """The rows of a Parquet file; of its columns only those that an article can use."""
    with tempfile.TemporaryFile() as file:  # the format is read from its end
        while part := stream.read(1 << 20):
            file.write(part)
        file.seek(0)
        try:
            source = pq.ParquetFile(file)
            yield from _rows(source, name, columns)
        except (pa.ArrowException, OSError, ValueError, KeyError) as error:
            if is_full(error):
                raise
            file.seek(0)
            yield Unusable(name, "file", "bad_parquet", _line(error), file.read(SAMPLE))


def _rows(source: pq.ParquetFile, name: str, columns: Columns) -> Iterator[Found]:
    there = source.schema_arrow.names
    if not has_text({column.strip().lower() for column in there}, columns):
        message = f"no text column among {sorted(there)}"[:500]
        yield Unusable(name, "file", "bad_parquet", message)
        return
    groups = [source.metadata.row_group(n) for n in range(source.num_row_groups)]
    if (most := max((group.total_byte_size for group in groups), default=0)) > GROUP_BYTES:
        yield Unusable(name, "file", "too_large", f"a row group of {most} bytes unpacked")
        return
    wanted = _telling(columns)
    used = [column for column in there if column.strip().lower() in wanted]
    number = 0
    for batch in source.iter_batches(batch_size=ROWS_AT_ONCE, columns=used):
        for row in batch.to_pylist():
            number += 1
            raw = json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "replace")
            yield article(row, name, f"row {number}", raw, columns)


def _telling(columns: Columns) -> set[str]:
    """All names under which a field of an article, or the program that wrote it, is known."""
    shapes = {name for shape in SHAPES for name in shape.known_by}
    named = {name for shape in SHAPES for names in shape.names.values() for name in names}
    usual = {name for names in ALIASES.values() for name in names}
    return shapes | named | usual | {name.strip().lower() for name in columns.values()}


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:500]
