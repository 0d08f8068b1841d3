"""Identifiers that are the same on every machine and in every run: hashes of content."""

from __future__ import annotations

import hashlib

LENGTH = 20  # hex digits; 80 bits keep a billion rows apart with room to spare


def content_id(*parts: object) -> str:
    """Twenty hex digits over ``parts``, in order. None and the empty string differ.

    >>> content_id("event", "a1", 4, 9) == content_id("event", "a1", 4, 9)
    True
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"\x00" if part is None else b"\x01" + str(part).encode())
        digest.update(b"\x1f")
    return digest.hexdigest()[:LENGTH]


def text_sha256(text: str) -> str:
    """The full SHA-256 of a text in UTF-8, in hex: what ``content_sha256`` holds."""
    return hashlib.sha256(text.encode()).hexdigest()
