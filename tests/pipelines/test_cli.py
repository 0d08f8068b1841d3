from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import spacy
from typer.testing import CliRunner

from pipelines import cli, errors
from pipelines.settings import PROJECT
from tests.pipelines.workbench import MODEL, corpus, lake_rows, run

HEAVY = (
    "prefect",
    "spacy",
    "torch",
    "onnxruntime",
    "trafilatura",
    "pandas",
    "httpx",
    "feedparser",
    "fsspec",
    "warcio",
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    run(corpus(folder / "source", range(6), bad=True), folder / "wh")
    return folder / "wh"


def call(*words: object) -> tuple[int, str, str]:
    """Exit code, standard output, standard error of a command."""
    runner = CliRunner()
    result = runner.invoke(cli.app, [str(word) for word in words])
    if isinstance(result.exception, errors.DatelineError):
        return result.exception.exit_code, result.stdout, str(result.exception)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_run_puts_its_summary_and_the_next_command_on_standard_error(tmp_path: Path):
    source = corpus(tmp_path / "source", range(3), bad=True)
    code, out, err = call("run", source, "-w", tmp_path / "wh", "--model", MODEL, "--no-prefect")
    assert (code, out) == (0, "")
    assert "read 8: 3 loaded, 1 duplicate, 4 rejected" in err
    assert "bad_json: 1" in err
    assert 'next: dateline sql "SELECT' in err


def test_the_option_dates_articles_without_a_date(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Anna met Boris in the town, and that was all of it.")
    call("run", tmp_path / "a.txt", "-w", tmp_path / "wh", "--model", MODEL, "--no-prefect",
         "--published", "2022-07-20")  # fmt: skip
    (event,) = lake_rows(tmp_path / "wh", "events")
    assert str(event["event_date"]) == "2022-07-20"
    assert event["date_precision"] == "article"


def test_sql_as_json_csv_parquet_and_table(warehouse: Path, tmp_path: Path):
    query = "SELECT name, first_seen, country FROM actors WHERE name <> 'After' ORDER BY name"
    _, out, _ = call("sql", query, "-w", warehouse, "--json")
    rows = json.loads(out)
    assert rows[0] == {"name": "Anna", "first_seen": "2024-03-01T10:00:00", "country": None}
    _, out, _ = call("sql", query, "-w", warehouse, "--csv", "--limit", 1)
    assert out == "name,first_seen,country\nAnna,2024-03-01T10:00:00,\n"
    call("sql", query, "-w", warehouse, "--parquet", tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").num_rows == len(rows)
    code, out, err = call("sql", query, "-w", warehouse, "--limit", 2)
    assert code == 0
    assert len(out.splitlines()) == 3
    assert "the first 2 rows" in err


def test_wide_tables_are_not_cut_in_a_pipe(warehouse: Path):
    _, out, _ = call("sql", "SELECT repeat('x', 500) AS a, repeat('y', 500) AS b", "-w", warehouse)
    assert "x" * 500 in out
    assert "y" * 500 in out


def test_tables_lists_tables_and_explains_columns(warehouse: Path):
    _, out, _ = call("tables", "-w", warehouse, "--json")
    kinds = {row["name"]: row["kind"] for row in json.loads(out)}
    assert (kinds["events"], kinds["dyad_day"]) == ("table", "view")
    _, out, _ = call("tables", "events", "-w", warehouse)
    assert "GDELT's Goldstein scale" in out


def test_show_takes_the_beginning_of_an_id(warehouse: Path):
    event = lake_rows(warehouse, "events")[0]
    _, out, _ = call("show", event["article_id"][:8], "-w", warehouse)
    assert f"[{event['trigger']}]event" in out
    assert f"{event['source_text']!r} = {event['source_text']}" in out
    _, out, _ = call("show", event["article_id"], "-w", warehouse, "--json")
    assert event["event_id"] in {row["event_id"] for row in json.loads(out)["events"]}


def test_explain_shows_each_finding_with_its_rule():
    code, out, _ = call("explain", 'So Anna met Boris. "Well," said Carla.', "--model", MODEL,
                        "--published", "2024-01-01")  # fmt: skip
    assert code == 0
    assert "[Anna]actor [met]event [Boris]actor" in out
    assert "040 Consult" in out
    assert "(fake, 0.50)" in out
    assert "2024-01-01 (article)" in out


def test_config_says_where_values_are_from(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATELINE_WORKERS", "3")
    _, out, _ = call("config", "--model", "x", "--json")
    found = json.loads(out)
    assert found["workers"] == {"value": 3, "origin": "environment"}
    assert found["model"] == {"value": "x", "origin": "option"}
    assert found["batch_size"]["origin"] == "default"


def test_doctor_finds_what_is_missing(warehouse: Path):
    _, out, _ = call("doctor", "-w", warehouse, "--model", MODEL, "--json")
    states = {row["what"]: row["state"] for row in json.loads(out)}
    assert (states["lake"], states["database"], states["model"]) == ("ok", "ok", "ok")
    code, out, _ = call("doctor", "-w", warehouse, "--model", "no_such_model")
    assert code == 1
    assert "no_such_model" in out


def test_doctor_says_what_a_model_lacks(warehouse: Path, tmp_path: Path):
    code, out, _ = call("doctor", "-w", warehouse, "--model", "en_dateline", "--json")
    found = [row for row in json.loads(out) if row["what"] == "model"]
    assert [row["state"] for row in found] == ["ok"]
    assert "Universal Dependencies" in found[0]["detail"]
    spacy.blank("en").to_disk(tmp_path / "bare")
    code, out, _ = call("doctor", "-w", warehouse, "--model", tmp_path / "bare", "--json")
    found = [row for row in json.loads(out) if row["what"] == "model"]
    assert code == 1
    lacks = {row["detail"].split(":")[0]: row["state"] for row in found}
    assert lacks["lacks a parser"] == lacks["lacks an entity recogniser"] == "wrong"
    assert lacks["lacks a lemmatizer"] == "note"


def test_rebuild(warehouse: Path):
    code, _, err = call("rebuild", "-w", warehouse)
    assert code == 0
    assert "rebuilt" in err


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("run", "nowhere"), 3, "no such file"),
        (("run", ".", "--published", "soon"), 2, "--published"),
        (("run", ".", "--batch-size", "0"), 2, "at least 1"),
        (("sql", "SELECT 1", "-w", "nowhere"), 6, "dateline run PATH"),
        (("rebuild", "-w", "nowhere"), 6, "no lake"),
        (("show", "zz", "-w", "WH"), 9, "no article begins"),
        (("tables", "zz", "-w", "WH"), 9, "no table"),
        (("sql", "SELECT nothing FROM events", "-w", "WH"), 8, "dateline tables"),
        (("sql", "DROP TABLE events", "-w", "WH"), 8, "read-only"),
        (("sql", "SELECT 1", "-w", "WH", "--json", "--csv"), 2, "exclude one another"),
        (("explain", "x", "--model", "no_such_model"), 7, "no_such_model"),
        (("explain", " "), 2, "no text"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_errors_have_their_code_and_say_what_to_do(
    warehouse: Path, words: tuple[str, ...], code: int, says: str
):
    found, out, err = call(*(warehouse if word == "WH" else word for word in words))
    assert (found, out) == (code, "")
    assert says in err


def test_every_exit_code_is_documented():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    for code in {kind.exit_code for kind in kinds if issubclass(kind, errors.DatelineError)}:
        assert f"{code}  " in cli.EXIT_CODES


def test_every_command_and_option_is_explained():
    import typer

    group = typer.main.get_command(cli.app)
    for name, command in group.commands.items():
        assert command.help, name
        for parameter in command.params:
            assert parameter.help, f"{name} {parameter.name}"


def test_quick_commands_import_nothing_heavy(warehouse: Path):
    script = (
        "import sys\nfrom pipelines.cli import app\n"
        "for words in (['--help'], ['sql', 'SELECT 1', '-w', sys.argv[1]],\n"
        "              ['doctor', '-w', sys.argv[1], '--model', 'json:loads']):\n"
        "    try:\n        app(words)\n    except SystemExit:\n        pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(warehouse)], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


@pytest.fixture
def holding(tmp_path: Path) -> dict[str, str]:
    """An environment in which something outlives the interpreter that DuckDB's module made."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(
        "import ctypes, duckdb\n"
        "ctypes.pythonapi.Py_IncRef(ctypes.py_object(duckdb.DuckDBPyConnection))\n"
    )
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path / 'site'}{os.pathsep}{PROJECT}"}
    bare = subprocess.run(
        [sys.executable, "-c", ""], env=environment, capture_output=True, text=True, check=True
    )
    assert "nanobind: leaked" in bare.stderr
    return environment


def test_commands_end_without_a_word_of_what_ends_them(
    holding: dict[str, str], warehouse: Path, tmp_path: Path
):
    source = corpus(tmp_path / "source", range(2))
    module, script = (
        [sys.executable, "-m", "pipelines.cli"],
        [Path(sys.executable).parent / "dateline"],
    )
    for start, words, code, last in (
        (script, ["sql", "SELECT 1 AS one", "-w", warehouse], 0, ""),
        (script, ["nonsense"], 2, "No such command"),
        (module, ["sql", "SELECT nothing", "-w", warehouse], 8, "dateline tables"),
        (module, ["report", "-w", warehouse, "-o", tmp_path / "r.html"], 0, "in a browser"),
        (module, ["run", source, "-w", tmp_path / "wh", "--no-prefect", "--model", MODEL], 0,
         "next: dateline sql"),
    ):  # fmt: skip
        done = subprocess.run(
            [*start, *words], env=holding, cwd=PROJECT, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stderr
        assert last in (done.stderr.splitlines() or [""])[-1]
        assert "nanobind" not in done.stderr


def test_who_reads_the_beginning_only_and_a_full_disk(warehouse: Path):
    """`| head` is no failure; what could not be written is."""
    query = [sys.executable, "-m", "pipelines.cli", "sql", "-w", str(warehouse), "--csv"]
    many = "SELECT * FROM range(200000)"
    with subprocess.Popen(
        [*query, many], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "range\n"
        process.stdout.close()
        assert process.stderr.read() == ""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*query, "SELECT 1"], cwd=PROJECT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
