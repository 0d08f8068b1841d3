"""Bars on the terminal's standard error; silence where that is no terminal."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from pipelines.run import Watcher


class Bars(Watcher):
    """A watcher that draws a bar for reading and one for the analysis."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._reading = self._progress.add_task("reading inputs", total=None)
        self._analysing = self._progress.add_task("analysing articles", total=None, visible=False)
        self._ending = self._progress.add_task("checking, publishing", total=1, visible=False)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._progress.stop()

    def inputs(self, done: int) -> None:
        """Move the bar of inputs."""
        self._progress.update(self._reading, completed=done)

    def articles_to_analyse(self, total: int) -> None:
        """Show the bar of articles."""
        self._progress.update(self._analysing, total=total, visible=True)

    def articles(self, number: int) -> None:
        """Move the bar of articles."""
        self._progress.advance(self._analysing, number)

    def publishing(self) -> None:
        """Show that the end has begun."""
        self._progress.update(self._ending, visible=True)
