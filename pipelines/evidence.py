"""The words behind the figures: the sentence of an event or a quote, and where its spans lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

# A row: id, article_id, article's title, publisher, address, day; the sentence and where it begins
# in the article; then what differs. All spans are offsets in code points into the sentence.
_EVENTS = """
    SELECT
        e.event_id, a.article_id, a.title, a.source, a.url, a.published_at::DATE::VARCHAR,
        substring(a.text, s.start + 1, s."end" - s.start), s.start,
        e.source_start - s.start, e.source_end - s.start,
        e.target_start - s.start, e.target_end - s.start,
        e.trigger_start - s.start, e.trigger_end - s.start,
        CASE WHEN e.source_actor_id IS NULL THEN e.source_text END,
        CASE WHEN e.target_actor_id IS NULL THEN e.target_text END
    FROM events e
    JOIN articles a USING (article_id)
    JOIN sentences s ON s.article_id = e.article_id AND s.sentence = e.sentence
"""
# From the beginning of the sentence to the end of the statement, which may run over several.
_QUOTES = """
    SELECT
        q.quote_id, a.article_id, a.title, a.source, a.url, a.published_at::DATE::VARCHAR,
        substring(a.text, s.start + 1, greatest(s."end", q."end") - s.start), s.start,
        q.start - s.start, q."end" - s.start,
        q.speaker_start - s.start, q.speaker_end - s.start,
        q.text
    FROM quotes q
    JOIN articles a USING (article_id)
    JOIN sentences s ON s.article_id = q.article_id AND s.sentence = q.sentence
"""
_KINDS = {
    "events": (_EVENTS, "event_id", ("source", "target", "trigger"), ("by", "to")),
    "quotes": (_QUOTES, "quote_id", ("quote", "speaker"), ("said",)),
}
KINDS = tuple(_KINDS)


def words(
    connection: duckdb.DuckDBPyConnection, kind: str, ids: Sequence[str]
) -> list[dict[str, Any]]:
    """What stands behind ``ids`` of a kind (``events``, ``quotes``), in their order.

    Each is ``{text, start, article: [id, title, publisher, url, day], spans: [[name, from, to]],
    ...}``; a span that lies in another sentence is left out.
    """
    query, key, names, others = _KINDS[kind]
    connection.register("asked_ids", pa.table({"id": pa.array(ids, pa.string())}))
    rows = connection.execute(f"{query} WHERE {key} IN (SELECT id FROM asked_ids)").fetchall()
    connection.unregister("asked_ids")
    found = {row[0]: row for row in rows}
    return [_row(found[one], names, others) for one in ids]


def _row(row: Sequence[Any], names: Sequence[str], others: Sequence[str]) -> dict[str, Any]:
    text, start = row[6:8]
    ends = row[8 : 8 + 2 * len(names)]
    spans = [
        [name, first, last]
        for name, first, last in zip(names, ends[::2], ends[1::2], strict=True)
        if first is not None and last is not None and 0 <= first < last <= len(text)
    ]
    extra = dict(zip(others, row[8 + 2 * len(names) :], strict=True))
    told = {name: value for name, value in extra.items() if value is not None}
    return {"text": text, "start": start, "article": list(row[1:6]), "spans": spans, **told}
