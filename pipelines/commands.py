"""What the commands do, as functions of settings; ``cli`` parses the line and calls them."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines import display
from pipelines.errors import InputError, NotFoundError, SettingsError, WarehouseError
from pipelines.layout import Layout
from pipelines.settings import Settings, load
from pipelines.when import to_utc

Options = Mapping[str, Any]
TABLE_ROWS = 100  # a table for people; JSON, CSV and Parquet hold everything


def run(paths: list[str], sources: list[str], published: str | None, options: Options) -> None:
    """``dateline run``."""
    settings = load(options)
    day = _day(published)
    sources = _sources(paths, sources, settings)
    from pipelines.progress import Bars
    from pipelines.run import Summary, perform

    console = display.console_err()
    with Bars(console) as bars:
        if settings.prefect:
            from pipelines import flow

            with flow.watched(bars):
                text = day.isoformat() if day else None
                done = Summary(**flow.dateline(paths, text, None, _plain(settings), sources))
        else:
            done = perform(paths, settings, sources=sources, published=day, watcher=bars)
    for line in display.summary(done.run, done.reasons, done.warnings, str(settings.warehouse)):
        console.print(line, soft_wrap=True, markup=False)


def _sources(paths: list[str], names: list[str], settings: Settings) -> list[str]:
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


def sql(
    query: str, options: Options, *, json: bool, csv: bool, parquet: Path | None, limit: int | None
) -> None:
    """``dateline sql``."""
    from pipelines import query as queries

    if json + csv + (parquet is not None) > 1:
        raise SettingsError("--json, --csv and --parquet exclude one another", "Give one of them.")
    people = not (json or csv or parquet)
    most = (TABLE_ROWS if people else 0) if limit is None else limit
    with queries.reading(Layout(load(options).warehouse)) as connection:
        answer = connection.sql(query)
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


def tables(name: str | None, options: Options, *, json: bool, csv: bool) -> None:
    """``dateline tables``."""
    from pipelines import query as queries
    from pipelines.database import literal, quoted

    with queries.reading(Layout(load(options).warehouse)) as connection:
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


def explain(text: str, published: str | None, options: Options, *, json: bool) -> None:
    """``dateline explain``: of a text, or of an event of the warehouse by its id."""
    settings = load(options)
    day = _day(published) or datetime.now(UTC)
    from pipelines import explaining

    if explaining.is_id(text):
        told = explaining.of_event(text, settings)
    else:
        told = explaining.of_text(text, day, settings)
    names = {row["actor_id"]: row["name"] for row in told.found["actors"]}
    found = {"text": told.text, **told.found, "explained": told.events, "silent": told.silent}
    if json:
        print(jsonlib.dumps(found, indent=1, default=str, ensure_ascii=False))
        return
    console = display.console_out()
    display.findings(console, told.text, told.found, names)
    display.reasons(console, told.events, told.silent)


def show(article_id: str, options: Options, *, json: bool) -> None:
    """``dateline show``."""
    from pipelines import query as queries
    from pipelines import stored

    with queries.reading(Layout(load(options).warehouse)) as connection:

        def ask(query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
            return queries.rows(connection.sql(query, params=list(values)))

        article, found = stored.article(ask, article_id)
    if not json:
        head = ("article_id", "source", "url", "published_at", "published_basis", "language",
                "duplicate_of")  # fmt: skip
        for name in head:
            if article[name] is not None:
                print(f"{name}: {article[name]}")
        print()
    names = {row["actor_id"]: row["name"] for row in found["actors"]}
    _show(article["text"], found, names, json)


def recode(options: Options, *, parse: bool, dry_run: bool, json: bool) -> None:
    """``dateline recode``."""
    from pipelines.parses import size
    from pipelines.progress import Bars
    from pipelines.recode import recode as code_again

    settings = load(options)
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


def check_lexicon(options: Options, *, json: bool) -> None:
    """``dateline lexicon check``."""
    from transforms.actors.check import check as check_actors
    from transforms.events.check import check as check_events
    from transforms.faults import of_folder

    own = load(options).seeds
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


def schedule(
    paths: list[str], sources: list[str], cron: str, published: str | None, options: Options
) -> None:
    """``dateline schedule``."""
    from pipelines.sources.remote import is_remote

    settings = load(options)
    day = _day(published)
    sources = _sources(paths, sources, settings)
    from pipelines import flow

    parameters = {
        "paths": [path if is_remote(path) else str(Path(path).resolve()) for path in paths],
        "sources": sources,
        "published": day.isoformat() if day else None,
        "settings": {**_plain(settings), "warehouse": str(settings.warehouse.resolve())},
    }
    print(f"runs at {cron!r}; stop with Ctrl-C", file=sys.stderr)
    try:
        # One at a time: the warehouse has one writer.
        flow.dateline.serve(name="dateline", cron=cron, parameters=parameters, limit=1)
    except ValueError as error:
        hint = 'Five fields, such as --cron "0 6 * * *".'
        raise SettingsError(f"{cron!r}: {error}", hint) from error


def config(options: Options, *, json: bool) -> None:
    """``dateline config``."""
    settings = load(options)
    values = settings.values()
    if json:
        shown = {key: {"value": values[key], "origin": settings.origins[key]} for key in values}
        print(jsonlib.dumps(shown, indent=1))
        return
    rows = [(key, _toml(value), settings.origins[key]) for key, value in values.items()]
    display.table(display.console_out(), ["setting", "value", "from"], rows)


def rebuild(options: Options) -> None:
    """``dateline rebuild``."""
    from pipelines.publish import rebuild as build
    from pipelines.run import opened

    layout = _there(load(options))
    with opened(layout):
        counts = build(layout)
    print(f"{layout.database}: rebuilt, {sum(counts.values())} rows", file=sys.stderr)


def compact(options: Options) -> None:
    """``dateline compact``."""
    from pipelines import maintain
    from pipelines.run import opened

    settings = load(options)
    with opened(layout := _there(settings)):
        done = maintain.compact(layout, settings)
    print(f"{layout.lake}: {done.files_before} files are now {done.files_after}", file=sys.stderr)


def migrate(options: Options) -> None:
    """``dateline migrate``."""
    from pipelines import lake, maintain
    from pipelines.run import opened
    from transforms.schema import SCHEMA_VERSION

    settings = load(options)
    with opened(layout := _there(settings)):
        before = lake.published(layout).schema_version
        if before == SCHEMA_VERSION:
            print(f"{layout.root}: has schema {SCHEMA_VERSION} already", file=sys.stderr)
            return
        maintain.migrate(layout, settings)
    print(f"{layout.root}: schema {before} is now {SCHEMA_VERSION}", file=sys.stderr)


def retire(before: str | None, days: int | None, options: Options) -> None:
    """``dateline retire``."""
    from pipelines import maintain
    from pipelines.run import opened

    if (before is None) == (days is None):
        raise SettingsError("give --before DATE or --days N", "Only one of them.")
    cutoff = _day(before) or datetime.now(UTC) - timedelta(days=days or 0)
    settings = load(options)
    with opened(layout := _there(settings)):
        done = maintain.retire(layout, cutoff.replace(tzinfo=None), settings)
    print(f"{layout.root}: {done.articles_removed} articles removed", file=sys.stderr)


def check(options: Options, *, json: bool) -> None:
    """``dateline check``."""
    from pipelines import checks, derive
    from pipelines import query as queries

    settings = load(options)
    with queries.reading(_there(settings)) as connection:
        derive.show_new(connection)
        found = checks.findings(connection, None, settings.checks)
    if json:
        print(jsonlib.dumps([one.as_dict() for one in found], indent=1, default=str))
    else:
        for one in found:
            print(one)
    checks.refuse_errors(found)
    print(f"{len(found)} warnings, no errors", file=sys.stderr)


def report(out: Path, options: Options) -> None:
    """``dateline report``."""
    from pipelines import report as reports

    reports.write(Layout(load(options).warehouse), out)
    print(f"{out}: written; open it in a browser", file=sys.stderr)


def explore(host: str, port: int, names: list[str], seconds: float, options: Options) -> None:
    """``dateline explore``."""
    from pipelines import explore as server

    server.serve(Layout(load(options).warehouse), host, port, names, seconds)


def export(folder: Path, options: Options) -> None:
    """``dateline export``."""
    from pipelines import delta

    layout = _there(load(options))
    for table, rows in delta.export(layout, folder).items():
        print(f"{folder / table}: {rows} rows added", file=sys.stderr)


def _there(settings: Settings) -> Layout:
    layout = Layout(settings.warehouse)
    if not layout.manifest.exists():
        hint = "`dateline run PATH` makes a warehouse from articles."
        raise WarehouseError(f"{layout.lake}: there is no lake", hint)
    return layout


def _show(text: str, found: Mapping[str, Any], names: Mapping[str, str], json: bool) -> None:
    if json:
        print(jsonlib.dumps({"text": text, **found}, indent=1, default=str, ensure_ascii=False))
    else:
        display.findings(display.console_out(), text, found, names)


def _day(published: str | None) -> datetime | None:
    if published is None:
        return None
    try:
        return to_utc(published)
    except ValueError as error:
        raise SettingsError(
            f"--published: {error}", "Write it as 2022-07-20 or 2022-07-20T14:00:00Z."
        ) from error


def _plain(settings: Settings) -> dict[str, Any]:
    return {name: value for name, value in settings.values().items() if value is not None}


def _toml(value: Any) -> str:
    return '""' if value is None else jsonlib.dumps(value)


def mirror(options: Options, *, sql: bool, restore: bool) -> None:
    """``dateline mirror``."""
    from pipelines import mirror as mirrors
    from pipelines.run import opened

    settings = load(options)
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
    layout = _there(settings)
    with opened(layout):
        done = mirrors.push(layout, settings.mirror)
    size = f"{done.files} files, {done.bytes} bytes stored"
    print(f"{settings.mirror}: version {done.version}, {size}", file=sys.stderr)
