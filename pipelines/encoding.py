"""Bytes -> text, without loss: by mark, declaration, UTF-8, or what the bytes look like.

What cannot be text is refused with UnicodeDecodeError; nothing is replaced by question marks.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
SAMPLE = 64 * 1024  # bytes that are looked at to guess an encoding
_FOREIGN = 0.25  # share of bytes above ASCII from which a text is not in Latin letters
_ENOUGH = 20  # such bytes, without which that cannot be told
_STRAY = "dateline-stray"  # bytes of Windows-1252 inside UTF-8


def decode(content: bytes, declared: str | None = None) -> str:
    """Bytes as text. ``declared``: the encoding that a header names, if any does.

    Raises UnicodeDecodeError. Bytes with a NUL are never text of one byte a character.
    """
    encoding = encoding_of(content, declared)
    text = content.decode(encoding, _STRAY if encoding == "utf-8" else "strict")
    if "\x00" in text:
        raise UnicodeDecodeError(encoding, content[:1], 0, 1, "binary data, not text")
    return text


def declared_in(page: bytes) -> str | None:
    """The encoding that a page or an XML document names at its beginning."""
    match = _DECLARED.search(page[:4096])
    return match[1].decode("ascii", "ignore") if match else None


def encoding_of(content: bytes, declared: str | None = None) -> str:
    """The name of an encoding in which ``content`` makes sense."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    for encoding in filter(None, (declared, _wide(content), "utf-8")):
        if _fits(content, encoding):
            return encoding
    sample = content[:SAMPLE]
    if _mostly_utf8(content):
        return "utf-8"
    high = sum(byte > 127 for byte in sample)
    foreign = high >= _ENOUGH and high >= _FOREIGN * len(sample.replace(b" ", b""))
    # Of encodings of one byte for Latin letters the most frequent is by far the likeliest.
    if not foreign and _fits(content, "cp1252"):
        return "cp1252"
    return _guessed(content) or ("cp1252" if _fits(content, "cp1252") else "latin-1")


def _fits(content: bytes, encoding: str) -> bool:
    try:
        # UTF-7 and codecs that are no encodings of text (rot13, zlib) are nobody's intention.
        if encoding.lower().replace("_", "-") in ("utf-7", "utf7", "idna", "punycode"):
            return False
        content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return False
    return True


def _wide(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of Latin text is NUL."""
    sample = content[: SAMPLE // 2 * 2]
    if len(sample) < 4:
        return None
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if zeros.count(0) > 0.6 * len(zeros) and _fits(content, encoding):
            return encoding
    return None


def _mostly_utf8(content: bytes) -> bool:
    """Whether only a few bytes keep the text from being UTF-8, as where files were joined."""
    text = content.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    beyond = sum(char > "\x7f" for char in text)
    return beyond > 4 * stray


def _guessed(content: bytes) -> str | None:
    from charset_normalizer import from_bytes  # needed for few files, and slow to import

    best = from_bytes(content[:SAMPLE]).best()
    return best.encoding if best is not None and _fits(content, best.encoding) else None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(_windows, error.object[error.start : error.end])), error.end


def _windows(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(_STRAY, _as_windows)


def mended(text: str) -> str:
    """Text that was decoded with the wrong encoding on its way to us, as it was meant.

    "â€œWeâ€™re readyâ€" becomes “We’re ready”. Text that looks right is left alone.
    """
    if text.isascii():
        return text
    import ftfy
    from ftfy.badness import is_bad

    return ftfy.fix_encoding(text) if is_bad(text) else text
