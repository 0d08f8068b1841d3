"""A web page -> its article, by trafilatura. The page is a file; nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.records import RawArticle, Unusable


def read_html(content: bytes, name: str) -> Iterator[RawArticle | Unusable]:
    """The main text of a page with its title, date, author, site and language."""
    import trafilatura  # half a second that runs without pages should not pay

    try:
        found = trafilatura.bare_extraction(
            content,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            deduplicate=False,
        )
    except Exception as error:  # a broken page is its own problem, whatever it breaks
        yield Unusable(name, "file", "no_article", f"{type(error).__name__}: {error}", content)
        return
    page = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    text = page.get("text") or ""
    if not text.strip():
        yield Unusable(name, "file", "no_article", "no main text found in the page", content)
        return
    yield RawArticle(
        # trafilatura parts paragraphs by one line end; a blank line is what we mean by one.
        text="\n\n".join(text.split("\n")),
        file=name,
        location="file",
        title=page.get("title") or "",
        published=page.get("date"),
        source=page.get("sitename") or page.get("hostname"),
        url=page.get("url"),
        authors=page.get("author"),
        language=page.get("language"),
        raw=content,
    )
