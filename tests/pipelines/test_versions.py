"""What identifies an analysis must change with everything that can change its rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines import versions


def test_the_code_of_every_layer_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = tmp_path / "transforms" / "events" / "component.py"
    layer.parent.mkdir(parents=True)
    (tmp_path / "transforms" / "rows.py").write_text("a = 1")
    monkeypatch.setattr(versions, "PROJECT", tmp_path)
    code_version = versions.code_version.__wrapped__  # without its cache
    layer.write_text("b = 1")
    before = code_version()
    layer.write_text("b = 2")
    assert code_version() != before
