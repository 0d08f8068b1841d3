"""``dateline doctor``: is everything there? Looks, and loads nothing heavy but the model."""

from __future__ import annotations

import json as jsonlib
import platform
from collections.abc import Iterator, Mapping
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from pipelines import display, memory, parses
from pipelines.errors import DatelineError
from pipelines.files import read_json, read_lines
from pipelines.layout import Layout
from pipelines.lock import holder, is_locked
from pipelines.settings import Settings, load

PACKAGES = ("duckdb", "pyarrow", "spacy", "onnxruntime", "prefect", "trafilatura")
SEEDS = ("cameo", "actions", "countries", "places", "organizations", "offices", "cues")


class Finding(NamedTuple):
    """One thing looked at. ``state`` is ok, missing, wrong or note; ``hint`` what to do."""

    what: str
    state: str
    detail: str
    hint: str = ""


def examine(options: Mapping[str, Any], *, json: bool) -> None:
    """Print what was found; exit with 1 where something is missing or wrong."""
    findings = list(_findings(load(options)))
    if json:
        print(jsonlib.dumps([finding._asdict() for finding in findings], indent=1))
    else:
        display.table(display.console_out(), Finding._fields, findings)
    if any(finding.state in ("missing", "wrong") for finding in findings):
        raise SystemExit(1)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("python", "ok", platform.python_version())
    for package in PACKAGES:
        try:
            yield Finding(package, "ok", metadata.version(package))
        except metadata.PackageNotFoundError:
            yield Finding(package, "missing", "", f"pip install {package}")
    from pipelines.versions import code_version

    yield Finding("dateline", "ok", code_version())
    yield from _model(settings.model)
    yield _seeds(settings.seeds)
    yield from _sources(settings)
    yield from _warehouse(Layout(settings.warehouse))


def _sources(settings: Settings) -> Iterator[Finding]:
    """Each configured source, and what is known of the lists that it reads."""
    from pipelines.sources import chosen

    notes = [note for _, note in memory.notes(Layout(settings.warehouse).landing)]
    for table in settings.sources:
        name, hint = str(table.get("name")), "see config/sources/ for examples"
        try:
            chosen(settings, [name])
        except DatelineError as error:
            yield Finding("source", "wrong", error.what, error.hint or hint)
            continue
        lists = [note for note in notes if note.get("source") == name]
        troubled = [note for note in lists if note.get("error")]
        if not troubled:
            checked = max((note["checked"] for note in lists if note.get("checked")), default="")
            detail = f"{name} ({table.get('kind')})" + (f", asked {checked}" if checked else "")
            yield Finding("source", "ok", detail)
        for note in troubled:
            gone = "gone for good: take it out of the configuration" if note.get("gone") else ""
            detail = f"{name}: {note['error']} ({note['failures']} times, last {note['failed']})"
            yield Finding("source", "note", detail, gone or "the next run asks again")
        for note in lists:
            if note.get("moved"):
                hint = "put the new address into the configuration"
                yield Finding("source", "note", f"{name}: moved to {note['moved']}", hint)


def _model(model: str) -> Iterator[Finding]:
    from pipelines.versions import model_version

    name = model.split(":")[0]
    try:
        known = Path(model).is_dir() or find_spec(name) is not None
    except (ImportError, ValueError):
        known = False
    version = model_version(model) if known else "missing"
    if version == "missing":
        yield Finding("model", "missing", model, "choose an installed one with --model")
    elif ":" in model:
        yield Finding("model", "ok", f"{model} {version}")
    else:
        yield from _annotation(model, version)


def _annotation(model: str, version: str) -> Iterator[Finding]:
    """What a spaCy pipeline annotates, tried out: its label scheme, and what it lacks."""
    import spacy

    from transforms.readiness import labels, lacking

    try:
        nlp = spacy.load(model)
    except (OSError, ValueError) as error:
        hint = "install it again, or choose another with --model"
        yield Finding("model", "wrong", f"{model}: {error}", hint)
        return
    absent = lacking(nlp)
    scheme = "" if any(need.layer == "DEP" for need in absent) else f", labels of {labels(nlp)}"
    yield Finding("model", "ok", f"{model} {version}{scheme}")
    for need in absent:
        hint = "add one to the pipeline, or choose another model with --model"
        state = "wrong" if need.essential else "note"
        yield Finding("model", state, f"lacks {need.maker}: without it no {need.without}", hint)


def _seeds(overrides: Path | None) -> Finding:
    from transforms import seeds

    absent = [name for name in SEEDS if not (seeds.seeds_dir() / f"{name}.csv").is_file()]
    if absent:
        return Finding("seeds", "missing", ", ".join(absent), "install Dateline again")
    if overrides and not overrides.is_dir():
        return Finding("seeds", "wrong", f"{overrides} is no folder", "correct the setting seeds")
    return Finding("seeds", "ok", seeds.fingerprint(overrides))


def _warehouse(layout: Layout) -> Iterator[Finding]:
    manifest = read_json(layout.manifest)
    if manifest is None:
        yield Finding("warehouse", "note", f"{layout.root}: nothing yet", "dateline run PATH")
    else:
        from transforms.schema import SCHEMA_VERSION

        known = manifest["schema_version"] == SCHEMA_VERSION
        detail = f"{layout.root}: schema {manifest['schema_version']}"
        hint = "" if known else f"this version writes schema {SCHEMA_VERSION}: use another folder"
        yield Finding("warehouse", "ok" if known else "wrong", detail, hint)
        names = [name for table in manifest["tables"].values() for name in table]
        gone = [name for name in names if not (layout.lake / name).is_file()]
        detail = f"{len(names)} files" + (f", {len(gone)} missing: {gone[0]}" if gone else "")
        hint = "load the articles into a new folder" if gone else ""
        yield Finding("lake", "wrong" if gone else "ok", detail, hint)
        if layout.database.is_file():
            yield Finding("database", "ok", f"{layout.database.stat().st_size / 1e6:.1f} MB")
        else:
            yield Finding("database", "missing", str(layout.database), "dateline rebuild")
        kept, size = parses.size(layout)
        detail = f"{kept} kept, {size / 1e6:.1f} MB" if kept else "none kept"
        hint = "" if kept else "`dateline recode` must parse again (--parse)"
        yield Finding("parses", "ok" if kept else "note", detail, hint)
    if layout.journal.exists():
        yield Finding("publication", "note", "interrupted", "the next run ends it")
    if is_locked(layout.lock):
        yield Finding("lock", "note", f"a run is going on: {holder(layout.lock)}")
    if runs := read_lines(layout.run_log):
        last = runs[-1]
        state = "note" if last["outcome"] == "failed" else "ok"
        yield Finding("last run", state, f"{last['outcome']} {last['finished_at']}",
                      last["message"] or "")  # fmt: skip
