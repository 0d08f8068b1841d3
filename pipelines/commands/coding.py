"""The coding rules at work: ``recode`` by changed ones, and ``lexicon check``."""

from __future__ import annotations

import json as jsonlib
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipelines.commands.options import AsJson, Model, Warehouse, Workers
from pipelines.errors import SettingsError
from pipelines.layout import Layout
from pipelines.settings import load


def recode(
    warehouse: Warehouse = None,
    model: Model = None,
    workers: Workers = None,
    parse: Annotated[
        bool, typer.Option("--parse", help="Parse again where the model has changed.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Code stored articles again, by a changed lexicon, without parsing them.

    Says how many rows of each table were added, removed and changed. Needs the parses that a
    run keeps; those of another model, or of another version of it, are made again by --parse.
    """
    from pipelines import display
    from pipelines.parses import size
    from pipelines.progress import Bars
    from pipelines.recode import recode as code_again

    settings = load({"warehouse": warehouse, "model": model, "workers": workers})
    console = display.console_err()
    with Bars(console) as bars:
        done = code_again(settings, parse=parse, dry_run=dry_run, watcher=bars)
    tables = {name: found.as_dict() for name, found in done.changes.items()}
    if json:
        found = {"articles": done.articles, "parsed": done.parsed, "version": done.version,
                 "failed": done.failed, "tables": tables}  # fmt: skip
        print(jsonlib.dumps(found, indent=1))
    else:
        rows = [(name, *found.values()) for name, found in tables.items()]
        columns = ["table", "rows", "added", "removed", "changed"]
        display.table(display.console_out(), columns, rows)
    lines = display.recoded(done, dry_run, size(Layout(settings.warehouse)))
    for line in lines:
        console.print(line, soft_wrap=True, markup=False)


def check_lexicon(
    seeds: Annotated[
        Path | None,
        typer.Option(help="A folder of your own rows, as in the setting seeds."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Find contradictions, duplicates and entries that can never match.

    Each fault is told with its file and line and what to do. Exit code 1 where there are errors.
    """
    from transforms.actors.check import check as check_actors
    from transforms.events.check import check as check_events
    from transforms.faults import of_folder

    own = load({"seeds": seeds}).seeds
    if own is not None and not own.is_dir():
        raise SettingsError(f"{own}: no such folder", "Correct --seeds or the setting seeds.")
    faults = [*check_events(own), *check_actors(own), *(of_folder(own) if own else ())]
    if json:
        print(jsonlib.dumps([asdict(fault) for fault in faults], indent=1, ensure_ascii=False))
    for fault in faults if not json else ():
        print(f"{fault.where}: {fault.severity}: {fault.what}\n  {fault.hint}")
    errors = sum(fault.severity == "error" for fault in faults)
    print(f"{errors} errors, {len(faults) - errors} warnings", file=sys.stderr)
    if errors:
        raise SystemExit(1)
