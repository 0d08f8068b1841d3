from __future__ import annotations

from pathlib import Path

from pipelines import catalog, database, derive

ROWS = 150_000  # more than one of DuckDB's row groups


def test_the_index_has_all_words_of_a_large_first_load(tmp_path: Path):
    """An insert of nothing, as the first load makes one, must not lose those of the next."""
    text = " ".join(f"word{number}" for number in range(ROWS))
    with database.created(tmp_path / "new.duckdb") as connection:
        derive.show_new(connection)
        catalog.create_indexes(connection)
        catalog.extend_indexes(connection)
        connection.execute(
            "CREATE OR REPLACE TEMP VIEW new_articles AS "
            f"SELECT 'a' AS article_id, NULL AS duplicate_of, 0 AS title_end, '{text}' AS text"
        )
        catalog.extend_indexes(connection)
        found = connection.execute(f"SELECT count(DISTINCT token) FROM {catalog.INDEX}")
        assert found.fetchall() == [(ROWS,)]
