"""Archives of pages (WARC): files, folders and object storage, or a list of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import InputError
from pipelines.records import Unusable
from pipelines.sources.base import Document, Item, Surroundings
from pipelines.sources.folder import Folder


@dataclass(frozen=True, slots=True)
class Warc:
    """``files``: archives; ``list``: a file that names one a line, ``base`` put before each.

    Common Crawl publishes such lists (``warc.paths``).
    """

    files: tuple[str, ...] = ()
    list: str = ""
    base: str = ""

    def items(self, run: Surroundings) -> Iterator[Item]:
        """A document an archive. Raises InputError where there is none."""
        paths = (*self.files, *self._listed())
        for item in Folder(paths).items(run):
            if isinstance(item, Document) and ".warc" not in item.name.lower():
                message = "the name of an archive has .warc in it"
                yield Unusable(item.name, "file", "unknown_format", message)
            else:
                yield item

    def _listed(self) -> Iterator[str]:
        if not self.list:
            return
        try:
            text = Path(self.list).expanduser().read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{self.list}: {error}", "Check the path.") from error
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                yield self.base + line.strip()
