"""What looks after an installation (``doctor``, ``config``) and a warehouse: ``rebuild``,
``compact``, ``retire``, ``migrate``, ``check``."""

from __future__ import annotations

import json as jsonlib
import sys
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from pipelines.commands.options import AsJson, Model, Warehouse, day, there
from pipelines.errors import SettingsError
from pipelines.settings import load


def doctor(warehouse: Warehouse = None, model: Model = None, json: AsJson = False) -> None:
    """Look for what is missing: versions, model, reference data, warehouse."""
    from pipelines import doctor as examination

    examination.examine({"warehouse": warehouse, "model": model}, json=json)


def config(warehouse: Warehouse = None, model: Model = None, json: AsJson = False) -> None:
    """Show the settings in force and where each is from."""
    from pipelines import display

    settings = load({"warehouse": warehouse, "model": model})
    values = settings.values()
    if json:
        shown = {key: {"value": values[key], "origin": settings.origins[key]} for key in values}
        print(jsonlib.dumps(shown, indent=1))
        return
    rows = [(key, _toml(value), settings.origins[key]) for key, value in values.items()]
    display.table(display.console_out(), ["setting", "value", "from"], rows)


def _toml(value: Any) -> str:
    return '""' if value is None else jsonlib.dumps(value)


def rebuild(warehouse: Warehouse = None) -> None:
    """Make the database anew from the Parquet files alone."""
    from pipelines.publish import rebuild as build
    from pipelines.run import opened

    layout = there(load({"warehouse": warehouse}))
    with opened(layout):
        counts = build(layout)
    print(f"{layout.database}: rebuilt, {sum(counts.values())} rows", file=sys.stderr)


def compact(warehouse: Warehouse = None) -> None:
    """Make few large Parquet files of many small ones, and a database without gaps."""
    from pipelines import maintain
    from pipelines.run import opened

    settings = load({"warehouse": warehouse})
    with opened(layout := there(settings)):
        done = maintain.compact(layout, settings)
    print(f"{layout.lake}: {done.files_before} files are now {done.files_after}", file=sys.stderr)


def retire(
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Remove what was published before.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Keep the articles of so many days.")] = None,
    warehouse: Warehouse = None,
) -> None:
    """Remove old articles with all that was found in them. They are not loaded again."""
    from pipelines import maintain
    from pipelines.run import opened

    if (before is None) == (days is None):
        raise SettingsError("give --before DATE or --days N", "Only one of them.")
    cutoff = day(before) or datetime.now(UTC) - timedelta(days=days or 0)
    settings = load({"warehouse": warehouse})
    with opened(layout := there(settings)):
        done = maintain.retire(layout, cutoff.replace(tzinfo=None), settings)
    print(f"{layout.root}: {done.articles_removed} articles removed", file=sys.stderr)


def migrate(warehouse: Warehouse = None) -> None:
    """Bring the tables of an earlier version of Dateline up to date."""
    from pipelines import lake, maintain
    from pipelines.run import opened
    from transforms.schema import SCHEMA_VERSION

    settings = load({"warehouse": warehouse})
    with opened(layout := there(settings)):
        before = lake.published(layout).schema_version
        if before == SCHEMA_VERSION:
            print(f"{layout.root}: has schema {SCHEMA_VERSION} already", file=sys.stderr)
            return
        maintain.migrate(layout, settings)
    print(f"{layout.root}: schema {before} is now {SCHEMA_VERSION}", file=sys.stderr)


def check(warehouse: Warehouse = None, json: AsJson = False) -> None:
    """Run all checks over the whole warehouse; exit with 4 where one of severity error fails."""
    from pipelines import checks, derive
    from pipelines import query as queries

    settings = load({"warehouse": warehouse})
    with queries.reading(there(settings)) as connection:
        derive.show_new(connection)
        found = checks.findings(connection, None, settings.checks)
    if json:
        print(jsonlib.dumps([one.as_dict() for one in found], indent=1, default=str))
    else:
        for one in found:
            print(one)
    checks.refuse_errors(found)
    print(f"{len(found)} warnings, no errors", file=sys.stderr)
