"""One page about the published database: a single HTML file that loads nothing from anywhere.

The rows are in it as JSON, compressed: the figures in one block, and the words behind them in
blocks of ``CHUNK`` rows, which a browser unpacks when somebody opens a figure. So a page about
100,000 events is a file of some megabytes that is drawn at once.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipelines import evidence, templates
from pipelines.figures import collect
from pipelines.files import replacing
from pipelines.layout import Layout
from pipelines.query import reading

CHUNK = 1000
# Nothing but the style and the script that are written into the page, by their hashes.
_POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
    "base-uri 'none'; form-action 'none'"
)


def write(layout: Layout, path: Path) -> None:
    """Write the page about the database of ``layout`` to ``path``, all or nothing.

    Raises WarehouseError where there is no database, QueryError where it lacks a view.
    """
    with reading(layout) as connection:
        figures, events, quotes = collect(connection)
        words = {
            kind: evidence.words(connection, kind, ids)
            for kind, ids in zip(evidence.KINDS, (events, quotes), strict=True)
        }
    with replacing(path) as temporary:
        temporary.write_text(page(figures, words), encoding="utf-8")


def page(figures: dict[str, Any], words: dict[str, list[dict[str, Any]]]) -> str:
    """The HTML of the page with its data in it."""
    blocks = [
        _block(f"{kind}-{number}", part)
        for kind, rows in words.items()
        for number, part in enumerate(_chunks(rows))
    ]
    style, script = templates.part("page.css"), templates.script(*templates.REPORT)
    policy = _POLICY.format(style=templates.source(style), script=templates.source(script))
    slots = {
        "head": f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<style>{style}</style>",
        "figures": _block("figures", {**figures, "block": CHUNK}),
        "words": "\n".join(blocks),
        "script": f"<script>{script}</script>",
    }
    return templates.page("Dateline report", slots)


def _chunks(rows: Sequence[dict[str, Any]]) -> Iterator[Sequence[dict[str, Any]]]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))


def _block(name: str, value: Any) -> str:
    return f'<script type="text/plain" id="data-{name}">{packed(value)}</script>'


def packed(value: Any) -> str:
    """JSON, compressed, in letters that mean nothing to an HTML parser. The same each time."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(text.encode(), 6, mtime=0)).decode()
