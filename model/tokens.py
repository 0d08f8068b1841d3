"""The tokenizer: spaCy's for English, nearer to the words of Universal Dependencies.

The rules are saved with the pipeline, so that what runs is what was trained on. The treebanks
keep together what spaCy takes apart: runs of one mark, a prefix and its hyphen, numbers that are
not ranges. Before a capital the hyphen still parts ("anti-American"), so that a name in it stays
a word of its own.
"""

from __future__ import annotations

import re
from typing import Any

import spacy
from spacy.attrs import ORTH
from spacy.lang.char_classes import ALPHA, ALPHA_LOWER, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# "ex-" is not among them: what was an office stays a word that lists of offices know.
PREFIXES = (
    "anti", "bi", "co", "counter", "de", "e", "extra", "hyper", "inter", "intra", "mega", "micro",
    "mid", "mini", "multi", "neo", "non", "post", "pre", "pro", "proto", "pseudo", "re", "semi",
    "sub", "super", "trans", "ultra", "un",
)  # fmt: skip
RUNS = (r"[!?]{2,}", r"\*\*+", "==+", "__+", "~~+", r"\$\$+", "<<+", ">>+")
WHOLE = (
    r"(?:\+?\d{1,3}-)?\d{3}-\d{3}-\d{4}",  # telephone numbers
    r"\d{3}-\d{4}",
    r"\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{2,4}",
    r"\d{2,4}['’]s",  # decades
    r"['’]\d{2}s?",
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",  # e-mail addresses
)
ABBREVIATIONS = (
    "al.", "Ariz.", "Brig.", "ca.", "Capt.", "Cmdr.", "Col.", "Cpl.", "etc.", "Fri.", "Lt.",
    "Lieut.", "Maj.", "Mon.", "Ont.", "Que.", "Sat.", "Sgt.", "Thu.", "Thurs.", "Tue.", "Tues.",
    "Wed.",
)  # fmt: skip
NOT_FACES = ("):",)  # the end of a parenthesis before a colon, in what Dateline reads


def tune(nlp: Language) -> Language:
    """Change the tokenizer's rules in place; returns the pipeline."""
    tokenizer, defaults = nlp.tokenizer, nlp.Defaults
    assert isinstance(tokenizer, spacy.tokenizer.Tokenizer)
    between = rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])"
    whole = "".join(rf"(?<!\b{p})(?<!\b{p.capitalize()})" for p in PREFIXES)
    infixes = [i for i in defaults.infixes or () if i != between]
    assert len(infixes) < len(defaults.infixes or ()), "spaCy's rule for hyphens has changed"
    infixes += [
        rf"(?<=[{ALPHA}0-9]){whole}(?:{HYPHENS})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])(?:{HYPHENS})(?=[{ALPHA}])(?![{ALPHA_LOWER}])",
    ]
    tokenizer.prefix_search = compile_prefix_regex([*RUNS, *(defaults.prefixes or ())]).search
    tokenizer.suffix_search = compile_suffix_regex([*RUNS, *(defaults.suffixes or ())]).search
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.token_match = re.compile(rf"^(?:{'|'.join(WHOLE)})$").match
    rules: dict[str, Any] = {k: v for k, v in tokenizer.rules.items() if k not in NOT_FACES}
    rules |= {text: [{ORTH: text}] for text in ABBREVIATIONS}
    tokenizer.rules = rules
    return nlp


def blank() -> Language:
    """An English pipeline with nothing but this tokenizer."""
    return tune(spacy.blank("en"))
