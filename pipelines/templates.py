"""The parts of the pages in ``page/``, which the report and ``explore`` have in common.

The scripts are plain ones that go into one, in this order: a report is a single file, and
modules cannot be loaded from one.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parent / "page"
SCRIPTS = ("dom", "evidence", "filters", "figures", "coverage", "network")
REPORT = ("embedded",)
EXPLORE = ("served", "search", "article")
HEAD, TAIL = '"use strict";\n(() => {\n', "\n})();\n"


@cache
def script(*own: str) -> str:
    """The script of a page: the common parts, its ``own``, and the one that starts them."""
    parts = (part(f"{name}.js") for name in (*SCRIPTS, *own, "main"))
    return HEAD + "\n".join(parts) + TAIL


@cache
def part(name: str) -> str:
    """A file of ``page/``."""
    return (PAGE / name).read_text(encoding="utf-8")


def source(text: str) -> str:
    """How a content security policy names an inline script or style, so that no other runs."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page(title: str, slots: Mapping[str, str]) -> str:
    """``page.html`` with its slots filled. ``slots`` are HTML; ``title`` is text.

    What is put in is never searched for slots, whatever an article says.
    """
    filled = {"title": html.escape(title), "world": part("world.svg"), **slots}
    before, *rest = part("page.html").split("{{")
    pieces = (piece.split("}}", 1) for piece in rest)
    return before + "".join(filled.get(name, "") + after for name, after in pieces)
