"""What a source is: something that yields what it received, one document at a time.

A source is a dataclass whose fields are its options in the configuration, with a method
``items``. It holds no content but that of the document it has just yielded: a file stays where
it is and is opened by who reads it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from pipelines.records import Unusable

if TYPE_CHECKING:
    from pipelines.memory import Memory
    from pipelines.settings import Settings
    from pipelines.web.client import Client


@dataclass(frozen=True, slots=True)
class Document:
    """Something received: bytes, the path of a file or a way to open it; what is known of it.

    ``name`` is what rows call the input, and its ending (or ``format``) says how it is read.
    ``facts`` (fields of a RawArticle) go before what the document says of itself, ``defaults``
    after it; ``columns`` maps fields to the names that records of this source give them.
    ``key`` is under which it is remembered, ``stamp`` what tells this version of it from
    others; without a key it is not remembered.
    """

    name: str
    content: bytes | str | Path | Callable[[], BinaryIO] = field(repr=False)
    format: str = ""  # as the ending of a name: ".html"; "" is that of the name
    location: str = ""  # where it is from, if the name does not say: its URL
    facts: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    received_at: datetime | None = None
    key: str = ""
    stamp: str = ""
    note: Mapping[str, Any] = field(default_factory=dict)  # kept with the key: ETag, ...

    @property
    def reads_as(self) -> str:
        """A name whose ending says how the content is read."""
        return f"x{self.format}" if self.format.startswith(".") else self.format or self.name

    def open(self) -> BinaryIO:
        """The content as a stream. Raises OSError."""
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        if isinstance(self.content, str | Path):
            return open(self.content, "rb")
        return self.content()


@dataclass(frozen=True, slots=True)
class Known:
    """An input that was received by an earlier run and has not changed since.

    Each article in it counts as it would if it were read again.
    """

    key: str


Item = Document | Known | Unusable


class Surroundings:
    """What a source may use: settings, and the memory of earlier runs.

    ``client`` makes requests; it exists, and the network is touched, only if it is asked for.
    """

    def __init__(self, settings: Settings, memory: Memory, now: datetime) -> None:
        self.settings, self.memory, self.now = settings, memory, now
        self.way = ""  # how the source at work reads its documents, if not as all do
        self._client: Client | None = None

    def key(self, kind: str, name: str) -> str:
        """Under which an input is remembered."""
        return f"{kind}:{name} {self.way}".rstrip()

    @property
    def client(self) -> Client:
        """The one client of a run: it knows when each host was asked last."""
        if self._client is None:
            from pipelines.web.client import Client

            self._client = Client(self.settings)
        return self._client

    def close(self) -> None:
        """Close connections that were opened."""
        if self._client is not None:
            self._client.close()


class Source(Protocol):
    """One kind of source, with its options."""

    def items(self, run: Surroundings) -> Iterator[Item]:
        """What there is to read, one at a time. Raises InputError where nothing can be read."""
        ...
