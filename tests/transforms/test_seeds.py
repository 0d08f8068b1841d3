"""How a user's folder of seeds adds to the project's, overrides it and takes from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms import seeds

HEADER = "lemma,pos,pattern,code,note\n"


def own(folder: Path, rows: str, name: str = "actions.csv", header: str = HEADER) -> Path:
    (folder / name).write_text(header + rows, encoding="utf-8")
    return folder


def test_rows_of_the_user_come_first_and_say_where_they_stand(tmp_path: Path) -> None:
    first, *rest = seeds.located("actions", own(tmp_path, "greet,VERB,subj > obj,050,\n"))
    assert (first.row["lemma"], first.line) == ("greet", 2)
    assert first.where == f"{tmp_path.name}/actions.csv:2"
    assert rest[0].where == "seeds/actions.csv:2"
    assert len(rest) == len(seeds.read("actions"))


def test_a_column_left_out_is_empty_and_one_too_many_is_an_error(tmp_path: Path) -> None:
    own(tmp_path, "greet,VERB,subj > obj,050\n", header="lemma,pos,pattern,code\n")
    assert seeds.read("actions", tmp_path)[0]["note"] == ""
    (tmp_path / "bad").mkdir()
    with pytest.raises(seeds.SeedError, match="unknown columns"):
        seeds.read("actions", own(tmp_path / "bad", "x,y\n", header="lemma,word\n"))


@pytest.mark.parametrize(
    ("row", "gone"),
    [
        ("-condemn,VERB,,,", lambda r: (r["lemma"], r["pos"]) == ("condemn", "VERB")),
        ("-condemn,,,,", lambda r: r["lemma"] == "condemn"),
        ("-,NOUN,,,", lambda r: r["pos"] == "NOUN"),
        ("-,,,,", lambda _: True),
        ("-condemn,ADV,,,", lambda _: False),
    ],
)
def test_a_minus_takes_away_the_rows_that_agree(tmp_path: Path, row: str, gone) -> None:
    shipped = seeds.read("actions")
    left = seeds.read("actions", own(tmp_path, row + "\n"))
    assert list(left) == [r for r in shipped if not gone(r)]


def test_a_minus_leaves_the_users_own_rows_alone(tmp_path: Path) -> None:
    folder = own(tmp_path, "-condemn,,,,\ncondemn,VERB,subj > obj,112,stronger\n")
    rows = [r for r in seeds.read("actions", folder) if r["lemma"] == "condemn"]
    assert [r["code"] for r in rows] == ["112"]


def test_every_file_can_be_taken_from(tmp_path: Path) -> None:
    for path in sorted(seeds.seeds_dir().glob("*.csv")):
        names = seeds.columns(path)
        own(tmp_path, "-" + "," * (len(names) - 1) + "\n", path.name, ",".join(names) + "\n")
        assert seeds.read(path.stem, tmp_path) == (), path.name


def test_a_mark_of_byte_order_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    (tmp_path / "actions.csv").write_text(HEADER + "greet,VERB,subj > obj,050,\n", "utf-8-sig")
    assert seeds.read("actions", tmp_path)[0]["lemma"] == "greet"
