"""Code arithmetic: what a code becomes under the word that governs the act.

"Attack" is 190, "threaten to attack" 138, "agree to withdraw" 03: the rules are in
``seeds/code_rules.csv`` (longest matching prefix first), the words in ``seeds/governors.csv``.
"""

from __future__ import annotations

from transforms.lexicon import CodeRule, Lexicon

HOSTILE_ROOTS = frozenset({"13", "14", "15", "16", "17", "18", "19", "20"})
MATERIAL_ROOTS = frozenset({"06", "07", "08", "14", "15", "16", "17", "18", "19", "20"})


def root_of(code: str) -> str:
    """The two digits of a code's root: ``1411`` gives ``14``."""
    return code[:2]


def recode(lexicon: Lexicon, rule: str, code: str) -> CodeRule | None:
    """The rule that turns ``code`` into another under a governor's ``rule``, or None."""
    for candidate in lexicon.rules.get(rule, ()):
        if code.startswith(candidate.prefix):
            return candidate
    return None
