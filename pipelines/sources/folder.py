"""Files and folders: what was given as paths, or as a source of kind ``folder``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pipelines.errors import InputError
from pipelines.reading import DECOMPRESSORS, READERS
from pipelines.records import Unusable
from pipelines.sources.base import Document, Item, Surroundings
from pipelines.sources.remote import is_remote, objects

# A file written so shortly before it is read may be written again within the same tick of the
# file system's clock, so it is not remembered by its time.
SETTLED_SECONDS = 2.0
_README = re.compile(r"readme(\.[^.]*)?", re.IGNORECASE)


class File(NamedTuple):
    """A file to read: its path inside the folder given, as given, and without links."""

    name: str
    path: str
    real: str


@dataclass(frozen=True, slots=True)
class Folder:
    """``paths``: files and folders, local or in object storage."""

    paths: tuple[str, ...]

    def items(self, run: Surroundings) -> Iterator[Item]:
        """A document a file, in the order of their names; content is not opened here."""
        remote = [path for path in self.paths if is_remote(path)]
        if local := [Path(path) for path in self.paths if path not in remote]:
            for file in discover(local):
                yield _document(file, run)
        for path in remote:
            yield from objects(path, run)


def discover(paths: Iterable[Path]) -> list[File]:
    """The files under ``paths``, each once.

    Sorted by name. Hidden files and folders and ``README.*`` are passed over; every other file
    is an input, whatever its name ends in. Raises InputError where a path does not exist or
    nothing is left.
    """
    paths = list(paths)
    found: dict[str, tuple[str, str]] = {}
    for path in paths:
        if path.is_dir():
            real = os.path.realpath(path)
            for name, link in _files(str(path), ""):
                file = f"{real}/{name}"
                found.setdefault(os.path.realpath(file) if link else file, (name, f"{path}/{name}"))
        elif path.exists():
            found.setdefault(os.path.realpath(path), (path.name, str(path)))
        else:
            raise InputError(f"{path}: no such file or folder", "Check the path.")
    if not found:
        raise InputError(
            f"{', '.join(map(str, paths))}: nothing to read there",
            f"Put articles there; names that end in {' '.join(READERS)} (or these with "
            f"{' '.join(DECOMPRESSORS)}) are read.",
        )
    return sorted(File(name, path, real) for real, (name, path) in found.items())


def _files(folder: str, prefix: str) -> Iterator[tuple[str, bool]]:
    """Names below ``folder``, and whether each is a link."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        name = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, f"{name}/")
        elif entry.is_file() and not _README.fullmatch(entry.name):
            yield name, entry.is_symlink()


def _document(file: File, run: Surroundings) -> Document | Unusable:
    try:
        status = os.stat(file.path)
    except OSError as error:
        return Unusable(file.name, "file", "unreadable", error.strerror or str(error))
    settled = run.now.timestamp() - status.st_mtime > SETTLED_SECONDS
    return Document(
        file.name,
        file.path,
        key=run.key("file", file.real) if settled else "",
        stamp=f"{status.st_size} {status.st_mtime_ns}",
    )
