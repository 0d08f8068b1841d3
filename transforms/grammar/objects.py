"""What a clause acts upon, said or understood, and where a parser gave it another label.

``grammar`` offers what is here.
"""

from __future__ import annotations

from transforms.grammar.clauses import GIVING, is_infinitive, is_passive
from transforms.grammar.labels import relation
from transforms.grammar.once import words_once
from transforms.grammar.phrases import children, conjuncts_back, expand, preposition
from transforms.grammar.subjects import (
    RELATIVE_TAGS,
    SUBJECTS,
    find_subjects,
    hidden_subject,
    misplaced_subjects,
)
from transforms.tokens import Token

_LINKING = frozenset({"be", "become", "remain", "seem", "appear", "stay", "turn", "look"})
# "the day Iran signed": the antecedent of a clause without a pronoun is no object of it.
_ADVERBIAL_NOUNS = frozenset(
    {"day", "week", "month", "year", "time", "moment", "way", "reason", "place", "hour", "date"}
)


@words_once
def objects(verb: Token) -> list[Token]:
    """The direct objects: own, of a relative clause's antecedent, shared with a conjunct."""
    own = [c for c in children(verb, "object") if not preposition(c)]
    own = [c for c in own if not _of_another(c, verb)]
    if own and own[0].tag_ in RELATIVE_TAGS and relation(verb) == "relative":
        return conjuncts_back(verb.head)
    if own:
        return expand([_described(c) for c in own if c not in _receivers(verb)])
    # A parser may call the one object there is indirect ("thanked X for", "warned X that").
    if alone := [c for c in children(verb, "indirect") if c.pos_ != "ADP"]:
        return expand(alone)
    # CLEAR: in "urged X to leave" X is the subject of the infinitive.
    for clause in children(verb, "complement"):
        if is_infinitive(clause):
            return expand(children(clause, "subject"))
    if is_passive(verb):
        return []
    if stray := _stray_objects(verb) or _hung_elsewhere(verb):
        return expand(stray)
    if relation(verb) == "relative" and _zero_object(verb):
        return conjuncts_back(verb.head)
    for other in children(verb, "conjunct"):  # "attacked and captured the town"
        between = verb.doc[verb.i + 1 : other.i]
        if other.pos_ == "VERB" and all(relation(t) in ("coordinator", "adverb") for t in between):
            return objects(other)
    return []


def _stray_objects(verb: Token) -> list[Token]:
    """Nouns behind a verb with a label that does not suit them: "freed on bail two men" (an
    oblique without preposition), "called up reservists" (a complement without predication)."""
    return _bare_nouns(verb) if verb.pos_ == "VERB" and verb.lemma_ not in _LINKING else []


def _bare_nouns(verb: Token) -> list[Token]:
    """The first noun behind a verb that has no preposition and predicates nothing."""
    for child in children(verb, "oblique", "adverbial", "open_complement"):
        plain = child.pos_ in ("NOUN", "PROPN") and child.ent_type_ not in ("DATE", "TIME")
        case = [c for c in children(child, "case") if c.tag_ != "RP"]
        bare = not case and not children(child, "copula", "marker", "subject")
        if plain and bare and child.i > verb.i and child.lemma_ not in _ADVERBIAL_NOUNS:
            return [child]
    return []


def _described(word: Token) -> Token:
    """The noun that a participle describes, where a parser took the participle for the object
    ("hanged three men convicted of murder")."""
    if word.tag_ != "VBN" or word.pos_ != "VERB" or word.i == 0:
        return word
    before = word.nbor(-1)
    return before if before.head is word and before.pos_ in ("NOUN", "PROPN", "ADJ") else word


def _of_another(noun: Token, verb: Token) -> bool:
    """Whether an object stands right behind another verb ("expelled X, prompting Y to")."""
    before = noun.doc[noun.left_edge.i - 1] if noun.left_edge.i > 0 else noun
    if before.pos_ != "VERB":
        return False
    if noun.i < verb.i:  # "accusing Togo of shelling a post", Togo read as what is shelled
        return verb.head.i == before.i
    if before.i > verb.i and before.head.i == verb.i:
        return True
    # "firing gas and detaining at least 20 people"
    return any(verb.i < other.i < noun.left_edge.i for other in _joined_with_objects(verb, noun))


def _joined_with_objects(verb: Token, last: Token) -> list[Token]:
    """The verbs joined to one that has another object before them."""
    joined = [c for c in children(verb, "conjunct") if c.pos_ == "VERB"]
    first = [c for c in children(verb, "object") if c.i != last.i]
    return [j for j in joined if any(verb.i < c.i < j.i for c in first)]


def _hung_elsewhere(verb: Token) -> list[Token]:
    """The noun right behind a verb, where a parser made it a subject of this verb or the next
    ("accused Peru of plotting"), or hung it on a word before the verb."""
    if verb.pos_ != "VERB" or verb.lemma_ in _LINKING or verb.i + 1 >= len(verb.doc):
        return []
    if relation(verb) == "adjective":  # "Togo suspended aid", read as "suspended aid"
        told = verb.tag_ == "VBD" or hidden_subject(verb) is not None
        return [verb.head] if told and verb.head.i > verb.i else []
    if relation(verb) == "conjunct" and verb.head.pos_ == "VERB":
        behind = [c for c in children(verb.head, "object") if c.i > verb.i]
        if stray := [c for c in behind if _of_another(c, verb.head)]:
            return stray[:1]
    word = verb.nbor()
    while word.head.i > word.i and word.head.pos_ in ("NOUN", "PROPN", "PRON"):
        word = word.head
    if word.pos_ not in ("NOUN", "PROPN") or word.left_edge.i != verb.i + 1:
        return []
    if word.ent_type_ in ("DATE", "TIME") or preposition(word):
        return []
    if word in misplaced_subjects(verb):
        return [word]
    if relation(word) in SUBJECTS and word.head.head.i == verb.i:
        inner = relation(word.head)
        marked = any(m.i == word.right_edge.i + 1 for m in children(word.head, "marker"))
        # "accused Peru of plotting", "warned Peru that it"
        if inner == "open_complement" or (inner == "complement" and marked):
            return [word]
    if relation(word) == "object" and _of_another(word, word.head):
        return [word]
    across = word.head.i < verb.i and relation(word) in ("compound", "possessor", "oblique")
    return [word] if across and word.head.pos_ in ("NOUN", "PROPN") else []


def retained(verb: Token) -> list[Token]:
    """What is given in a passive clause whose subject receives it ("was handed a fine")."""
    if verb.lemma_ not in GIVING or not find_subjects(verb).tokens:
        return []
    kept = objects(verb) or _bare_nouns(verb)
    return [t for t in kept if t.ent_type_ not in ("MONEY", "DATE", "TIME")]


def indirect_objects(verb: Token) -> list[Token]:
    """Who is given something ("gave Ukraine missiles"), without a preposition; in a passive
    clause the subject ("was handed a fine")."""
    if is_passive(verb) and retained(verb):
        return find_subjects(verb).tokens
    found = [c for c in children(verb, "indirect") if not children(c, "prepositional_object")]
    # Two objects that are not coordinated: the first is whom it is given to.
    return expand(found or _receivers(verb))


def _receivers(verb: Token) -> list[Token]:
    """The first of two objects that stand side by side: "gave Kenya forty buses"."""
    own = [c for c in children(verb, "object") if not preposition(c)]
    if len(own) == 1:  # "lend Egypt 5 billion dollars", read as Egypt's dollars
        edge = own[0].left_edge
        behind = edge.nbor().pos_ if edge.i + 1 < own[0].i else ""
        counted = behind in ("NUM", "SYM") or (behind == "ADJ" and verb.lemma_ in GIVING)
        named = edge.pos_ == "PROPN" and edge.head.i == own[0].i and edge.i == verb.i + 1
        return [edge] if named and counted and relation(edge) == "compound" else []
    if len(own) != 2 or own[0].pos_ not in ("PROPN", "PRON"):
        return []
    return own[:1] if own[0].right_edge.i + 1 == own[1].left_edge.i else []


def _zero_object(verb: Token) -> bool:
    """Whether the antecedent of a relative clause is its object ("the deal Iran signed")."""
    own = [c for c in verb.children if relation(c) in SUBJECTS]
    if not own or own[0].tag_ in RELATIVE_TAGS or verb.pos_ != "VERB":
        return False
    words = [c.lower_ for c in verb.subtree if c.tag_ in ("WRB", *RELATIVE_TAGS)]
    if any(w in ("where", "when", "why", "whose") for w in words):
        return False
    return verb.head.lemma_ not in _ADVERBIAL_NOUNS and not children(
        verb, "complement", "open_complement"
    )
