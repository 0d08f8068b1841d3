"""WARC, as Common Crawl News publishes it: the pages that servers answered, one after another.

A record is read only as far as the limit for one page, whatever its packing unpacks to; an
archive of any length needs the memory of one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from pipelines.html import read_html
from pipelines.records import RAW_KEPT, RawArticle, Unusable

PAGE_BYTES = 20_000_000
HTML = ("text/html", "application/xhtml+xml")
ANSWERED = 200  # other answers of servers hold no article


def read_warc(stream: BinaryIO, name: str) -> Iterator[RawArticle | Unusable]:
    """The articles of the HTML pages in an archive; what is no page is passed over.

    A page's address and time of receipt are those of its record. Where the archive is damaged,
    that is told, and what came before it is kept.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    number = 0
    try:
        # Answers are parsed one by one: a bad one costs itself, not the rest of the archive.
        for record in ArchiveIterator(
            stream, record_types=WarcRecordType.response, parse_http=False
        ):
            number += 1
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            where = f"record {number} {url}".rstrip()
            try:
                record.parse_http(auto_decode="all")
                if _is_page(record):
                    yield _page(record, name, where, url)
            except (OSError, ValueError) as error:
                message = str(error) or type(error).__name__
                yield Unusable(name, where, "bad_warc", message)
    except OSError as error:
        where = f"after record {number}"
        yield Unusable(name, where, "bad_warc", str(error) or type(error).__name__)
        return
    if not number and (end := _nothing_in(stream, name)):
        yield end


def _nothing_in(stream: BinaryIO, name: str) -> Unusable | None:
    return Unusable(name, "file", "bad_warc", "no response records in it", stream.read(RAW_KEPT))


def _is_page(record: Any) -> bool:
    headers = record.http_headers
    kind = (record.http_content_type or "").lower()
    return headers is not None and headers.status_code == ANSWERED and kind in HTML


def _page(record: Any, name: str, where: str, url: str) -> RawArticle | Unusable:
    content = record.reader.read(PAGE_BYTES + 1)
    if len(content) > PAGE_BYTES:
        message = f"a page of over {PAGE_BYTES} bytes"
        return Unusable(name, where, "too_large", message, content[:RAW_KEPT])
    (found,) = read_html(content, name)
    if isinstance(found, Unusable):
        return replace(found, location=where)
    return replace(found, location=where, url=url or found.url, received_at=record.record_date)
