"""First step: inputs -> new articles and rejects, each input accounted for.

Inputs come one at a time and their rows go to disk; what is kept of each is what decides
whether it is new. Which of two copies is the first is decided by what they say (publication,
then id), never by the order in which they were read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines import sameness
from pipelines.files import read_json, write_json
from pipelines.known import rows
from pipelines.layout import Layout
from pipelines.memory import ASKED_AT_ONCE, Memory, Remembered
from pipelines.records import Unusable
from pipelines.settings import Settings
from pipelines.sources import chosen, of_paths
from pipelines.sources.base import Document, Item, Surroundings
from pipelines.takings import Candidate, Takings
from pipelines.versions import Versions, current, reading_version
from transforms.ids import content_id

Row = dict[str, Any]
TOLD_AT_ONCE = 100  # inputs that were not read again, between two reports of progress
REFUSED = ("analysis_error", "retired")  # reasons for which an article is not tried again


@dataclass(slots=True)
class Intake:
    """What a run has to do, and the numbers so far. Kept on disk between the steps."""

    started_at: str
    inputs: list[str]
    versions: dict[str, str]
    configuration: dict[str, Any]
    run_id: str = ""
    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    rejected: int = 0
    other_language: int = 0
    new_articles: int = 0
    new_rejects: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)  # what sources could not get, in words
    ingest_seconds: float = 0.0
    extract_seconds: float = 0.0

    def save(self, layout: Layout) -> None:
        """Write it for the next step."""
        write_json(layout.intake / "intake.json", asdict(self))

    @classmethod
    def saved(cls, layout: Layout) -> Intake | None:
        """What the last ``ingest`` left to do, if anything."""
        value = read_json(layout.intake / "intake.json")
        return cls(**value) if value else None


def ingest(
    paths: Iterable[Path | str],
    settings: Settings,
    *,
    sources: Iterable[str] = (),
    published: datetime | None = None,
    now: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> Intake:
    """Read ``paths`` and the configured ``sources``; leave what is new in ``tmp/intake``.

    ``published`` is for articles that do not state their date. ``progress`` is called with
    the number of inputs read so far; how many there will be nobody knows.
    """
    begun = time.perf_counter()
    now = now or datetime.now(UTC)
    layout = Layout(settings.warehouse)
    paths, sources = list(paths), list(sources)
    wanted = [*([of_paths(paths)] if paths else ()), *chosen(settings, sources)]
    versions = current(settings.model, settings.seeds)
    intake = Intake(
        started_at=now.isoformat(),
        inputs=[*map(str, paths), *(f"source {name}" for name in sources)],
        versions=versions.as_dict(),
        configuration=settings.values(),
    )
    published_ids = _Published(layout, settings.retry_rejected)
    memory = Memory(layout.landing, _way(settings, published), published_ids.lacking)
    run = Surroundings(settings, memory, now)
    takings = Takings(layout, settings, published, now, memory)
    try:
        items = (item for source in wanted for item in source.items(run))
        for done, (item, remembered) in enumerate(_recalled(items, memory), start=1):
            if progress and (remembered is None or done % TOLD_AT_ONCE == 0):
                progress(done)
            takings.take(item, remembered)
    finally:
        run.close()
    takings.remember()
    intake.read, intake.troubles = takings.read, takings.troubles
    _leave(takings, *_new(takings, published_ids, layout, intake), intake, versions, layout)
    intake.ingest_seconds = round(time.perf_counter() - begun, 3)
    intake.save(layout)
    return intake


def _way(settings: Settings, published: datetime | None) -> str:
    """All that decides what an input gives, beside its bytes."""
    limits = settings.max_file_bytes, settings.max_document_bytes, settings.max_article_characters
    return content_id(reading_version(), *limits, published)


def _recalled(items: Iterable[Item], memory: Memory) -> Iterator[tuple[Item, Remembered | None]]:
    """Each item with what an earlier run found in it, where it has not changed since.

    Asked for many at a time, as long as they hold nothing that must be kept meanwhile.
    """
    waiting: list[Item] = []

    def answered() -> Iterator[tuple[Item, Remembered | None]]:
        held = memory.recall(i.key for i in waiting if not isinstance(i, Unusable))
        for item in waiting:
            known = None if isinstance(item, Unusable) else held.get(item.key)
            if isinstance(item, Document) and known:
                # What came with its bytes is what its source did not take for known.
                changed = isinstance(item.content, bytes) or known.stamp != item.stamp
                known = None if changed else known
            yield item, known
        waiting.clear()

    for item in items:
        waiting.append(item)
        light = not (isinstance(item, Document) and isinstance(item.content, bytes))
        if not light or len(waiting) >= ASKED_AT_ONCE:
            yield from answered()
    yield from answered()


class _Published:
    """What the warehouse knows of articles and rejects."""

    def __init__(self, layout: Layout, retry_rejected: bool) -> None:
        self._layout = layout
        self._final = ("retired",) if retry_rejected else REFUSED

    def articles(self, ids: Iterable[str], shas: Iterable[str] = ()) -> list[Row]:
        """Published rows of ``articles`` with one of these ids or texts."""
        return rows(
            self._layout, "articles", ("article_id", "content_sha256", "duplicate_of"),
            [("article_id", ids), ("content_sha256", shas)],
        )  # fmt: skip

    def rejects(self, ids: Iterable[str], articles: Iterable[str]) -> list[Row]:
        """Published rows of ``rejects`` with one of these ids, or of one of these articles."""
        return rows(
            self._layout, "rejects", ("reject_id", "article_id", "reason"),
            [("reject_id", ids), ("article_id", articles)],
        )  # fmt: skip

    def refused(self, rejects: Iterable[Row], loaded: set[str]) -> dict[str, str]:
        """Article -> why it was rejected when it was last met; what is there now is not."""
        return {row["article_id"]: row["reason"] for row in rejects
                if row["reason"] in self._final and row["article_id"] not in loaded}  # fmt: skip

    def lacking(self, articles: set[str], rejects: set[str]) -> set[str]:
        """Those of the ids of which the warehouse knows nothing, or which are to be tried again."""
        loaded = {row["article_id"] for row in self.articles(articles)}
        known = self.rejects(rejects, articles - loaded)
        refused = self.refused(known, loaded)
        return (articles - loaded - set(refused)) | (rejects - {row["reject_id"] for row in known})


Chosen = list[tuple[int, Row]]


def _new(
    takings: Takings, published: _Published, layout: Layout, intake: Intake
) -> tuple[Chosen, Chosen]:
    """What is not in the warehouse yet, copies marked, by number; counts go to ``intake``."""
    candidates, rejected = takings.candidates, takings.rejected
    ids = {one.article_id for one in candidates}
    known = published.articles(ids, {one.content_sha256 for one in candidates} - {""})
    known_rejects = published.rejects({one.reject_id for one in rejected}, ids)
    loaded = {row["article_id"] for row in known}
    first_of = sameness.settled(known)
    refused = published.refused(known_rejects, loaded)

    fresh: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: one.seniority):
        if one.article_id in refused:
            intake.rejected += 1
            _count(intake, refused[one.article_id])
        elif one.article_id in loaded or one.article_id in fresh:
            intake.duplicate += 1
        else:
            fresh[one.article_id] = one
            first_of.setdefault(one.content_sha256, one.article_id)
    unique = {one.number: one for one in fresh.values()
              if first_of[one.content_sha256] == one.article_id}  # fmt: skip
    for number, of in sameness.copies(layout, list(unique), takings.articles.bodies).items():
        first_of[unique[number].content_sha256] = (
            of if isinstance(of, str) else unique[of].article_id
        )
    articles: Chosen = []
    for one in fresh.values():
        original = first_of[one.content_sha256]
        copy = original != one.article_id
        intake.duplicate += copy
        intake.loaded += not copy
        intake.other_language += one.skipped == "language" and not copy
        articles.append((one.number, {"article_id": one.article_id,
                                      "duplicate_of": original if copy else None,
                                      "skipped": "copy" if copy else one.skipped}))  # fmt: skip
    seen = {row["reject_id"] for row in known_rejects}
    rejects: dict[str, tuple[int, Row]] = {}
    for bad in rejected:
        intake.rejected += 1
        _count(intake, bad.reason)
        if bad.reject_id not in seen:
            rejects[bad.reject_id] = bad.number, {"reject_id": bad.reject_id}
    return articles, list(rejects.values())


def _count(intake: Intake, reason: str) -> None:
    intake.reasons[reason] = intake.reasons.get(reason, 0) + 1


def _leave(
    takings: Takings, articles: Chosen, rejects: Chosen, intake: Intake, versions: Versions,
    layout: Layout,
) -> None:  # fmt: skip
    intake.new_articles, intake.new_rejects = len(articles), len(rejects)
    intake.run_id = content_id(
        "run",
        intake.started_at,
        *sorted(row["article_id"] for _, row in articles),
        *sorted(row["reject_id"] for _, row in rejects),
        *versions.as_dict().values(),
    )
    for _, row in (*articles, *rejects):
        row["run_id"] = intake.run_id
    layout.intake.mkdir(parents=True, exist_ok=True)
    takings.articles.write(layout.intake / "articles.parquet", articles, "article_id")
    takings.unusable.write(layout.intake / "rejects.parquet", rejects, "reject_id")
