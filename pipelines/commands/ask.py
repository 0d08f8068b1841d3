"""Questions: of the database (``sql``, ``tables``), of an article (``show``), of a text or an
event (``explain``)."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.options import AsCsv, AsJson, Limit, Model, Published, Warehouse, day
from pipelines.errors import NotFoundError, SettingsError
from pipelines.layout import Layout
from pipelines.settings import load

TABLE_ROWS = 100  # a table for people; JSON, CSV and Parquet hold everything


def sql(
    query: Annotated[str, typer.Argument(help="DuckDB SQL; `-` reads it from standard input.")],
    warehouse: Warehouse = None,
    json: AsJson = False,
    csv: AsCsv = False,
    parquet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a Parquet file instead.")
    ] = None,
    limit: Limit = None,
) -> None:
    """Ask the database. A table shows 100 rows at most unless --limit says otherwise."""
    from pipelines import display
    from pipelines import query as queries

    text = sys.stdin.read() if query == "-" else query
    if json + csv + (parquet is not None) > 1:
        raise SettingsError("--json, --csv and --parquet exclude one another", "Give one of them.")
    people = not (json or csv or parquet)
    most = (TABLE_ROWS if people else 0) if limit is None else limit
    with queries.reading(Layout(load({"warehouse": warehouse}).warehouse)) as connection:
        answer = connection.sql(text)
        if answer is None:
            raise SettingsError("that is no question", "The database is read only: use SELECT.")
        if json:
            queries.write_json(answer.limit(most) if most else answer, sys.stdout)
        elif csv:
            queries.write_csv(answer.limit(most) if most else answer, sys.stdout)
        elif parquet:
            queries.write_parquet(answer.limit(most) if most else answer, parquet)
            print(f"{parquet}: written", file=sys.stderr)
        else:
            rows = (answer.limit(most + 1) if most else answer).fetchall()
            shown = rows[:most] if most else rows
            display.table(display.console_out(), list(answer.columns), shown)
            if len(shown) < len(rows):
                print(f"the first {most} rows; --limit 0 shows all", file=sys.stderr)


def tables(
    name: Annotated[str | None, typer.Argument(help="Show the columns of this one.")] = None,
    warehouse: Warehouse = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List tables and views with their rows, or the columns of one with their meaning."""
    from pipelines import display
    from pipelines import query as queries
    from pipelines.database import literal, quoted

    with queries.reading(Layout(load({"warehouse": warehouse}).warehouse)) as connection:
        if name:
            answer = connection.sql(
                'SELECT "column", type, unit, description FROM data_dictionary '
                f'WHERE "table" = {literal(name)} ORDER BY position'
            )
            if not answer.fetchall():
                raise NotFoundError(f"there is no table {name!r}", "`dateline tables` lists them.")
        else:
            found = connection.execute(
                "SELECT table_name, 'table', comment FROM duckdb_tables() UNION ALL "
                "SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal "
                "UNION ALL SELECT function_name, 'macro', comment FROM duckdb_functions() "
                "WHERE NOT internal AND comment IS NOT NULL ORDER BY 2, 1"
            ).fetchall()
            rows = {name: "NULL" if kind == "macro" else f"(SELECT count(*) FROM {quoted(name)})"
                    for name, kind, _ in found}  # fmt: skip
            answer = connection.sql(" UNION ALL ".join(
                f"SELECT {literal(table)} AS name, {literal(kind)} AS kind, "
                f"{rows[table]} AS rows, {literal(comment or '')} AS description"
                for table, kind, comment in found
            ))  # fmt: skip
        if json:
            queries.write_json(answer, sys.stdout)
        elif csv:
            queries.write_csv(answer, sys.stdout)
        else:
            display.table(display.console_out(), list(answer.columns), answer.fetchall())


def explain(
    sentence: Annotated[
        str, typer.Argument(help="Text to analyse, `-` for standard input, or an event's id.")
    ],
    published: Published = None,
    warehouse: Warehouse = None,
    model: Model = None,
    json: AsJson = False,
) -> None:
    """Show what is found in a text and why: rule, entry, parse, and what was left out.

    With the id of an event (or how it begins): why that row of the warehouse is as it is.
    Nothing is stored.
    """
    text = sys.stdin.read() if sentence == "-" else sentence
    settings = load({"warehouse": warehouse, "model": model})
    date = day(published) or datetime.now(UTC)
    from pipelines import display, explaining

    if explaining.is_id(text):
        told = explaining.of_event(text, settings)
    else:
        told = explaining.of_text(text, date, settings)
    names = {row["actor_id"]: row["name"] for row in told.found["actors"]}
    found = {"text": told.text, **told.found, "explained": told.events, "silent": told.silent}
    if json:
        print(jsonlib.dumps(found, indent=1, default=str, ensure_ascii=False))
        return
    console = display.console_out()
    display.findings(console, told.text, told.found, names)
    display.reasons(console, told.events, told.silent)


def show(
    article_id: Annotated[str, typer.Argument(help="Id of an article, or how it begins.")],
    warehouse: Warehouse = None,
    json: AsJson = False,
) -> None:
    """Show a stored article with everything that was found in it."""
    from pipelines import display, stored
    from pipelines import query as queries

    with queries.reading(Layout(load({"warehouse": warehouse}).warehouse)) as connection:

        def ask(query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
            return queries.rows(connection.sql(query, params=list(values)))

        article, found = stored.article(ask, article_id)
    text = article["text"]
    if json:
        print(jsonlib.dumps({"text": text, **found}, indent=1, default=str, ensure_ascii=False))
        return
    head = ("article_id", "source", "url", "published_at", "published_basis", "language",
            "duplicate_of")  # fmt: skip
    for name in head:
        if article[name] is not None:
            print(f"{name}: {article[name]}")
    print()
    names = {row["actor_id"]: row["name"] for row in found["actors"]}
    display.findings(display.console_out(), text, found, names)
