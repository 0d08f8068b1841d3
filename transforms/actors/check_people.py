"""Do the files on people hang together? One office with two holders at a time, one person twice."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from transforms import seeds
from transforms.actors.canonical import UNIQUE
from transforms.actors.names import fold
from transforms.faults import Fault
from transforms.seeds import Located


def term(row: seeds.Row) -> tuple[date, date]:
    """The first day in office and the first day out of it; the ends of the calendar where open.
    Raises ValueError for what is no day."""
    return _day(row["start"]) or date.min, _day(row["end"]) or date.max


def at_once(holders: Iterable[Located], offices: Iterable[Located]) -> Iterator[Fault]:
    """Terms that overlap: of one person in one office, and of two in an office of which a body
    has one holder at a time. Files are looked at one by one: a user's rows win over ours."""
    unique = {at.row["title"] for at in offices if at.row["kind"] in UNIQUE}
    terms: defaultdict[object, list[tuple[date, date, Located]]] = defaultdict(list)
    for at in holders:
        try:
            start, end = term(at.row)
        except ValueError:
            continue  # a fault of its own
        alone = "" if at.row["office"] in unique else fold(at.row["person"])
        terms[at.path, at.row["country_or_org"], at.row["office"], alone].append((start, end, at))
    for found in terms.values():
        found.sort(key=lambda held: held[:2])
        for (_, end, before), (start, _, at) in itertools.pairwise(found):
            if start < end:
                row = at.row
                what = f"{row['person']}: {row['office']} of {row['country_or_org']} while "
                what += f"{before.row['person']} is ({before.where})"
                yield Fault("error", at.where, what, "Give the earlier term its `end`.")


def claimed(people: Iterable[Located], holders: Iterable[Located]) -> Iterator[Fault]:
    """Names that two persons share, by name or alias: nobody could tell whom they mean. A person
    may hold several offices; who holds one is not in ``people.csv`` as well."""
    first: dict[tuple[object, str], tuple[str, Located]] = {}
    for column, rows in (("person", holders), ("name", people)):
        for at in rows:
            own = at.row[column]
            for name in dict.fromkeys(map(fold, [own, *seeds.split(at.row["aliases"])])):
                whose, other = first.setdefault((at.path.parent, name), (own, at))
                if other is at or (whose == own and column == "person"):
                    continue
                what = f"{own!r} and {whose!r} ({other.where}) are both called {name!r}"
                hint = "One person has one name: delete a row, or take the alias out of one."
                yield Fault("error", at.where, what, hint)


def _day(text: str) -> date | None:
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])
