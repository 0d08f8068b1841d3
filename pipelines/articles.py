"""A raw article -> its row, or the reason why there is none. Also the rows of rejects."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.landing import Landed
from pipelines.records import RawArticle
from pipelines.when import to_utc
from transforms.ids import content_id, text_sha256
from transforms.text import looks_english, normalise

Row = dict[str, Any]
ANALYSED_LANGUAGE = "en"
RAW_KEPT = 64 * 1024  # bytes of a reject that its row holds

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_LANGUAGES = {
    "english": "en", "eng": "en", "french": "fr", "fra": "fr", "german": "de", "deu": "de",
    "spanish": "es", "spa": "es", "russian": "ru", "rus": "ru", "arabic": "ar", "ara": "ar",
}  # fmt: skip


class Bad(NamedTuple):
    """Why an input cannot be used: a code of ``records.REASONS``, and words."""

    reason: str
    message: str


def article_row(
    raw: RawArticle, landed: Landed, published: datetime | None, limit: int
) -> Row | Bad:
    """The row of ``articles`` for a raw article, without what only the analysis can tell.

    Its own date comes first, then ``published``, then the time of receipt; the row says which.
    """
    try:
        text, title_end = normalise(raw.title, raw.text)
    except Exception as error:  # one text must not stop the others, whatever is in it
        return Bad("bad_record", f"{type(error).__name__}: {error}")
    if len(text) <= title_end:
        return Bad("empty_text", "a title without a text" if title_end else "no text")
    if len(text) > limit:
        return Bad("too_large", f"{len(text)} characters; max_article_characters is {limit}")
    when = _published(raw.published, published, landed.received_at)
    if isinstance(when, Bad):
        return when
    published_at, basis = when
    sha = text_sha256(text)
    file_name = PurePosixPath(raw.file).name
    return {
        # Where it is from tells two copies apart: the address, or for want of one the file.
        "article_id": content_id("article", raw.url or f"file:{file_name}", sha),
        "source": raw.source or _host(raw.url),
        "url": raw.url,
        "title": text[:title_end] or None,
        "authors": raw.authors,
        "language": language_of(raw.language, text),
        "published_at": published_at.replace(tzinfo=None),
        "ingested_at": landed.received_at.astimezone(UTC).replace(tzinfo=None),
        "text": text,
        "content_sha256": sha,
        "duplicate_of": None,
        "word_count": len(_WORD.findall(text)),
        "sentence_count": None,
        "published_basis": basis,
        "origin": file_name,
        "title_end": title_end,
    }


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def language_of(stated: str | None, text: str) -> str:
    """Two letters: as stated, else "en" for a text that looks English, else "und"."""
    name = (stated or "").strip().casefold()
    head = _LANGUAGES.get(name, re.split(r"[-_]", name)[0])
    if re.fullmatch(r"[a-z]{2,3}", head):
        return _LANGUAGES.get(head, head)
    return ANALYSED_LANGUAGE if looks_english(text) else "und"


def reject_row(
    bad: Bad,
    file: str,
    location: str,
    raw: bytes,
    received_at: datetime,
    kept_at: str | None = None,
    article_id: str | None = None,
) -> Row:
    """The row of ``rejects`` for one unusable input."""
    digest = hashlib.sha256(raw).hexdigest()
    return {
        "reject_id": content_id("reject", PurePosixPath(file).name, location, bad.reason, digest),
        "source": file,
        "location": location,
        "reason": bad.reason,
        "message": bad.message,
        "raw": raw[:RAW_KEPT],
        "kept_at": kept_at,
        "article_id": article_id,
        "ingested_at": received_at.astimezone(UTC).replace(tzinfo=None),
    }


def _published(
    stated: Any, option: datetime | None, received_at: datetime
) -> tuple[datetime, str] | Bad:
    if stated is not None:
        try:
            return to_utc(stated), "article"
        except ValueError as error:
            if option is None:
                return Bad("bad_date", f"{error}; --published gives a date to such articles")
    return (option, "option") if option else (received_at, "ingest")
