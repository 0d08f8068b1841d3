"""Direct quotations with a cue beside them.

The cue is looked for in the writer's own words after the quotation ("...," X said), then in
those before it (X said: "..."), then in those that cut it in two ("...," X said, "...").
"""

from __future__ import annotations

from collections.abc import Sequence

from transforms import grammar
from transforms.grammar.labels import relation
from transforms.quotes.board import CERTAIN, LIKELY, WEAK, Attribution, Board, bare_name, has_clause
from transforms.quotes.cues import Cue
from transforms.quotes.speakers import make_speaker, speaker_of
from transforms.tokens import Token

_DASHES = frozenset({"—", "–", "-", "--", "―"})
_SPEAKING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_SPEAKERS = frozenset({"person", "organization", "government", "military", "armed_group"})
_RELATIVE = frozenset({"WP", "WDT", "WP$"})
_LONGEST_SUBJECT = 25  # tokens between the quotation and its cue
_LONGEST_ADDRESSEE = 14  # tokens between a cue and the comma before its quotation
# Between a cue and a quotation without comma or colon they make the quotation a part of the
# writer's clause: "said that 'we ...'", "described as '...'".
_LINKS = frozenset({"that", "as", "about", "of", "for", "to", "the", "a"})


def attribute(board: Board, index: int) -> Attribution | None:
    """The attribution of one quotation by a cue next to it, or None."""
    return _after(board, index) or _before(board, index) or _second_part(board, index)


def _after(board: Board, index: int) -> Attribution | None:
    """``"...," X said``, ``"...," said X``, ``"..." — X``, ``"...," according to X``."""
    page = board.page
    tail = page.tail(index)
    if not tail or board.is_embedded(index) or tail[0].pos_ in ("CCONJ", "SCONJ"):
        return None
    last = board.last_sign(index)
    comma = last in ",-—–" or tail[0].text == ","
    whole = last in ".!?…" or (page.opens_sentence(index) and board.is_whole(index))
    if tail[0].text in _DASHES and whole and (name := bare_name(tail[1:])):
        return board.make(index, make_speaker([name], page), None, "signature", LIKELY, True)
    if last == "." and tail[0].text[:1].isupper():
        return None
    # Without a comma only the cue itself may follow: "Never" said Ann.
    bare = not comma and last not in "?!….."
    if bare and not (board.cues_in(tail[:1]) and board.is_whole(index)):
        return None
    while tail and tail[0].is_punct:
        tail = tail[1:]
    cue = _main_cue(board, tail, strict=last in "?!.…" or board.is_title(index))
    if cue is None:
        usable = last == "," and board.is_whole(index) and not board.is_title(index)
        return _unknown_cue(board, index, tail) if usable else None
    speaker = speaker_of(cue, page, tail)
    if speaker is None and cue.is_phrase:
        return None
    rule = "quote-according-to" if cue.is_phrase else "quote-cue"
    return board.make(index, speaker, cue, rule, CERTAIN, True)


def _main_cue(board: Board, tail: Sequence[Token], *, strict: bool) -> Cue | None:
    """The cue to which the quotation before belongs: not one in a relative clause, and after
    a full stop, question or exclamation not one with a clause of its own."""
    for cue in board.cues_in(tail):
        if cue.is_phrase:
            if cue.head.i == tail[0].i:
                return cue
            continue
        if cue.is_noun or not cue.takes("quote"):
            continue
        led = [token for token in tail if token.i < cue.head.i]
        if relation(cue.head) == "relative" and any(t.tag_ in _RELATIVE for t in led):
            continue
        if strict and any(token.i > cue.head.i for token in grammar.complements(cue.head)):
            continue
        return cue if cue.head.i - tail[0].i <= _LONGEST_SUBJECT else None
    return None


def _unknown_cue(board: Board, index: int, tail: Sequence[Token]) -> Attribution | None:
    """``"...," X railed``: a verb that is in no list, right after the quotation."""
    for token in tail[:8]:
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ"):
            heads = [head for head in grammar.subjects(token) if head in tail]
            if heads and (heads[0].ent_type_ in _SPEAKING or heads[0].pos_ == "PRON"):
                speaker = make_speaker(heads, board.page)
                return board.make(index, speaker, None, "quote-verb", WEAK, True)
            return None
    return None


def _before(board: Board, index: int) -> Attribution | None:
    """``X said: "..."``, ``X told Y, "..."``, ``Name: "..."``."""
    page = board.page
    lead = page.lead(index)
    if not lead or not board.is_whole(index):
        return None
    cues = [cue for cue in board.cues_in(lead) if cue.takes("quote") or cue.is_phrase]
    previous = board.found.get(index - 1)
    if previous is not None and previous.trailing and previous.cue is not None:
        cues = [cue for cue in cues if cue.head != previous.cue.head]
    cue = cues[-1] if cues else None
    cues = [cue for cue in cues if not cue.is_phrase]
    if lead[-1].text == ":":
        return _after_colon(board, index, lead, cues)
    if cue is None or (cue.is_phrase and lead[-1].text != ","):
        return None
    between = [token for token in lead if token.i >= cue.span.end]
    if has_clause(between):
        return None
    if lead[-1].text == ",":
        if any(token.lower_ == "that" for token in between):
            return None  # "said that, 'Of course ...'": a part of the writer's clause
        if len(between) > _LONGEST_ADDRESSEE:
            return None
        return _led(board, index, cue, lead, "cue-comma-quote", LIKELY)
    ended = board.last_sign(index) in ".!?…," or len(page.spans[index]) > 6
    linked = any(token.lower_ in _LINKS for token in between[-1:])
    if not board.starts_high(index) or not ended or linked or len(between) > 6:
        return None
    made = _led(board, index, cue, lead, "cue-quote", LIKELY)
    return made if made.speaker is not None else None


def _after_colon(
    board: Board, index: int, lead: Sequence[Token], cues: Sequence[Cue]
) -> Attribution | None:
    led = _led(board, index, cues[-1], lead, "cue-colon-quote", CERTAIN) if cues else None
    if led is not None and led.speaker is not None:
        return led
    if (name := bare_name(lead[:-1])) is not None:
        speaker = make_speaker([name], board.page)
        return board.make(index, speaker, None, "name-colon-quote", LIKELY)
    # "Asked about the deal, the minister was blunt: '...'": the subject speaks.
    for token in reversed(lead):
        if token.pos_ not in ("VERB", "AUX"):
            continue
        found = grammar.subjects(token) or grammar.subjects(token.head)  # "was blunt"
        heads = [head for head in found if head in lead]
        if heads and (heads[0].tag_ == "PRP" or _may_speak(heads[0], board)):
            speaker = make_speaker(heads, board.page)
            return board.make(index, speaker, None, "subject-colon-quote", WEAK)
    return led


def _may_speak(head: Token, board: Board) -> bool:
    """Whether a noun is somebody who can speak: a name, or a noun that the mentions know."""
    if head.ent_type_ in _SPEAKING:
        return True
    mention = board.page.mention_at(head)
    return mention is not None and mention.head.i == head.i and mention.kind in _SPEAKERS


def _led(
    board: Board, index: int, cue: Cue, lead: Sequence[Token], rule: str, confidence: float
) -> Attribution:
    speaker = speaker_of(cue, board.page) or speaker_of(cue, board.page, lead)
    return board.make(index, speaker, cue, rule, confidence)


def _second_part(board: Board, index: int) -> Attribution | None:
    """``"A," said X, "b."``: the words between hold the first part's cue and end in a comma."""
    before = board.found.get(index - 1)
    if before is None or before.cue is None or not before.trailing:
        return None
    tail = board.page.tail(index - 1)
    if not tail or tail[-1].text != "," or board.paragraph(index) != board.paragraph(index - 1):
        return None
    if before.cue.head not in board.page.lead(index) or len(board.page.spans[index]) < 2:
        return None
    between = board.page.doc[tail[-1].i + 1 : board.page.spans[index].start]
    if any(not (token.is_punct or token.is_space) for token in between):
        return None
    return board.proceed(before, index, "split-quote", LIKELY)
