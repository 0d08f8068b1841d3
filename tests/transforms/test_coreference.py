"""Who is who: mentions, their actors, and the actors' names and codes, over hand-made parses."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

import pytest
from parses import parse

from transforms.actors.canonical import actor_id
from transforms.actors.coreference import link
from transforms.actors.directory import Directory, directory
from transforms.actors.mentions import find_mentions, mention_at, set_mentions
from transforms.tokens import Doc
from transforms.types import Actor, Mention

PUBLISHED = datetime(2016, 5, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def known() -> Directory:
    return directory()


def read(table: str, known: Directory) -> Doc:
    """Parse and link; a seventh column names the entity that a word belongs to."""
    labels = [[*line.split(), ""][6] for line in table.strip().splitlines()]
    entities = []
    for label, run in groupby(range(len(labels)), key=lambda i: labels[i]):
        positions = list(run)
        if label:
            entities.append((positions[0], positions[-1] + 1, label.strip("12")))
    doc = parse(table, entities)
    doc._.published = PUBLISHED
    set_mentions(doc, find_mentions(doc, known))
    doc._.actors = link(doc, known)
    return doc


def named(doc: Doc, text: str, which: int = 0) -> Mention:
    found = [m for m in doc._.mentions if m.span.text == text]
    assert found, f"{text!r} is none of {[m.span.text for m in doc._.mentions]}"
    mention: Mention = found[which]
    return mention


def actor(doc: Doc, text: str, which: int = 0) -> Actor:
    found = named(doc, text, which).actor
    assert found is not None, f"{text!r} has no actor"
    return found


TITLE = """
    Kenyan Kenyan ADJ JJ 2 amod NORP
    President President PROPN NNP 3 nmod:desc
    Amina Amina PROPN NNP 5 nsubj PERSON
    Odhiambo Odhiambo PROPN NNP 3 flat PERSON
    met meet VERB VBD 0 ROOT
    Paul Paul PROPN NNP 5 obj PERSON2
    Lindqvist Lindqvist PROPN NNP 6 flat PERSON2
    . . PUNCT . 5 punct
    She she PRON PRP 10 nsubj
    thanked thank VERB VBD 0 ROOT
    Lindqvist Lindqvist PROPN NNP 10 obj PERSON
    for for ADP IN 14 case
    his his PRON PRP$ 14 nmod:poss
    help help NOUN NN 10 obl
    . . PUNCT . 10 punct
    The the DET DT 17 det
    president president NOUN NN 18 nsubj
    left leave VERB VBD 0 ROOT
    . . PUNCT . 18 punct"""


def test_title_belongs_to_the_phrase_and_not_to_the_name(known: Directory) -> None:
    doc = read(TITLE, known)
    mention = named(doc, "Kenyan President Amina Odhiambo")
    assert mention.form == "name"
    found = actor(doc, mention.span.text)
    assert (found.name, found.kind, found.code) == ("Amina Odhiambo", "person", "KENGOV")


def test_country_adjective_is_a_modifier(known: Directory) -> None:
    doc = read(TITLE, known)
    assert named(doc, "Kenyan").modifier
    assert actor(doc, "Kenyan").name == "Kenya"


def test_surname_alone_is_the_whole_name(known: Directory) -> None:
    doc = read(TITLE, known)
    assert actor(doc, "Lindqvist") is actor(doc, "Paul Lindqvist")


def test_office_alone_is_its_holder_in_the_article(known: Directory) -> None:
    doc = read(TITLE, known)
    mention = named(doc, "The president")
    assert mention.actor is actor(doc, "Kenyan President Amina Odhiambo")
    assert mention.rule == "office"


def test_pronouns_follow_gender_and_role(known: Directory) -> None:
    doc = read(TITLE, known)
    assert actor(doc, "She").name == "Amina Odhiambo"
    assert actor(doc, "his").name == "Paul Lindqvist"


def test_mention_at_finds_by_head_then_by_cover(known: Directory) -> None:
    doc = read(TITLE, known)
    assert mention_at(doc, doc[2]) is named(doc, "Kenyan President Amina Odhiambo")
    assert mention_at(doc, doc[1]) is named(doc, "Kenyan President Amina Odhiambo")
    assert mention_at(doc, doc[0]) is named(doc, "Kenyan")
    assert mention_at(doc, doc[4]) is None


def test_apposition_with_body(known: Directory) -> None:
    doc = read(
        """
        Ola Ola PROPN NNP 8 nsubj PERSON
        Brandt Brandt PROPN NNP 1 flat PERSON
        , , PUNCT , 6 punct
        the the DET DT 6 det
        NATO NATO PROPN NNP 6 compound ORG
        spokesman spokesman NOUN NN 1 appos
        , , PUNCT , 6 punct
        resigned resign VERB VBD 0 ROOT
        . . PUNCT . 8 punct""",
        known,
    )
    found = actor(doc, "the NATO spokesman")
    assert (found.name, found.kind, found.role) == ("Ola Brandt", "person", "IGO")
    assert actor(doc, "Ola Brandt") is found
    assert named(doc, "the NATO spokesman").rule == "apposition"


def test_acronym_in_brackets(known: Directory) -> None:
    doc = read(
        """
        The the DET DT 4 det
        Orion Orion PROPN NNP 4 compound ORG
        Shipping Shipping PROPN NNP 4 compound ORG
        Fund Fund PROPN NNP 8 nsubj ORG
        (_ ( PUNCT -LRB- 6 punct
        OSF_ OSF PROPN NNP 4 appos ORG2
        ) ) PUNCT -RRB- 6 punct
        closed close VERB VBD 0 ROOT
        . . PUNCT . 8 punct
        OSF OSF PROPN NNP 11 nsubj ORG
        fell fall VERB VBD 0 ROOT
        . . PUNCT . 11 punct""",
        known,
    )
    assert actor(doc, "OSF", 1) is actor(doc, "The Orion Shipping Fund")
    assert actor(doc, "OSF").name == "Orion Shipping Fund"


GROUPS = """
    Israeli Israeli ADJ JJ 2 amod NORP
    police police NOUN NNS 3 nsubj
    arrested arrest VERB VBD 0 ROOT
    15 15 NUM CD 5 nummod
    protesters protester NOUN NNS 3 obj
    . . PUNCT . 3 punct
    Police police NOUN NNS 8 nsubj
    beat beat VERB VBD 0 ROOT
    the the DET DT 10 det
    protesters protester NOUN NNS 8 obj
    . . PUNCT . 8 punct
    A a DET DT 14 det
    car car NOUN NN 14 compound
    bomb bomb NOUN NN 15 nsubj
    exploded explode VERB VBD 0 ROOT
    . . PUNCT . 15 punct"""


def test_unnamed_groups_are_actors_with_country_and_role(known: Directory) -> None:
    doc = read(GROUPS, known)
    police, crowd = actor(doc, "Israeli police"), actor(doc, "15 protesters")
    assert (police.name, police.code) == ("Israeli police", "ISRCOP")
    assert (crowd.name, crowd.kind, crowd.country) == ("protesters", "population", None)
    assert actor(doc, "the protesters") is crowd


def test_things_are_no_mentions(known: Directory) -> None:
    doc = read(GROUPS, known)
    assert all("bomb" not in m.span.text for m in doc._.mentions)


def test_both_leaders_are_two(known: Directory) -> None:
    doc = read(
        """
        Ana Ana PROPN NNP 6 nsubj PERSON
        Ruiz Ruiz PROPN NNP 1 flat PERSON
        and and CCONJ CC 4 cc
        Jan Jan PROPN NNP 1 conj PERSON
        Kos Kos PROPN NNP 4 flat PERSON
        talked talk VERB VBD 0 ROOT
        . . PUNCT . 6 punct
        The the DET DT 10 det
        two two NUM CD 10 nummod
        leaders leader NOUN NNS 11 nsubj
        agreed agree VERB VBD 0 ROOT
        . . PUNCT . 11 punct
        They they PRON PRP 14 nsubj
        left leave VERB VBD 0 ROOT
        . . PUNCT . 14 punct""",
        known,
    )
    names = ["Ana Ruiz", "Jan Kos"]
    assert [a.name for a in named(doc, "The two leaders").members] == names
    assert [a.name for a in named(doc, "They").members] == names
    assert named(doc, "They").actor is None


def test_office_holder_of_the_day(known: Directory) -> None:
    doc = read(
        """
        The the DET DT 3 det
        American American ADJ JJ 3 amod NORP
        president president NOUN NN 4 nsubj
        spoke speak VERB VBD 0 ROOT
        . . PUNCT . 4 punct""",
        known,
    )
    assert actor(doc, "The American president").name == "Barack Obama"
    assert actor(doc, "The American president").code == "USAGOV"


def test_the_kremlin_and_the_government_are_one(known: Directory) -> None:
    doc = read(
        """
        The the DET DT 2 det
        Kremlin Kremlin PROPN NNP 3 nsubj ORG
        protested protest VERB VBD 0 ROOT
        . . PUNCT . 3 punct
        The the DET DT 7 det
        Russian Russian ADJ JJ 7 amod NORP
        government government NOUN NN 8 nsubj
        agreed agree VERB VBD 0 ROOT
        . . PUNCT . 8 punct""",
        known,
    )
    found = actor(doc, "The Russian government")
    assert actor(doc, "The Kremlin") is found
    assert (found.name, found.kind, found.code) == ("Russian government", "government", "RUSGOV")


def test_it_is_no_person_and_stays_open(known: Directory) -> None:
    doc = read(
        """
        Officials official NOUN NNS 2 nsubj
        saw see VERB VBD 0 ROOT
        Ivo Ivo PROPN NNP 2 obj PERSON
        Blum Blum PROPN NNP 3 flat PERSON
        . . PUNCT . 2 punct
        It it PRON PRP 7 nsubj
        rained rain VERB VBD 0 ROOT
        . . PUNCT . 7 punct""",
        known,
    )
    assert named(doc, "It").actor is None


def test_subject_of_the_same_verb_is_not_its_object(known: Directory) -> None:
    doc = read(
        """
        Ivo Ivo PROPN NNP 3 nsubj PERSON
        Blum Blum PROPN NNP 1 flat PERSON
        praised praise VERB VBD 0 ROOT
        him he PRON PRP 3 obj
        . . PUNCT . 3 punct""",
        known,
    )
    assert named(doc, "him").actor is None


def test_relative_pronoun_is_its_noun(known: Directory) -> None:
    doc = read(
        """
        Rebels rebel NOUN NNS 5 nsubj
        who who PRON WP 3 nsubj
        fled flee VERB VBD 1 acl:relcl
        were be AUX VBD 5 aux:pass
        caught catch VERB VBN 0 ROOT
        . . PUNCT . 5 punct""",
        known,
    )
    assert actor(doc, "who") is actor(doc, "Rebels")
    assert actor(doc, "who").kind == "armed_group"


def test_a_crowd_counted_is_the_crowd(known: Directory) -> None:
    doc = read(
        """
        Thousands thousand NOUN NNS 4 nsubj
        of of ADP IN 3 case
        farmers farmer NOUN NNS 1 nmod
        marched march VERB VBD 0 ROOT
        . . PUNCT . 4 punct""",
        known,
    )
    assert actor(doc, "Thousands of farmers") is actor(doc, "farmers")
    assert actor(doc, "farmers").plural


def test_counterpart_holds_the_same_office_elsewhere(known: Directory) -> None:
    doc = read(
        """
        Kenyan Kenyan ADJ JJ 2 amod NORP
        President President PROPN NNP 3 nmod:desc
        Amina Amina PROPN NNP 5 nsubj PERSON
        Odhiambo Odhiambo PROPN NNP 3 flat PERSON
        met meet VERB VBD 0 ROOT
        her her PRON PRP$ 8 nmod:poss
        American American ADJ JJ 8 amod NORP
        counterpart counterpart NOUN NN 5 obj
        . . PUNCT . 5 punct""",
        known,
    )
    assert actor(doc, "her American counterpart").name == "Barack Obama"


def test_wife_between_commas_has_the_name_beside_her(known: Directory) -> None:
    doc = read(
        """
        Paul Paul PROPN NNP 3 nsubj PERSON
        Lindqvist Lindqvist PROPN NNP 1 flat PERSON
        left leave VERB VBD 0 ROOT
        . . PUNCT . 3 punct
        His his PRON PRP$ 6 nmod:poss
        wife wife NOUN NN 11 nsubj
        , , PUNCT , 8 punct
        Zoe Zoe PROPN NNP 11 nsubj PERSON
        Brandt Brandt PROPN NNP 8 flat PERSON
        , , PUNCT , 8 punct
        stayed stay VERB VBD 0 ROOT
        . . PUNCT . 11 punct
        She she PRON PRP 14 nsubj
        slept sleep VERB VBD 0 ROOT
        . . PUNCT . 14 punct""",
        known,
    )
    assert actor(doc, "His wife").name == "Zoe Brandt"
    assert actor(doc, "She").name == "Zoe Brandt"
    assert actor(doc, "His").name == "Paul Lindqvist"


def test_ids_depend_on_what_identifies_an_actor(known: Directory) -> None:
    assert actor_id("person", "Recep Erdoğan", None) == actor_id("person", "recep erdogan", None)
    assert actor_id("person", "Ana Ruiz", None) != actor_id("organization", "Ana Ruiz", None)
    assert actor_id("population", "farmers", "IND") != actor_id("population", "farmers", "FRA")
    first, again = read(GROUPS, known), read(GROUPS, known)
    assert [a.actor_id for a in first._.actors] == [a.actor_id for a in again._.actors]
    assert len({a.actor_id for a in first._.actors}) == len(first._.actors)


def test_empty_and_odd_texts_do_no_harm(known: Directory) -> None:
    for table in ("... ... PUNCT . 0 ROOT", "( ( PUNCT -LRB- 0 ROOT", "The the DET DT 0 ROOT"):
        assert read(table, known)._.actors == []
