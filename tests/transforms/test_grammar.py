"""The same questions over the same sentences in both label schemes."""

from __future__ import annotations

import pytest
from parses import parse

from transforms import grammar
from transforms.grammar.labels import CLEAR, UD, scheme
from transforms.tokens import Doc, Token

MET = {
    "UD": """
        Kenya Kenya PROPN NNP 4 nsubj
        and and CCONJ CC 3 cc
        Uganda Uganda PROPN NNP 1 conj
        met meet VERB VBD 0 ROOT
        with with ADP IN 6 case
        envoys envoy NOUN NNS 4 obl
        from from ADP IN 8 case
        Chad Chad PROPN NNP 6 nmod
        and and CCONJ CC 11 cc
        with with ADP IN 11 case
        Togo Togo PROPN NNP 6 conj
        . . PUNCT . 4 punct""",
    "CLEAR": """
        Kenya Kenya PROPN NNP 4 nsubj
        and and CCONJ CC 1 cc
        Uganda Uganda PROPN NNP 1 conj
        met meet VERB VBD 0 ROOT
        with with ADP IN 4 prep
        envoys envoy NOUN NNS 5 pobj
        from from ADP IN 6 prep
        Chad Chad PROPN NNP 7 pobj
        and and CCONJ CC 5 cc
        with with ADP IN 5 conj
        Togo Togo PROPN NNP 10 pobj
        . . PUNCT . 4 punct""",
}
KILLED = {
    "UD": """
        Two two NUM CD 2 nummod
        guards guard NOUN NNS 4 nsubj:pass
        were be AUX VBD 4 aux:pass
        killed kill VERB VBN 0 ROOT
        by by ADP IN 6 case
        rebels rebel NOUN NNS 4 obl:agent
        because because ADP IN 9 case
        of of ADP IN 7 fixed
        gold gold NOUN NN 4 obl""",
    "CLEAR": """
        Two two NUM CD 2 nummod
        guards guard NOUN NNS 4 nsubjpass
        were be AUX VBD 4 auxpass
        killed kill VERB VBN 0 ROOT
        by by ADP IN 4 agent
        rebels rebel NOUN NNS 5 pobj
        because because ADP IN 4 prep
        of of ADP IN 7 prep
        gold gold NOUN NN 8 pobj""",
}
AGREED = {
    "UD": """
        Peru Peru PROPN NNP 4 nsubj
        has have AUX VBZ 4 aux
        not not PART RB 4 advmod
        agreed agree VERB VBN 0 ROOT
        to to PART TO 6 mark
        send send VERB VB 4 xcomp
        Chile Chile PROPN NNP 6 iobj
        troops troop NOUN NNS 6 obj""",
    "CLEAR": """
        Peru Peru PROPN NNP 4 nsubj
        has have AUX VBZ 4 aux
        not not PART RB 4 neg
        agreed agree VERB VBN 0 ROOT
        to to PART TO 6 aux
        send send VERB VB 4 xcomp
        Chile Chile PROPN NNP 6 dative
        troops troop NOUN NNS 6 dobj""",
}
URGED = {
    "UD": """
        Malta Malta PROPN NNP 2 nsubj
        urged urge VERB VBD 0 ROOT
        Libya Libya PROPN NNP 2 obj
        to to PART TO 5 mark
        free free VERB VB 2 xcomp
        sailors sailor NOUN NNS 5 obj""",
    "CLEAR": """
        Malta Malta PROPN NNP 2 nsubj
        urged urge VERB VBD 0 ROOT
        Libya Libya PROPN NNP 5 nsubj
        to to PART TO 5 aux
        free free VERB VB 2 ccomp
        sailors sailor NOUN NNS 5 dobj""",
}
ACCUSED = {
    "UD": """
        Malta Malta PROPN NNP 2 nsubj
        accused accuse VERB VBD 0 ROOT
        Libya Libya PROPN NNP 2 obj
        of of SCONJ IN 5 mark
        blocking block VERB VBG 2 advcl
        ports port NOUN NNS 5 obj""",
    "CLEAR": """
        Malta Malta PROPN NNP 2 nsubj
        accused accuse VERB VBD 0 ROOT
        Libya Libya PROPN NNP 2 dobj
        of of ADP IN 2 prep
        blocking block VERB VBG 4 pcomp
        ports port NOUN NNS 5 dobj""",
}
WHO_FLED = {
    "UD": """
        Soldiers soldier NOUN NNS 7 nsubj
        who who PRON WP 3 nsubj
        attacked attack VERB VBD 1 acl:relcl
        and and CCONJ CC 5 cc
        looted loot VERB VBD 3 conj
        towns town NOUN NNS 5 obj
        fled flee VERB VBD 0 ROOT
        , , PUNCT , 9 punct
        leaving leave VERB VBG 7 advcl
        guns gun NOUN NNS 9 obj""",
    "CLEAR": """
        Soldiers soldier NOUN NNS 7 nsubj
        who who PRON WP 3 nsubj
        attacked attack VERB VBD 1 relcl
        and and CCONJ CC 3 cc
        looted loot VERB VBD 3 conj
        towns town NOUN NNS 5 dobj
        fled flee VERB VBD 0 ROOT
        , , PUNCT , 7 punct
        leaving leave VERB VBG 7 advcl
        guns gun NOUN NNS 9 dobj""",
}
SAID = {
    "UD": """
        Officials official NOUN NNS 2 nsubj
        said say VERB VBD 0 ROOT
        the the DET DT 4 det
        army army NOUN NN 6 nmod:poss
        's 's PART POS 4 case
        chief chief NOUN NN 8 nsubj
        would would AUX MD 8 aux
        resign resign VERB VB 2 ccomp
        if if SCONJ IN 11 mark
        talks talk NOUN NNS 11 nsubj
        fail fail VERB VBP 8 advcl""",
    "CLEAR": """
        Officials official NOUN NNS 2 nsubj
        said say VERB VBD 0 ROOT
        the the DET DT 4 det
        army army NOUN NN 6 poss
        's 's PART POS 4 case
        chief chief NOUN NN 8 nsubj
        would would AUX MD 8 aux
        resign resign VERB VB 2 ccomp
        if if SCONJ IN 11 mark
        talks talk NOUN NNS 11 nsubj
        fail fail VERB VBP 8 advcl""",
}
IS_ENEMY = {
    "UD": """
        Crime crime NOUN NN 4 nsubj
        is be AUX VBZ 4 cop
        a a DET DT 4 det
        danger danger NOUN NN 0 ROOT""",
    "CLEAR": """
        Crime crime NOUN NN 2 nsubj
        is be AUX VBZ 0 ROOT
        a a DET DT 4 det
        danger danger NOUN NN 2 attr""",
}


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


both = pytest.mark.parametrize("labels", ["UD", "CLEAR"])


@both
def test_the_scheme_is_told_by_the_labels(labels: str) -> None:
    assert scheme(parse(KILLED[labels])) is {"UD": UD, "CLEAR": CLEAR}[labels]


@both
def test_coordination_is_written_out(labels: str) -> None:
    doc = parse(MET[labels])
    met = word(doc, "met")
    assert texts(grammar.subjects(met)) == ["Kenya", "Uganda"]
    assert grammar.find_subjects(met).how == "direct"
    assert {k: texts(v) for k, v in grammar.obliques(met).items()} == {"with": ["envoys", "Togo"]}
    assert grammar.preposition(word(doc, "Chad")) == "from"


@both
def test_a_noun_phrase_stops_at_conjuncts_and_prepositions(labels: str) -> None:
    doc = parse(MET[labels])
    assert grammar.noun_phrase(word(doc, "envoys")).text == "envoys from Chad"
    assert grammar.noun_phrase(word(doc, "Kenya")).text == "Kenya"


@both
def test_a_passive_turns_roles_round(labels: str) -> None:
    doc = parse(KILLED[labels])
    killed = word(doc, "killed")
    assert grammar.is_passive(killed)
    assert texts(grammar.logical_subjects(killed).tokens) == ["rebels"]
    assert texts(grammar.logical_objects(killed).tokens) == ["guards"]
    assert grammar.objects(killed) == []
    assert texts(grammar.obliques(killed)["because_of"]) == ["gold"]


@both
def test_control_negation_and_indirect_objects(labels: str) -> None:
    doc = parse(AGREED[labels])
    agreed, send = word(doc, "agreed"), word(doc, "send")
    assert grammar.find_subjects(send) == ([word(doc, "Peru")], "control")
    assert texts(grammar.indirect_objects(send)) == ["Chile"]
    assert texts(grammar.objects(send)) == ["troops"]
    assert grammar.is_negated(agreed)
    assert not grammar.is_negated(send)
    assert grammar.is_perfect(agreed)
    assert grammar.is_infinitive(send)
    assert [(t.text, kind) for t, kind in grammar.governors(send)] == [
        ("agreed", "open_complement")
    ]


@both
def test_the_object_controls_an_infinitive(labels: str) -> None:
    doc = parse(URGED[labels])
    assert texts(grammar.subjects(word(doc, "free"))) == ["Libya"]
    assert texts(grammar.objects(word(doc, "urged"))) == ["Libya"]
    assert texts(grammar.complements(word(doc, "urged"))) == ["free"]


@both
def test_the_object_controls_a_gerund_after_of(labels: str) -> None:
    doc = parse(ACCUSED[labels])
    assert texts(grammar.subjects(word(doc, "blocking"))) == ["Libya"]
    assert {k: texts(v) for k, v in grammar.clausal_obliques(word(doc, "accused")).items()} == {
        "of": ["blocking"]
    }


@both
def test_antecedents_and_shared_arguments(labels: str) -> None:
    doc = parse(WHO_FLED[labels])
    assert grammar.find_subjects(word(doc, "attacked")) == ([word(doc, "Soldiers")], "relative")
    assert grammar.find_subjects(word(doc, "looted")) == ([word(doc, "Soldiers")], "shared")
    assert texts(grammar.objects(word(doc, "attacked"))) == ["towns"]
    assert grammar.find_subjects(word(doc, "leaving")) == ([word(doc, "Soldiers")], "adverbial")
    assert grammar.noun_phrase(word(doc, "Soldiers")).text == "Soldiers"
    assert grammar.clause_root(word(doc, "towns")).text == "looted"


@both
def test_reported_speech_mood_and_condition(labels: str) -> None:
    doc = parse(SAID[labels])
    resign = word(doc, "resign")
    reporting = grammar.reporting_verb(resign, ["say"])
    assert reporting is not None
    assert reporting.text == "said"
    assert grammar.reporting_verb(resign, ["claim"]) is None
    assert grammar.modality(resign) == "would"
    assert not grammar.is_conditional(resign)
    assert grammar.is_conditional(word(doc, "fail"))
    assert texts(grammar.possessors(word(doc, "chief"))) == ["army"]
    assert grammar.noun_phrase(word(doc, "army")).text == "the army"
    assert grammar.tense(word(doc, "said")) == "past"


@both
def test_the_predicate_of_a_copula(labels: str) -> None:
    doc = parse(IS_ENEMY[labels])
    head = next(token for token in doc if token.dep_ == "ROOT")
    found = grammar.predicate(head)
    assert found is not None
    assert found.text == "danger"
    assert texts(grammar.subjects(head)) == ["Crime"]
    assert grammar.noun_phrase(found).text == "a danger"


def test_only_not_only_is_no_negation() -> None:
    doc = parse(
        """
        Chad Chad PROPN NNP 4 nsubj
        not not PART RB 4 advmod
        only only ADV RB 2 advmod
        won win VERB VBD 0 ROOT"""
    )
    assert not grammar.is_negated(word(doc, "won"))


def test_within_character_ranges() -> None:
    doc = parse(IS_ENEMY["UD"])
    assert grammar.within(doc[1], [(6, 8)])
    assert not grammar.within(doc[1], [(0, 6), (8, 20)])
