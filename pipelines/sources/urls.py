"""Lists of addresses: in the configuration, or one a line in a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import InputError
from pipelines.sources.base import Item, Surroundings
from pipelines.sources.pages import Wanted, pages


@dataclass(frozen=True, slots=True)
class Urls:
    """``urls``, and those in ``file``. A page that was got is asked only whether it changed."""

    name: str
    urls: tuple[str, ...] = ()
    file: str = ""

    def items(self, run: Surroundings) -> Iterator[Item]:
        """The pages. Raises InputError where the file cannot be read."""
        yield from pages(run, self.name, self._wanted())

    def _wanted(self) -> Iterator[Wanted]:
        for url in self.urls:
            yield Wanted(url, ask_again=True)
        if not self.file:
            return
        try:
            with Path(self.file).expanduser().open(encoding="utf-8-sig", errors="replace") as lines:
                for line in lines:
                    url = line.strip()
                    if url and not url.startswith("#"):
                        yield Wanted(url, ask_again=True)
        except OSError as error:
            raise InputError(f"{self.file}: {error.strerror}", "Check the path.") from error
