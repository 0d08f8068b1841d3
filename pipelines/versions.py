"""Fingerprints of all that decides what rows come out: code, model, reference data, schema."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from pipelines.settings import PROJECT
from transforms import seeds
from transforms.schema import SCHEMA_VERSION

SHIPPED = "en_dateline"


@dataclass(frozen=True, slots=True)
class Versions:
    """What an analysis was made with. Two equal ones give the same rows for the same text."""

    code_version: str
    model: str
    model_version: str
    lexicon_version: str
    schema_version: str = SCHEMA_VERSION

    def as_dict(self) -> dict[str, str]:
        """The columns of ``runs``."""
        return asdict(self)


@lru_cache(maxsize=8)
def current(model: str, overrides: Path | None) -> Versions:
    """The versions of this installation with the language model ``model``."""
    return Versions(code_version(), model, model_version(model), seeds.fingerprint(overrides))


def release() -> str:
    """The release of the package, or "0" where it is not installed."""
    try:
        return metadata.version("dateline")
    except metadata.PackageNotFoundError:
        return "0"


@lru_cache(maxsize=1)
def code_version() -> str:
    """Release and fingerprint of the analysing code (``transforms``), such as 0.1.0+1f2e3d4c."""
    return f"{release()}+{_digest(sorted((PROJECT / 'transforms').rglob('*.py')))[:8]}"


# What turns received bytes into articles.
_READING = (
    "reading", "formats", "tabular", "fields", "encoding", "html", "warc", "records", "articles",
    "published", "when",
)  # fmt: skip


@lru_cache(maxsize=1)
def reading_version() -> str:
    """Fingerprint of the code that reads inputs; with another one they are read again."""
    files = [PROJECT / "pipelines" / f"{name}.py" for name in _READING]
    rules = [PROJECT / "transforms" / f"{name}.py" for name in ("text", "language")]
    code = _digest([*files, *rules])[:12]
    return f"{code} {metadata.version('trafilatura')}"


def model_version(model: str) -> str:
    """The fingerprint of a model: over its files, or the version of its distribution."""
    if ":" in model:  # package.module:function
        spec = find_spec(model.split(":")[0])
        return _digest([Path(spec.origin)])[:12] if spec and spec.origin else "unknown"
    folder = Path(model)
    if not folder.is_dir():
        spec = find_spec(model) if model.isidentifier() else None
        if spec is None or spec.origin is None:
            return "missing"
        if model != SHIPPED:
            try:
                return metadata.version(model)
            except metadata.PackageNotFoundError:
                return "unknown"
        folder = Path(spec.origin).parent
    files = (path for path in folder.rglob("*") if path.suffix not in (".pyc", ""))
    return _digest(sorted(path for path in files if path.is_file()))[:12]


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
