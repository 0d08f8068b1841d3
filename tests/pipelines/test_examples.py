from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.reading import read
from pipelines.records import RawArticle
from pipelines.settings import PROJECT
from pipelines.sources.base import Document
from tests.pipelines.workbench import lake_rows, run

EXAMPLES = PROJECT / "config" / "examples"


@pytest.mark.parametrize(
    "name", ["article.txt", "articles.jsonl", "articles.json", "articles.csv", "page.html"]
)
def test_each_example_is_read_in_full(name: str):
    path = EXAMPLES / name
    one, *_ = read(Document(name, path), 10_000)
    assert isinstance(one, RawArticle)
    assert one.title == "Ministers meet in Vienna"
    assert one.source == "Example Wire"
    assert one.url == "https://example.org/ministers-meet"
    assert str(one.published).startswith("2024-03-05")
    assert "foreign ministers of Austria and Italy" in one.text


def test_the_example_of_a_check_runs(tmp_path: Path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "c.sql").write_text((EXAMPLES / "own_check.sql").read_text())
    (tmp_path / "a.txt").write_text("Anna met Boris in the town, and that was that for them.")
    done = run(tmp_path / "a.txt", tmp_path / "wh", checks=tmp_path / "own")
    assert any(warning.startswith("check c (warning): 1 rows") for warning in done.warnings)
    assert len(lake_rows(tmp_path / "wh", "articles")) == 1
