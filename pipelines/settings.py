"""Settings: defaults < file < environment < options, and where each value is from."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import SettingsError

ENV_PREFIX = "DATELINE_"
PROJECT = Path(__file__).resolve().parent.parent  # the checkout, or site-packages


@dataclass(frozen=True, slots=True)
class Settings:
    """The effective settings of a command. ``config/dateline.toml`` explains each."""

    warehouse: Path = Path("warehouse")
    model: str = "en_dateline"
    seeds: Path | None = None
    batch_size: int = 200
    runner: str = "processes"
    workers: int = 1
    staging: str = ""
    mirror: str = ""
    prefect: bool = True
    keep_landing: bool = True
    keep_parses: bool = True
    max_file_bytes: int = 2_000_000_000
    max_document_bytes: int = 100_000_000
    max_article_characters: int = 1_000_000
    retry_rejected: bool = False
    checks: Path | None = None
    user_agent: str = ""
    delay: float = 1.0
    timeout: float = 30.0
    attempts: int = 4
    max_response_bytes: int = 20_000_000
    respect_robots: bool = True
    allow_private_addresses: bool = False
    sources: Sequence[Mapping[str, Any]] = ()  # tables of the file; no variable, no option
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def values(self) -> dict[str, Any]:
        """Setting -> value, as JSON can hold it."""
        plain: dict[str, Any] = {
            name: str(value) if isinstance(value, Path) else value
            for name in NAMES
            for value in [getattr(self, name)]
        }
        return {**plain, "sources": list(self.sources)} if self.sources else plain

    def processes(self) -> int:
        """How many workers analyse batches."""
        return self.workers or os.cpu_count() or 1


NAMES = tuple(f.name for f in dataclasses.fields(Settings) if f.name not in ("origins", "sources"))
RUNNERS = ("serial", "processes", "dask")
_OPTIONAL_PATHS = {"seeds", "checks"}
_AT_LEAST = {
    "batch_size": 1, "workers": 0, "max_file_bytes": 1, "max_document_bytes": 1,
    "max_article_characters": 1, "delay": 0, "timeout": 0.1, "attempts": 1,
    "max_response_bytes": 1,
}  # fmt: skip


def load(
    options: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """The settings in force. ``options`` are those of the command line; None is "not given".

    Raises SettingsError with the origin of a value that cannot be used.
    """
    environ = os.environ if environ is None else environ
    layers: list[tuple[str, Mapping[str, Any]]] = []
    if path := _config_file(environ):
        layers.append((str(path), _read(path)))
    from_env = {name: environ[ENV_PREFIX + name.upper()] for name in NAMES
                if ENV_PREFIX + name.upper() in environ}  # fmt: skip
    layers.append(("environment", from_env))
    given = {name: value for name, value in (options or {}).items() if value is not None}
    layers.append(("option", given))

    values: dict[str, Any] = {}
    origins = dict.fromkeys(NAMES, "default")
    for origin, layer in layers:
        for name, value in layer.items():
            if name == "sources" and origin != "environment":
                values[name], origins[name] = _tables(value, origin), origin
                continue
            values[name] = _convert(name, value, origin)
            origins[name] = origin
    return Settings(**values, origins=origins)


def default_file() -> Path:
    """The commented file of all settings that the project ships."""
    return PROJECT / "config" / "dateline.toml"


def _config_file(environ: Mapping[str, str]) -> Path | None:
    if named := environ.get(f"{ENV_PREFIX}CONFIG"):
        path = Path(named)
        if not path.is_file():
            raise SettingsError(
                f"{path}: no such file",
                "DATELINE_CONFIG names it; correct the variable or unset it.",
            )
        return path
    here = Path("dateline.toml")
    return here if here.is_file() else None


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not valid TOML: {error}", "Correct that line.") from error


def _convert(name: str, value: Any, origin: str) -> Any:
    if name not in NAMES:
        raise SettingsError(
            f"{origin}: there is no setting {name!r}",
            f"The settings are: {', '.join(NAMES)}. See {default_file()}.",
        )
    kind = type(getattr(Settings(), name))
    try:
        if name in _OPTIONAL_PATHS:
            return Path(value).expanduser() if value else None
        if kind is bool:
            return _flag(value)
        if kind is int:
            number = int(value)
            if number < _AT_LEAST.get(name, 0):
                raise ValueError(f"must be at least {_AT_LEAST[name]}")
            return number
        if kind is float:
            amount = float(value)
            if not amount >= _AT_LEAST.get(name, 0):
                raise ValueError(f"must be at least {_AT_LEAST[name]}")
            return amount
        if kind is str:
            if name == "runner" and value not in RUNNERS and ":" not in str(value):
                raise ValueError(f"must be {', '.join(RUNNERS)}, an address or module:function")
            return str(value)
        return Path(value).expanduser()
    except (TypeError, ValueError) as error:
        raise SettingsError(
            f"{origin}: {name} = {value!r} cannot be used: {error}",
            f"See {default_file()} for what {name} may be.",
        ) from error


def _tables(value: Any, origin: str) -> tuple[Mapping[str, Any], ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, Mapping) for one in value):
        raise SettingsError(
            f"{origin}: sources are written as tables [[sources]]",
            f"See {PROJECT / 'config' / 'sources'}.",
        )
    return tuple(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    if (word := str(value).strip().lower()) not in known:
        raise ValueError("must be true or false")
    return known[word]
