"""Recipe, step 1: from annotated corpora to training examples over the tokenizer's own tokens.

    python -m model.convert [--shared ../shared] [--work model/work] [--without gmb,gum]

Universal Dependencies and the tokenizer (``model.tokens``) disagree on up to one word in eighty.
The model must run on raw text, so it is trained on what the tokenizer gives: where one token
covers several UD words it takes the annotation of the one that governs the others; where a UD
word is several tokens, the last one stands for it and the others depend on it.

Writes ``<work>/examples.pkl``: sentences with syntax grouped by document, windows with names,
and the label sets.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from en_dateline.lemmas import NAME_TAGS, edit_script, straight
from spacy.language import Language

from model import tokens

MASK = -100  # what PyTorch's losses ignore
WINDOW_WORDS = 160
NAME_LABELS = (
    "PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE", "EVENT", "MONEY", "PERCENT",
)  # fmt: skip
# What a set of names does not annotate, or only here and there: its silence says nothing.
SILENT = {"gmb": ("EVENT", "FAC"), "uner": ("EVENT",), "wikigold": ("EVENT",), "gum": ()}
MIN_FEATS, MIN_SCRIPT = 4, 3  # rarer classes are masked


@dataclass
class Sentence:
    """One sentence: tokens, and one integer a token and layer (``MASK`` where unknown)."""

    words: list[str]
    heads: list[int]  # index of the head in the sentence; -1 is the root
    deps: list[int] = field(default_factory=list)
    pos: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    feats: list[int] = field(default_factory=list)
    lemmas: list[int] = field(default_factory=list)
    raw: list[tuple[str, str, str, str, str]] = field(default_factory=list)


@dataclass
class Names:
    """A window of tokens with BILOU tags; ``silent`` labels may hide behind an O."""

    words: list[str]
    tags: list[int]
    silent: tuple[str, ...]
    source: str


def bilou(labels: tuple[str, ...] = NAME_LABELS) -> list[str]:
    """The tag set: O, then B-, I-, L- and U- of each label."""
    return ["O", *(f"{p}-{label}" for label in labels for p in "BILU")]


def read_conllu(path: Path) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield (document, words): a word is (form, lemma, upos, xpos, feats, head, dep, space)."""
    document, span = "", (0, 0, "")
    words: list[tuple[str, ...]] = []
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document = line
            elif not line and words:
                yield document, words
                words, span = [], (0, 0, "")
            elif line and not line.startswith("#"):
                c = line.split("\t")
                if "-" in c[0]:
                    first, last = map(int, c[0].split("-"))
                    span = (first, last, "" if "SpaceAfter=No" in c[9] else " ")
                elif "." not in c[0]:
                    index, space = int(c[0]), "" if "SpaceAfter=No" in c[9] else " "
                    if span[0] <= index <= span[1]:
                        space = span[2] if index == span[1] else ""
                    form = c[1].replace(" ", "")
                    words.append((form, c[2], c[3], c[4], c[5], c[6], c[7], space))


def align(nlp: Language, words: list[tuple[str, ...]]) -> Sentence:
    """Carry the annotation of UD words over to the tokens that spaCy makes of their text."""
    text, spans = "", []
    for form, *_, space in words:
        spans.append((len(text), len(text) + len(form)))
        text += form + space
    tokens = [(t.idx, t.idx + len(t.text)) for t in nlp.make_doc(text) if not t.is_space]
    heads = [int(w[5]) - 1 for w in words]
    covers: list[list[int]] = [
        [k for k, (s, e) in enumerate(spans) if s < end and start < e] for start, end in tokens
    ]
    owner: dict[int, int] = {}  # UD word -> the token that stands for it: the last one
    for t, ws in enumerate(covers):
        for w in ws:
            owner[w] = t
    out = Sentence([text[s:e] for s, e in tokens], [])
    for t, ws in enumerate(covers):
        main = next((w for w in ws if heads[w] not in ws), ws[0])
        form, lemma, pos, tag, feats, _, dep, _ = words[main]
        if owner[main] != t:  # an earlier piece of a word that is several tokens
            is_mark = not any(ch.isalnum() for ch in out.words[t])
            out.heads.append(owner[main])
            piece = ("punct", "PUNCT", ":") if is_mark else ("compound", pos, tag)
            out.raw.append((*piece, "_", ""))
            continue
        head = owner[heads[main]] if heads[main] >= 0 else -1
        out.heads.append(-1 if head == t else head)
        whole = len(ws) == 1 and out.words[t] == form
        out.raw.append((dep, pos, tag, feats, lemma if whole else ""))
    _mend(out.heads)
    return out


def _mend(heads: list[int]) -> None:
    """Break cycles in place, by hanging one of their words on the sentence's root.

    A token over pieces of two subtrees ("200-300percent") closes one now and then.
    """
    root = heads.index(-1) if -1 in heads else 0
    heads[root] = -1
    for start in range(len(heads)):
        seen: set[int] = set()
        word = start
        while heads[word] >= 0 and word not in seen:
            seen.add(word)
            word = heads[word]
        if heads[word] >= 0:
            heads[word] = root


def convert_syntax(nlp: Language, paths: list[Path]) -> dict[str, list[Sentence]]:
    """All sentences of some treebank files, grouped by document, in order."""
    documents: dict[str, list[Sentence]] = defaultdict(list)
    for path in paths:
        for document, words in read_conllu(path):
            documents[path.name + document].append(align(nlp, words))
    return documents


def convert_names(nlp: Language, path: Path) -> Iterator[Names]:
    """The windows of a set of names; what the source leaves open is masked."""
    index = {tag: i for i, tag in enumerate(bilou())}
    source = path.name.split("_")[0]
    with lzma.open(path, "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            doc = nlp.make_doc(row["text"])
            tags = [0] * len(doc)
            for start, end, *label in [*row.get("unlabelled", []), *row["ents"]]:
                inside = [t.i for t in doc if t.idx < end and start < t.idx + len(t.text)]
                span = doc.char_span(start, end)
                if not label or span is None or label[0] not in NAME_LABELS:
                    for i in inside:
                        tags[i] = MASK
                    continue
                shape = "U" if len(inside) == 1 else "B" + "I" * (len(inside) - 2) + "L"
                for i, p in zip(inside, shape, strict=True):
                    tags[i] = index[f"{p}-{label[0]}"]
            kept = [(t.text, tags[t.i]) for t in doc if not t.is_space]
            for i in range(0, len(kept), WINDOW_WORDS):
                part = kept[i : i + WINDOW_WORDS]
                names = Names([w for w, _ in part], [t for _, t in part], (), source)
                names.silent = SILENT.get(source, ())
                yield names


def number_layers(train: list[Sentence], dev: list[Sentence]) -> dict[str, list[str]]:
    """Turn labels into class numbers in place; the classes are those of the training part."""
    counts: dict[str, Counter[str]] = {k: Counter() for k in ("deps", "pos", "tags", "feats")}
    scripts: Counter[str] = Counter()
    for s in train:
        for word, (dep, pos, tag, feats, lemma) in zip(s.words, s.raw, strict=True):
            for key, value in zip(counts, (dep, pos, tag, feats), strict=True):
                counts[key][value] += 1
            if lemma:
                scripts[edit_script(word, lemma, pos)] += 1
    labels = {k: sorted(c) for k, c in counts.items()}
    labels["feats"] = sorted(f for f, n in counts["feats"].items() if n >= MIN_FEATS)
    labels["lemmas"] = sorted(f for f, n in scripts.items() if n >= MIN_SCRIPT)
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    for s in [*train, *dev]:
        for word, (dep, pos, tag, feats, lemma) in zip(s.words, s.raw, strict=True):
            s.deps.append(index["deps"].get("root" if dep == "ROOT" else dep, MASK))
            s.pos.append(index["pos"].get(pos, MASK))
            s.tags.append(index["tags"].get(tag, MASK))
            s.feats.append(index["feats"].get(feats, MASK))
            script = edit_script(word, lemma, pos) if lemma else ""
            s.lemmas.append(index["lemmas"].get(script, MASK))
    return labels


def lemma_table(train: list[Sentence]) -> dict[str, str]:
    """``form|UPOS`` to its most frequent lemma in the training part (ties: alphabetical), and
    ``form|UPOS|XPOS`` where the tag makes a difference.

    Forms are in lower case but for proper nouns. Left out are slips of the pen ("loose" for
    "lose"), unless they are common and never right, and words in names that are no proper nouns
    ("United" in "United Nations"), whose lemmas are capitalised.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    misspelt: dict[str, Counter[str]] = defaultdict(Counter)
    for s in train:
        for word, (_, pos, tag, feats, lemma) in zip(s.words, s.raw, strict=True):
            form = straight(word) if pos == "PROPN" or word == "I" else straight(word).lower()
            part = lemma in ("", "_") or tag == "GW"  # of a word that was written apart
            coined = any(ch.isdigit() or ch in "@|" for ch in form)
            if part or coined or (pos != "PROPN" and tag in NAME_TAGS):
                continue
            counts = misspelt if "Typo=Yes" in feats else seen
            for key in (f"{form}|{pos}", f"{form}|{pos}|{tag}"):
                counts[key][lemma] += 1
    habits = {k: c for k, c in misspelt.items() if k not in seen and c.total() > 1}
    best = {k: min(c, key=lambda v: (-c[v], v)) for k, c in sorted((habits | seen).items())}

    def tells(key: str) -> bool:
        form, pos, *tag = key.split("|")
        if tag:
            return best.get(f"{form}|{pos}") != best[key]
        return best[key] != form or any(ch.isalpha() for ch in form)

    return {key: lemma for key, lemma in best.items() if tells(key)}


def main() -> None:
    """Convert everything; a set named in ``--without`` is left out."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--without", default="", help="sets to leave out: gmb,gum,uner,...")
    options = arguments.parse_args()
    data: Path = options.shared / "training"
    if not data.is_dir():
        raise SystemExit(f"no training data in {data}: name it by --shared or $DATELINE_SHARED")
    without = set(filter(None, options.without.split(",")))
    nlp = tokens.blank()

    def treebanks(part: str) -> list[Path]:
        every = [data / "ud" / f"en_{name}-ud-{part}.conllu.xz" for name in ("ewt", "gum")]
        return [p for p in every if not any(name in p.name for name in without)]

    train = convert_syntax(nlp, treebanks("train"))
    dev = convert_syntax(nlp, treebanks("dev"))
    flat = [s for d in train.values() for s in d]
    labels = number_layers(flat, [s for d in dev.values() for s in d])
    labels["names"] = bilou()
    table = lemma_table(flat)
    names: dict[str, list[Names]] = {}
    for path in sorted((data / "ner").glob("*.jsonl.xz")):
        name = path.name.split(".")[0]
        if name.endswith(("_train", "_dev")) and not any(w in name for w in without):
            names[name] = list(convert_names(nlp, path))
    options.work.mkdir(parents=True, exist_ok=True)
    with (options.work / "examples.pkl").open("wb") as out:
        pickle.dump({"train": train, "dev": dev, "names": names, "labels": labels}, out)
    (options.work / "lemmas.json").write_text(json.dumps(table, ensure_ascii=False, indent=0))
    (options.work / "labels.json").write_text(json.dumps(labels, ensure_ascii=False))
    print(f"{len(flat)} sentences, {sum(map(len, names.values()))} windows with names")
    print({k: len(v) for k, v in labels.items()})


if __name__ == "__main__":
    # What is pickled must name its classes by this module, not by "__main__".
    from model import convert

    convert.main()
