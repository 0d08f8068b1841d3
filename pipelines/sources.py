"""Paths given by the user -> files to read, and the articles in each."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines import formats
from pipelines.errors import InputError
from pipelines.html import read_html
from pipelines.records import RawArticle, Unusable

Found = RawArticle | Unusable
Reader = Callable[[bytes, str], Iterator[Found]]

READERS: dict[str, Reader] = {
    ".txt": formats.read_text,
    ".text": formats.read_text,
    ".md": formats.read_text,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".json": formats.read_json,
    ".jsonl": formats.read_json_lines,
    ".ndjson": formats.read_json_lines,
    ".csv": formats.read_csv,
    ".tsv": formats.read_csv,
}


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. ``name`` is what rows say: its path inside the folder that was given."""

    path: Path
    name: str


def discover(paths: Iterable[Path]) -> list[Input]:
    """The files under ``paths``, each once, in the order of their names.

    Hidden files and folders and ``README.*`` are passed over; every other file is an input,
    whatever its name ends in. Raises InputError where a path does not exist or nothing is left.
    """
    found: dict[Path, Input] = {}
    for path in paths:
        if path.is_dir():
            inputs = [Input(file, file.relative_to(path).as_posix()) for file in _files(path)]
        elif path.exists():
            inputs = [Input(path, path.name)]
        else:
            raise InputError(f"{path}: no such file or folder", "Check the path.")
        for item in inputs:
            found.setdefault(item.path.resolve(), item)
    if not found:
        raise InputError(
            f"{', '.join(map(str, paths))}: nothing to read there",
            f"Put articles there; names that end in {' '.join(READERS)} (or these with .gz) "
            "are read.",
        )
    return sorted(found.values(), key=lambda item: (item.name, str(item.path)))


def read(item: Input, content: bytes, limit: int) -> Iterator[Found]:
    """The articles in ``content``, the bytes of file ``item``; never raises.

    ``limit`` is the largest number of bytes, compressed or not, that is looked at.
    """
    suffixes = [suffix.lower() for suffix in item.path.suffixes]
    if suffixes[-1:] == [".gz"]:
        suffixes.pop()
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            yield Unusable(item.name, "file", "bad_gzip", str(error), content)
            return
    reader = READERS.get(suffixes[-1] if suffixes else "")
    if reader is None:
        known = " ".join(READERS)
        yield Unusable(
            item.name, "file", "unknown_format", f"names of articles end in {known}", content
        )
    elif len(content) > limit:
        message = f"{len(content)} bytes; max_file_bytes is {limit}"
        yield Unusable(item.name, "file", "too_large", message, content)
    else:
        yield from reader(content, item.name)


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        if path.is_file() and not hidden and path.stem.upper() != "README":
            yield path
