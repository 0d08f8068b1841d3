"""Object storage by address: ``s3://bucket/prefix``, ``gs://...``, ``abfss://...``, a ``file://``.

The file systems are Arrow's own, which every installation has; ``fsspec+PROTOCOL://...`` reaches
all those of fsspec. Credentials are those of the environment (``AWS_ACCESS_KEY_ID`` and the
like), never part of an address, which would be written into ``runs``. An object is there as a
whole or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from pyarrow import fs

from pipelines.errors import DatelineError, SettingsError
from pipelines.files import replacing

SIDE_BY_SIDE = 8  # transfers at once: they wait for the network
CHUNK = 8 * 1024 * 1024


class Remote:
    """A prefix on object storage. Names are relative to it."""

    def __init__(self, uri: str) -> None:
        """Raises SettingsError where the address is none, or has a password in it."""
        self.uri = uri.split("?")[0].rstrip("/")
        if urlsplit(uri).password:
            raise SettingsError(
                f"{urlsplit(uri).scheme}://...: an address must not hold a password",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or what your storage asks for.",
            )
        try:
            self.fs, self.root = fs.FileSystem.from_uri(uri)
        except (OSError, ValueError) as error:
            hint = "Such as s3://bucket/prefix; docs/scale.md has more."
            raise SettingsError(f"{uri!r} is no address of storage: {error}", hint) from error

    def put(self, source: Path, name: str) -> None:
        """Store a file. Raises DatelineError where that fails."""
        try:
            with source.open("rb") as content, self._writing(name) as stream:
                while chunk := content.read(CHUNK):
                    stream.write(chunk)
        except OSError as error:
            raise self._failed("written", name, error) from error

    def put_all(self, files: Iterable[tuple[Path, str]]) -> None:
        """Store many."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(lambda pair: self.put(*pair), files))

    def get(self, name: str, target: Path) -> None:
        """Fetch an object into a file. Raises DatelineError where there is none."""
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.fs.open_input_stream(self._path(name)) as stream, target.open("wb") as out:
                while chunk := stream.read(CHUNK):
                    out.write(chunk)
        except OSError as error:
            raise self._failed("read", name, error) from error

    def get_all(self, files: Iterable[tuple[str, Path]]) -> None:
        """Fetch many."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            list(pool.map(lambda pair: self.get(*pair), files))

    def write_json(self, name: str, value: Any) -> None:
        """Store a value; the object is replaced in one step."""
        try:
            with self._writing(name) as stream:
                stream.write(json.dumps(value, indent=1, sort_keys=True).encode())
        except OSError as error:
            raise self._failed("written", name, error) from error

    def read_json(self, name: str) -> Any:
        """The value of an object, or None where there is none."""
        try:
            if self.fs.get_file_info(self._path(name)).type == fs.FileType.NotFound:
                return None
            with self.fs.open_input_stream(self._path(name)) as stream:
                return json.loads(stream.read())
        except OSError as error:
            raise self._failed("read", name, error) from error

    def names(self, folder: str) -> list[str]:
        """The names of all objects under a name."""
        chosen = fs.FileSelector(self._path(folder), recursive=True, allow_not_found=True)
        try:
            found = [one.path for one in self.fs.get_file_info(chosen) if one.is_file]
        except OSError as error:
            raise self._failed("listed", folder, error) from error
        return sorted(path.removeprefix(f"{self.root}/") for path in found)

    def delete(self, folder: str) -> None:
        """Remove everything under a name."""
        try:
            self.fs.delete_dir_contents(self._path(folder), missing_dir_ok=True)
        except OSError as error:
            raise self._failed("emptied", folder, error) from error

    def _writing(self, name: str) -> Any:
        path = self._path(name)
        if isinstance(self.fs, fs.LocalFileSystem):
            return _local(Path(path))
        return self.fs.open_output_stream(path)

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    def _failed(self, what: str, name: str, error: Exception) -> DatelineError:
        return DatelineError(
            f"{self.uri}/{name} cannot be {what}: {error}",
            "Look at the address, the credentials in the environment and the network.",
        )


@contextmanager
def _local(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears when it is whole, as objects do."""
    with replacing(path) as temporary, temporary.open("wb") as stream:
        yield stream
