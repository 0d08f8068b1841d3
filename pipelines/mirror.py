"""The published version on object storage, for readers elsewhere and as a copy to begin from.

The warehouse on the disk stays the record: its lock, renames and database need a file system.
After each publication ``push`` stores the files that are not there yet, under names with a hash
of their content that are never written twice, and then replaces one object, ``_current.json``,
which names the files of the version. So a reader who begins with that object sees one version
whole, however long it reads. ``landing/`` and ``parses/`` go along.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines import lake
from pipelines.errors import WarehouseError
from pipelines.files import write_json
from pipelines.layout import Layout
from pipelines.remote import Remote

POINTER = "_current.json"
HASH = 16  # hex digits of a file's SHA-256 in its object's name


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push stored."""

    version: str
    files: int
    bytes: int


def push(layout: Layout, uri: str) -> Pushed:
    """Bring the mirror at ``uri`` up to date. Once it is, the same again stores nothing.

    Raises DatelineError where the storage cannot be reached; the next push makes up for it.
    """
    remote, manifest = Remote(uri), lake.published(layout)
    if not manifest.version:
        return Pushed("", 0, 0)
    before = remote.read_json(POINTER) or {"objects": {}, "landed": 0}
    local = {f"lake/{name}": layout.lake / name for names in manifest.tables.values()
             for name in names}  # fmt: skip
    local |= {f"parses/{path.name}": path for path in sorted(layout.parses.glob("*.parquet"))}
    objects = {name: _object(name, path, before["objects"]) for name, path in local.items()}
    fresh = [(local[name], found["key"]) for name, found in objects.items()
             if before["objects"].get(name) != found]  # fmt: skip
    received, landed = _landed(layout, int(before["landed"]))
    remote.put_all([*fresh, *received])
    pointer = {
        **manifest.as_dict(),
        "tables": {
            table: [objects[f"lake/{name}"]["key"] for name in names]
            for table, names in manifest.tables.items()
        },
        "objects": objects,
        "landed": landed,
    }
    if pointer != before:
        remote.write_json(POINTER, pointer)
    stored = [path for path, _ in (*fresh, *received)]
    return Pushed(manifest.version, len(stored), sum(path.stat().st_size for path in stored))


def pull(uri: str, layout: Layout) -> str:
    """A warehouse from a mirror: lake, parses and landing, then the database. Returns the version.

    Raises WarehouseError where there is one already, or no mirror at ``uri``.
    """
    from pipelines.publish import rebuild

    remote = Remote(uri)
    if layout.manifest.exists():
        raise WarehouseError(f"{layout.root}: there is a warehouse already", "Name another folder.")
    pointer = remote.read_json(POINTER)
    if pointer is None:
        raise WarehouseError(f"{uri}: there is no mirror of a warehouse", "Check the address.")
    remote.get_all((found["key"], layout.root / name) for name, found in pointer["objects"].items())
    _pull_landing(remote, layout, int(pointer["landed"]))
    tables: dict[str, list[str]] = {table: [] for table in pointer["tables"]}
    for name in pointer["objects"]:
        kind, _, rest = name.partition("/")
        if kind == "lake":
            tables[rest.split("/")[0]].append(rest)
    manifest = lake.Manifest.of({**pointer, "tables": {k: sorted(v) for k, v in tables.items()}})
    write_json(layout.manifest, manifest.as_dict())
    rebuild(layout)
    return manifest.version


def read_sql(uri: str) -> str:
    """SQL that makes a view of each table of the mirrored version, for DuckDB anywhere.

    Raises WarehouseError where there is no mirror.
    """
    remote = Remote(uri)
    pointer = remote.read_json(POINTER)
    if pointer is None:
        raise WarehouseError(f"{uri}: there is no mirror of a warehouse", "Check the address.")
    lines = [f"-- {remote.uri}, version {pointer['version']}"]
    for table, keys in pointer["tables"].items():
        files = ", ".join(f"'{remote.uri}/{key}'" for key in keys)
        lines.append(f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM read_parquet([{files}]);")
    return "\n".join(lines) + "\n"


def _object(name: str, path: Path, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Key and size of the object that holds a file.

    A file of a table that grows is never changed under its name, so size tells it is the same;
    the few files about the whole warehouse are hashed each time.
    """
    size, before = path.stat().st_size, known.get(name)
    grows = name.split("/")[1] in lake.GROWING
    if grows and before and before["bytes"] == size:
        return before
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()[:HASH]
    pure = PurePosixPath(name)
    return {"key": f"{pure.parent}/{pure.stem}.{digest}{pure.suffix}", "bytes": size}


def _landed(layout: Layout, done: int) -> tuple[list[tuple[Path, str]], int]:
    """What was received since ``done`` bytes of the index had been mirrored; and its length now.

    The index only grows. Its objects are named by their length, so that a later one never takes
    the place of one that a pointer names.
    """
    index = layout.landing / "index.jsonl"
    if not index.is_file() or index.stat().st_size == done:
        return [], done
    content = index.read_bytes()
    lines = content[done if done < len(content) else 0 :].splitlines()
    names = {json.loads(line)["sha256"] for line in lines if line.endswith(b"}")}
    files = [
        (path, f"landing/{path.parent.name}/{path.name}")
        for name in sorted(names)
        for path in (layout.landing / name[:2]).glob(f"{name}*")
    ]
    return [*files, (index, f"landing/index.{len(content)}.jsonl")], len(content)


def _pull_landing(remote: Remote, layout: Layout, length: int) -> None:
    if not length:
        return
    index = layout.landing / "index.jsonl"
    remote.get(f"landing/index.{length}.jsonl", index)
    names = remote.names("landing")
    remote.get_all((name, layout.root / name) for name in names if name.count("/") == 2)
