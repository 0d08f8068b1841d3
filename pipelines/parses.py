"""The parses of a warehouse: ``parses/<version>.parquet``, a row an article analysed.

They are kept so that ``dateline recode`` need not parse again, and are no table: nothing reads
them but that, and a warehouse without them is whole.
A parse is good for one model, one version of it, one text, and one dateline (which is told to
the model before it parses); ``usable`` is true of those that are as a model would give them now.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.files import flush
from pipelines.layout import Layout

Row = dict[str, Any]

STAGED = "parses.parquet"  # in the folder of a batch that has been analysed
SCHEMA = pa.schema(
    [
        pa.field("article_id", pa.string(), nullable=False),
        pa.field("content_sha256", pa.string(), nullable=False),
        pa.field("model", pa.string(), nullable=False),
        pa.field("model_version", pa.string(), nullable=False),
        pa.field("dateline_start", pa.int32()),
        pa.field("dateline_end", pa.int32()),
        pa.field("tokens", pa.int32(), nullable=False),
        pa.field("parse", pa.binary(), nullable=False),  # see transforms.parses
    ]
)
# Few bytes matter more than the milliseconds that writing takes: parses are read seldom.
_COMPRESSION: dict[str, Any] = {"compression": "zstd", "compression_level": 9}


def row(article: Mapping[str, Any], parse: bytes, tokens: int, model: str, version: str) -> Row:
    """What is kept of one article."""
    start, end = _dateline(article)
    return {
        "article_id": article["article_id"],
        "content_sha256": article["content_sha256"],
        "model": model,
        "model_version": version,
        "dateline_start": start,
        "dateline_end": end,
        "tokens": tokens,
        "parse": parse,
    }


def usable(kept: Mapping[str, Any], article: Mapping[str, Any], model: str, version: str) -> bool:
    """Whether parsing ``article`` now, with this model, would give the parse that is kept."""
    return (
        (kept["model"], kept["model_version"]) == (model, version)
        and kept["content_sha256"] == article["content_sha256"]
        and (kept["dateline_start"], kept["dateline_end"]) == _dateline(article)
    )


def _dateline(article: Mapping[str, Any]) -> tuple[int, int] | tuple[None, None]:
    from transforms.dates.dateline import find_dateline

    found = find_dateline(article["text"], article["title_end"])
    return found.span if found else (None, None)


def beside(batch_input: Path) -> Path:
    """The file in which a batch finds parses that need not be made again."""
    return batch_input.with_suffix(".parses")


def stage(path: Path, rows: Iterable[Row]) -> None:
    """Rows of this module in a file of work in progress."""
    pq.write_table(pa.Table.from_pylist(list(rows), schema=SCHEMA), path, **_COMPRESSION)


def read(path: Path) -> dict[str, Row]:
    """Article -> what is kept of it, of a small file; empty without a file."""
    if not path.is_file():
        return {}
    return {row["article_id"]: row for row in pq.ParquetFile(path).read().to_pylist()}


class Store:
    """All parses of a warehouse by one model, wherever they lie; reads what is asked for."""

    def __init__(self, layout: Layout, model: str, version: str) -> None:
        self.others: set[str] = set()  # models of which parses are kept, too
        self.model = (model, version)
        self._at: dict[str, tuple[Path, int]] = {}
        for path in sorted(layout.parses.glob("*.parquet")):
            file = pq.ParquetFile(path)
            for group in range(file.num_row_groups):
                names = ["article_id", "model", "model_version"]
                for kept in file.read_row_group(group, columns=names).to_pylist():
                    if (kept["model"], kept["model_version"]) == self.model:
                        self._at[kept["article_id"]] = (path, group)
                    else:
                        self.others.add(f"{kept['model']} {kept['model_version']}")

    def of(self, articles: Iterable[Mapping[str, Any]]) -> list[Row]:
        """The parses of these articles that are as the model would give them now."""
        wanted = {article["article_id"]: article for article in articles}
        found: dict[str, Row] = {}
        for path, group in sorted({self._at[key] for key in wanted if key in self._at}):
            for kept in pq.ParquetFile(path).read_row_group(group).to_pylist():
                article = wanted.get(kept["article_id"])
                if article is not None and usable(kept, article, *self.model):
                    found[kept["article_id"]] = kept
        return [found[key] for key in wanted if key in found]


def collect(target: Path, staged: Iterable[Path], lost: Container[str]) -> None:
    """The parses of all batches as one file, without those of lost articles; none for none."""
    parts = [path for path in staged if path.is_file()]
    if not parts:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with pq.ParquetWriter(target, SCHEMA, **_COMPRESSION) as writer:
        for path in parts:
            part = pq.ParquetFile(path).read()
            keep = [key not in lost for key in part.column("article_id").to_pylist()]
            part = part.filter(pa.array(keep, pa.bool_()))
            if part.num_rows:
                writer.write_table(part)
    flush(target)


def size(layout: Layout) -> tuple[int, int]:
    """How many parses are kept, and in how many bytes."""
    paths = sorted(layout.parses.glob("*.parquet"))
    rows = sum(pq.ParquetFile(path).metadata.num_rows for path in paths)
    return rows, sum(path.stat().st_size for path in paths)
