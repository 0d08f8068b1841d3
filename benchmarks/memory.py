"""Peak memory of a run, by the number of new articles: of the run, and of a worker that analyses.

    python -m benchmarks.memory [--articles 1000,5000,20000] [--model MODEL]

The default model is the stand-in of the tests, which is quick and finds an actor in every
capitalised word: what is measured is the moving of data. ``--model en_dateline`` measures the
whole. Both processes are new for each number.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import generated

# Linux gives peak memory in KiB. With two workers, so that the run and its workers are apart.
RUN = """
import json, resource, sys
from pathlib import Path
from pipelines.run import perform
from pipelines.settings import load
if __name__ == "__main__":
    options = {"warehouse": sys.argv[2], "model": sys.argv[3], "workers": 2, "prefect": False}
    perform([Path(sys.argv[1])], load(options, environ={}))
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print(json.dumps([resource.getrusage(kind).ru_maxrss / 1024 for kind in kinds]))
"""


def peaks(articles: int, model: str, folder: Path) -> list[float]:
    """MiB at the peak: of the run's own process, and of the larger worker."""
    generated.write(folder / "in", articles)
    (folder / "run.py").write_text(RUN)
    command = [
        sys.executable,
        str(folder / "run.py"),
        str(folder / "in"),
        str(folder / "wh"),
        model,
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: list[float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print a line for each number of articles."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--articles", default="1000,5000,20000")
    arguments.add_argument("--model", default="tests.pipelines.fake_model:build")
    options = arguments.parse_args()
    print("articles  run MiB  worker MiB")
    for articles in map(int, options.articles.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            run, worker = peaks(articles, options.model, Path(folder))
        print(f"{articles:8d}  {run:7.0f}  {worker:10.0f}", flush=True)


if __name__ == "__main__":
    main()
