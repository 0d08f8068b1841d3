"""The batch: the unit of work, of retry, of parallelism and of identity.

What a batch gives is a function of its articles, the code, the model and the reference data.
The fingerprint of all of these is its name, so that work done before a crash is found again and
nothing stale ever is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import parses
from pipelines.articles import ANALYSED_LANGUAGE
from pipelines.files import flush, read_json, write_json
from transforms.ids import content_id
from transforms.schema import ANALYSED, to_table

# spaCy takes seconds to import; a run that finds nothing new does not need it.
if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipelines.analysis import Annotate, Text

Row = dict[str, Any]
COUNTS = "counts.json"  # written last: a batch with this file is complete


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """What decides how a batch is analysed, beside its articles.

    With ``model_version`` the parses are kept, as made by that version.
    """

    model: str
    seeds: Path | None = None
    model_version: str | None = None


def plan(
    articles: pa.Table | pq.ParquetFile, size: int, versions: Mapping[str, str], folder: Path
) -> list[Path]:
    """Cut new articles into batches; write each one's input. Returns the inputs, in order.

    ``articles`` are rows of the table ``articles`` sorted by id, so that the same articles give
    the same batches in whatever order they were read. Of a file a batch is held at a time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    inputs = []
    for part in _cut(articles, size):
        identity = [part.column(name).to_pylist() for name in ("article_id", "content_sha256")]
        identity += [
            part.column(name).to_pylist() for name in ("published_at", "duplicate_of", "language")
        ]
        name = content_id("batch", *versions.values(), *map(str, identity))
        path = folder / f"{name}.parquet"
        pq.write_table(part, path)
        inputs.append(path)
    return inputs


def _cut(articles: pa.Table | pq.ParquetFile, size: int) -> Iterator[pa.Table]:
    """Parts of so many rows; the last has what is left."""
    if isinstance(articles, pa.Table):
        yield from (articles.slice(start, size) for start in range(0, articles.num_rows, size))
        return
    held = articles.schema_arrow.empty_table()
    for batch in articles.iter_batches(batch_size=size):
        held = pa.concat_tables([held, pa.Table.from_batches([batch])])
        if held.num_rows >= size:
            yield held.slice(0, size)
            held = held.slice(size)
    if held.num_rows:
        yield held


def output_of(batch_input: Path) -> Path:
    """The folder that holds what a batch gave."""
    return batch_input.with_suffix("")


def process_batch(
    batch_input: Path,
    output_dir: Path,
    settings: BatchSettings,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Any]:
    """Analyse the articles in ``batch_input``; leave a Parquet file a table in ``output_dir``.

    Returns the counts: rows a table; ``parsed``: articles that the language model had to read,
    for want of a parse beside the input (``parses.beside``); ``failed``: the articles whose
    analysis failed, each with its message. A batch that is there already is not analysed again.
    ``progress`` is called with the number of articles done.
    """
    if counts := read_json(output_dir / COUNTS):
        if progress:
            progress(counts["articles"] + len(counts["failed"]))
        return dict(counts)
    articles = pq.ParquetFile(batch_input).read().to_pylist()
    results: dict[str, _Result] = {}
    failed: dict[str, str] = {}
    wanted = [row for row in articles if is_analysed(row)]
    stored = parses.read(parses.beside(batch_input))
    for article, result in _analysed(wanted, stored, settings):
        if isinstance(result, Exception):
            failed[article["article_id"]] = _words(result)
        else:
            results[article["article_id"]] = result
        if progress:
            progress(1)
    if progress:
        progress(len(articles) - len(wanted))
    found = _tables(results, failed)
    for article in articles:
        if article["article_id"] in results:
            article["sentence_count"] = results[article["article_id"]].sentences
    loaded = [row for row in articles if row["article_id"] not in failed]
    found["articles"] = to_table("articles", loaded)
    made = [result.parse for result in results.values() if result.parse]
    parsed = sum(row["article_id"] not in stored for row in wanted)
    return _write(output_dir, found, made, {"failed": failed, "parsed": parsed})


def is_analysed(article: Row) -> bool:
    """Copies and other languages keep their row, but nothing is extracted from them."""
    return article["duplicate_of"] is None and article["language"] == ANALYSED_LANGUAGE


@dataclass(frozen=True, slots=True)
class _Result:
    """What one article gives: sentences, rows a table, and the row of its parse if it is kept."""

    sentences: int
    tables: dict[str, list[Row]]
    parse: Row | None


def _analysed(
    articles: list[Row], stored: Mapping[str, Row], settings: BatchSettings
) -> Iterator[tuple[Row, _Result | Exception]]:
    """Each article with what it gives, or with what went wrong in it, in order."""
    if not articles:
        return
    from pipelines import analysis

    annotate = analysis.load(settings.model, settings.seeds)
    code = analysis.coder(settings.model, settings.seeds)
    known = stored if code is not None else {}
    texts = [_text(row) for row in articles if row["article_id"] not in known]
    docs = _one_by_one(annotate, texts)
    for article in articles:
        parse = known.get(article["article_id"])
        try:
            if parse is not None and code is not None:
                doc: Doc | Exception = code(parse["parse"], *_text(article)[1:])
            else:
                doc = next(docs)
            if isinstance(doc, Exception):
                raise doc
            result = _result(doc, article, settings)
            if settings.model_version is not None and code is not None:
                result = replace(result, parse=parse or _parse(doc, article, settings))
        except Exception as error:
            yield article, error
        else:
            yield article, result


def _one_by_one(annotate: Annotate, texts: list[Text]) -> Iterator[Doc | Exception]:
    """A ``Doc`` a text, or what went wrong with it.

    All go through the pipeline together, which is faster; where one makes it fail, those that
    are left go by themselves, so that only the bad one is lost.
    """
    done = 0
    try:
        for doc in annotate(texts):
            yield doc
            done += 1
    except Exception:
        for text in texts[done:]:
            try:
                yield next(iter(annotate([text])))
            except Exception as error:
                yield error


def _text(article: Row) -> Text:
    published = article["published_at"].replace(tzinfo=UTC)
    return article["text"], article["title_end"], published


def _result(doc: Doc, article: Row, settings: BatchSettings) -> _Result:
    from transforms.rows import rows

    if doc.text != article["text"]:
        raise ValueError("the analysis changed the text, so no offset would hold")
    found = rows(doc, article["article_id"], settings.seeds)
    for row in (*found["events"], *found["quotes"]):
        row["run_id"] = ""  # known to whoever publishes; staged rows do not depend on a run
    return _Result(sum(1 for _ in doc.sents), found, None)


def _parse(doc: Doc, article: Row, settings: BatchSettings) -> Row:
    from transforms.parses import pack

    version = settings.model_version or ""
    return parses.row(article, pack(doc), len(doc), settings.model, version)


def _tables(results: dict[str, _Result], failed: dict[str, str]) -> dict[str, pa.Table]:
    """The rows of all articles, a table each.

    A row that does not fit its schema is its article's fault: such an article goes from
    ``results`` to ``failed``. They are looked for one by one only where all together do not fit.
    """
    try:
        return _fitted(results.values())
    except Exception:
        for article_id, result in list(results.items()):
            try:
                _fitted([result])
            except Exception as error:
                failed[article_id] = _words(error)
                del results[article_id]
        return _fitted(results.values())


def _fitted(results: Iterable[_Result]) -> dict[str, pa.Table]:
    found: dict[str, list[Row]] = {name: [] for name in (*ANALYSED, "actors")}
    for result in results:
        for name, new in result.tables.items():
            found[name] += new
    found["actors"] = _merged(found["actors"])
    return {name: to_table(name, rows) for name, rows in found.items()}


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _merged(actors: list[Row]) -> list[Row]:
    """Observations of actors without repetition: same attributes, the span of time widened."""
    merged: dict[tuple[Any, ...], Row] = {}
    for row in actors:
        # spaCy's side speaks UTC with a zone; the tables hold UTC without.
        first, last = (row[name].replace(tzinfo=None) for name in ("first_seen", "last_seen"))
        key = tuple(value for name, value in row.items() if not name.endswith("_seen"))
        kept = merged.setdefault(key, {**row, "first_seen": first, "last_seen": last})
        kept["first_seen"] = min(kept["first_seen"], first)
        kept["last_seen"] = max(kept["last_seen"], last)
    return [merged[key] for key in sorted(merged, key=str)]


def _write(
    output_dir: Path, found: dict[str, pa.Table], made: list[Row], notes: dict[str, Any]
) -> dict[str, Any]:
    # A name of its own: two workers may do one batch, if one of them was only thought lost.
    building = output_dir.with_name(f".{output_dir.name}.{uuid4().hex}")
    building.mkdir(parents=True)
    for name, table in found.items():
        pq.write_table(table, building / f"{name}.parquet")
        flush(building / f"{name}.parquet")
    if made:
        parses.stage(building / parses.STAGED, made)
        flush(building / parses.STAGED)
    counts: dict[str, Any] = {name: table.num_rows for name, table in found.items()}
    counts |= notes
    write_json(building / COUNTS, counts)
    try:
        os.replace(building, output_dir)
    except OSError:
        if not (output_dir / COUNTS).is_file():
            raise
        shutil.rmtree(building)  # the other worker was first, with the same rows
    return counts
