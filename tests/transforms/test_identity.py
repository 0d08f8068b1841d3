"""One id for one actor over articles: what it depends on, and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from transforms import seeds
from transforms.actors.directory import Directory
from transforms.actors.rulings import Rulings
from transforms.pipeline import annotate, build
from transforms.types import Actor

PUBLISHED = datetime(2018, 5, 4, tzinfo=UTC)
ARTICLES = (
    "The Kenyan president opened the port. Kenyatta thanked Larch Motors Corporation.",
    "Uhuru Kenyatta met Chilean President Ana Rivas. Rivas left Nairobi on Friday.",
    "Larch Motors cut jobs. Ana Rivas, who led Chile, blamed the company.",
    "Kenyan police fired at protesters. Police denied it, and Smith agreed with them.",
)


def actors(nlp: Language, text: str) -> dict[str, Actor]:
    doc = next(annotate(nlp, [(text, 0, PUBLISHED)]))
    return {actor.name: actor for actor in doc._.actors}


@pytest.fixture(scope="module")
def alone(nlp: Language) -> dict[str, dict[str, str]]:
    """Article to the ids of its actors, each article read by itself."""
    return {
        text: {name: actor.actor_id for name, actor in actors(nlp, text).items()}
        for text in ARTICLES
    }


def test_an_actor_has_one_id_in_all_articles(alone: dict[str, dict[str, str]]) -> None:
    president, name, company, _ = (alone[text] for text in ARTICLES)
    assert president["Uhuru Kenyatta"] == name["Uhuru Kenyatta"]
    assert name["Ana Rivas"] == company["Ana Rivas"]
    assert president["Larch Motors Corporation"] == company["Larch Motors"]


@settings(max_examples=12, deadline=None)
@given(order=st.sampled_from(list(permutations(range(len(ARTICLES))))))
def test_promise_07_the_order_of_articles_changes_no_actor(
    nlp: Language, alone: dict[str, dict[str, str]], order: tuple[int, ...]
) -> None:
    texts = [ARTICLES[i] for i in order]
    docs = annotate(nlp, [(text, 0, PUBLISHED) for text in texts])
    for text, doc in zip(texts, docs, strict=True):
        assert {actor.name: actor.actor_id for actor in doc._.actors} == alone[text]


@pytest.mark.parametrize(
    ("one", "two", "name"),
    [
        # A surname alone says little; the country tells two of them apart.
        ("Finnish lawyer Smith spoke.", "Chilean lawyer Smith spoke.", "Smith"),
        # Somebody of another country than the one who is known by the name.
        (
            "Australian Prime Minister John Howard spoke.",
            "John Howard, an American lawyer, sued the city.",
            "John Howard",
        ),
        ("Peru's Ministry of Mines closed a pit.", "Chile's Ministry of Mines closed a pit.", "M"),
    ],
)
def test_namesakes_are_kept_apart(nlp: Language, one: str, two: str, name: str) -> None:
    first, second = (
        next(a for n, a in actors(nlp, text).items() if name in n and a.kind != "country")
        for text in (one, two)
    )
    assert first.actor_id != second.actor_id


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder of rulings."""
    folder = tmp_path_factory.mktemp("seeds")
    (folder / "actor_aliases.csv").write_text(
        "alias,name,kind\nOld Smoky|Smoky Works,Larch Motors Corporation,organization\n"
    )
    (folder / "actor_splits.csv").write_text(
        "name,kind,when,as,country,role\n"
        "Paul Mercer,person,penalty kick|goalkeeper,Paul Mercer (footballer),IRL,CVL\n"
    )
    return folder


@pytest.fixture(scope="module")
def ruled(own: Path) -> Language:
    return build(seeds=own)


def test_a_users_alias_wins(ruled: Language, alone: dict[str, dict[str, str]]) -> None:
    found = actors(ruled, "Smoky Works cut jobs. Unions criticised Smoky Works.")
    assert "Smoky Works" not in found
    company = found["Larch Motors Corporation"]
    assert company.actor_id == alone[ARTICLES[0]]["Larch Motors Corporation"]


def test_a_users_split_wins_where_its_words_are(ruled: Language) -> None:
    minister = actors(ruled, "Finance Minister Paul Mercer presented the budget.")
    player = actors(ruled, "Paul Mercer scored a penalty kick in the last minute.")
    assert minister["Paul Mercer"].role == "GOV"
    assert player["Paul Mercer (footballer)"].code == "IRLCVL"
    ids = {minister["Paul Mercer"].actor_id, player["Paul Mercer (footballer)"].actor_id}
    assert len(ids) == 2


def test_a_ruling_knows_what_the_seeds_know_of_the_name(tmp_path: Path) -> None:
    (tmp_path / "actor_aliases.csv").write_text("alias,name\nthe bloc of 27,European Union\n")
    known = Directory(tmp_path)
    actor = Actor("", "bloc of 27", "organization")
    ruling = known.rulings.apply(actor, "")
    assert ruling is not None
    assert actor.name == "European Union"


def test_there_are_no_rulings_of_ours() -> None:
    actor = Actor("", "Anybody", "person")
    assert Rulings().apply(actor, "any text") is None


def test_unknown_columns_of_a_ruling_are_named(tmp_path: Path) -> None:
    (tmp_path / "actor_splits.csv").write_text("name,becomes\nA,B\n")
    with pytest.raises(seeds.SeedError, match="becomes"):
        Rulings(tmp_path)
