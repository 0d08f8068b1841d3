"""Does the clause around a date look back or ahead? "Met on Friday", "will meet on Friday"."""

from __future__ import annotations

from transforms.tokens import Token

_MODAL_WORDS = "will would shall 'll ’ll wo may might could can ca should must 'd ’d"
_MODALS = frozenset(_MODAL_WORDS.split())
#: Words that look ahead themselves: "talks scheduled for Friday", "due on Friday".
_PLANNED_WORDS = "expect schedule due plan slate set bill book upcoming forthcoming"
_PLANNED = frozenset(_PLANNED_WORDS.split())
#: Words whose infinitive looks ahead: "agreed to meet on Friday".
_GOVERNING_WORDS = (
    "intend hope prepare want vow promise pledge wish aim poise agree ready await threaten decide "
    "order urge ask tell request demand invite call arrange"
)
_GOVERNING = _PLANNED | frozenset(_GOVERNING_WORDS.split())
_BE = frozenset(("is", "are", "was", "were", "'s", "’s", "'re", "’re"))
_SAYING = frozenset(("say", "tell", "report", "write", "show", "add", "note", "claim"))
_STEPS = 12  # a chain of heads longer than this is a broken parse


def tense(token: Token) -> str | None:
    """``past``, ``present`` or ``future`` of the clause of a token; None where it has no verb.

    The dependency labels are not looked at, only heads and Penn tags: those of the two label
    schemes agree well enough for this.
    """
    for _ in range(_STEPS):
        if found := _own_tense(token):
            return found
        if token.head is token or token.head.i == token.i:
            return None
        token = token.head
    return None


def _own_tense(token: Token) -> str | None:
    helpers = [
        child
        for child in token.children
        if child.pos_ == "AUX" or child.tag_ in ("MD", "TO") or child.lemma_ == "upcoming"
    ]
    words = {helper.lower_ for helper in helpers}
    if words & _MODALS or "upcoming" in words:
        return "future"
    lemma = token.lemma_.lower()
    tag = token.tag_
    if lemma in _PLANNED and (tag in ("VBN", "JJ") or "to" in words):
        return "future"
    if "to" in words and words & _BE:
        return "future"  # "the envoy is to arrive on Sunday"
    if tag in ("VBD", "VBZ", "VBP") or (tag == "VB" and not helpers and token.head.i == token.i):
        return "past" if tag == "VBD" or lemma in _SAYING else "present"
    if tag == "VB" and "to" in words:
        # "Is expected to meet" looks ahead, "came to meet" does not: the governor tells.
        governor = token.head.lemma_.lower()
        return "future" if governor in _GOVERNING or governor == "be" else None
    tags = {helper.tag_ for helper in helpers}
    if tags & {"VBD", "VBN"} or (tag == "VBN" and tags & {"VBZ", "VBP"}):
        return "past"  # was meeting, has met, is held, were said
    if tags & {"VBZ", "VBP"}:
        return "present"  # is meeting, is ready
    return "past" if tag == "VBN" else None
