"""Where articles come from. Each kind of source is one module; ``base`` says what a source is.

In the configuration a source is a table ``[[sources]]`` with a name, a kind and the options of
that kind; ``config/sources/`` has a commented example of each. Options of every kind: ``source``
(the outlet, for articles that do not name theirs), ``language``, and ``columns``, which maps the
fields of an article to the names that records give them.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from pipelines.errors import InputError, SettingsError
from pipelines.settings import PROJECT, Settings
from pipelines.sources.base import Document, Item, Source, Surroundings
from transforms.ids import content_id

# Kind -> module and class; imported when a source of that kind is used.
KINDS = {
    "folder": ("folder", "Folder"),
    "feed": ("feed", "Feed"),
    "urls": ("urls", "Urls"),
    "sitemap": ("sitemap", "Sitemap"),
    "warc": ("warc", "Warc"),
    "gal": ("gal", "Gal"),
}
COMMON = ("name", "kind", "source", "language", "columns")
FIELDS = ("title", "text", "published", "source", "url", "authors", "language")


@dataclass(frozen=True, slots=True)
class Configured:
    """A source of the configuration: what yields its documents, and what holds for all of them."""

    name: str
    source: Source
    defaults: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def items(self, run: Surroundings) -> Iterator[Item]:
        """The items of the source, with the options that every source has."""
        options = [*sorted(self.defaults.items()), *sorted(self.columns.items())]
        run.way = content_id(*options) if options else ""
        for item in self.source.items(run):
            if isinstance(item, Document) and options:
                item = replace(item, defaults=self.defaults, columns=self.columns)
            yield item


def of_paths(paths: Iterable[Path | str]) -> Configured:
    """Paths, or addresses of object storage, from the command line as a source."""
    from pipelines.sources.folder import Folder

    return Configured("paths", Folder(tuple(map(str, paths))))


def chosen(settings: Settings, names: Iterable[str]) -> list[Configured]:
    """The sources called ``names``: of the settings, or all in a file whose name ends in .toml.

    Raises SettingsError where there is none of that name or its options are wrong.
    """
    found: list[Configured] = []
    for name in names:
        if name.endswith(".toml"):
            found += [configured(table, name) for table in tables(Path(name))]
            continue
        matching = [table for table in settings.sources if table.get("name") == name]
        if not matching:
            known = ", ".join(str(table.get("name")) for table in settings.sources) or "none"
            raise SettingsError(
                f"there is no source {name!r}", f"[[sources]] in the configuration has: {known}."
            )
        found += [configured(table, "sources") for table in matching]
    return found


def tables(path: Path) -> list[Mapping[str, Any]]:
    """The tables ``[[sources]]`` of a file. Raises SettingsError, InputError."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("sources", [])
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file", "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}", "Correct that line.") from error
    if not isinstance(found, list) or not found:
        raise SettingsError(f"{path}: no [[sources]] in it", f"See {PROJECT / 'config/sources'}.")
    return found


def configured(table: Mapping[str, Any], origin: str) -> Configured:
    """The source that a table of the configuration describes. Raises SettingsError."""
    name, kind = table.get("name"), table.get("kind")
    where = f"{origin}: source {name!r}"
    hint = f"See the examples in {PROJECT / 'config' / 'sources'}."
    if not isinstance(name, str) or not re.fullmatch(r"[\w.-]{1,64}", name):
        raise SettingsError(f"{where}: a name has letters, digits, '.', '-' and '_' only", hint)
    if kind not in KINDS:
        raise SettingsError(f"{where}: kind is one of {', '.join(KINDS)}, not {kind!r}", hint)
    module, cls = KINDS[kind]
    made = getattr(import_module(f"pipelines.sources.{module}"), cls)
    known = {option.name: option for option in dataclasses.fields(made) if option.name != "name"}
    given = {key: value for key, value in table.items() if key not in COMMON}
    if unknown := sorted(set(given) - set(known)):
        raise SettingsError(
            f"{where}: there is no option {unknown[0]!r}",
            f"Those of kind {kind}: {', '.join([*known, *COMMON[2:]])}. {hint}",
        )
    columns = table.get("columns", {})
    if not isinstance(columns, Mapping) or (wrong := sorted(set(columns) - set(FIELDS))):
        what = wrong[0] if isinstance(columns, Mapping) else columns
        raise SettingsError(f"{where}: columns: {what!r} is no field of an article",
                            f"The fields: {', '.join(FIELDS)}. {hint}")  # fmt: skip
    options = {key: _checked(value, str(known[key].type), f"{where}: {key}", hint)
               for key, value in given.items()}  # fmt: skip
    if any(option.name == "name" for option in dataclasses.fields(made)):
        options["name"] = name
    try:
        source = made(**options)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where}: {error}", hint) from error
    defaults = {key: str(table[key]) for key in ("source", "language") if table.get(key)}
    return Configured(name, source, defaults, dict(columns))


_TYPES: dict[str, tuple[type, str]] = {
    "str": (str, "a string"), "int": (int, "a number"), "bool": (bool, "true or false"),
}  # fmt: skip


def _checked(value: Any, kind: str, where: str, hint: str) -> Any:
    """An option of the configuration as the source has it. Raises SettingsError."""
    if kind.startswith("tuple"):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise SettingsError(f"{where}: a list of strings is expected, not {value!r}", hint)
        return tuple(_checked(one, "str", where, hint) for one in value)
    expected, words = _TYPES[kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and kind != "bool"):
        raise SettingsError(f"{where}: {words} is expected, not {value!r}", hint)
    if isinstance(value, str) and re.match(r"\w+://[^/\s@]*:(?!\$\{)[^/\s@]*@", value):
        raise SettingsError(
            f"{where}: holds a password",
            "Put it into the environment and write ${NAME} in its place.",
        )
    return value
