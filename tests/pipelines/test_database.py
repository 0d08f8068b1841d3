from __future__ import annotations

from pathlib import Path

from pipelines import catalog, database, derive

ROWS = 300_000  # more than two of DuckDB's row groups


def test_a_new_database_shows_what_was_just_put_into_it_however_much(tmp_path: Path):
    made = (
        f"SELECT 'a' || i AS article_id, i::INTEGER AS sentence, 0 AS start, 1 AS \"end\" "
        f"FROM range({ROWS}) t(i) ORDER BY article_id"
    )
    words = (
        f"SELECT 'w' || i AS token, 'a' || i AS article_id, 0 AS start, 1 AS \"end\", "
        f"'sentence' AS kind, NULL AS quote_id, 1 AS n FROM range({ROWS}) t(i) ORDER BY token"
    )
    with database.created(tmp_path / "new.duckdb") as connection:
        derive.show_new(connection)
        catalog.create_index(connection)
        for table, query in (("sentences", made), (catalog.INDEX, words)):
            connection.execute(f"INSERT INTO {table} BY NAME {query}")
            found = connection.execute(f"SELECT count(DISTINCT article_id) FROM {table}")
            assert found.fetchall() == [(ROWS,)], table
