"""Inputs as they come -> what decides about each, with its row set aside on disk."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from pipelines.articles import Bad, article_row, reject_row
from pipelines.landing import Landed, Landing
from pipelines.layout import Layout
from pipelines.memory import ASKED_AT_ONCE, Memory, Remembered
from pipelines.published import BASES
from pipelines.reading import read
from pipelines.records import RawArticle, Unusable
from pipelines.settings import Settings
from pipelines.sources.base import Document, Item
from pipelines.space import is_full
from pipelines.spill import Spill

Row = dict[str, Any]
TOLD = 20  # inputs that could not be got are told in words, so many at most; all are rejects


class Candidate(NamedTuple):
    """What decides about an article, while its row is on disk: by ``number``, or "" if known."""

    article_id: str
    content_sha256: str = ""
    seniority: tuple[Any, ...] = ()
    number: int = -1  # of its row; -1 where it was read, and is remembered, from an earlier run
    skipped: str | None = None


class Rejected(NamedTuple):
    """What decides about an input that cannot be used; ``number`` as for a candidate."""

    reject_id: str
    reason: str
    number: int = -1


class Takings:
    """All that was read: what decides about each, and the rows set aside."""

    def __init__(
        self, layout: Layout, settings: Settings, published: datetime | None, now: datetime,
        memory: Memory,
    ) -> None:  # fmt: skip
        self._settings, self._published, self._now = settings, published, now
        self._landing = Landing(layout.landing, settings.keep_landing)
        self._memory = memory
        self._learned: list[tuple[str, Remembered]] = []
        self.articles = Spill(layout.intake / "read.parquet", "articles")
        self.unusable = Spill(layout.intake / "unusable.parquet", "rejects")
        self.candidates: list[Candidate] = []
        self.rejected: list[Rejected] = []
        self.troubles: list[str] = []

    @property
    def read(self) -> int:
        """Inputs so far."""
        return len(self.candidates) + len(self.rejected)

    def take(self, item: Item, remembered: Remembered | None) -> None:
        """Read what was received, or take it as it was when it was read before."""
        if remembered is not None:
            self.candidates += (Candidate(one) for one in remembered.articles)
            self.rejected += (Rejected(*one) for one in remembered.rejects)
        elif isinstance(item, Unusable):
            if len(self.troubles) < TOLD:
                self.troubles.append(f"{item.file}: {item.message}")
            self._reject(item, self._now, None)
        elif isinstance(item, Document):
            self._read(item)
        else:
            raise ValueError(f"{item.key}: a source takes for known what is not")

    def remember(self) -> None:
        """Write down what was received, and what was learned of it for the next run."""
        self._landing.note()
        self._memory.remember(self._learned)
        self._learned = []

    def _read(self, document: Document) -> None:
        before = len(self.candidates), len(self.rejected)
        settings = self._settings
        try:
            with self._landing.land(document, self._now) as landed:
                limits = settings.max_file_bytes, settings.max_document_bytes
                for found in read(landed.document or document, *limits):
                    self._sort(found, landed)
        except OSError as error:
            if is_full(error):
                raise  # that is no fault of the document
            message = error.strerror or str(error)
            where = document.location or "file"
            self._reject(Unusable(document.name, where, "unreadable", message), self._now, None)
            return
        if document.key:
            known = Remembered(
                document.stamp,
                [one.article_id for one in self.candidates[before[0] :]],
                [(one.reject_id, one.reason) for one in self.rejected[before[1] :]],
                document.note,
            )
            self._learned.append((document.key, known))
            if len(self._learned) >= ASKED_AT_ONCE:
                self.remember()

    def _sort(self, found: RawArticle | Unusable, landed: Landed) -> None:
        if isinstance(found, RawArticle):
            limit = self._settings.max_article_characters
            made = article_row(found, landed, self._published, limit)
            if not isinstance(made, Bad):
                number = self.articles.add({**made, "run_id": ""})
                self.candidates.append(
                    Candidate(
                        made["article_id"],
                        made["content_sha256"],
                        seniority(made),
                        number,
                        made["skipped"],
                    )
                )
                return
            found = Unusable(found.file, found.location, made.reason, made.message, found.raw)
        self._reject(found, landed.received_at, landed.kept_at)

    def _reject(self, found: Unusable, received_at: datetime, kept_at: str | None) -> None:
        bad = Bad(found.reason, found.message)
        row = reject_row(bad, found.file, found.location, found.raw, received_at, kept_at)
        number = self.unusable.add({**row, "run_id": ""})
        self.rejected.append(Rejected(row["reject_id"], found.reason, number))


def seniority(row: Row) -> tuple[Any, ...]:
    """Sorts the first of several copies to the front: stated dates before assumed ones.

    Of one time, or of one day where pages state no more, the longest is the first: it has what
    the others leave out.
    """
    basis = BASES.index(row["published_basis"])
    others = [str(row[name]) for name in ("article_id", "origin", "title", "authors", "source")]
    return basis, row["published_at"], -len(row["text"]), *others
