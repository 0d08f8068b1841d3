"""What people see: tables, the summary of a run, a text with its findings marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.records import REASONS

if TYPE_CHECKING:
    from pipelines.recode import Recoded

Row = Mapping[str, Any]
PIPE_WIDTH = 10_000  # columns of a table that goes into a pipe are never cut
# Layer -> style on a terminal. Elsewhere a finding stands in brackets with its layer's letter.
STYLES = {"actor": "cyan", "event": "bold red", "quote": "green", "place": "yellow"}


def console_out() -> Console:
    """Standard output, for data."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_WIDTH)


def console_err() -> Console:
    """Standard error, for everything else."""
    return Console(stderr=True, highlight=False)


def table(console: Console, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as a table; numbers to the right, NULL dim."""
    rows = [list(row) for row in rows]
    view = Table(show_edge=False, box=None if not console.is_terminal else _box(), pad_edge=False)
    for index, name in enumerate(columns):
        values = [row[index] for row in rows if row[index] is not None]
        numeric = bool(values) and all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in values
        )
        view.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        view.add_row(*(Text("NULL", "dim") if value is None else Text(_cell(value))
                       for value in row))  # fmt: skip
    console.print(view)


def _box() -> Any:
    from rich import box

    return box.SIMPLE_HEAD


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    return str(value)


def summary(
    run: Row, reasons: Mapping[str, int], warnings: Sequence[str], warehouse: str
) -> list[str]:
    """The end of a run in words, with the next command to type."""
    seconds = run["ingest_seconds"] + run["extract_seconds"]
    lines = [
        f"read {run['read']}: {run['loaded']} loaded, {run['duplicate']} duplicate, "
        f"{run['rejected']} rejected ({seconds:.1f} s)"
    ]
    lines += [
        f"  rejected, {reason}: {n} ({REASONS.get(reason, '')})"
        for reason, n in sorted(reasons.items())
    ]
    if others := run.get("other_language"):
        lines.append(f"  loaded, not analysed: {others} (not in English)")
    if run["outcome"] == "nothing_new":
        lines.append("nothing new; nothing was written")
    else:
        lines.append(
            f"found {run['events']} events, {run['quotes']} quotes, {run['mentions']} mentions"
        )
    lines += [f"warning: {warning}" for warning in warnings]
    where = "" if warehouse == "warehouse" else f" --warehouse {warehouse}"
    query = (
        "SELECT * FROM rejects"
        if run["rejected"] == run["read"]
        else (
            "SELECT source_text, trigger, target_text, event_code, event_date, country FROM events"
        )
    )
    lines.append(f'next: dateline sql "{query}"{where}')
    return lines


def recoded(done: Recoded, dry_run: bool, kept: tuple[int, int]) -> list[str]:
    """The end of a recode in words; ``kept`` are the parses that there are, and their bytes."""
    lines = [
        f"{done.articles} articles coded again, {done.parsed} of them parsed again "
        f"({done.run['extract_seconds']:.1f} s)"
    ]
    if dry_run:
        lines.append("a dry run: nothing was written")
    elif not done.version:
        lines.append("no row is different; nothing was written")
    lines += [f"failed, keeps its rows: {key}: {why}" for key, why in sorted(done.failed.items())]
    if kept[0]:
        each = kept[1] / kept[0]
        lines.append(f"parses kept: {kept[0]}, {kept[1] / 1e6:.1f} MB, {each:.0f} bytes an article")
    return [*lines, *(f"warning: {warning}" for warning in done.warnings)]


def marked(text: str, spans: Iterable[tuple[int, int, str]], terminal: bool) -> Text:
    """``text`` with (start, end, layer) marked: by colour, or ``[words]layer`` in a pipe.

    In a pipe only the outermost of overlapping spans are marked.
    """
    shown = Text(text) if terminal else Text()
    if terminal:
        for start, end, layer in spans:
            shown.stylize(STYLES[layer], start, end)
        return shown
    position = 0
    for start, end, layer in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start >= position:
            shown.append(f"{text[position:start]}[{text[start:end]}]{layer}")
            position = end
    return shown.append(text[position:])


def findings(
    console: Console, text: str, found: Mapping[str, Sequence[Row]], names: Mapping[str, str]
) -> None:
    """A text with its mentions, events and quotes marked, then each with its rule.

    ``found`` maps table -> rows; ``names`` maps actor_id -> name.
    """
    spans = [(m["start"], m["end"], "actor") for m in found["mentions"]]
    spans += [(e["trigger_start"], e["trigger_end"], "event") for e in found["events"]]
    spans += [(e["place_start"], e["place_end"], "place") for e in found["events"]
              if e["place_start"] is not None]  # fmt: skip
    console.print(marked(text, spans, console.is_terminal), soft_wrap=True)
    lines: list[tuple[str, Iterable[str]]] = [
        ("actors", (_mention(m, names) for m in found["mentions"])),
        ("events", (_event(e, names) for e in found["events"])),
        ("quotes", (_quote(q, names) for q in found["quotes"])),
    ]
    for title, rows in lines:
        console.print(Text(f"\n{title}", "bold"))
        for line in list(rows) or ["  none"]:
            console.print(Text(line), soft_wrap=True)


def reasons(console: Console, events: Sequence[Row], silent: Sequence[Row]) -> None:
    """Why each event is one, step by step, and why other words of the lexicon gave none."""
    for why in events:
        console.print(Text(f"\nwhy {why['trigger']!r} is {why['code']}", "bold"), soft_wrap=True)
        for what, how in why["steps"]:
            console.print(Text(f"  {what + ':':10} {how}"), soft_wrap=True)
        for line in why["others"]:
            console.print(Text(f"  not:       {line}", "dim"), soft_wrap=True)
    if silent:
        console.print(Text("\nno event", "bold"))
    for word in silent:
        for reason in word["reasons"]:
            console.print(Text(f"  {word['word']!r}: {reason}"), soft_wrap=True)


def _by(row: Row) -> str:
    return f"({row['rule']}, {row['confidence']:.2f})"


def _mention(row: Row, names: Mapping[str, str]) -> str:
    name = names.get(row["actor_id"], row["actor_id"])
    return f"  {row['start']}-{row['end']} {row['text']!r} {row['form']} -> {name} {_by(row)}"


def _event(row: Row, names: Mapping[str, str]) -> str:
    who = [
        f"{row[f'{side}_text']!r}" + (f" = {names[actor]}" if (actor := row[f"{side}_actor_id"])
                                      in names else "")
        if row[f"{side}_text"] else "?"
        for side in ("source", "target")
    ]  # fmt: skip
    status = ("not " if row["negated"] else "") + row["status"]
    place = f" in {row['place']!r} {row['country'] or ''}" if row["place"] else ""
    said = f", according to {row['attributed_to']}" if row["attributed_to"] else ""
    amount = f", {row['amount']:g} {row['amount_unit'] or ''}" if row["amount"] is not None else ""
    return (
        f"  {row['trigger_start']}-{row['trigger_end']} {who[0]} {row['trigger']!r} {who[1]}: "
        f"{row['event_code']} {row['event_label'] or ''}, {status}, {row['event_date']} "
        f"({row['date_precision']}){place}{amount}{said} {_by(row)}"
    )


def _quote(row: Row, names: Mapping[str, str]) -> str:
    who = names.get(row["speaker_actor_id"] or "", "nobody" if row["anonymous"] else "?")
    said = repr(row["speaker_text"]) if row["speaker_text"] else "?"
    return (
        f"  {row['start']}-{row['end']} {row['kind']}: {row['text']!r} by {said} = {who} {_by(row)}"
    )
