"""The pages of docs/bi: what can be run here is run as printed; for the rest, what it relies on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines import sqlfiles
from tests.pipelines.workbench import corpus, run

PAGES = Path(__file__).resolve().parent.parent / "docs" / "bi"
NEEDS = {"pandas-polars.md": ["polars"], "sqlalchemy.md": ["sqlalchemy", "duckdb_engine"]}
FLAT = re.compile(r"VARCHAR|INTEGER|BIGINT|DOUBLE|BOOLEAN|DATE|TIMESTAMP|BLOB")


def blocks(page: str, language: str) -> list[str]:
    text = (PAGES / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which ``demo/`` is a warehouse, as the pages have it."""
    folder = tmp_path_factory.mktemp("bi")
    run(corpus(folder / "articles", range(6)), folder / "demo")
    return folder


@pytest.fixture
def database(folder: Path):
    with duckdb.connect(str(folder / "demo" / "dateline.duckdb"), read_only=True) as connection:
        yield connection


def test_every_page_is_listed_and_names_its_file_or_address():
    index = (PAGES / "README.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in PAGES.glob("*.md") if path.name != "README.md")
    assert len(pages) == 9
    for page in pages:
        assert f"]({page})" in index
        text = (PAGES / page).read_text(encoding="utf-8")
        assert "dateline.duckdb" in text, page


def test_statements_of_the_shell_page(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    script = "\n".join(blocks("duckdb-cli.md", "sql"))
    statements = [part for part in script.split(";\n") if part.strip()]
    assert len(statements) > 5
    with duckdb.connect("demo/dateline.duckdb", read_only=True) as connection:
        for statement in statements:
            assert connection.execute(statement).description, statement


@pytest.mark.parametrize("page", NEEDS)
def test_python_of_the_pages(page: str, folder: Path):
    for module in NEEDS[page]:
        pytest.importorskip(module)
    programs = blocks(page, "python")
    assert programs
    for program in programs:
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_the_pandas_page_without_polars(folder: Path):
    programs = [code for code in blocks("pandas-polars.md", "python") if "polars" not in code]
    assert len(programs) == 2
    for program in programs:
        subprocess.run([sys.executable, "-c", program], cwd=folder, check=True, capture_output=True)


@pytest.mark.hard
def test_the_streamlit_page(folder: Path, monkeypatch: pytest.MonkeyPatch):
    testing = pytest.importorskip("streamlit.testing.v1")
    (program,) = blocks("streamlit.md", "python")
    monkeypatch.chdir(folder)
    app = testing.AppTest.from_string(program, default_timeout=120).run()
    assert not app.exception
    assert app.title[0].value == "Dateline"
    app.text_input[0].set_value("zoe left").run()
    assert len(app.dataframe[1].value) == 6


def test_columns_are_flat_and_commented(database):
    found = database.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
        "WHERE NOT internal"
    ).fetchall()
    assert len(found) > 300
    for table, column, kind, comment in found:
        # The index of near copies is for loads; no tool for looking at data needs it.
        assert FLAT.fullmatch(kind) or table == "article_bands", (table, column, kind)
        assert comment, (table, column)
    tables = database.execute(
        "SELECT table_name, comment FROM duckdb_tables() UNION ALL "
        "SELECT view_name, comment FROM duckdb_views() "
        "WHERE NOT internal"
    ).fetchall()
    assert [name for name, comment in tables if not comment] == []


def test_the_format_is_that_of_1_5_and_the_file_stands_alone(folder: Path):
    """The header of a file says its storage version in bytes 12 to 20; 2.0's own is greater."""
    path = folder / "demo" / "dateline.duckdb"
    assert path.read_bytes()[8:12] == b"DUCK"
    assert not path.with_name("dateline.duckdb.wal").exists()
    made = {}
    for version in ("v1.5.0", "v2.0.0"):
        other = folder / f"{version}.duckdb"
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{other}' AS other (STORAGE_VERSION '{version}')")
            connection.execute("CREATE TABLE other.t AS SELECT 1 AS a")
        made[version] = other.read_bytes()[12:20]
    assert path.read_bytes()[12:20] == made["v1.5.0"] != made["v2.0.0"]


def installed(folder: Path, *packages: str) -> Path:
    """The Python of an environment of its own that has ``packages``; skips where it cannot be."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    install = [python, "-m", "pip", "install", "--quiet", *packages]
    done = subprocess.run(install, check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"{packages[0]} cannot be installed here: {done.stderr[-300:]}")
    return python


@pytest.mark.hard
def test_duckdb_1_5_opens_it(folder: Path, tmp_path: Path):
    """A driver of the 1.5 line, in an environment of its own, answers from every view."""
    python = installed(tmp_path / "env", "duckdb>=1.5,<1.6")
    names = [view.name for view in sqlfiles.load(sqlfiles.SQL / "views")]
    names += ["search('zoe left')", "timeline('Anna')"]
    program = (
        "import duckdb, sys\n"
        "assert duckdb.__version__.startswith('1.5')\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for name in sys.argv[2:]:\n"
        "    print(name, connection.execute(f'SELECT count(*) FROM {name}').fetchone()[0])\n"
    )
    done = subprocess.run(
        [python, "-c", program, folder / "demo" / "dateline.duckdb", *names],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    counts = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert counts["search('zoe left')"] == "6"
    assert len(counts) == len(names)


@pytest.mark.hard
def test_superset_reads_it(folder: Path, tmp_path: Path):
    """Superset itself, in an environment of its own: the page's URL, a query, comments, views."""
    text = (PAGES / "superset.md").read_text(encoding="utf-8")
    packages = re.search(r"pip install (.*)`", text)
    url = re.search(r"^duckdb:.*$", text, re.M)
    assert packages
    assert url
    python = installed(tmp_path / "env", "apache-superset", *packages[1].replace('"', "").split())
    (tmp_path / "superset_config.py").write_text(
        f"SECRET_KEY = 'of a test and of nothing else'\n"
        f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{tmp_path}/superset.db'\n"
    )
    program = (
        "import json, sys\n"
        "from superset.app import create_app\n"
        "with create_app().app_context():\n"
        "    from superset.models.core import Database\n"
        "    from superset.sql.parse import Table\n"
        "    database = Database(database_name='dateline', sqlalchemy_uri=sys.argv[1])\n"
        "    print(json.dumps({\n"
        "        'spec': database.db_engine_spec.__name__,\n"
        "        'rows': len(database.get_df('SELECT * FROM dyad_day')),\n"
        "        'views': [v[0] for v in database.get_all_view_names_in_schema(None, 'main')],\n"
        "        'comments': [c['comment'] for c in database.get_columns(Table('quotes_full'))],\n"
        "    }))\n"
    )
    path = folder / "demo" / "dateline.duckdb"
    uri = url[0].replace("/absolute/path/to/demo/dateline.duckdb", str(path))
    done = subprocess.run(
        [python, "-c", program, uri], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["spec"] == "DuckDBEngineSpec"
    assert found["rows"] > 0
    assert "quotes_full" in found["views"]
    assert all(found["comments"])
