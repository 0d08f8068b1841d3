"""Where things are inside a warehouse folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one warehouse. Nothing is created by asking for them.

    ``lake/``, ``dateline.duckdb`` are the products; ``landing/`` holds what was received and
    ``parses/`` what the language model made of it, which may be deleted at the cost of time;
    ``tmp/`` holds work in progress and may be deleted when no run is going on.
    """

    root: Path

    @property
    def lake(self) -> Path:
        """The Parquet files, one folder a table."""
        return self.root / "lake"

    @property
    def manifest(self) -> Path:
        """Names the files of the published version. Written last."""
        return self.lake / "_current.json"

    @property
    def database(self) -> Path:
        """The DuckDB file. Replaced as a whole, never written in place."""
        return self.root / "dateline.duckdb"

    @property
    def landing(self) -> Path:
        """Inputs as received."""
        return self.root / "landing"

    @property
    def parses(self) -> Path:
        """What the language model said of each article, so that it can be coded again."""
        return self.root / "parses"

    @property
    def run_log(self) -> Path:
        """One line of JSON a run, also of runs that changed nothing or failed."""
        return self.root / "runs.jsonl"

    @property
    def lock(self) -> Path:
        """Held by the one process that may write."""
        return self.root / ".lock"

    @property
    def tmp(self) -> Path:
        """Work in progress. On the same file system, so that a rename is atomic."""
        return self.root / "tmp"

    @property
    def intake(self) -> Path:
        """What ``ingest`` found and ``extract`` and ``publish`` take up."""
        return self.tmp / "intake"

    @property
    def batches(self) -> Path:
        """Analysed batches, by the fingerprint of all that decides their rows."""
        return self.tmp / "batches"

    @property
    def outgoing(self) -> Path:
        """A finished version on its way to the lake."""
        return self.tmp / "outgoing"

    @property
    def journal(self) -> Path:
        """The moves of a publication that has been decided on but may not be done yet."""
        return self.outgoing / "journal.json"
