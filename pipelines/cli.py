"""The command ``dateline``. Data goes to standard output, everything else to standard error.

Only what a command needs is imported, inside it: help, ``sql`` and ``doctor`` must answer at
once, and Prefect and the model take seconds to load.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.errors import DatelineError

EXIT_CODES = """\b
Exit codes:
  0  done                            5  another run is writing to the warehouse
  1  the run failed unexpectedly     6  the warehouse is missing or unusable
  2  wrong usage or setting          7  the language model is missing
  3  nothing to read at the path     8  the SQL is wrong
  4  a check failed; not published   9  no such article, event or table
  10  no parses are kept by this version of the model (recode --parse)
  11  the disk is full; nothing was published
  130  interrupted
"""

app = typer.Typer(
    name="dateline",
    help="News articles in, tables out: who did what to whom, when and where, and who said what.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

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


@app.command()
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
    from pipelines import commands

    options = {
        "warehouse": warehouse, "model": model, "workers": workers, "batch_size": batch_size,
        "retry_rejected": retry_rejected, "prefect": prefect,
    }  # fmt: skip
    commands.run(paths or [], source or [], published, options)


@app.command()
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
    from pipelines import commands

    text = sys.stdin.read() if query == "-" else query
    commands.sql(text, _options(warehouse), json=json, csv=csv, parquet=parquet, limit=limit)


@app.command()
def tables(
    name: Annotated[str | None, typer.Argument(help="Show the columns of this one.")] = None,
    warehouse: Warehouse = None,
    json: AsJson = False,
    csv: AsCsv = False,
) -> None:
    """List tables and views with their rows, or the columns of one with their meaning."""
    from pipelines import commands

    commands.tables(name, _options(warehouse), json=json, csv=csv)


@app.command()
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
    from pipelines import commands

    text = sys.stdin.read() if sentence == "-" else sentence
    commands.explain(text, published, {"warehouse": warehouse, "model": model}, json=json)


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(help="Id of an article, or how it begins.")],
    warehouse: Warehouse = None,
    json: AsJson = False,
) -> None:
    """Show a stored article with everything that was found in it."""
    from pipelines import commands

    commands.show(article_id, _options(warehouse), json=json)


@app.command()
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
    from pipelines import commands

    options = {"warehouse": warehouse, "model": model, "workers": workers}
    commands.recode(options, parse=parse, dry_run=dry_run, json=json)


lexicon = typer.Typer(help="Look after the action lexicon and the files on actors.")
app.add_typer(lexicon, name="lexicon", no_args_is_help=True)


@lexicon.command("check")
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
    from pipelines import commands

    commands.check_lexicon({"seeds": seeds}, json=json)


@app.command()
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
    from pipelines import commands

    options = {"warehouse": warehouse, "model": model, "workers": workers}
    commands.schedule(paths or [], source or [], cron, published, options)


@app.command()
def doctor(warehouse: Warehouse = None, model: Model = None, json: AsJson = False) -> None:
    """Look for what is missing: versions, model, reference data, warehouse."""
    from pipelines import doctor as examination

    examination.examine({"warehouse": warehouse, "model": model}, json=json)


@app.command()
def config(warehouse: Warehouse = None, model: Model = None, json: AsJson = False) -> None:
    """Show the settings in force and where each is from."""
    from pipelines import commands

    commands.config({"warehouse": warehouse, "model": model}, json=json)


@app.command()
def rebuild(warehouse: Warehouse = None) -> None:
    """Make the database anew from the Parquet files alone."""
    from pipelines import commands

    commands.rebuild(_options(warehouse))


@app.command()
def compact(warehouse: Warehouse = None) -> None:
    """Make few large Parquet files of many small ones, and a database without gaps."""
    from pipelines import commands

    commands.compact(_options(warehouse))


@app.command()
def retire(
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="Remove what was published before.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Keep the articles of so many days.")] = None,
    warehouse: Warehouse = None,
) -> None:
    """Remove old articles with all that was found in them. They are not loaded again."""
    from pipelines import commands

    commands.retire(before, days, _options(warehouse))


@app.command()
def migrate(warehouse: Warehouse = None) -> None:
    """Bring the tables of an earlier version of Dateline up to date."""
    from pipelines import commands

    commands.migrate(_options(warehouse))


@app.command()
def check(warehouse: Warehouse = None, json: AsJson = False) -> None:
    """Run all checks over the whole warehouse; exit with 4 where one of severity error fails."""
    from pipelines import commands

    commands.check(_options(warehouse), json=json)


@app.command()
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
    from pipelines import commands

    commands.report(out, _options(warehouse))


@app.command()
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
    from pipelines import commands

    commands.explore(host, port, name or [], seconds, _options(warehouse))


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Folder for a Delta table each.")],
    warehouse: Warehouse = None,
) -> None:
    """Write the tables as Delta tables; again to add what is new. Needs dateline[delta]."""
    from pipelines import commands

    commands.export(folder, _options(warehouse))


@app.command()
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
    from pipelines import commands

    options = {**_options(warehouse), "mirror": address}
    commands.mirror(options, sql=sql, restore=restore)


@app.callback(invoke_without_command=True)
def version(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if show_version:
        from pipelines.versions import release

        print(release())
        raise typer.Exit


def _options(warehouse: Path | None) -> dict[str, Any]:
    return {"warehouse": warehouse}


def guarded(command: Callable[[], Any]) -> int:
    """Run ``command``; errors meant for the user become a message and an exit code."""
    try:
        command()
    except DatelineError as error:
        print(f"dateline: {error.what}", file=sys.stderr)
        if error.hint:
            print(f"  {error.hint}", file=sys.stderr)
        return error.exit_code
    except SystemExit as done:  # how Typer ends, also when all went well
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except KeyboardInterrupt:
        print("dateline: interrupted; run the same command again to go on", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `dateline sql ... | head`
        sys.stderr.close()
        return 0
    return 0


def main() -> None:
    """Entry point of the console script."""
    code = guarded(app)
    if "prefect" in sys.modules:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> None:
    """End without tearing the interpreter down, and without a word from what ends it.

    Prefect's threads outlive it, and DuckDB's module then reports every object that they hold
    as leaked, in a hundred lines on standard error. What was registered to run at the end
    (Prefect stops its server there) still runs.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    main()
