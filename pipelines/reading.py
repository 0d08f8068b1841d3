"""A received document -> the articles in it. Never raises, and never holds more than it must.

Content is a stream, decompressed as it is read, and cut off at the limits of the settings: a
small file that unpacks to a huge one costs no more than the limit.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

import pyarrow as pa

from pipelines import formats, tabular
from pipelines.fields import Columns
from pipelines.html import read_html
from pipelines.records import RAW_KEPT, RawArticle, Unusable
from pipelines.sources.base import Document
from pipelines.space import is_full
from pipelines.warc import read_warc

Found = RawArticle | Unusable
# (content, name) -> what is in it. Readers of formats that hold one article, or that cannot be
# read in parts, get all bytes; those of long files get a stream.
WholeReader = Callable[[bytes, str], Iterator[Found]]
StreamReader = Callable[[BinaryIO, str], Iterator[Found]]
RecordReader = Callable[[BinaryIO, str, Columns], Iterator[Found]]

WHOLE: dict[str, WholeReader] = {
    ".txt": formats.read_text,
    ".text": formats.read_text,
    ".md": formats.read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
}
# Records of named fields, whose names a source may map. JSON is the only one without parts.
RECORDS: dict[str, RecordReader] = {
    ".json": formats.read_json,
    ".jsonl": formats.read_json_lines,
    ".ndjson": formats.read_json_lines,
    ".csv": tabular.read_csv,
    ".tsv": tabular.read_csv,
    ".parquet": tabular.read_parquet,
}
STREAMED: dict[str, StreamReader] = {
    ".warc": read_warc,
}
READERS = (*WHOLE, *RECORDS, *STREAMED)
IN_PARTS = {*STREAMED, *RECORDS} - {".json"}
Opener = Callable[[BinaryIO], BinaryIO]
DECOMPRESSORS: dict[str, Opener] = {
    ".gz": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    ".zst": lambda stream: cast(BinaryIO, io.BufferedReader(_Unpacked(stream))),
}
# What decompressors raise on damaged input.
DAMAGE = (gzip.BadGzipFile, EOFError, zlib.error)


class TooLargeError(Exception):
    """More bytes came out of a document than the settings allow."""


def endings(name: str) -> tuple[str, str]:
    """How a name says its content is to be read: the format, and the compression or ""."""
    suffixes = [suffix.lower() for suffix in PurePosixPath(name).suffixes]
    packed = suffixes.pop() if suffixes and suffixes[-1] in DECOMPRESSORS else ""
    return suffixes[-1] if suffixes else "", packed


def read(document: Document, limit: int, whole_limit: int | None = None) -> Iterator[Found]:
    """The articles in ``document``, with what its source knows of them; never raises.

    ``limit`` is the largest number of bytes, unpacked, that is looked at; ``whole_limit`` the
    same for formats that are read as a whole.
    """
    empty = True
    for found in _read(document, limit, whole_limit or limit):
        empty = False
        if document.location:
            found = replace(found, location=_located(document.location, found.location))
        yield _completed(found, document) if isinstance(found, RawArticle) else found
    if empty:  # each input ends as something
        yield _unusable(document, "empty_text", "no article in it")


def _located(where: str, inside: str) -> str:
    return where if inside == "file" else f"{where} {inside}"


def _completed(found: RawArticle, document: Document) -> RawArticle:
    facts: dict[str, Any] = {k: v for k, v in document.facts.items() if v not in (None, "")}
    missing = {
        k: v for k, v in document.defaults.items()
        if v not in (None, "") and not getattr(found, k) and k not in facts
    }  # fmt: skip
    if facts.get("published"):
        facts["dated_by"] = "article"
    received = found.received_at or document.received_at
    return replace(found, **facts, **missing, received_at=received)


def _read(document: Document, limit: int, whole_limit: int) -> Iterator[Found]:
    name = document.name
    form, packed = endings(document.reads_as)
    if form not in READERS:
        message = f"names of articles end in {' '.join(READERS)}"
        yield _unusable(document, "unknown_format", message)
        return
    most = limit if form in IN_PARTS else min(limit, whole_limit)
    try:
        with document.open() as received:
            if packed:
                stream = _limited(DECOMPRESSORS[packed](received), most)
            else:
                stream = _limited(received, most)
            if form in STREAMED:
                yield from STREAMED[form](stream, name)
            elif form in RECORDS:
                yield from RECORDS[form](stream, name, document.columns)
            else:
                yield from WHOLE[form](stream.read(), name)
    except TooLargeError:
        setting = "max_file_bytes" if most == limit else "max_document_bytes"
        yield _unusable(document, "too_large", f"over {most} bytes unpacked; see {setting}")
    except DAMAGE as error:
        yield _unusable(document, "bad_gzip", str(error) or type(error).__name__)
    except ZstdError as error:
        yield _unusable(document, "bad_zstd", str(error))
    except OSError as error:
        if is_full(error):  # of this machine
            raise
        yield _unusable(document, "unreadable", error.strerror or str(error))
    except BaseException as error:  # a broken document is its own problem, whatever it breaks
        # A library in Rust that gives up raises what is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        yield _unusable(document, "bad_record", f"{type(error).__name__}: {error}")


def _unusable(document: Document, reason: str, message: str) -> Unusable:
    try:
        with document.open() as received:
            raw = received.read(RAW_KEPT)
    except OSError:
        raw = b""
    return Unusable(document.name, "file", reason, message, raw)


class ZstdError(Exception):
    """Not Zstandard, or cut off."""


class _Unpacked(io.RawIOBase):
    """Zstandard, frame after frame. Arrow's reader tells where a file has been cut off."""

    def __init__(self, stream: BinaryIO) -> None:
        self._reader = pa.CompressedInputStream(stream, "zstd")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            part = self._reader.read(len(buffer))
        except (OSError, pa.ArrowException) as error:
            raise ZstdError(" ".join(str(error).split())) from error
        buffer[: len(part)] = part
        return len(part)


class _Limited(io.RawIOBase):
    """A stream that raises TooLargeError after so many bytes."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._left, self._place = stream, limit, 0

    def tell(self) -> int:
        """Bytes so far: readers of archives ask where they are."""
        return self._place

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # What a decompressor has is taken before it is asked for more: if that is damaged, what
        # came before is still good.
        take = getattr(self._stream, "read1", self._stream.read)
        part = take(min(len(buffer), self._left + 1))
        self._left -= len(part)
        self._place += len(part)
        if self._left < 0:
            raise TooLargeError
        buffer[: len(part)] = part
        return len(part)


def _limited(stream: BinaryIO, limit: int) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Limited(stream, limit), 1 << 16))
