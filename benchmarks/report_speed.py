"""What a report about many events costs: to write, to open, to filter, to look behind a figure.

    python -m benchmarks.report_speed [--events 100000] [--folder DIR]

Rows are generated: 5,000 actors, 300 cities, all codes, one article for six events, half as many
quotes. Needs Chromium. Seconds are those of the processor (for the browser: of the page's main
thread, by its own account), so that other work on the machine changes little; the time until the
page says that it is drawn is by the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks.made_rows import EVENTS, make, template
from pipelines import report
from pipelines.layout import Layout
from tests.pipelines.browser import CHROMIUM, Browser

DAYS = 365
ACTORS = 5000
FILTERS = {
    "a country": {"country": "India"},
    "all": {"country": ""},
    "a code": {"code": "04"},
    "an actor": {"code": "", "actor": "a"},
}


class Clock:
    """Seconds of the page's main thread since it was last asked."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        browser.call("Performance.enable", timeDomain="threadTicks")
        self._last = self._now()

    def _now(self) -> float:
        metrics = self._browser.call("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    def lap(self) -> float:
        """The seconds, and begin anew."""
        before, self._last = self._last, self._now()
        return self._last - before


def main() -> None:
    """Print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--events", type=int, default=100_000)
    arguments.add_argument("--folder", type=Path, help="a warehouse made before, or to be made")
    options = arguments.parse_args()
    if not CHROMIUM:
        raise SystemExit("no Chromium on the path")
    with tempfile.TemporaryDirectory() as work:
        layout = Layout(options.folder or Path(work) / "warehouse")
        if not layout.database.exists():
            make(layout, DAYS, template(-(-options.events // (DAYS * EVENTS)), ACTORS))
        page = Path(work) / "report.html"
        began = time.process_time()
        report.write(layout, page)
        print(f"written: {time.process_time() - began:.1f} s, {page.stat().st_size / 1e6:.1f} MB")
        look(page, Path(work) / "profile")


def look(page: Path, profile: Path) -> None:
    """Open the page, filter it, open a figure."""
    browser = Browser(profile)
    try:
        clock = Clock(browser)
        began = time.perf_counter()
        browser.open(page.as_uri())
        taken = time.perf_counter() - began
        print(f"opened and drawn: {clock.lap():.2f} s, {taken:.1f} s by the clock")
        for name, values in FILTERS.items():
            shown = browser.choose(**values)
            print(f"filtered by {name}: {clock.lap():.2f} s, {shown} events shown")
        browser.run("document.querySelector('#timeline button').click()")
        browser.until("document.querySelectorAll('#sentences li').length")
        print(f"sentences opened: {clock.lap():.2f} s")
    finally:
        browser.close()


if __name__ == "__main__":
    main()
