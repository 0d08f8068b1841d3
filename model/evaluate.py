"""Recipe, step 4: score the shipped pipeline on the test files, from raw text.

    python -m model.evaluate [--shared ../shared] [--model en_dateline]

The figures are those of the scorer that lies beside the test files; the table is printed and
written to ``model/scores.json``, from where the model's card and the score card take it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SCORES = Path(__file__).parent / "scores.json"
# What the pipeline must reach: LAS and UPOS from raw text, F1 of names.
FLOORS = {
    "ewt.las": 84.0, "pud.las": 87.0, "ewt.upos": 95.0, "pud.upos": 95.0,
    "gmb_test": 88.0, "gum_news_test": 77.0, "uner_test": 68.0,
}  # fmt: skip


def score(model: str, shared: Path) -> dict[str, Any]:
    """Run the scorer of the shared data. Raises CalledProcessError where it fails."""
    script = shared / "training" / "score_model.py"
    done = subprocess.run(
        [sys.executable, str(script), model], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def flatten(scores: dict[str, Any]) -> dict[str, float]:
    """``{"ewt": {"las": 1.0}}`` to ``{"ewt.las": 1.0}``; speeds are left out."""
    flat: dict[str, float] = {}
    for key, value in scores.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in parts:
            if part != "wps":
                flat[f"{key}.{part}" if part else key] = float(number)
    return flat


def main() -> None:
    """Print the figures beside the floors; exit 1 where one is missed."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--model", default="model/src/en_dateline/data")
    options = arguments.parse_args()
    if not (options.shared / "training" / "score_model.py").is_file():
        raise SystemExit(f"no test data in {options.shared}: set --shared or $DATELINE_SHARED")
    figures = flatten(score(options.model, options.shared))
    for key, value in figures.items():
        floor = FLOORS.get(key)
        verdict = "" if floor is None else f"  (floor {floor:.0f})"
        print(f"{key:28s} {value:6.1f}{verdict}{'  MISSED' if value < (floor or 0) else ''}")
    SCORES.write_text(json.dumps(figures, indent=1) + "\n")
    if any(figures[k] < floor for k, floor in FLOORS.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
