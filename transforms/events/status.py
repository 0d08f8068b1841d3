"""Whether an act took place: status, negation, who says so, and which word governs it.

A word above the act ("plans to", "a call for", "if", "alleged") changes its status or its code;
``seeds/governors.csv`` says which and how. What nobody governs has happened, or goes on where
its verb is in the progressive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms import grammar
from transforms.events.lexicon import Lexicon
from transforms.grammar import relation
from transforms.grammar.forms import bases
from transforms.tokens import Token

# Relations through which a word above an act can govern it.
_VERBAL = frozenset(
    {"complement", "open_complement", "clause_modifier", "prepositional_clause", "oblique_clause"}
)
_NOMINAL = frozenset({"object", "passive_subject", "oblique", "prepositional_object"})
_PASS_ON = frozenset({"conjunct", "preposition"})
# What a noun behind these names is taken as given: "ramps up raids following the capture".
IN_VIEW_OF = frozenset(
    {"following", "after", "since", "amid", "amidst", "despite", "over", "because_of", "due_to"}
    | {"owing_to", "given", "as_a_result_of"}
)
_FUTURE = frozenset({"will", "shall"})
_OPEN = frozenset({"would", "could", "can", "may", "might", "should", "must"})
SAYING = frozenset(
    {"say", "tell", "claim", "report", "add", "allege", "insist", "state", "note", "announce"}
    | {"declare", "reiterate", "confirm", "stress", "maintain", "warn"}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """``governor`` is the word whose code rule applies to the act (``code_rule`` its name);
    ``announced`` is set where no word says so but mood and speaker do ("said it will not");
    ``steps`` say what decided, for the event's ``rule``."""

    status: str = "happened"
    negated: bool = False
    governor: Token | None = None
    code_rule: str = ""
    announced: bool = False
    steps: tuple[str, ...] = ()


def standing(trigger: Token, lexicon: Lexicon) -> Standing:
    """The status of an act by its own clause and by the words that govern it."""
    found = _own(trigger, lexicon)
    for place, (governor, kind) in enumerate(governing(trigger, lexicon)):
        if place == 0 and (rule := _effect(lexicon, governor, "code")):
            found = replace(found, governor=governor, code_rule=rule)
        status = _effect(lexicon, governor, "status")
        if status == "requested" and kind == "complement" and not _is_bare(trigger):
            status = ""  # "told police that he had left" reports, and asks for nothing
        if status and found.status in ("happened", "ongoing"):
            found = _step(found, status, governor.lemma_)
        elif status == "denied" and found.steps[-1:] == ("planned by infinitive",):
            found = _step(found, status, governor.lemma_)  # "an attempt to seize X was foiled"
        elif _is_open(found, status, kind) and grammar.is_infinitive(trigger):
            found = _step(found, "planned", "infinitive")
        elif kind == "open_complement" and found.status == "happened" and _goes_on(governor):
            found = _step(found, "ongoing", "progressive")
        reported = kind == "complement" and governor.lemma_ in SAYING
        if reported and not found.code_rule and (said := _said(trigger)):
            found = replace(found, code_rule=said, governor=governor, announced=True)
        if kind in _VERBAL or (governor.pos_ == "VERB" and status):
            if grammar.is_negated(governor):
                found = replace(found, negated=not found.negated)
            if found.status in ("happened", "ongoing") and (own := _mood(governor)):
                found = _step(found, own, grammar.modality(governor) or "condition")
    if not found.code_rule and _declines(trigger):
        found = replace(found, code_rule="refuse", governor=trigger, announced=True)
    return found


def _said(verb: Token) -> str:
    """The code rule of an announcement: "said it would send", "said it will not", "said X
    must". Empty where the clause only reports."""
    if _declines(verb):
        return "refuse"
    modal = grammar.modality(verb)
    if modal == "must":
        return "demand"
    return "intend" if modal in ("will", "would", "shall") else ""


def _declines(verb: Token) -> bool:
    """ "will not lift the ban", "said it would not": a refusal, and no denial that something
    took place."""
    if verb.pos_ != "VERB" or not grammar.is_negated(verb):
        return False
    modal = grammar.modality(verb)
    return modal == "will" or (modal == "would" and _under_past_saying(verb))


def governing(trigger: Token, lexicon: Lexicon) -> list[tuple[Token, str]]:
    """The words that govern an act, nearest first, up to where a new clause begins."""
    found: list[tuple[Token, str]] = []
    word = trigger
    verbal = trigger.pos_ == "VERB"
    for governor, kind in grammar.governors(trigger):
        if not verbal and kind in _NOMINAL and grammar.preposition(word) in IN_VIEW_OF:
            break
        if kind == "adverbial_clause" and _is_gerund(word):
            kind = "oblique_clause"
        elif kind == "adverbial_clause" and (
            _follows(word, governor) or _asks(governor, word, lexicon)
        ):
            kind = "open_complement"
        if kind == "clause_modifier" and not (grammar.is_infinitive(word) or grammar.tense(word)):
            break  # "talks mediated by Egypt": the noun governs no participle
        if kind in _VERBAL or (kind in _NOMINAL and (not verbal or word.i != trigger.i)):
            found.append((governor, kind))
        elif kind not in _PASS_ON:
            break
        word = governor
    return found


def _is_open(found: Standing, status: str, kind: str) -> bool:
    """Whether nothing yet says what became of an infinitive."""
    if status or found.code_rule:
        return False
    return kind == "open_complement" and found.status == "happened"


def _own(trigger: Token, lexicon: Lexicon) -> Standing:
    found = Standing(negated=grammar.is_negated(trigger))
    if trigger.pos_ != "VERB":
        for word in grammar.modifiers(trigger):
            if status := _effect(lexicon, word, "status"):
                return _step(found, status, word.lemma_)
        return found
    if trigger.sent[-1].text == "?" and grammar.tense(trigger) == "present":
        return _step(found, "hypothetical", "question")
    if mood := _mood(trigger):
        return _step(found, mood, grammar.modality(trigger) or "condition")
    for word in grammar.children(trigger, "adverb"):
        # "allegedly" does what "alleged" does
        status = lexicon.governor(word.lower_.removesuffix("ly"), "ADJ", "status")
        if status and word.lower_.endswith("ly"):
            return _step(found, status, word.lower_)
    if _is_due(trigger):
        return _step(found, "planned", "be to")
    if relation(trigger) == "root" and grammar.is_infinitive(trigger):
        return _step(found, "planned", "headline")  # "Japan, Korea to hold summit"
    kind = relation(trigger)
    if grammar.is_infinitive(trigger) and kind in ("adverbial_clause", "clause_modifier"):
        head = trigger.head
        if head.lemma_ == "use" and head.pos_ == "VERB":  # "used batons to break up a rally"
            return replace(_own(head, lexicon), negated=found.negated)
        if _effect(lexicon, head, "status") == "happened":  # "was forced by protests to resign"
            return found
        return _step(found, "planned", "infinitive")
    if kind == "conjunct" and trigger.tag_ == "VB" and trigger.head.tag_ == "VB":
        above = _own(trigger.head, lexicon)
        return replace(above, negated=found.negated)
    return _step(found, "ongoing", "progressive") if _goes_on(trigger) else found


def _goes_on(verb: Token) -> bool:
    return grammar.is_progressive(verb) and grammar.tense(verb) == "present"


def _mood(verb: Token) -> str:
    """Status by the clause's own condition or modal, empty where it has none."""
    if grammar.is_conditional(verb):
        return "hypothetical"
    modal = grammar.modality(verb)
    if modal in _FUTURE:
        return "planned"
    if modal == "would" and _under_past_saying(verb):
        return "planned"
    return "hypothetical" if modal in _OPEN else ""


def _is_due(verb: Token) -> bool:
    """ "is to meet": a plan."""
    # Parsers take this "be" for an auxiliary or for a copula.
    words = [*grammar.auxiliaries(verb), *grammar.children(verb, "copula")]
    return grammar.is_infinitive(verb) and any(
        w.lemma_ == "be" and w.tag_ in ("VBZ", "VBP", "VBD") for w in words
    )


def _under_past_saying(verb: Token) -> bool:
    """ "said it would send troops" is a plan; "it would be wrong" is not."""
    return relation(verb) == "complement" and grammar.tense(verb.head) == "past"


def _effect(lexicon: Lexicon, word: Token, effect: str) -> str:
    for pos in dict.fromkeys((word.pos_, "VERB" if word.tag_.startswith("VB") else word.pos_)):
        for lemma in (word.lemma_.lower(), *bases(word.lower_)):
            if value := lexicon.governor(lemma, pos, effect):
                return value
    return ""


def _step(found: Standing, status: str, why: str) -> Standing:
    return replace(found, status=status, steps=(*found.steps, f"{status} by {why}"))


def _is_gerund(word: Token) -> bool:
    return (
        word.tag_ == "VBG"
        and any(
            relation(c) in ("marker", "case") and c.pos_ in ("ADP", "SCONJ") for c in word.children
        )
        and not any(relation(c) in ("subject", "passive_subject") for c in word.children)
    )


def _asks(governor: Token, word: Token, lexicon: Lexicon) -> bool:
    """ "called on Togo to lift the ban": what is asked for, whatever a parser makes of it."""
    asking = _effect(lexicon, governor, "code") in ("appeal", "demand")
    return asking and governor.i < word.i and grammar.is_infinitive(word)


def _is_bare(verb: Token) -> bool:
    """A form in which something can be asked for: "to leave", "that he leave"."""
    return not grammar.tense(verb) and verb.tag_ != "VBG"


def _follows(word: Token, governor: Token) -> bool:
    """Whether an infinitive stands right behind a verb, where a complement stands."""
    if not grammar.is_infinitive(word) or governor.i + 2 >= len(word.doc):
        return False
    return word.doc[governor.i + 1].lower_ == "to" and word.i - governor.i <= 3
