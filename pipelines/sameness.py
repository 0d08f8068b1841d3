"""Near copies among new articles, and of published ones, without comparing all with all.

The database has an index of what similar texts are likely to share (``article_bands``, made from
``articles``), which is asked for candidates; both texts of each pair then decide. Which of two is
the copy follows from their order of seniority, so the order of reading does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from pipelines import database, lake
from pipelines.database import Connection
from pipelines.layout import Layout
from transforms.sameness import Passages, bands

INDEX = "article_bands"
CANDIDATES = 12  # originals that a text is compared with at most, those that share most first
NEIGHBOURS = 4  # in a group that shares a band: how many before a text, and first of all, count
AT_ONCE = 5_000  # articles whose texts are held in memory
COMPARED_AT_ONCE = 500  # texts that are held ready for comparison

Bodies = Callable[[Sequence[int]], Iterable[tuple[int, str]]]
Bands = NDArray[np.int32]


def extend(connection: Connection) -> None:
    """Add what similar texts are likely to share to the index, of the originals among
    ``new_articles``. (Not by a function for SQL: DuckDB 2.0 complains of those when Python ends.)
    """
    last = ""
    while part := connection.execute(
        "SELECT article_id, text, title_end FROM new_articles "
        "WHERE duplicate_of IS NULL AND article_id > $1 ORDER BY article_id LIMIT $2",
        [last, AT_ONCE],
    ).fetchall():
        last = part[-1][0]
        ids = pa.array([article_id for article_id, _, _ in part], pa.string())
        made = pa.array([bands(body(text, end)) for _, text, end in part], pa.list_(pa.int32()))
        connection.register("made", pa.table({"article_id": ids, "bands": made}))
        connection.execute(f"INSERT INTO {INDEX} BY NAME SELECT * FROM made")
        connection.unregister("made")


def body(text: str, title_end: int) -> str:
    """What is compared of an article: headlines differ where reports do not."""
    return text[title_end:].lstrip()


def copies(layout: Layout, new: Sequence[int], bodies: Bodies) -> dict[int, int | str]:
    """Which of the ``new`` articles are near copies, and of what: another of them, or the id of a
    published article.

    ``new`` holds their numbers, the most senior first; ``bodies`` gives texts by number, in any
    order. No copy is named as an original.
    """
    if not new:
        return {}
    rank = {number: place for place, number in enumerate(new)}
    comparable: list[int] = []
    rows: list[Bands] = []
    for number, text in bodies(new):
        if found := bands(text):
            comparable.append(rank[number])
            rows.append(np.array(found, np.int32))
    if not rows:
        return {}
    made = np.stack(rows)
    places = np.array(comparable, np.int64)
    order = np.argsort(places)
    places, made = places[order], made[order]
    among = _among_themselves(places, made)
    with _index(layout) as connection:
        published = _published(connection, places, made) if connection else {}
        return _decide(new, among, published, bodies, connection)


def _among_themselves(places: NDArray[np.int64], made: Bands) -> dict[int, list[int]]:
    """Rank -> ranks before it with which it shares bands, those with most first."""
    width = made.shape[1]
    values, owners = made.ravel(), np.repeat(places, width)
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    pairs = []
    for step in range(1, NEIGHBOURS + 1):
        same = values[step:] == values[:-step]
        pairs.append(np.stack([owners[step:][same], owners[:-step][same]], axis=1))
    # The first of a group is the most senior: where there are many copies, their original.
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]]))
    sizes = np.diff(np.append(starts, len(values)))
    firsts = np.repeat(owners[starts], sizes)
    beyond = np.arange(len(values)) - np.repeat(starts, sizes) > NEIGHBOURS
    pairs.append(np.stack([owners[beyond], firsts[beyond]], axis=1))
    joined = np.concatenate(pairs)
    joined = joined[joined[:, 0] != joined[:, 1]]
    found, shared = np.unique(joined, axis=0, return_counts=True)
    best = np.lexsort((found[:, 1], -shared, found[:, 0]))
    near: dict[int, list[int]] = {}
    for one, other in found[best].tolist():
        near.setdefault(one, []).append(other)
    return {one: others[:CANDIDATES] for one, others in near.items()}


def _published(
    connection: Connection, places: NDArray[np.int64], made: Bands
) -> dict[int, list[str]]:
    """Rank -> published originals with which it shares bands, those with most first."""
    keys = pa.table({"band": made.ravel(), "place": np.repeat(places, made.shape[1])})
    connection.register("keys", keys)
    answer = connection.execute(
        f"""
        SELECT place, article_id
        FROM (SELECT article_id, unnest(bands) AS band FROM {INDEX}) JOIN keys USING (band)
        GROUP BY place, article_id
        QUALIFY row_number() OVER (PARTITION BY place ORDER BY count(*) DESC, article_id)
            <= {CANDIDATES}
        ORDER BY place, count(*) DESC, article_id
        """
    )
    near: dict[int, list[str]] = {}
    while part := answer.fetchmany(10_000):
        for place, article_id in part:
            near.setdefault(place, []).append(article_id)
    connection.unregister("keys")
    return near


def _decide(
    new: Sequence[int],
    among: Mapping[int, list[int]],
    published: Mapping[int, list[str]],
    bodies: Bodies,
    connection: Connection | None,
) -> dict[int, int | str]:
    found: dict[int, int | str] = {}
    doubtful = sorted({*among, *published})
    for start in range(0, len(doubtful), AT_ONCE):
        part = doubtful[start : start + AT_ONCE]
        # An original of a copy of this part is among the candidates of that copy.
        wanted = {new[rank] for one in part for rank in (one, *among.get(one, ()))}
        wanted |= {of for number in wanted if isinstance(of := found.get(number), int)}
        texts: dict[int | str, str] = dict(bodies(sorted(wanted)))
        known = {key for one in part for key in published.get(one, ())}
        known |= {of for number in wanted if isinstance(of := found.get(number), str)}
        if connection:
            texts |= _texts(connection, known)
        ready = lru_cache(COMPARED_AT_ONCE)(lambda key, texts=texts: Passages(texts[key]))
        for one in part:
            nearest = (new[rank] for rank in among.get(one, ()))
            # Of a copy it is its original that counts; each is compared once.
            others = [*published.get(one, ()), *(found.get(number, number) for number in nearest)]
            shares = [
                (ready(new[one]).copied(ready(other)), -place, other)
                for place, other in enumerate(dict.fromkeys(others))
            ]
            share, _, original = max(shares, key=lambda s: s[:2], default=(0.0, 0, ""))
            if share:
                found[new[one]] = original
    return found


def _texts(connection: Connection, ids: Iterable[str]) -> dict[int | str, str]:
    connection.register("wanted", pa.table({"article_id": pa.array(sorted(ids), pa.string())}))
    query = "SELECT article_id, text, title_end FROM articles SEMI JOIN wanted USING (article_id)"
    found = connection.execute(query).fetchall()
    connection.unregister("wanted")
    return {article_id: body(text, title_end) for article_id, text, title_end in found}


@contextmanager
def _index(layout: Layout) -> Iterator[Connection | None]:
    """A connection with ``articles`` and the index over them; None where nothing is published."""
    manifest = lake.current(layout)
    if not manifest.tables:
        yield None
        return
    with database.reading(layout.database, of=manifest.version) as published:
        if published is not None:
            yield published
            return
    # Lost, or not of this lake: made for the moment, as for a new database.
    with duckdb.connect() as connection:
        paths = [str(path) for path in lake.files(layout, manifest, "articles")]
        files = ", ".join(map(database.literal, paths))
        connection.execute(f"CREATE VIEW articles AS FROM read_parquet([{files}])")
        connection.execute("CREATE VIEW new_articles AS FROM articles")
        connection.execute(f"CREATE TABLE {INDEX} (article_id VARCHAR, bands INTEGER[])")
        extend(connection)
        yield connection


def settled(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Text hash -> original, of published rows of ``articles``: a copy of a copy is a copy of
    what that copies.
    """
    ordered = sorted(rows, key=lambda row: row["duplicate_of"] is not None, reverse=True)
    return {row["content_sha256"]: row["duplicate_of"] or row["article_id"] for row in ordered}
