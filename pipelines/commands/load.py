"""Articles in: ``run``, once or on a ``schedule``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import (
    BatchSize,
    Model,
    Paths,
    Published,
    Sources,
    Warehouse,
    Workers,
    day,
    plain,
)
from pipelines.errors import InputError, SettingsError
from pipelines.settings import Settings, load


def run(
    paths: Paths = None,
    source: Sources = None,
    published: Published = None,
    warehouse: Warehouse = None,
    model: Model = None,
    workers: Workers = None,
    batch_size: BatchSize = None,
    retry_rejected: Annotated[
        bool | None, typer.Option("--retry-rejected", help="Try failed articles again.")
    ] = None,
    prefect: Annotated[
        bool | None, typer.Option("--prefect/--no-prefect", help="Run as a Prefect flow or not.")
    ] = None,
) -> None:
    """Read articles, analyse what is new, publish tables.

    PATH is a file or a folder of plain text (with optional front matter), HTML, JSON, JSON
    Lines, CSV or WARC. Without PATH and --source all configured sources are read. Running it
    again changes nothing; running it after a crash ends the work.
    """
    settings = load({
        "warehouse": warehouse, "model": model, "workers": workers, "batch_size": batch_size,
        "retry_rejected": retry_rejected, "prefect": prefect,
    })  # fmt: skip
    date = day(published)
    places = paths or []
    sources = _chosen(places, source or [], settings)
    from pipelines import display
    from pipelines.progress import Bars
    from pipelines.run import Summary, perform

    console = display.console_err()
    with Bars(console) as bars:
        if settings.prefect:
            from pipelines import flow

            with flow.watched(bars):
                text = date.isoformat() if date else None
                done = Summary(**flow.dateline(places, text, None, plain(settings), sources))
        else:
            done = perform(places, settings, sources=sources, published=date, watcher=bars)
    for line in display.summary(done.run, done.reasons, done.warnings, str(settings.warehouse)):
        console.print(line, soft_wrap=True, markup=False)


def schedule(
    cron: Annotated[str, typer.Option(help='When, as cron writes it: "0 * * * *".')],
    paths: Paths = None,
    source: Sources = None,
    published: Published = None,
    warehouse: Warehouse = None,
    model: Model = None,
    workers: Workers = None,
) -> None:
    """Run on a schedule until stopped, served by Prefect."""
    from pipelines.sources.remote import is_remote

    settings = load({"warehouse": warehouse, "model": model, "workers": workers})
    date = day(published)
    places = paths or []
    sources = _chosen(places, source or [], settings)
    from pipelines import flow

    parameters = {
        "paths": [path if is_remote(path) else str(Path(path).resolve()) for path in places],
        "sources": sources,
        "published": date.isoformat() if date else None,
        "settings": {**plain(settings), "warehouse": str(settings.warehouse.resolve())},
    }
    print(f"runs at {cron!r}; stop with Ctrl-C", file=sys.stderr)
    try:
        # One at a time: the warehouse has one writer.
        flow.dateline.serve(name="dateline", cron=cron, parameters=parameters, limit=1)
    except ValueError as error:
        hint = 'Five fields, such as --cron "0 6 * * *".'
        raise SettingsError(f"{cron!r}: {error}", hint) from error


def _chosen(paths: list[str], names: list[str], settings: Settings) -> list[str]:
    """The sources to read: those named; all that are configured where nothing is given.

    What is wrong with them or with a path is said before Prefect takes its seconds to start.
    """
    from pipelines.sources import chosen
    from pipelines.sources.remote import is_remote

    missing = [path for path in paths if not is_remote(path) and not Path(path).exists()]
    if missing:
        raise InputError(f"{missing[0]}: no such file or folder", "Check the path.")
    if not paths and not names:
        names = [str(table.get("name")) for table in settings.sources]
        if not names:
            raise SettingsError(
                "there is nothing to read",
                "Give a PATH, a --source, or [[sources]] in the configuration.",
            )
    chosen(settings, names)
    return names
