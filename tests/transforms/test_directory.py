"""Looking up the seeds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from transforms.actors.directory import Directory, directory


@pytest.fixture(scope="module")
def known() -> Directory:
    return directory()


def test_countries_by_name_people_and_government(known: Directory) -> None:
    assert known.country_code("U.S.") == "USA"
    assert known.country_code("us") is None
    assert known.country_code("Iranians") == "IRN"
    assert known.country_code("Kremlin") == "RUS"
    capital = known.capital("Nairobi")
    assert capital is not None
    assert capital.iso3 == "KEN"


def test_a_headline_in_capitals_is_found(known: Directory) -> None:
    found = known.country("IRAN")
    assert found is not None
    assert found.iso3 == "IRN"


def test_offices_and_nouns_in_plural(known: Directory) -> None:
    one, many = known.office(["foreign", "minister"]), known.office(["Foreign", "Ministers"])
    assert one is not None
    assert one == many
    police = known.nominal(["police"])
    assert police is not None
    assert police.role == "COP"


def test_who_held_an_office_on_a_day(known: Directory) -> None:
    assert [h.person for h in known.people.holders("president", "USA", date(2010, 6, 1))] == [
        "Barack Obama"
    ]
    assert known.people.holders("president", "USA", date(1700, 1, 1)) == []
    assert {h.person for h in known.people.holders_named("Obama", date(2010, 6, 1))} == {
        "Barack Obama"
    }
    assert known.people.holders_named("Obama", date(2020, 6, 1)) == []


def test_the_last_day_is_the_first_out_of_office(known: Directory) -> None:
    on = known.people.holders("president", "USA", date(2017, 1, 20))
    assert [holder.person for holder in on] == ["Donald Trump"]


def test_a_title_of_capitals_is_no_time_of_day(known: Directory) -> None:
    assert known.office(["PM"]) is not None
    assert known.office(["pm"]) is None
    assert known.office(["MINISTERS"]) == known.office(["minister"])


def test_one_of_several_is_a_person(known: Directory) -> None:
    rebel, crowd, troops = (known.nominal([word]) for word in ("rebel", "crowd", "troops"))
    assert rebel is not None
    assert (rebel.one_is_person, rebel.plural_only) == (True, False)
    assert crowd is not None
    assert not crowd.one_is_person
    assert troops is not None
    assert troops.plural_only


def test_a_common_name_is_the_body_of_the_country_meant(known: Directory) -> None:
    by_default = known.organisation("Congress")
    assert by_default is not None
    assert by_default.country == "USA"
    there = known.body_there("Congress", "BRA")
    assert there is not None
    assert there.country == "BRA"
    assert known.body_there("Congress", "CHE") is None
    assert known.body_there("U.S. Congress", "BRA") is None


def test_telling_words(known: Directory) -> None:
    assert known.telling("Russian Ministry of Defense") == known.telling("Ministry of Defence")
    assert known.telling("U.S. Air Force") == {"air", "force"}


def test_a_users_own_rows_win(tmp_path: Path) -> None:
    (tmp_path / "organizations.csv").write_text(
        "name,aliases,kind,country,role,code\nOrder of the Heron,NATO,armed_group,CHE,REB,\n",
        encoding="utf-8",
    )
    found = Directory(tmp_path).organisation("NATO")
    assert found is not None
    assert (found.name, found.kind, found.country) == ("Order of the Heron", "armed_group", "CHE")
