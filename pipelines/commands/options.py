"""The options that commands have in common, and what becomes of them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.errors import SettingsError, WarehouseError
from pipelines.layout import Layout
from pipelines.settings import Settings
from pipelines.when import to_utc

Warehouse = Annotated[
    Path | None,
    typer.Option("--warehouse", "-w", help="Folder that holds lake/ and dateline.duckdb."),
]
Model = Annotated[str | None, typer.Option(help="Language model; `doctor` lists what there is.")]
Published = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="Date of articles that do not state their own."),
]
Workers = Annotated[int | None, typer.Option(help="Processes that analyse; 0: one for each core.")]
BatchSize = Annotated[int | None, typer.Option(help="Articles in one batch.")]
Limit = Annotated[int | None, typer.Option(help="At most so many rows; 0: all.")]
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help="Files or folders; s3://, gs:// and az://, too."),
]
Sources = Annotated[
    list[str] | None,
    typer.Option("--source", "-s", metavar="NAME", help="A source of the configuration; again."),
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="CSV instead of a table.")]


def day(published: str | None) -> datetime | None:
    """The date of an option, in UTC. Raises SettingsError."""
    if published is None:
        return None
    try:
        return to_utc(published)
    except ValueError as error:
        raise SettingsError(
            f"--published: {error}", "Write it as 2022-07-20 or 2022-07-20T14:00:00Z."
        ) from error


def there(settings: Settings) -> Layout:
    """The layout of a warehouse that there is. Raises WarehouseError."""
    layout = Layout(settings.warehouse)
    if not layout.manifest.exists():
        hint = "`dateline run PATH` makes a warehouse from articles."
        raise WarehouseError(f"{layout.lake}: there is no lake", hint)
    return layout


def plain(settings: Settings) -> dict[str, Any]:
    """Settings as a flow takes them."""
    return {name: value for name, value in settings.values().items() if value is not None}
