"""One run from beginning to end, whoever conducts it: locked, recovered, recorded."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import mirror
from pipelines.assemble import Outcome, run_row
from pipelines.errors import WarehouseError
from pipelines.extract import extract
from pipelines.ingest import Intake, ingest
from pipelines.layout import Layout
from pipelines.lock import locked
from pipelines.publish import discard, log, publish, recover
from pipelines.settings import Settings
from pipelines.space import told


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did: its row of ``runs``, why inputs were rejected, warnings of checks."""

    run: dict[str, Any]
    version: str = ""
    reasons: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Steps:
    """The three steps of a run, so that a conductor may wrap each (as a Prefect task, say)."""

    ingest: Callable[..., Intake] = ingest
    extract: Callable[..., Outcome] = extract
    publish: Callable[..., Any] = publish


class Watcher:
    """Is told how far a run is. This one says nothing; the terminal has one with bars."""

    def inputs(self, done: int) -> None:
        """So many inputs have been read."""

    def articles_to_analyse(self, total: int) -> None:
        """So many articles are new."""

    def articles(self, number: int) -> None:
        """So many more articles have been analysed."""

    def publishing(self) -> None:
        """All are analysed; checks and publication begin."""


def perform(
    paths: Iterable[Path | str],
    settings: Settings,
    *,
    sources: Iterable[str] = (),
    published: datetime | None = None,
    watcher: Watcher | None = None,
    steps: Steps | None = None,
) -> Summary:
    """Read ``paths`` and ``sources``, analyse what is new, publish.

    The clock is read here and nowhere below, but to keep a distance between requests.

    Raises LockError where another run is writing, InputError, CheckError, ModelError, SpaceError.
    """
    watcher, steps = watcher or Watcher(), steps or Steps()
    layout = Layout(settings.warehouse)
    with opened(layout):
        shutil.rmtree(layout.intake, ignore_errors=True)  # of a run that came to no end
        intake = steps.ingest(
            paths, settings, sources=sources, published=published, now=datetime.now(UTC),
            progress=watcher.inputs,
        )  # fmt: skip
        try:
            watcher.articles_to_analyse(intake.new_articles)
            outcome = steps.extract(intake, settings, watcher.articles)
            watcher.publishing()
            done = steps.publish(intake, outcome, settings, datetime.now(UTC))
        except Exception as error:
            with suppress(OSError):  # where the disk is full, that is what must be told
                log(layout, run_row(intake, datetime.now(UTC), "failed", str(error)))
            raise
        if settings.mirror:
            mirror.push(layout, settings.mirror)
    warnings = [*intake.troubles, *map(str, done.warnings)]
    return Summary(done.run, done.version, intake.reasons, warnings)


@contextmanager
def opened(layout: Layout) -> Iterator[None]:
    """The warehouse for writing: made where there is none, locked, an interrupted run ended."""
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(
            f"{layout.root}: cannot be used as a warehouse: {error}",
            "Give a folder that can be written to with --warehouse.",
        ) from error
    with locked(layout.lock), told(layout):
        if recover(layout):
            discard(layout)
        yield
