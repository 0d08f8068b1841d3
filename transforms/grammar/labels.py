"""The two label schemes of English dependency parses, told as one set of relations.

``UD`` is Universal Dependencies (what the model that comes with Dateline was trained on);
``CLEAR`` is the older scheme of spaCy's own English pipelines (``en_core_web_*``). Only this
module and ``grammar`` know dependency labels; everything else asks ``grammar``.

A *relation* is one of our names for what a word is to its head: subject, passive_subject,
clausal_subject, object, indirect, agent, oblique, adverbial, possessor, compound, adjective,
number, determiner, apposition, relative, clause_modifier, adverbial_clause, complement,
open_complement, parataxis, conjunct, coordinator, particle, auxiliary, passive_auxiliary,
copula, marker, case, negation, adverb, predicate, preposition, prepositional_object,
prepositional_clause, punctuation, root. The last group from predicate on occurs in CLEAR only.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from transforms.tokens import Doc, Token

UD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nsubj": "subject",
        "nsubj:outer": "subject",
        "nsubj:xsubj": "subject",
        "nsubj:pass": "passive_subject",
        "csubj": "clausal_subject",
        "csubj:pass": "clausal_subject",
        "csubj:outer": "clausal_subject",
        "obj": "object",
        "iobj": "indirect",
        "obl": "oblique",
        "obl:arg": "oblique",
        "nmod": "oblique",
        "obl:agent": "agent",
        "obl:tmod": "adverbial",
        "obl:npmod": "adverbial",
        "obl:unmarked": "adverbial",
        "nmod:tmod": "adverbial",
        "nmod:npmod": "adverbial",
        "nmod:unmarked": "adverbial",
        "nmod:poss": "possessor",
        "nmod:desc": "compound",
        "compound": "compound",
        "flat": "compound",
        "flat:name": "compound",
        "goeswith": "compound",
        "amod": "adjective",
        "nummod": "number",
        "det": "determiner",
        "det:predet": "determiner",
        "appos": "apposition",
        "acl:relcl": "relative",
        "advcl:relcl": "relative",
        "acl": "clause_modifier",
        "advcl": "adverbial_clause",
        "ccomp": "complement",
        "xcomp": "open_complement",
        "parataxis": "parataxis",
        "conj": "conjunct",
        "cc": "coordinator",
        "cc:preconj": "coordinator",
        "compound:prt": "particle",
        "aux": "auxiliary",
        "aux:pass": "passive_auxiliary",
        "cop": "copula",
        "mark": "marker",
        "case": "case",
        "advmod": "adverb",
        "fixed": "fixed",
        "punct": "punctuation",
        "ROOT": "root",
        "root": "root",
    }
)

CLEAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nsubj": "subject",
        "nsubjpass": "passive_subject",
        "csubj": "clausal_subject",
        "csubjpass": "clausal_subject",
        "dobj": "object",
        "dative": "indirect",
        "prep": "preposition",
        "agent": "preposition",
        "pobj": "prepositional_object",
        "pcomp": "prepositional_clause",
        "npadvmod": "adverbial",
        "poss": "possessor",
        "compound": "compound",
        "nmod": "compound",
        "amod": "adjective",
        "nummod": "number",
        "det": "determiner",
        "predet": "determiner",
        "appos": "apposition",
        "relcl": "relative",
        "acl": "clause_modifier",
        "advcl": "adverbial_clause",
        "ccomp": "complement",
        "xcomp": "open_complement",
        "parataxis": "parataxis",
        "conj": "conjunct",
        "cc": "coordinator",
        "preconj": "coordinator",
        "prt": "particle",
        "aux": "auxiliary",
        "auxpass": "passive_auxiliary",
        "mark": "marker",
        "case": "case",
        "neg": "negation",
        "advmod": "adverb",
        "attr": "predicate",
        "acomp": "predicate",
        "oprd": "predicate",
        "punct": "punctuation",
        "ROOT": "root",
    }
)

# Labels that occur in one scheme only; the first one met decides for the whole Doc.
_CLEAR_ONLY: Final = frozenset(CLEAR) - frozenset(UD)
_UD_ONLY: Final = frozenset(UD) - frozenset(CLEAR)
_BY_ORDER: Final = frozenset({"subject", "object", "indirect"})


def scheme(doc: Doc) -> Mapping[str, str]:
    """The table that fits a Doc's labels: ``CLEAR`` or ``UD`` (also where nothing tells)."""
    for token in doc:
        if token.dep_ in _UD_ONLY:
            break
        if token.dep_ in _CLEAR_ONLY:
            return CLEAR
    return UD


def label(doc: Doc) -> None:
    """Give every word its ``relation``."""
    table = scheme(doc)
    for token in doc:
        found = table.get(token.dep_) or table.get(token.dep_.split(":", 1)[0], token.dep_)
        token.relation = _by_order(token, found) if found in _BY_ORDER else found


def relation(token: Token) -> str:
    """What a word is to its head, in our own terms (see the module's docstring).

    A label that neither table knows is returned as it is; a subtype unknown to the table is
    read as its main type (``obl:xyz`` as ``obl``).
    """
    return token.relation


def _by_order(token: Token, found: str) -> str:
    """Subject and object by the order of words, where a parse has two of the one and none of
    the other: "Hamid met Nawaz" with two objects, "Russia vetoed a draft" with two subjects."""
    verb = token.head
    if verb.pos_ != "VERB" or token.tag_.startswith("W"):
        return found
    if found == "indirect":  # the only object there is ("thanked X for")
        alone = not any(c.dep_ in ("obj", "dobj") for c in verb.children)
        return "object" if alone and token.pos_ != "ADP" and token.dep_ == "iobj" else found
    others = [c for c in verb.children if c.i != token.i and c.dep_ in ("nsubj", "obj", "dobj")]
    if found == "object" and token.i < verb.i and verb.tag_ in ("VBD", "VBP", "VBZ"):
        if others and all(c.i > verb.i and c.dep_ != "nsubj" for c in others):
            return "subject"
    elif found == "subject" and token.i > verb.i and others:
        before = all(c.i < verb.i and c.dep_ == "nsubj" for c in others)
        return "object" if before else found
    return found
