"""Stories of new events: compared with events of the days around theirs, and with no others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from pipelines.database import Connection
from transforms.likeness import DAYS, Party, Row
from transforms.schema import TABLES
from transforms.stories import assign as choose

_ROWS = """
    SELECT
        e.event_id, e.story_id, e.article_id, e.trigger_start, e.event_code, e.quad_class,
        e.source_actor_id, s.code AS source_code, e.target_actor_id, t.code AS target_code,
        e.event_date, e.date_precision, e.status, e.country, e.place_name, e.text,
        coalesce(a.title, '') AS title, a.published_at
    FROM {events} e
    JOIN articles a USING (article_id)
    LEFT JOIN actors s ON s.actor_id = e.source_actor_id
    LEFT JOIN actors t ON t.actor_id = e.target_actor_id
"""


def assign(connection: Connection, parts: Iterable[pa.Table]) -> pa.Table:
    """The rows of new events, each with the story that it belongs to.

    Their articles and actors must be in the database already.
    """
    staged = pa.concat_tables([TABLES["events"].empty_table(), *parts])
    connection.register("staged_events", staged)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE days AS "
        "SELECT DISTINCT event_date + apart::INTEGER AS day "
        f"FROM staged_events, range(-{DAYS}, {DAYS} + 1) AS r(apart)"
    )
    new = _rows(connection, _ROWS.format(events="staged_events"))
    nearby = _ROWS.format(events="events") + "WHERE e.event_date IN (SELECT day FROM days)"
    chosen = choose(new, _rows(connection, nearby))
    connection.unregister("staged_events")
    ids = [chosen[key] for key in staged.column("event_id").to_pylist()]
    index = staged.schema.get_field_index("story_id")
    column = pa.array(ids, pa.string())
    return staged.set_column(index, TABLES["events"].field("story_id"), column)


def _rows(connection: Connection, query: str) -> list[Row]:
    answer = connection.sql(query)
    names = list(answer.columns)
    return [_row(dict(zip(names, values, strict=True))) for values in answer.fetchall()]


def _row(row: dict[str, Any]) -> Row:
    return Row(
        event_id=row["event_id"],
        story_id=row["story_id"],
        article_id=row["article_id"],
        trigger_start=row["trigger_start"],
        code=row["event_code"],
        quad_class=row["quad_class"],
        source=_party(row["source_actor_id"], row["source_code"]),
        target=_party(row["target_actor_id"], row["target_code"]),
        day=row["event_date"],
        precise=row["date_precision"] == "day",
        status=row["status"],
        country=row["country"],
        place=row["place_name"],
        text=row["text"],
        title=row["title"],
        published=row["published_at"],
    )


def _party(actor_id: str | None, code: str | None) -> Party | None:
    return Party(actor_id, code) if actor_id else None
