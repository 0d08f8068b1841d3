"""Files in object storage, by fsspec: s3://, gs://, az://. They are read as they arrive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from pipelines.errors import InputError, SettingsError
from pipelines.sources.base import Document, Surroundings

# Scheme -> the extra that installs what fsspec needs for it.
SCHEMES = {
    "s3": "s3", "s3a": "s3", "gs": "gs", "gcs": "gs", "az": "az", "abfs": "az", "abfss": "az",
    "memory": "",
}  # fmt: skip
# What tells one version of an object from another, as the storages call it.
_STAMPS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "mtime", "updated",
           "last_modified", "created")  # fmt: skip


def is_remote(path: str) -> bool:
    """Whether a path is an address in object storage."""
    match = re.match(r"(\w+)://", path)
    return match is not None and match[1].lower() in SCHEMES


def objects(path: str, run: Surroundings) -> Iterator[Document]:
    """The objects at an address: one, those below a prefix, or those that fit a pattern.

    In the order of their names; hidden ones are passed over. Keys come from the environment, as
    the storage's own tools have it. Raises InputError, SettingsError.
    """
    fs, inner = _open(path)
    try:
        if any(sign in inner for sign in "*?["):
            found: dict[str, Any] = fs.glob(inner, detail=True)
        else:
            found = fs.find(inner, detail=True)
    except Exception as error:  # every storage has exceptions of its own
        raise InputError(f"{path}: {_said(error)}", "Check the address and the keys.") from error
    files = {name: info for name, info in found.items() if info.get("type") == "file"}
    if not files:
        raise InputError(f"{path}: nothing to read there", "Check the address.")
    scheme = path.split("://")[0]
    base = inner.split("*")[0].rpartition("/")[0] if "*" in inner else inner.rstrip("/")
    for name, info in sorted(files.items()):
        inside = name.removeprefix(base).lstrip("/") or PurePosixPath(name).name
        if any(part.startswith(".") for part in inside.split("/")):
            continue
        tag = next((str(info[key]) for key in _STAMPS if info.get(key)), "")
        address = f"{scheme}://{name.removeprefix('/')}"
        yield Document(
            inside,
            partial(_opened, fs, name),
            key=run.key("object", address) if tag else "",
            stamp=f"{info.get('size')} {tag}",
        )


def _open(path: str) -> tuple[Any, str]:
    import fsspec

    scheme = path.split("://")[0].lower()
    try:
        found: tuple[Any, str] = fsspec.core.url_to_fs(path)
        return found
    except ImportError as error:
        raise SettingsError(
            f"{path}: {error}", f"pip install 'dateline[{SCHEMES[scheme]}]'"
        ) from error
    except Exception as error:
        raise InputError(f"{path}: {_said(error)}", "Check the address and the keys.") from error


def _opened(fs: Any, name: str) -> Any:
    try:
        return fs.open(name, "rb")
    except OSError:
        raise
    except Exception as error:
        raise OSError(_said(error)) from error


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
