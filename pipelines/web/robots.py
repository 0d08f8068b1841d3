"""What the robots.txt of each site allows, read once a run (RFC 9309)."""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from collections.abc import Callable

from protego import Protego

from pipelines.web.urls import plain, root_of

LONGEST_PAUSE = 60.0  # seconds between requests that a site may ask for by Crawl-delay
_NOTHING_ALLOWED = "User-agent: *\nDisallow: /"


class Robots:
    """Asks ``fetch`` for the robots.txt of a site when the first page of it is wanted.

    ``fetch`` returns None where a site has none, which allows everything. Where a site cannot
    say, nothing is allowed.
    """

    def __init__(self, agent: str, fetch: Callable[[str], bytes | None]) -> None:
        # Sites know us by the product's name, without version and address.
        match = re.match(r"[A-Za-z_-]+", agent)
        self._agent = match[0] if match else agent
        self._fetch = fetch
        self._rules: dict[str, Protego] = {}
        self._locks: dict[str, threading.Lock] = defaultdict(threading.Lock)

    def ask(self, url: str) -> tuple[bool, float]:
        """Whether ``url`` may be fetched, and how many seconds to leave between requests.

        Raises FetchError where the site cannot say now, but may later.
        """
        root = root_of(url)
        with self._locks[root]:
            if root not in self._rules:
                self._rules[root] = Protego.parse(self._text(root))
        rules = self._rules[root]
        pause = rules.crawl_delay(self._agent) or 0.0
        return bool(rules.can_fetch(plain(url), self._agent)), min(float(pause), LONGEST_PAUSE)

    def _text(self, root: str) -> str:
        from pipelines.web.client import FetchError

        try:
            content = self._fetch(f"{root}/robots.txt")
        except FetchError as error:
            if error.passing or error.wait:
                raise
            # Of an address that is refused the page itself will be refused, and say why.
            return "" if error.reason == "refused_address" else _NOTHING_ALLOWED
        return (content or b"").decode("utf-8", "replace")
