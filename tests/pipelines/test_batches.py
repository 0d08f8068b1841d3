from __future__ import annotations

import json
from pathlib import Path

from tests.pipelines.workbench import lake_rows, run, story


def test_a_row_that_fits_no_schema_costs_its_own_article_only(tmp_path: Path):
    stories = [story(number) for number in range(5)]
    stories[2]["text"] += "\n\nA misfit among them."
    source = tmp_path / "all.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in stories))
    done = run(source, tmp_path / "wh", batch_size=5)
    assert (done.run["loaded"], done.run["rejected"]) == (4, 1)
    (reject,) = lake_rows(tmp_path / "wh", "rejects")
    assert reject["reason"] == "analysis_error"
    assert reject["location"] == stories[2]["url"]
    loaded = {row["article_id"] for row in lake_rows(tmp_path / "wh", "articles")}
    assert {row["article_id"] for row in lake_rows(tmp_path / "wh", "events")} == loaded
    assert {row["sentence_count"] for row in lake_rows(tmp_path / "wh", "articles")} == {4}
