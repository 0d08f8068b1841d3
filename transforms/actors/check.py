"""Do the files on actors hang together? Codes that do not exist, names that two rows claim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from transforms import seeds
from transforms.actors.check_people import at_once, claimed, term
from transforms.faults import Fault, located, repeated
from transforms.seeds import Located

KINDS = frozenset(
    {"person", "organization", "government", "military", "armed_group", "country"}
    | {"city_or_region", "population", "other"}
)
ROLES = frozenset(
    {"GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "LEG", "MED", "EDU", "BUS", "CRM"}
    | {"CVL", "ELI", "LAB", "REF", "AGR", "HLH", "REL", "NGO", "IGO", "IMG", "MNC", "INT", ""}
)
_CODE = re.compile(r"(?:[A-Z]{3}){1,4}")
_SCOPES = frozenset({"country", "organization", "none"})


def check(overrides: Path | None = None) -> list[Fault]:
    """All faults of countries, organizations, offices, office holders, people and nominals."""
    faults: list[Fault] = []
    files = ("countries", "organizations", "offices", "office_holders", "people", "nominals")
    rows = {name: located(name, overrides, faults) for name in files}
    iso3 = frozenset(at.row["iso3"] for at in rows["countries"])
    for at in rows["organizations"]:
        faults += _one_of(at, "kind", KINDS)
        faults += _one_of(at, "role", ROLES)
        faults += _one_of(at, "country", iso3 | {""})
        if not _CODE.fullmatch(at.row["code"]):
            what = f"{at.row['name']}: code {at.row['code']!r}"
            hint = "A CAMEO code is groups of three capitals: RUSGOV, IGOUNO."
            faults.append(Fault("error", at.where, what, hint))
    faults += _claimed_twice(rows["organizations"], "name")
    for at in rows["offices"]:
        faults += _one_of(at, "role", ROLES)
        faults += _one_of(at, "scope", _SCOPES)
        faults += _one_of(at, "rank", frozenset("12345"))
    faults += _claimed_twice(rows["offices"], "title")
    for at in rows["nominals"]:
        faults += _one_of(at, "kind", KINDS)
        faults += _one_of(at, "role", ROLES)
    faults += repeated(rows["nominals"], ("lemma",))
    bodies = iso3 | {at.row["name"] for at in rows["organizations"]}
    titles = {at.row["title"] for at in rows["offices"]}
    for at in rows["office_holders"]:
        faults += _one_of(at, "country_or_org", bodies, "an ISO code or a name of organizations")
        faults += _one_of(at, "office", frozenset(titles), "a title of offices.csv")
        faults += _term(at)
    for at in rows["people"]:
        faults += _one_of(at, "role", ROLES)
        faults += _one_of(at, "country", iso3 | {""})
    faults += at_once(rows["office_holders"], rows["offices"])
    faults += claimed(rows["people"], rows["office_holders"])
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.place)


def _one_of(at: Located, column: str, allowed: frozenset[str], told: str = "") -> Iterator[Fault]:
    value = at.row[column]
    if value not in allowed:
        first = next(iter(at.row.values()))
        hint = f"Use {told or ', '.join(sorted(filter(None, allowed))[:40])}."
        yield Fault("error", at.where, f"{first}: {column} {value!r} is unknown", hint)


def _claimed_twice(rows: Iterable[Located], column: str) -> Iterator[Fault]:
    """Names and aliases of one file under which two rows can be meant."""
    first: dict[object, Located] = {}
    for at in rows:
        for name in dict.fromkeys([at.row[column], *seeds.split(at.row["aliases"])]):
            other = first.setdefault((at.path, name), at)
            if other is not at:
                what = f"{name!r} is {at.row[column]!r} here and {other.row[column]!r} in "
                hint = "A name has one bearer: the first counts. Take it out of one row."
                yield Fault("error", at.where, what + other.where, hint)


def _term(at: Located) -> Iterator[Fault]:
    """The days of a term of office: years, months or days, the first before the last."""
    try:
        start, end = term(at.row)
    except ValueError as error:
        hint = "Write 2022, 2022-07 or 2022-07-19."
        yield Fault("error", at.where, f"{at.row['person']}: {error}", hint)
        return
    if start >= end and end != date.max:
        hint = "`end` is the first day out of office."
        yield Fault("error", at.where, f"{at.row['person']}: the term ends before it begins", hint)
