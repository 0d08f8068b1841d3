"""Inputs as received, by the hash of their bytes, with where and when.

``landing/index.jsonl`` has a line for each distinct content: what it was called and when it
first came. That time is what rows call ``ingested_at``, so that a run that was killed and is
run again gives the same rows.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from pipelines.files import append_line, read_lines, replacing
from pipelines.sources.base import Document

CHUNK = 1 << 20
LINES_AT_ONCE = 256  # of the index: to be certain of each by itself would take most of the time


@dataclass(frozen=True, slots=True)
class Landed:
    """A received content: its hash, when it first came (UTC), and the file that holds it.

    ``document`` is what was received, with the bytes that were hashed: what is read is what
    was landed, though the file it is from may have changed by then.
    """

    sha256: str
    received_at: datetime
    kept_at: str | None
    document: Document | None = field(default=None, compare=False, repr=False)


class Landing:
    """The landing folder of a warehouse. ``keep`` decides if bytes are stored or only noted."""

    def __init__(self, folder: Path, keep: bool) -> None:
        self.folder = folder
        self.keep = keep
        self._index = folder / "index.jsonl"
        self._lines: list[dict[str, Any]] = []

    @cached_property
    def _received(self) -> dict[str, datetime]:
        return {
            line["sha256"]: datetime.fromisoformat(line["received_at"])
            for line in read_lines(self._index)
        }

    @contextmanager
    def land(self, document: Document, now: datetime) -> Iterator[Landed]:
        """Note, and keep, what was received. The same bytes are kept once. ``note`` ends it.

        What is landed can be read inside the block. Raises OSError where it cannot be opened.
        """
        passing = not self.keep and not isinstance(document.content, bytes | str | Path)
        with TemporaryDirectory(prefix="dateline-") if passing else nullcontext() as folder:
            landed, size = self._kept(document, Path(folder) / "content" if folder else None)
            if landed.sha256 not in self._received:
                self._received[landed.sha256] = now.astimezone(UTC)
                self._lines.append(
                    {
                        "sha256": landed.sha256,
                        "path": document.location
                        or document.key.removeprefix("file:")
                        or document.name,
                        "bytes": size,
                        "received_at": self._received[landed.sha256].isoformat(),
                    }
                )
                if len(self._lines) >= LINES_AT_ONCE:
                    self.note()
            yield replace(landed, received_at=self._received[landed.sha256])

    def note(self) -> None:
        """Have the index on the disk. Until then what was landed may count as not received yet."""
        if self._lines:
            append_line(self._index, *self._lines)
            self._lines = []

    def _kept(self, document: Document, spare: Path | None) -> tuple[Landed, int]:
        """Content in the landing folder, or in ``spare`` where that is given."""
        ending = _ending(document)
        if isinstance(document.content, bytes):
            sha = hashlib.sha256(document.content).hexdigest()
            place = f"{sha[:2]}/{sha}{ending}" if self.keep else None
            if place and not (target := self.folder / place).exists():
                with replacing(target) as temporary:
                    temporary.write_bytes(document.content)
            return Landed(sha, _NEVER, place, document), len(document.content)
        if not self.keep:
            sha, size = _copy(document, spare)
            held = replace(document, content=spare, format=document.reads_as) if spare else document
            return Landed(sha, _NEVER, None, held), size
        self.folder.mkdir(parents=True, exist_ok=True)
        arriving = self.folder / ".arriving"
        try:
            sha, size = _copy(document, arriving)
            place = f"{sha[:2]}/{sha}{ending}"
            if not (target := self.folder / place).exists():
                with replacing(target) as temporary:
                    arriving.rename(temporary)
        finally:
            arriving.unlink(missing_ok=True)
        held = replace(document, content=target, format=document.reads_as)
        return Landed(sha, _NEVER, place, held), size


_NEVER = datetime.max.replace(tzinfo=UTC)


def _copy(document: Document, target: Path | None) -> tuple[str, int]:
    """Hash and size of a content, copied to ``target`` on the way."""
    digest, size = hashlib.sha256(), 0
    with document.open() as received:
        copy = target.open("wb") if target else None
        try:
            while part := received.read(CHUNK):
                digest.update(part)
                size += len(part)
                if copy:
                    copy.write(part)
        finally:
            if copy:
                copy.close()
    return digest.hexdigest(), size


def _ending(document: Document) -> str:
    """The last two endings of a name, if they are harmless: a name from outside is no path."""
    suffixes = PurePosixPath(document.reads_as).suffixes[-2:]
    return "".join(s for s in suffixes if re.fullmatch(r"\.[A-Za-z0-9]{1,9}", s))
