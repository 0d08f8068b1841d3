"""What a source gives: articles as found, and inputs that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article as a source states it. ``location`` says where in ``file`` it stands."""

    text: str
    file: str
    location: str
    title: str = ""
    published: Any = None  # as stated; read by pipelines.when
    source: str | None = None
    url: str | None = None
    authors: str | None = None
    language: str | None = None
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
    "bad_csv": "the file is no CSV with a header that has a text column",
    "bad_record": "the record is not an object, or its text is not a string",
    "bad_date": "the date of publication cannot be read",
    "no_article": "no article text was found in the page",
    "empty_text": "there is no text",
    "analysis_error": "the analysis of this article failed",
    "retired": "it was removed from the warehouse because of its age",
}

# Keys under which sources state a field, most telling first.
ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "head", "name"),
    "text": ("text", "body", "content", "maintext", "article", "articlebody", "main_text"),
    "published": (
        "published_at", "published", "date_publish", "date_published", "datepublished",
        "publish_date", "publication_date", "pub_date", "pubdate", "date", "datetime",
        "timestamp", "created_at",
    ),
    "source": ("source", "publisher", "outlet", "source_name", "source_domain", "sitename"),
    "url": ("url", "link", "href", "source_url", "permalink", "uri"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
}  # fmt: skip


def pick(values: dict[str, Any], name: str) -> Any:
    """The first value that is there under one of the keys of field ``name``.

    ``values`` has its keys in lower case.
    """
    for key in ALIASES[name]:
        value = values.get(key)
        if value not in (None, "", [], {}):
            return value
    return None
