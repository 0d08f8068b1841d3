"""Records of named fields -> raw articles: who writes an article's fields under which names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.records import RawArticle, Unusable

Columns = Mapping[str, str]  # field -> the name that a source gives it, by configuration

# Names under which a field is usually stated, most telling first.
ALIASES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "head", "name"),
    "text": (
        "text", "body", "content", "maintext", "article", "articlebody", "main_text", "plaintext",
        "raw_text", "full_text", "fulltext",
    ),
    "published": (
        "published_at", "published", "publishedat", "date_publish", "date_published",
        "datepublished", "publish_date", "publishing_date", "publication_date", "pub_date",
        "pubdate", "date", "datetime", "timestamp", "created_at",
    ),
    "source": (
        "source", "publisher", "outlet", "source_name", "source_domain", "sitename", "site_name",
    ),
    "url": ("url", "link", "href", "source_url", "permalink", "uri", "canonical_link"),
    "authors": ("authors", "author", "byline", "creator"),
    "language": ("language", "lang"),
}  # fmt: skip
FIELDS = tuple(ALIASES)


@dataclass(frozen=True, slots=True)
class Shape:
    """A program whose records are known by fields that only it writes.

    ``names`` are its own names of fields; where it says nothing, ``ALIASES`` hold.
    """

    program: str
    known_by: frozenset[str]
    names: Mapping[str, tuple[str, ...]]


SHAPES = (
    # `trafilatura --json`: "source" is the address there.
    Shape("trafilatura", frozenset({"source-hostname", "excerpt"}), {
        "url": ("source",), "source": ("source-hostname", "hostname"), "authors": ("author",),
        "published": ("date",), "text": ("text", "raw_text"),
    }),
    # JSON of news-please, and the documents that it puts into Elasticsearch.
    Shape("news-please", frozenset({"maintext", "source_domain"}), {
        "title": ("title", "title_page", "title_rss"), "source": ("source_domain",),
        "text": ("maintext",), "published": ("date_publish",), "url": ("url",),
    }),
    # Article.to_json() of fundus: the body in sections with their headlines.
    Shape("fundus", frozenset({"publishing_date"}), {
        "text": ("plaintext", "body"), "published": ("publishing_date",),
        "source": ("publisher",), "language": ("lang",),
    }),
    # Article.to_json() of newspaper4k, and the attributes of newspaper3k: "language" is the one
    # that was asked for, "source_url" the address of the front page.
    Shape("newspaper", frozenset({"publish_date", "top_image"}), {
        "language": ("meta_lang",), "source": ("meta_site_name", "source_url"),
        "url": ("url", "canonical_link"), "published": ("publish_date",), "text": ("text",),
    }),
)  # fmt: skip

# What programs write for nothing.
_NOTHING = frozenset({"", "null", "none", "nan", "nat", "n/a"})


def article(
    values: Any, name: str, location: str, raw: bytes, columns: Columns | None = None
) -> RawArticle | Unusable:
    """A record of named fields as a raw article."""
    if not isinstance(values, dict):
        message = f"{type(values).__name__} where an object with title, text, ... is expected"
        return Unusable(name, location, "bad_record", message, raw)
    found = stated(values, columns or {})
    text = found["text"]
    if isinstance(text, list | dict):
        text = _joined(text)
    if text is None:
        return Unusable(name, location, "empty_text", "no text under any known key", raw)
    if not isinstance(text, str):
        return Unusable(name, location, "bad_record", "the text is not a string", raw)
    return RawArticle(
        text=text,
        file=name,
        location=location,
        title=words(found["title"]) or "",
        published=found["published"],
        source=words(found["source"]),
        url=words(found["url"]),
        authors=words(found["authors"]),
        language=words(found["language"]),
        raw=raw,
    )


def stated(values: Mapping[Any, Any], columns: Columns) -> dict[str, Any]:
    """Field -> what a record states for it, None for nothing.

    By the names of the configuration, else of the program that wrote it, else the usual ones.
    """
    given = {str(key).strip().lower(): value for key, value in values.items()}
    shape = next((s for s in SHAPES if s.known_by <= given.keys()), None)
    found = {}
    for field, usual in ALIASES.items():
        if field in columns:
            names: tuple[str, ...] = (columns[field].strip().lower(),)
        else:
            names = shape.names.get(field, usual) if shape else usual
        held = (given[name] for name in names if name in given)
        found[field] = next((value for value in held if not _is_nothing(value)), None)
    return found


def has_text(names: set[str], columns: Columns) -> bool:
    """Whether a table with these columns (in lower case) has one for the text."""
    return bool(names & {columns["text"].strip().lower()} if "text" in columns
                else names & set(ALIASES["text"]))  # fmt: skip


def _is_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return value.strip().lower() in _NOTHING
    return value is None or value == [] or value == {} or value != value  # NaN is not itself


def _joined(value: Any) -> str | None:
    """Paragraphs in lists, and sections with headlines, as one text; None where there are none."""
    parts = list(_paragraphs(value, depth=8))
    return "\n\n".join(parts) or None


def _paragraphs(value: Any, depth: int) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if depth and isinstance(value, list):
        return [part for item in value for part in _paragraphs(item, depth - 1)]
    if depth and isinstance(value, dict):
        inside = ("summary", "sections", "headline", "paragraphs", "text", "content")
        return [part for key in inside for part in _paragraphs(value.get(key), depth - 1)]
    return []


def words(value: Any) -> str | None:
    """A field as text: names of a list are joined, ``{"name": ...}`` is its name."""
    for _ in range(4):
        if not isinstance(value, dict):
            break
        value = value.get("name") or value.get("title")
    if isinstance(value, list):
        names = (words(item) for item in value if not isinstance(item, list))
        return "; ".join(filter(None, names)) or None
    if value is None or isinstance(value, bool | dict) or _is_nothing(value):
        return None
    # A lone surrogate is no character: JSON can state one, and nothing can be written with it.
    plain = str(value).encode("utf-8", "replace").decode("utf-8")
    return " ".join(plain.split()) or None
