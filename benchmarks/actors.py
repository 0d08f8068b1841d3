"""Figures on actors: names over articles, pronouns and nouns in an article, codes of phrases."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from transforms.actors.mentions import mention_at
from transforms.actors.words import actor_words
from transforms.pipeline import annotate, build
from transforms.types import Actor, Mention, read

Row = dict[str, Any]

_IN_PERSON = frozenset({"person", "organization"})  # entity types of GUM that are counted
_SPEAKING = actor_words("first_singular") | actor_words("first_plural")
_OTHERS = _SPEAKING | {"you", "your", "yours", "yourself", "yourselves"}
# Roles of that list which are not CAMEO's (its MED is medicine, its JRN the press), and its
# words for those of whom nothing is known.
_ROLES: dict[str, set[str | None]] = {
    "JRN": {"MED"},
    "MED": {"HLH"},
    "PRM": {"REB", "UAF", "MIL"},
    "UAF": {"REB", "UAF"},
    "UNK": {None, "CVL"},
    "JNK": {None},
    "PRE": {None},
    "": {None},
}
_BETWEEN_STATES = frozenset({"IGO", "UNO", "EUR"})  # in place of a country
_DAY = datetime(2022, 6, 1, tzinfo=UTC)  # for phrases without a day


def figures(shared: Path, work: Path) -> dict[str, float]:
    """All figures, in percent; raises OSError where the data is missing."""
    nlp = build()
    dev = shared / "dev"
    found = names(nlp, dev, work)
    found |= links(nlp, dev)
    return found | codes(nlp, dev)


def names(nlp: Language, dev: Path, work: Path) -> dict[str, float]:
    """Names of MEANTIME, whose spans are given: in one article, and over all of them."""
    gold = _read(dev / "actors_meantime_en.jsonl.xz")
    docs = annotate(nlp, [(g["text"], 0, None) for g in gold])
    predictions = [
        {"id": g["id"], "mentions": _clusters(doc, g["mentions"])}
        for g, doc in zip(gold, docs, strict=True)
    ]
    files = [_write(gold, work / "gold_actors.jsonl"), _write(predictions, work / "actors.jsonl")]
    found = {}
    for scope in ("doc", "corpus"):
        command = [dev / "score_actors.py", *files, "--scope", scope, "--names-only"]
        line = subprocess.run(
            [sys.executable, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        b3 = line.split("| B3 ")[1].split(" | ")[0]
        found[f"actors.{scope}_b3"] = 100 * float(b3.rsplit(" ", 1)[1])
    return found


def links(nlp: Language, dev: Path) -> dict[str, float]:
    """Pronouns and nouns of GUM's news that take up a person or an organisation again.

    A link is right where the nearest earlier mention of the same actor is in the gold cluster.
    First and second persons are counted apart: only a quotation's speaker can tell them.
    """
    gold = _read(dev / "coref_gum_news.jsonl.xz")
    articles = [(g["text"], 0, _when(g["date"])) for g in gold]
    third: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for g, doc in zip(gold, annotate(nlp, articles), strict=True):
        for kind, found, wanted, right in _links(doc, g["mentions"]):
            for counts in (every,) if kind == "speaking" else (every, third):
                counts.update({"found": found, "wanted": wanted, "right": right})
    scores = {
        "actors.link_precision": third["right"] / max(third["found"], 1),
        "actors.link_recall": third["right"] / max(third["wanted"], 1),
        "actors.link_f1": _f1(third),
        "actors.link_f1_all_persons": _f1(every),
    }
    return {key: 100 * value for key, value in scores.items()}


def _links(doc: Doc, given: list[Row]) -> Iterable[tuple[str, bool, bool, bool]]:
    """For each pronoun and noun: its kind, whether linked, whether to be linked, whether right."""
    last: dict[str, str] = {}
    seen: set[str] = set()
    for row in sorted(given, key=lambda row: (row["start"], -row["end"])):
        mention = _at(doc, row)
        actors = _meant(mention)
        if row["form"] in ("pronoun", "common") and row["etype"] in _IN_PERSON:
            fresh = mention is not None and mention.rule == "noun"  # an actor of its own
            before = [last[a.actor_id] for a in actors if a.actor_id in last and not fresh]
            kind = "speaking" if row["text"].lower() in _OTHERS else row["form"]
            right = bool(before) and before[0] == row["cluster"]
            yield kind, bool(before), row["cluster"] in seen, right
        seen.add(row["cluster"])
        last.update((actor.actor_id, row["cluster"]) for actor in actors)


def codes(nlp: Language, dev: Path) -> dict[str, float]:
    """Country and role of phrases, each as the subject of a short sentence."""
    gold = [
        row
        for row in _read(dev / "actor_codes_ngec.jsonl.xz")
        if row["fn"] in ("agent_to_code", "short_text_to_agent") and not row["skipped_upstream"]
    ]
    texts = [(f"On Monday {row['text']} criticised the plan.", 0, _asked(row)) for row in gold]
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for row, doc in zip(gold, annotate(nlp, texts), strict=True):
        words = read(doc)
        verb = next(t for t in reversed(list(words)) if t.text == "criticised")
        subject = next(
            (t for t in verb.children if t.dep_.startswith("nsubj") and t.i < verb.i), None
        )
        meant = _meant(mention_at(words, subject)) if subject is not None else ()
        actor = meant[0] if meant else None
        expected = row["expected"]
        if "country" in expected:
            of["country"] += 1
            right["country"] += _same_country(actor, expected["country"])
        if "code_1" in expected:
            of["role"] += 1
            right["role"] += _same_role(actor, expected["code_1"], expected.get("code_2"))
    return {f"actors.code_{key}": 100 * right[key] / of[key] for key in ("country", "role")}


def _same_country(actor: Actor | None, expected: str) -> bool:
    if expected in _BETWEEN_STATES:
        return actor is not None and (actor.code or "").startswith("IGO")
    return ((actor.country if actor else None) or "") == expected


def _same_role(actor: Actor | None, first: str | list[str], second: str | None) -> bool:
    expected = [*(first if isinstance(first, list) else [first]), *([second] if second else [])]
    allowed = {role for code in expected for role in _ROLES.get(code, {code})}
    return (actor.role if actor else None) in allowed


def _asked(row: Row) -> datetime:
    """The day for which a phrase is to be coded, where one is given."""
    text = row["kw"].get("query_date") or (row["extra"][1] if len(row["extra"]) > 1 else "")
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return _DAY


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _clusters(doc: Doc, spans: list[Row]) -> list[Row]:
    """The actor of each given span: that of the mention on the span's head."""
    return [
        {"start": row["start"], "end": row["end"], "cluster": mention.actor.actor_id}
        for row in spans
        if (mention := _at(doc, row)) is not None and mention.actor is not None
    ]


def _at(doc: Doc, row: Row) -> Mention | None:
    words = read(doc)
    span = words.char_span(row["start"], row["end"], alignment_mode="expand")
    return mention_at(words, span.root) if span is not None else None


def _meant(mention: Mention | None) -> tuple[Actor, ...]:
    if mention is None:
        return ()
    return mention.members or ((mention.actor,) if mention.actor else ())


def _f1(counts: Counter[str]) -> float:
    total = counts["found"] + counts["wanted"]
    return 2 * counts["right"] / total if total else 0.0


def _read(path: Path) -> list[Row]:
    with lzma.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def _write(rows: list[Row], path: Path) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf8")
    return path
