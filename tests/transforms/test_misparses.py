"""Grammar holds where a parse has the right words under a wrong label or head."""

from __future__ import annotations

from parses import parse

from transforms import grammar
from transforms.tokens import Token


def texts(tokens: list[Token]) -> list[str]:
    return [t.text for t in tokens]


MET = """
    Okoth Okoth PROPN NNP 2 nsubj
    met meet VERB VBD 0 ROOT
    with with ADP IN 5 case
    Kenyan kenyan ADJ JJ 5 amod
    President President PROPN NNP 2 obl
    , , PUNCT , 7 punct
    Amos Amos PROPN NNP 5 appos
    Odari Odari PROPN NNP 7 flat
    in in ADP IN 10 case
    Nakuru Nakuru PROPN NNP 5 nmod
    , , PUNCT , 14 punct
    and and CCONJ CC 14 cc
    with with ADP IN 14 case
    Premier Premier PROPN NNP 7 conj
    , , PUNCT , 16 punct
    Lena Lena PROPN NNP 14 appos"""


def test_who_is_coordinated_with_a_name_in_apposition_stands_beside_the_whole() -> None:
    doc = parse(MET, [(6, 8, "PERSON"), (15, 16, "PERSON")])
    partners = grammar.obliques(doc[1])["with"]
    assert texts(partners) == ["President", "Premier"]
    phrases = [grammar.noun_phrase(p, appositions=True).text for p in partners]
    assert phrases == ["Kenyan President , Amos Odari", "Premier , Lena"]


def test_names_that_rename_a_plural_are_not_coordinated_with_it() -> None:
    doc = parse(
        """
        towns town NOUN NNS 0 ROOT
        , , PUNCT , 3 punct
        Lamu Lamu PROPN NNP 1 appos
        and and CCONJ CC 5 cc
        Voi Voi PROPN NNP 3 conj"""
    )
    assert texts(grammar.conjuncts(doc[0])) == ["towns"]


def test_the_only_object_may_be_called_indirect() -> None:
    doc = parse(
        """
        Togo Togo PROPN NNP 2 nsubj
        thanked thank VERB VBD 0 ROOT
        Ghana Ghana PROPN NNP 2 iobj"""
    )
    assert texts(grammar.objects(doc[1])) == ["Ghana"]


def test_a_noun_behind_the_verb_without_preposition_is_its_object() -> None:
    doc = parse(
        """
        Togo Togo PROPN NNP 2 nsubj
        freed free VERB VBD 0 ROOT
        on on ADP IN 4 case
        bail bail NOUN NN 2 obl
        two two NUM CD 6 nummod
        priests priest NOUN NNS 2 obl"""
    )
    assert texts(grammar.objects(doc[1])) == ["priests"]


def test_order_tells_subject_from_object() -> None:
    both_objects = parse(
        """
        Okoth Okoth PROPN NNP 2 obj
        met meet VERB VBD 0 ROOT
        Lena Lena PROPN NNP 2 obj"""
    )
    both_subjects = parse(
        """
        Okoth Okoth PROPN NNP 2 nsubj
        vetoed veto VERB VBD 0 ROOT
        drafts draft NOUN NNS 2 nsubj"""
    )
    for doc, other in ((both_objects, "Lena"), (both_subjects, "drafts")):
        assert texts(grammar.subjects(doc[1])) == ["Okoth"]
        assert texts(grammar.objects(doc[1])) == [other]


def test_a_name_before_a_finite_verb_is_its_subject() -> None:
    doc = parse(
        """
        Okoth Okoth PROPN NNP 2 obl
        met meet VERB VBD 0 ROOT
        Lena Lena PROPN NNP 2 obj"""
    )
    assert texts(grammar.subjects(doc[1])) == ["Okoth"]


def test_a_phrase_hung_on_the_subject_across_the_verb_is_the_verbs() -> None:
    doc = parse(
        """
        Okoth Okoth PROPN NNP 2 nsubj
        held hold VERB VBD 0 ROOT
        talks talk NOUN NNS 2 obj
        with with ADP IN 6 case
        Premier premier NOUN NN 6 nmod:desc
        Lena Lena PROPN NNP 1 nmod:desc"""
    )
    assert texts(grammar.obliques(doc[1])["with"]) == ["Lena"]


def test_an_agent_stands_behind_by() -> None:
    doc = parse(
        """
        Tents tent NOUN NNS 3 nsubj:pass
        were be AUX VBD 3 aux:pass
        sent send VERB VBN 0 ROOT
        to to ADP IN 5 case
        Togo Togo PROPN NNP 3 obl:agent
        by by ADP IN 7 case
        Ghana Ghana PROPN NNP 3 obl"""
    )
    assert texts(grammar.agents(doc[2])) == ["Ghana"]
    assert texts(grammar.obliques(doc[2])["to"]) == ["Togo"]


def test_a_second_subject_behind_a_comma_renames_the_first() -> None:
    doc = parse(
        """
        President President PROPN NNP 4 nsubj
        , , PUNCT , 3 punct
        Okoth Okoth PROPN NNP 4 nsubj
        arrived arrive VERB VBD 0 ROOT""",
        [(2, 3, "PERSON")],
    )
    assert texts(grammar.subjects(doc[3])) == ["President"]
    assert grammar.noun_phrase(doc[0], appositions=True).text == "President , Okoth"
