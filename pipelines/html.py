"""A web page -> its article, by trafilatura. The page is a file; nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.encoding import declared_in, decode
from pipelines.records import RawArticle, Unusable

# Only what metadata says; dates that merely stand on the page come second.
_STATED = {"original_date": True, "extensive_search": False}

# Where pages state the time of publication: the vocabularies of Open Graph and schema.org.
_NAMES = r"[\"'](?:(?:og:)?article:published_time|datePublished|parsely-pub-date)[\"']"
_TIME = r"[\"'](\d{4}-\d\d-\d\dT\d\d:\d\d[\d:.]{0,12}(?:Z|[+-]\d\d:?\d\d)?)[\"']"
_TIMES = re.compile(
    rf"<meta[^<>]{{0,200}}?{_NAMES}[^<>]{{0,200}}?content={_TIME}|"
    rf"<meta[^<>]{{0,200}}?content={_TIME}[^<>]{{0,200}}?{_NAMES}|"
    rf"[\"']datePublished[\"']\s*:\s*{_TIME}"
)
HEAD = 500_000  # characters in which that is looked for


def read_html(content: bytes, name: str) -> Iterator[RawArticle | Unusable]:
    """The main text of a page with its title, date, author, site and language."""
    import trafilatura  # half a second that runs without pages should not pay

    try:
        # What the page declares, where its bytes are no UTF-8, is more than a guess.
        page_text = decode(content, declared_in(content))
    except UnicodeDecodeError as error:
        yield Unusable(name, "file", "bad_encoding", str(error), content)
        return
    try:
        found = trafilatura.bare_extraction(
            page_text,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
            date_extraction_params=_STATED,
        )
    except Exception as error:  # a broken page is its own problem, whatever it breaks
        yield Unusable(name, "file", "no_article", f"{type(error).__name__}: {error}", content)
        return
    page = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    text = page.get("text") or ""
    if not text.strip():
        yield Unusable(name, "file", "no_article", "no main text found in the page", content)
        return
    stated = _to_the_minute(page.get("date"), page_text)
    yield RawArticle(
        # trafilatura parts paragraphs by one line end; a blank line is what we mean by one.
        text="\n\n".join(text.split("\n")),
        file=name,
        location="file",
        title=page.get("title") or "",
        published=stated or _seen(page_text),
        dated_by="article" if stated else "text",
        source=page.get("sitename") or page.get("hostname"),
        url=page.get("url"),
        authors=page.get("author"),
        language=page.get("language"),
        raw=content,
    )


def _to_the_minute(day: str | None, page: str) -> str | None:
    """The time that a page states for a day: which of two copies came first may hang on it."""
    for match in _TIMES.finditer(page[:HEAD]) if day else ():
        time = match[1] or match[2] or match[3]
        if time.startswith(day or ""):
            return time
    return day


def _seen(page: str) -> str | None:
    """A date of publication that a reader of the page would see."""
    from htmldate import find_date

    try:
        found: str | None = find_date(page, original_date=True, extensive_search=True)
    except Exception:  # a broken page again
        return None
    return found
