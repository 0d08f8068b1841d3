"""Inputs as received, by the hash of their bytes, with where and when.

``landing/index.jsonl`` has a line for each distinct content: what it was called and when it
first came. That time is what rows call ``ingested_at``, so that a run that was killed and is
run again gives the same rows.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pipelines.files import append_line, read_lines, replacing


class Landed(NamedTuple):
    """One received content: its hash, when it first came (UTC), and the file that holds it."""

    sha256: str
    received_at: datetime
    kept_at: str | None


class Landing:
    """The landing folder of a warehouse. ``keep`` decides if bytes are stored or only noted."""

    def __init__(self, folder: Path, keep: bool) -> None:
        self.folder = folder
        self.keep = keep
        self._index = folder / "index.jsonl"
        self._received = {
            line["sha256"]: datetime.fromisoformat(line["received_at"])
            for line in read_lines(self._index)
        }

    def land(self, content: bytes, path: Path, now: datetime) -> Landed:
        """Note, and keep, the bytes of ``path``. The same bytes are kept once."""
        sha = hashlib.sha256(content).hexdigest()
        kept_at = f"{sha[:2]}/{sha}{''.join(path.suffixes[-2:])[:20]}" if self.keep else None
        if kept_at and not (target := self.folder / kept_at).exists():
            with replacing(target) as temporary:
                temporary.write_bytes(content)
        if sha not in self._received:
            self._received[sha] = now.astimezone(UTC)
            append_line(
                self._index,
                {
                    "sha256": sha,
                    "path": str(path),
                    "bytes": len(content),
                    "received_at": self._received[sha].isoformat(),
                },
            )
        return Landed(sha, self._received[sha], kept_at)
