"""A stored article with everything that was found in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipelines.errors import NotFoundError

Row = dict[str, Any]
Ask = Callable[[str, Sequence[Any]], list[Row]]

_FOUND = {
    "mentions": "SELECT * FROM mentions WHERE article_id = $1 ORDER BY start",
    "events": "SELECT * FROM events WHERE article_id = $1 ORDER BY trigger_start",
    "quotes": "SELECT * FROM quotes WHERE article_id = $1 ORDER BY start",
    "actors": """
        SELECT * FROM actors
        WHERE actor_id IN (SELECT actor_id FROM mentions WHERE article_id = $1) ORDER BY name
    """,
}


def article(ask: Ask, article_id: str) -> tuple[Row, dict[str, list[Row]]]:
    """The row of the one article whose id begins so, and its mentions, events, quotes, actors.

    ``ask`` answers a query with its values. What a copy says is what its original says. Raises
    NotFoundError where no article, or more than one, begins so.
    """
    query = "SELECT * FROM articles WHERE starts_with(article_id, $1) ORDER BY article_id LIMIT 5"
    articles = ask(query, [article_id])
    if len(articles) != 1:
        what = "several articles begin" if articles else "no article begins"
        hint = '`dateline sql "SELECT article_id, title FROM articles"` lists them.'
        raise NotFoundError(f"{what} with {article_id!r}", hint)
    key = articles[0]["duplicate_of"] or articles[0]["article_id"]
    return articles[0], {table: ask(query, [key]) for table, query in _FOUND.items()}
