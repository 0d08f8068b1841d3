"""First step: inputs -> new articles and rejects, each input accounted for.

Which of two copies is the first is decided by what they say (publication, then id), never by
the order in which they were read.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipelines.articles import Bad, article_row, reject_row
from pipelines.files import read_json, write_json
from pipelines.known import rows
from pipelines.landing import Landing
from pipelines.layout import Layout
from pipelines.records import RawArticle
from pipelines.settings import Settings
from pipelines.sources import discover, read
from pipelines.versions import Versions, current
from transforms.ids import content_id
from transforms.schema import to_table

Row = dict[str, Any]
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
    new_articles: int = 0
    new_rejects: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
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
    paths: Iterable[Path],
    settings: Settings,
    *,
    published: datetime | None = None,
    now: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Intake:
    """Read everything under ``paths``; leave new articles and rejects in ``tmp/intake``.

    ``published`` is for articles that do not state their date. ``progress`` is called with
    (files read, files in all).
    """
    begun = time.perf_counter()
    now = now or datetime.now(UTC)
    layout = Layout(settings.warehouse)
    paths = list(paths)
    inputs = discover(paths)
    versions = current(settings.model, settings.seeds)
    intake = Intake(
        started_at=now.isoformat(),
        inputs=[str(path) for path in paths],
        versions=versions.as_dict(),
        configuration=settings.values(),
    )
    landing = Landing(layout.landing, settings.keep_landing)
    candidates: list[Row] = []
    rejects: list[Row] = []
    for done, item in enumerate(inputs):
        if progress:
            progress(done, len(inputs))
        try:
            content = item.path.read_bytes()
        except OSError as error:
            rejects.append(reject_row(Bad("unreadable", str(error)), item.name, "file", b"", now))
            continue
        landed = landing.land(content, item.path, now)
        for found in read(item, content, settings.max_file_bytes):
            made = (
                article_row(found, landed, published, settings.max_article_characters)
                if isinstance(found, RawArticle)
                else Bad(found.reason, found.message)
            )
            if isinstance(made, Bad):
                where = (found.file, found.location, found.raw, *landed[1:])
                rejects.append(reject_row(made, *where))
            else:
                candidates.append(made)
    intake.read = len(candidates) + len(rejects)
    articles, rejects = _new(candidates, rejects, layout, settings, intake)
    _leave(articles, rejects, intake, versions, layout)
    intake.ingest_seconds = round(time.perf_counter() - begun, 3)
    intake.save(layout)
    return intake


def _new(
    candidates: list[Row], rejects: list[Row], layout: Layout, settings: Settings, intake: Intake
) -> tuple[list[Row], list[Row]]:
    """What is not in the warehouse yet, with copies marked; counts go to ``intake``."""
    known = rows(
        layout, "articles", ("article_id", "content_sha256", "duplicate_of"),
        [(name, (row[name] for row in candidates)) for name in ("article_id", "content_sha256")],
    )  # fmt: skip
    known_rejects = rows(
        layout, "rejects", ("reject_id", "article_id", "reason"),
        [("reject_id", (row["reject_id"] for row in rejects)),
         ("article_id", (row["article_id"] for row in candidates))],
    )  # fmt: skip
    loaded = {row["article_id"] for row in known}
    first_of = {row["content_sha256"]: row["article_id"] for row in known
                if row["duplicate_of"] is None}  # fmt: skip
    # Why an article was rejected when it was last met; what is in the warehouse now is not.
    refused = {row["article_id"]: row["reason"] for row in known_rejects
               if row["reason"] in REFUSED and row["article_id"] not in loaded}  # fmt: skip
    if settings.retry_rejected:
        refused = {key: reason for key, reason in refused.items() if reason != "analysis_error"}

    fresh: dict[str, Row] = {}
    for row in sorted(candidates, key=_seniority):
        if row["article_id"] in refused:
            intake.rejected += 1
            _count(intake, refused[row["article_id"]])
        elif row["article_id"] in loaded or row["article_id"] in fresh:
            intake.duplicate += 1
        else:
            fresh[row["article_id"]] = row
    for row in fresh.values():
        original = first_of.setdefault(row["content_sha256"], row["article_id"])
        if original != row["article_id"]:
            row["duplicate_of"] = original
            intake.duplicate += 1
        else:
            intake.loaded += 1
    for row in rejects:
        intake.rejected += 1
        _count(intake, row["reason"])
    seen = {row["reject_id"] for row in known_rejects}
    new_rejects = {row["reject_id"]: row for row in rejects if row["reject_id"] not in seen}
    return sorted(fresh.values(), key=lambda row: str(row["article_id"])), list(
        new_rejects.values()
    )


def _seniority(row: Row) -> tuple[Any, ...]:
    """Sorts the first of several copies to the front: stated dates before assumed ones."""
    basis = ("article", "option", "ingest").index(row["published_basis"])
    others = [str(row[name]) for name in ("article_id", "origin", "title", "authors", "source")]
    return basis, row["published_at"], *others


def _count(intake: Intake, reason: str) -> None:
    intake.reasons[reason] = intake.reasons.get(reason, 0) + 1


def _leave(
    articles: list[Row], rejects: list[Row], intake: Intake, versions: Versions, layout: Layout
) -> None:
    intake.new_articles, intake.new_rejects = len(articles), len(rejects)
    intake.run_id = content_id(
        "run",
        intake.started_at,
        *sorted(row["article_id"] for row in articles),
        *sorted(row["reject_id"] for row in rejects),
        *versions.as_dict().values(),
    )
    for row in (*articles, *rejects):
        row["run_id"] = intake.run_id
    layout.intake.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rejects, key=lambda row: str(row["reject_id"]))
    pq.write_table(to_table("articles", articles), layout.intake / "articles.parquet")
    pq.write_table(to_table("rejects", ordered), layout.intake / "rejects.parquet")
