from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pipelines.errors import SettingsError
from pipelines.settings import NAMES, Settings, default_file, load


def test_the_commented_file_holds_every_setting_with_its_default():
    written = tomllib.loads(default_file().read_text())
    defaults = {k: "" if v is None else v for k, v in Settings().values().items()}
    assert written == defaults


def test_each_setting_is_explained():
    lines = default_file().read_text().splitlines()
    for name in NAMES:
        (at,) = (n for n, line in enumerate(lines) if line.startswith(f"{name} ="))
        assert lines[at - 1].startswith("#")


def test_options_beat_environment_beats_file(tmp_path: Path):
    file = tmp_path / "own.toml"
    file.write_text('batch_size = 1\nworkers = 1\nmodel = "from_file"\n')
    environ = {"DATELINE_CONFIG": str(file), "DATELINE_BATCH_SIZE": "2", "DATELINE_WORKERS": "2"}
    found = load({"workers": 3, "model": None}, environ)
    assert (found.model, found.batch_size, found.workers) == ("from_file", 2, 3)
    assert found.origins["model"] == str(file)
    assert found.origins["batch_size"] == "environment"
    assert found.origins["workers"] == "option"
    assert found.origins["checks"] == "default"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("batch_size", "0", "at least 1"),
        ("batch_size", "many", "invalid literal"),
        ("prefect", "perhaps", "true or false"),
    ],
)
def test_unusable_values_name_their_origin(name: str, value: str, message: str):
    with pytest.raises(SettingsError, match=f"environment: {name}.*{message}"):
        load({}, {f"DATELINE_{name.upper()}": value})


def test_unknown_settings_and_broken_files_are_refused(tmp_path: Path):
    file = tmp_path / "own.toml"
    file.write_text("batchsize = 1\n")
    with pytest.raises(SettingsError, match="no setting 'batchsize'"):
        load({}, {"DATELINE_CONFIG": str(file)})
    file.write_text("batch_size = \n")
    with pytest.raises(SettingsError, match="not valid TOML"):
        load({}, {"DATELINE_CONFIG": str(file)})
    with pytest.raises(SettingsError, match="no such file"):
        load({}, {"DATELINE_CONFIG": str(tmp_path / "none.toml")})
