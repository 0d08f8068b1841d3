from __future__ import annotations

import pytest

from transforms.schema import SCHEMA_VERSION, TABLES, description, to_table


def test_every_column_has_a_meaning_and_every_schema_its_version():
    for table, schema in TABLES.items():
        assert schema.metadata[b"schema_version"].decode() == SCHEMA_VERSION
        assert description(table).endswith(".")
        for field in schema:
            assert len(field.metadata[b"description"]) > 3, f"{table}.{field.name}"


def test_rows_become_tables_with_null_where_nothing_is_said():
    row = {"story_id": "s", "actor_id": "a", "alias": "A", "n": 1}
    with pytest.raises(ValueError, match=r"no such columns.*story_id"):
        to_table("actor_aliases", [row])
    del row["story_id"]
    assert to_table("actor_aliases", [row]).to_pylist() == [row]
    with pytest.raises(ValueError, match=r"actor_aliases\.n: null"):
        to_table("actor_aliases", [{**row, "n": None}])
    assert to_table("actor_aliases", []).schema == TABLES["actor_aliases"]
