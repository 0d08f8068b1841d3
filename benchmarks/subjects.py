"""What ``benchmarks.throughput`` compares, each in a process of its own: texts in, files out.

    python -m benchmarks.subjects NAME FOLDER_OF_JSONL WORK

Loading the model and importing are not measured (they are the same for all and done once); all
that comes after is, reading the files included. Printed is one object of JSON: seconds of
processor (of children, too) and of clock, peak memory, articles.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CNN = Path("model/work/cnn")
WARM = "The minister met reporters in Paris on Friday. “Talks failed,” she said."
Subject = Callable[[], int]  # does the work; returns the number of articles


def read(folder: Path) -> Iterator[dict[str, str]]:
    """The objects of all files."""
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def flow(folder: Path, work: Path, workers: int = 1) -> Subject:
    """Dateline from the files to the published database."""
    from pipelines import analysis
    from pipelines.run import perform
    from pipelines.settings import load
    from pipelines.when import to_utc

    # Some batches for each worker: a short measurement would be one of the default size.
    size = max(10, min(200, sum(1 for _ in read(folder)) // 8))
    options = {"warehouse": work, "workers": workers, "prefect": False, "batch_size": size}
    settings = load(options, environ={})
    if workers == 1:
        annotate = analysis.load(settings.model, settings.seeds)
        list(annotate([(WARM, 0, to_utc("2024-01-01"))]))

    def run() -> int:
        done = perform([folder], settings)
        if done.run["loaded"] < 0.98 * done.run["read"]:
            raise SystemExit(f"the generated articles are not all different: {done.run}")
        return int(done.run["loaded"])

    return run


def pipe(folder: Path, work: Path, model: Any = "en_dateline") -> Subject:
    """The language model alone over the same texts: what nothing that uses it can beat."""
    del work
    import spacy

    nlp = spacy.load(model)
    nlp(WARM)

    def run() -> int:
        texts = (f"{found['title']}\n\n{found['text']}" for found in read(folder))
        return sum(1 for _ in nlp.pipe(texts))

    return run


def layers(folder: Path, work: Path) -> Subject:
    """The model and all layers of the analysis, in memory: no tables, no files."""
    del work
    from pipelines.when import to_utc
    from transforms.pipeline import annotate, build

    nlp = build()
    list(annotate(nlp, [(WARM, 0, to_utc("2024-01-01"))]))

    def run() -> int:
        texts = (
            (f"{a['title']}\n\n{a['text']}", len(a["title"]), to_utc(a["published_at"]))
            for a in read(folder)
        )
        return sum(1 for _ in annotate(nlp, texts))

    return run


def quotations(folder: Path, work: Path) -> Subject:
    """textacy's direct quotations, on top of spaCy's own small pipeline."""
    del work
    import spacy
    from textacy.extract.triples import direct_quotations

    nlp = spacy.load(CNN)
    nlp(WARM)

    def run() -> int:
        texts = (f"{found['title']}\n\n{found['text']}" for found in read(folder))
        found = [len(list(direct_quotations(doc))) for doc in nlp.pipe(texts)]
        return len(found)

    return run


def script(folder: Path, work: Path) -> Subject:
    """What one writes by hand: a loop, subject, verb and object, names, pandas, ``to_parquet``."""
    import pandas as pd
    import spacy

    nlp = spacy.load("en_dateline")
    nlp(WARM)

    def run() -> int:
        rows, names, count = [], [], 0
        for found in read(folder):
            doc = nlp(f"{found['title']}\n\n{found['text']}")
            count += 1
            for ent in doc.ents:
                names.append((found["url"], ent.text, ent.label_, ent.start_char, ent.end_char))
            for token in doc:
                if token.pos_ != "VERB":
                    continue
                subjects = [c for c in token.children if c.dep_.startswith("nsubj")]
                objects = [c for c in token.children if c.dep_ in ("obj", "dobj")]
                for subject in subjects:
                    for thing in objects or [token]:
                        rows.append((found["url"], found["published_at"], subject.text,
                                     token.lemma_, thing.text if objects else None,
                                     token.sent.text))  # fmt: skip
        columns = ["url", "published_at", "subject", "verb", "object", "sentence"]
        work.mkdir(parents=True, exist_ok=True)
        pd.DataFrame(rows, columns=columns).to_parquet(work / "events.parquet")
        columns = ["url", "text", "label", "start", "end"]
        pd.DataFrame(names, columns=columns).to_parquet(work / "names.parquet")
        return count

    return run


SUBJECTS: dict[str, Callable[[Path, Path], Subject]] = {
    "flow": flow,
    "two workers": lambda folder, work: flow(folder, work, 2),
    "pipe": pipe,
    "layers": layers,
    "script": script,
    "cnn": lambda folder, work: pipe(folder, work, CNN),
    "textacy": quotations,
}


def _cpu() -> float:
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(name: str, folder: Path, work: Path) -> None:
    """Measure one subject once."""
    sys.modules["torch"] = None  # type: ignore[assignment]  # see benchmarks.timing
    subject = SUBJECTS[name](folder, work)
    cpu, clock = _cpu(), time.perf_counter()
    count = subject()
    cpu, clock = _cpu() - cpu, time.perf_counter() - clock
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024  # KiB on Linux
    print(json.dumps({"cpu": cpu, "clock": clock, "peak_mib": peak, "articles": count}))


if __name__ == "__main__":
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
