"""Code arithmetic: what a code becomes under the word that governs the act.

"Attack" is 190, "threaten to attack" 138, "agree to withdraw" 03: the rules are in
``seeds/code_rules.csv`` (longest matching prefix first), the words in ``seeds/governors.csv``.
"""

from __future__ import annotations

from transforms.events.lexicon import CodeRule, Lexicon

# Acts that can be upon a thing (an offer rejected, a radio station seized), not only on somebody.
THEMATIC_ROOTS = frozenset({"05", "09", "11", "12", "14", "17", "18", "19", "20"})
# Acts upon what somebody has ("froze Gabon's assets", "visited the Zaporizhzhia plant").
OWNED = ("042", "071", "15", "16")
# Acts of which a town after "in" is the place, and not the target.
VERBAL_ROOTS = frozenset(
    {"01", "02", "03", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14"}
)
# Acts whose noun may name a subject of talk or hope, and no single act ("cooperation").
TOPICAL_ROOTS = frozenset({"06"})
# Which acts an announcement turns into a promise, a refusal or a demand, by rule.
ANNOUNCED_ROOTS = {
    "intend": frozenset({"06", "07", "08"}),
    "refuse": frozenset({"03", "04", "05", "06", "07", "08"}),
    "demand": frozenset({"04", "05", "06", "07", "08"}),
}
# Rules that tell aid and cooperation apart, each with a word class of the same name.
KINDS_OF_HELP = ("military", "economic", "humanitarian", "judicial", "intelligence")


def quad_class(code: str) -> int:
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    return 1 + sum(code[:2] > last for last in ("05", "08", "13"))


def recode(lexicon: Lexicon, rule: str, code: str) -> CodeRule | None:
    """The rule that turns ``code`` into another under a governor's ``rule``, or None."""
    for candidate in lexicon.rules.get(rule, ()):
        if code.startswith(candidate.prefix):
            return candidate
    return None
