"""A raw article -> its row, or the reason why there is none. Also the rows of rejects."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.encoding import mended
from pipelines.landing import Landed
from pipelines.published import published as publication
from pipelines.records import RAW_KEPT, RawArticle
from transforms.ids import content_id, text_sha256
from transforms.language import identify, says_enough
from transforms.text import normalise

Row = dict[str, Any]
ANALYSED_LANGUAGE = "en"

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

    Its own date comes first, then what address and text say, then ``published``, then the time
    of receipt; the row says which.
    """
    try:
        text, title_end = normalise(mended(raw.title), mended(raw.text))
    except Exception as error:  # one text must not stop the others, whatever is in it
        return Bad("bad_record", f"{type(error).__name__}: {error}")
    if len(text) <= title_end:
        return Bad("empty_text", "a title without a text" if title_end else "no text")
    if len(text) > limit:
        return Bad("too_large", f"{len(text)} characters; max_article_characters is {limit}")
    received = (raw.received_at or landed.received_at).astimezone(UTC)
    try:
        when = publication(
            raw.published, raw.url, text, title_end, published, received, raw.dated_by
        )
    except ValueError as error:
        return Bad("bad_date", f"{error}; --published gives a date to such articles")
    published_at, basis = when
    sha = text_sha256(text)
    language = language_of(raw.language, text)
    file_name = PurePosixPath(raw.file).name
    return {
        # Where it is from tells two copies apart: the address, or for want of one the file.
        "article_id": content_id("article", raw.url or f"file:{file_name}", sha),
        "source": raw.source or _host(raw.url),
        "url": raw.url,
        "title": text[:title_end] or None,
        "authors": raw.authors,
        "language": language,
        "published_at": published_at.replace(tzinfo=None),
        "ingested_at": received.replace(tzinfo=None),
        "text": text,
        "content_sha256": sha,
        "duplicate_of": None,
        "word_count": len(_WORD.findall(text)),
        "sentence_count": None,
        "published_basis": basis,
        "origin": file_name,
        "title_end": title_end,
        "skipped": None if language == ANALYSED_LANGUAGE else "language",
    }


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def language_of(stated: str | None, text: str) -> str:
    """Two letters (three where there are no two), "und" where it cannot be told.

    A text that is long enough tells it; a short one is what it is stated to be. Pages that say
    "en" for want of a setting are many.
    """
    if says_enough(text):
        return identify(text)
    name = (stated or "").strip().casefold()
    head = _LANGUAGES.get(name, re.split(r"[-_]", name)[0])
    if re.fullmatch(r"[a-z]{2,3}", head):
        return _LANGUAGES.get(head, head)
    return identify(text)


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
