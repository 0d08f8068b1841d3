"""WARC, as Common Crawl News publishes it: the pages that servers answered, one after another.

A record is read only as far as the limit for one page, whatever its packing unpacks to; an
archive of any length needs the memory of one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from pipelines.html import read_html
from pipelines.records import RAW_KEPT, RawArticle, Unusable
from pipelines.when import to_utc

PAGE_BYTES = 20_000_000
HTML = ("text/html", "application/xhtml+xml")
ANSWERED = "200"  # other answers of servers hold no article
CHUNK = 1 << 16
RECORD_ENDS = (b"\r\n\r\n", b"\n\n\n\n")


class ArchiveEndError(Exception):
    """An archive that stops too early."""


def read_warc(stream: BinaryIO, name: str) -> Iterator[RawArticle | Unusable]:
    """The articles of the HTML pages in an archive; what is no page is passed over.

    ``stream`` is unpacked. A page's address and time of receipt are those of its record. Where
    the archive is damaged, that is told, and what came before it is kept.
    """
    from warcio.archiveiterator import ArchiveIterator

    number, where = 0, "file"
    try:
        eager = _Eager(stream)
        records = ArchiveIterator(eager, no_record_parse=True, arc2warc=True)
        for record in records:
            number += 1
            where = f"record {number}"
            # Answers are parsed one by one: a bad one costs itself, not the rest of the archive.
            answer = _answer(record, records.loader.http_parser, name, where)
            # What is cut off looks like an end: only the announced length tells.
            while record.raw_stream.read(CHUNK):
                pass
            length = record.rec_headers.get_header("Content-Length") or ""
            if not length.strip().isdigit() or getattr(record.raw_stream, "limit", 1) > 0:
                raise ArchiveEndError("the archive ends in the middle of a record")
            if isinstance(answer, bytes):
                yield _page(record, answer, name, where)
            elif answer is not None:
                yield answer
        if not number:
            raise ArchiveEndError("no record in it")
        if eager.end not in RECORD_ENDS:  # the head of a further record, cut off
            raise ArchiveEndError("the archive ends in the middle of a record")
    except Exception as error:  # warcio raises what its parsers stumble over
        message = f"after {where}: {type(error).__name__}: {error}" if number else str(error)
        yield Unusable(name, where, "bad_warc", message)


class _Eager:
    """A stream that gives what it has before it looks for more, which may be damaged."""

    def __init__(self, stream: BinaryIO) -> None:
        self._read = getattr(stream, "read1", stream.read)
        self.end = b""  # the last bytes so far

    def read(self, size: int = -1) -> bytes:
        part = bytes(self._read(size))
        self.end = (self.end + part[-4:])[-4:]
        return part


def _answer(record: Any, parser: Any, name: str, where: str) -> bytes | Unusable | None:
    """The page in a record, up to the limit; None where it holds none."""
    if record.rec_type != "response":
        return None
    try:
        record.http_headers = parser.parse(record.raw_stream)
        if not _is_page(record.http_headers):
            return None
        return _upto(record.content_stream(), PAGE_BYTES + 1)
    except EOFError:  # the archive is cut off here, which is told by who reads it
        return None
    except Exception as error:  # whatever the parser stumbles over
        at = f"{where} {_url(record)}".rstrip()
        return Unusable(name, at, "bad_warc", f"{type(error).__name__}: {error}")


def _is_page(headers: Any) -> bool:
    if headers.get_statuscode() != ANSWERED:
        return False
    return (headers.get_header("Content-Type") or "").split(";")[0].strip().lower() in HTML


def _url(record: Any) -> str:
    return (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")


def _page(record: Any, content: bytes, name: str, number: str) -> RawArticle | Unusable:
    url = _url(record)
    where = f"{number} {url}".rstrip()
    if len(content) > PAGE_BYTES:
        message = f"a page of over {PAGE_BYTES} bytes"
        return Unusable(name, where, "too_large", message, content[:RAW_KEPT])
    (found,) = read_html(content, name)
    if isinstance(found, Unusable):
        return replace(found, location=where)
    return replace(found, location=where, url=url or found.url, received_at=_date(record))


def _upto(stream: Any, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size and (part := stream.read(min(CHUNK, size - len(parts)))):
        parts += part
    return bytes(parts)


def _date(record: Any) -> datetime | None:
    try:
        return to_utc(record.rec_headers.get_header("WARC-Date"))
    except ValueError:
        return None
