"""The command ``dateline``: the line of commands, exit codes, and how the process ends."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer

from pipelines.commands import ask, coding, load, share, upkeep
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
# In the order in which help lists them.
COMMANDS: tuple[Callable[..., None], ...] = (
    load.run,
    ask.sql,
    ask.tables,
    ask.explain,
    ask.show,
    coding.recode,
    load.schedule,
    upkeep.doctor,
    upkeep.config,
    upkeep.rebuild,
    upkeep.compact,
    upkeep.retire,
    upkeep.migrate,
    upkeep.check,
    share.report,
    share.explore,
    share.export,
    share.mirror,
)

app = typer.Typer(
    name="dateline",
    help="News articles in, tables out: who did what to whom, when and where, and who said what.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in COMMANDS:
    app.command()(command)

lexicon = typer.Typer(help="Look after the action lexicon and the files on actors.")
lexicon.command("check")(coding.check_lexicon)
app.add_typer(lexicon, name="lexicon", no_args_is_help=True)


@app.callback(invoke_without_command=True)
def version(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if show_version:
        from pipelines.versions import release

        print(release())
        raise typer.Exit


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
        return 0
    except Exception:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def main() -> None:
    """Entry point of the console script, and of ``python -m pipelines.cli``."""
    _leave(guarded(app) or guarded(sys.stdout.flush))


def _leave(code: int) -> None:
    """End without tearing the interpreter down, and without a word from what ends it.

    DuckDB's module reports every object that is still held then as leaked, in a hundred lines on
    standard error, and spaCy, pandas and the threads of Prefect do hold some. What was registered
    to run at the end (Prefect stops its server there) still runs.
    """
    with contextlib.suppress(OSError):  # nobody reads it any more
        sys.stderr.flush()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    main()
