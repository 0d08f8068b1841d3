"""A warehouse for others: pages (``report``, ``explore``), Delta tables (``export``), a copy on
object storage (``mirror``)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import Warehouse, there
from pipelines.errors import SettingsError
from pipelines.layout import Layout
from pipelines.settings import load


def report(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The HTML file to write.")
    ] = Path("report.html"),
    warehouse: Warehouse = None,
) -> None:
    """Write one HTML page to look at: when, where, who to whom, who said what, coverage.

    The file loads nothing from anywhere, so it can be opened, mailed and archived as it is. It
    holds the sentences behind every figure.
    """
    from pipelines import report as reports

    reports.write(Layout(load({"warehouse": warehouse}).warehouse), out)
    print(f"{out}: written; open it in a browser", file=sys.stderr)


def explore(
    warehouse: Warehouse = None,
    host: Annotated[
        str, typer.Option(help="Address to listen at; this machine alone unless you say so.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0: any that is free.")] = 8642,
    name: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="A host name to answer to, besides localhost."),
    ] = None,
    seconds: Annotated[float, typer.Option(help="The longest that a question may take.")] = 20,
) -> None:
    """Serve the report's page over the warehouse as it is now, with search and the articles.

    It only reads, and loads go on meanwhile: the page says when there is something new. There
    is no password, so think before you let others in with --host.
    """
    from pipelines import explore as server

    layout = Layout(load({"warehouse": warehouse}).warehouse)
    server.serve(layout, host, port, name or [], seconds)


def export(
    folder: Annotated[Path, typer.Argument(help="Folder for a Delta table each.")],
    warehouse: Warehouse = None,
) -> None:
    """Write the tables as Delta tables; again to add what is new. Needs dateline[delta]."""
    from pipelines import delta

    layout = there(load({"warehouse": warehouse}))
    for table, rows in delta.export(layout, folder).items():
        print(f"{folder / table}: {rows} rows added", file=sys.stderr)


def mirror(
    address: Annotated[
        str | None, typer.Argument(help="s3://bucket/prefix; else the setting mirror.")
    ] = None,
    warehouse: Warehouse = None,
    sql: Annotated[bool, typer.Option("--sql", help="Print SQL that reads the mirror.")] = False,
    restore: Annotated[
        bool, typer.Option("--restore", help="Make a new warehouse from the mirror.")
    ] = False,
) -> None:
    """Copy the published version to object storage, all or nothing for those who read there."""
    from pipelines import mirror as mirrors
    from pipelines.run import opened

    settings = load({"warehouse": warehouse, "mirror": address})
    if not settings.mirror:
        hint = "`dateline mirror s3://bucket/prefix`, or the setting mirror."
        raise SettingsError("no address to mirror to", hint)
    if sql:
        print(mirrors.read_sql(settings.mirror), end="")
        return
    if restore:
        layout = Layout(settings.warehouse)
        with opened(layout):
            version = mirrors.pull(settings.mirror, layout)
        print(f"{layout.root}: version {version} from {settings.mirror}", file=sys.stderr)
        return
    layout = there(settings)
    with opened(layout):
        done = mirrors.push(layout, settings.mirror)
    size = f"{done.files} files, {done.bytes} bytes stored"
    print(f"{settings.mirror}: version {done.version}, {size}", file=sys.stderr)
