"""What a source gives: articles as found, and inputs that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

RAW_KEPT = 64 * 1024  # bytes of an unusable input that its row of rejects holds


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as a source states it. ``location`` says where in ``file`` it stands."""

    text: str
    file: str
    location: str
    title: str = ""
    published: Any = None  # as stated; read by pipelines.when
    dated_by: str = "article"  # "text" where the date was found in the text, not stated
    source: str | None = None
    url: str | None = None
    authors: str | None = None
    language: str | None = None
    received_at: datetime | None = None  # where the source says when: a WARC does
    raw: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Unusable:
    """One input that is not an article. ``reason`` is one of REASONS."""

    file: str
    location: str
    reason: str
    message: str
    raw: bytes = field(default=b"", repr=False)


# Reason codes of rejects, and what each means.
REASONS: dict[str, str] = {
    "unknown_format": "the file's name does not end in a known format",
    "unreadable": "the file could not be opened",
    "too_large": "the file or the article is over the limit of the settings",
    "bad_encoding": "the bytes are no text in UTF-8, UTF-16 or the encoding that is declared",
    "bad_gzip": "the compressed file is damaged",
    "bad_json": "the file or the line is no valid JSON",
    "bad_zstd": "the compressed file is damaged",
    "bad_parquet": "the file is no Parquet, damaged, or has no text column",
    "bad_csv": "the file is no CSV with a header that has a text column",
    "bad_record": "the record is not an object, or its text is not a string",
    "bad_date": "the date of publication cannot be read",
    "bad_warc": "the archive is damaged at this record",
    "no_article": "no article text was found in the page",
    "empty_text": "there is no text",
    "bad_feed": "the feed, the sitemap or the list is not what it should be",
    "fetch_failed": "the server could not be reached or gave no usable answer",
    "not_there": "the server refuses to give it, or does not have it",
    "gone": "the server says that it is gone for good",
    "robots": "the site's robots.txt does not allow to fetch it",
    "refused_address": "no web address, or one of a private network",
    "analysis_error": "the analysis of this article failed",
    "retired": "it was removed from the warehouse because of its age",
}
