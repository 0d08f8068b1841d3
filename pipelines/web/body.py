"""The body of an answer, unpacked no further than a limit."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

GZIP_OR_ZLIB = 47  # either header, as zlib has it
RAW_DEFLATE = -15
ENCODINGS = "gzip, deflate"  # what we say we understand
GZIP_MAGIC = b"\x1f\x8b"


class TooLongError(Exception):
    """More bytes than the limit came, or came out."""


def unpacked(parts: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The bytes that ``parts`` hold, by the Content-Encoding of an answer.

    Raises TooLongError, and ValueError where the encoding is unknown or the data is damaged.
    """
    body = bytearray()
    for part in _decoded(parts, encoding.strip().lower(), limit):
        body += part
        if len(body) > limit:
            raise TooLongError(f"over {limit} bytes")
    return bytes(body)


def gunzipped(content: bytes, limit: int) -> bytes:
    """``content``, unpacked if it begins as gzip does; raises as ``unpacked``."""
    packed = content.startswith(GZIP_MAGIC)
    return unpacked([content], "gzip" if packed else "", limit)


def _decoded(parts: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    if encoding in ("", "identity"):
        yield from parts
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ValueError(f"an encoding that was not asked for: {encoding!r}")
    unpack = zlib.decompressobj(GZIP_OR_ZLIB)
    started = False
    try:
        for part in parts:
            left = part
            while left:
                try:
                    yield unpack.decompress(left, limit + 1)
                except zlib.error:
                    if started or encoding != "deflate":
                        raise
                    unpack = zlib.decompressobj(RAW_DEFLATE)  # as some servers understand it
                    yield unpack.decompress(left, limit + 1)
                started = True
                left = unpack.unconsumed_tail
                if unpack.eof and (left := unpack.unused_data):
                    if not left.startswith(GZIP_MAGIC):
                        break  # padding after the end
                    unpack = zlib.decompressobj(GZIP_OR_ZLIB)
    except zlib.error as error:
        raise ValueError(f"damaged {encoding} data: {error}") from error
    if not unpack.eof:
        raise ValueError(f"{encoding} data that ends too early")
