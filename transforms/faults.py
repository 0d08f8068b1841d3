"""What is wrong with reference data: faults with file, line and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms import seeds
from transforms.seeds import Located


@dataclass(frozen=True, slots=True)
class Fault:
    """``severity`` is error or warning; ``hint`` says what to do."""

    severity: str
    where: str
    what: str
    hint: str

    @property
    def place(self) -> tuple[str, int]:
        """Sorts by file and line."""
        file, _, line = self.where.rpartition(":")
        return (file, int(line)) if line.isdigit() else (self.where, 0)


def located(name: str, overrides: Path | None, faults: list[Fault]) -> list[Located]:
    """The rows of a file; of ours alone, and a fault, where the user's cannot be read."""
    try:
        return list(seeds.located(name, overrides))
    except (seeds.SeedError, UnicodeDecodeError) as error:
        where = f"{overrides.name if overrides else 'seeds'}/{name}.csv:1"
        hint = "Write UTF-8, and name the columns in the first line as seeds/ does."
        faults.append(Fault("error", where, str(error), hint))
        return list(seeds.located(name, None))


def repeated(rows: Iterable[Located], names: tuple[str, ...]) -> Iterator[Fault]:
    """Rows of one file that speak of the same thing: the first of them is the one that counts."""
    first: dict[object, Located] = {}
    for at in rows:
        other = first.setdefault((at.path, *(at.row[name] for name in names)), at)
        if other is at:
            continue
        same = {**at.row, "note": ""} == {**other.row, "note": ""}
        told = ", ".join(at.row[name] for name in names)
        what = f"{told}: {'said before' if same else 'said otherwise'} in {other.where}"
        yield Fault("warning" if same else "error", at.where, what, "Delete one of them.")


def of_folder(overrides: Path) -> Iterator[Fault]:
    """A user's files that nobody reads, and their removals that remove nothing."""
    ours = {path.name: path for path in seeds.seeds_dir().glob("*.csv")}
    for path in sorted(overrides.glob("*.csv")):
        if path.name not in ours:
            where = f"{overrides.name}/{path.name}:1"
            hint = f"The files are {', '.join(sorted(ours))}."
            yield Fault("warning", where, "nobody reads a file of this name", hint)
            continue
        names = seeds.columns(ours[path.name])
        removals = [
            (at, gone)
            for at in seeds.rows_of(path)
            if (gone := seeds.removal_of(at.row, names)) is not None
        ]
        shipped = [at.row for at in seeds.rows_of(ours[path.name])] if removals else []
        for at, gone in removals:
            if not any(seeds.agrees(row, gone) for row in shipped):
                what = f"removes nothing: no row of seeds/{path.name} has {gone}"
                yield Fault("warning", at.where, what, "Correct it or delete it.")
