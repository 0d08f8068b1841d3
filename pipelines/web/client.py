"""Asking web servers for pages, with manners: who asks, what is allowed, and not too often.

One request at a time to a host, with a pause after each; robots.txt first; what fails in a way
that may pass is tried again, ever later, or when the server says. Nothing waits for ever, and
nothing is read beyond a limit.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

import httpcore
import httpx
import tenacity

from pipelines.settings import Settings
from pipelines.versions import release
from pipelines.web.address import Deadline, Guard, RefusedAddressError
from pipelines.web.body import ENCODINGS, TooLongError, unpacked
from pipelines.web.robots import Robots
from pipelines.web.urls import Secrets, fault_of, host_of, joined

REDIRECTS = 10
LONGEST_WAIT = 120.0  # seconds that a server may ask us to wait within a run
WHOLE_ANSWER = 10  # times the time-out
MOVED_FOR_GOOD = (301, 308)
MOVED = (*MOVED_FOR_GOOD, 302, 303, 307)
MAY_PASS = (408, 425, 429, 500, 502, 503, 504)


class FetchError(Exception):
    """A page that was not got. ``reason`` is a code of rejects.

    ``passing``: it may be there next time. ``wait``: seconds after which the server wants to be
    asked again.
    """

    def __init__(
        self, reason: str, message: str, *, passing: bool = False, wait: float = 0.0
    ) -> None:
        self.reason, self.message, self.passing, self.wait = reason, message, passing, wait
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave. ``url`` is where that was found in the end.

    ``moved_to`` is the new address where the server says that it is one for good; ``fresh`` is
    false where it says that nothing has changed.
    """

    url: str
    fresh: bool
    content: bytes = field(default=b"", repr=False)
    content_type: str = ""
    note: dict[str, str] = field(default_factory=dict)  # ETag and Last-Modified
    moved_to: str | None = None


@dataclass(slots=True)
class _Host:
    """A host's turn: one request at a time, the next not before ``ready``."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    ready: float = 0.0


class Client:
    """Requests of one run. It may be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.agent = settings.user_agent or f"dateline/{release()}"
        self.secrets = Secrets()
        self._deadline = Deadline()
        self._hosts: dict[str, _Host] = defaultdict(_Host)
        self._hosts_lock = threading.Lock()
        self._robots = Robots(self.agent, self._robots_txt)
        transport = httpx.HTTPTransport(verify=_certificates())
        transport._pool = httpcore.ConnectionPool(
            ssl_context=_certificates(),
            max_connections=64,
            max_keepalive_connections=16,
            keepalive_expiry=5.0,
            network_backend=Guard(settings.allow_private_addresses, self._deadline),
        )
        # No proxy and no .netrc of the environment: what is asked is what is configured.
        self._http = httpx.Client(
            transport=transport,
            timeout=settings.timeout,
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": self.agent, "Accept-Encoding": ENCODINGS},
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, url: str, note: dict[str, Any] | None = None, limit: int = 0) -> Answer:
        """The page at ``url``; ``note`` is that of the answer before, if it is known.

        Raises FetchError, also where the page is not there or may not be asked for.
        """
        limit = limit or self._settings.max_response_bytes
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(lambda e: isinstance(e, FetchError) and e.passing),
            stop=tenacity.stop_after_attempt(self._settings.attempts),
            wait=self._pause,
            reraise=True,
        )
        try:
            answer: Answer = retrying(self._follow, self.secrets.filled(url), note or {}, limit)
            return replace(answer, url=self.secrets.hidden(answer.url))
        except FetchError as error:
            error.message = self.secrets.hidden(error.message)
            raise

    def _pause(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, FetchError) and error.wait:
            return error.wait
        return min(max(self._settings.delay, 0.1) * 2.0 ** (state.attempt_number - 1), 60.0)

    def _follow(self, url: str, note: dict[str, Any], limit: int) -> Answer:
        seen: list[str] = []
        moved_to, for_good = None, True
        while True:
            if fault := fault_of(url):
                raise FetchError("refused_address", f"{url[:200]}: {fault}")
            if url in seen or len(seen) > REDIRECTS:
                raise FetchError("fetch_failed", f"{len(seen)} redirects, the last to {url}")
            seen.append(url)
            delay = self._settings.delay
            if self._settings.respect_robots:
                allowed, pause = self._robots.ask(url)
                if not allowed:
                    raise FetchError("robots", f"{url}: robots.txt does not allow it")
                delay = max(delay, pause)
            answer = self._once(url, note, limit, delay)
            if isinstance(answer, Answer):
                return replace(answer, moved_to=self.secrets.hidden(moved_to) if moved_to else None)
            status, target = answer
            url = joined(url, target)
            for_good = for_good and status in MOVED_FOR_GOOD
            moved_to = url if for_good else moved_to

    def _once(
        self, url: str, note: dict[str, Any], limit: int, delay: float
    ) -> Answer | tuple[int, str]:
        """One request, when it is the host's turn: the answer, or where it redirects to."""
        with self._hosts_lock:
            host = self._hosts[host_of(url)]
        with host.lock:
            wait = host.ready - time.monotonic()
            if wait > LONGEST_WAIT:
                message = f"{url}: the server asked for a pause of {wait:.0f} s"
                raise FetchError("fetch_failed", message)
            time.sleep(max(wait, 0.0))
            try:
                return self._request(url, note, limit)
            except FetchError as error:
                host.ready = time.monotonic() + error.wait
                if error.wait > LONGEST_WAIT:
                    error.passing = False
                raise
            finally:
                host.ready = max(host.ready, time.monotonic() + delay)

    def _request(self, url: str, note: dict[str, Any], limit: int) -> Answer | tuple[int, str]:
        headers = {
            name: note[key]
            for name, key in (("If-None-Match", "etag"), ("If-Modified-Since", "last_modified"))
            if note.get(key)
        }
        self._deadline.at = time.monotonic() + WHOLE_ANSWER * self._settings.timeout
        try:
            with self._http.stream("GET", url, headers=headers) as response:
                status = response.status_code
                if status in MOVED:
                    return status, response.headers.get("Location", "")
                if status == 304 and headers:
                    return Answer(url, fresh=False, note={**note, **_validators(response)})
                if status != 200:
                    raise _refusal(url, response)
                encoding = response.headers.get("Content-Encoding", "")
                body = unpacked(response.iter_raw(), encoding, limit)
                kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
                return Answer(url, True, body, kind, _validators(response))
        except RefusedAddressError as error:
            raise FetchError("refused_address", str(error)) from error
        except TooLongError as error:
            raise FetchError("too_large", f"{url}: {error}; see max_response_bytes") from error
        except ValueError as error:  # damaged packing
            raise FetchError("fetch_failed", f"{url}: {error}", passing=True) from error
        except httpx.TransportError as error:
            what = str(error) or type(error).__name__
            raise FetchError("fetch_failed", f"{url}: {what}", passing=True) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError("fetch_failed", f"{url}: {error}") from error
        finally:
            self._deadline.at = float("inf")

    def _robots_txt(self, url: str) -> bytes | None:
        """A robots.txt; None where there is none. Raises FetchError where it cannot be told."""
        for _ in range(5):
            try:
                answer = self._once(url, {}, 500_000, self._settings.delay)
            except FetchError as error:
                if error.reason in ("gone", "not_there"):
                    return None
                raise
            if isinstance(answer, Answer):
                return answer.content
            url = joined(url, answer[1])
            if fault_of(url):
                return None
        return None


@lru_cache(maxsize=1)
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _validators(response: httpx.Response) -> dict[str, str]:
    found = {
        "etag": response.headers.get("ETag", ""),
        "last_modified": response.headers.get("Last-Modified", ""),
    }
    return {key: value for key, value in found.items() if value}


def _refusal(url: str, response: httpx.Response) -> FetchError:
    status = response.status_code
    message = f"{url}: HTTP {status} {response.reason_phrase}".rstrip()
    if status == 410:
        return FetchError("gone", message)
    if status in MAY_PASS:
        wait = _retry_after(response.headers.get("Retry-After", ""))
        return FetchError("fetch_failed", message, passing=True, wait=wait)
    return FetchError("not_there" if 400 <= status < 500 else "fetch_failed", message)


def _retry_after(value: str) -> float:
    """Seconds, as a number or as a date of HTTP; 0 where it says nothing."""
    if value.strip().isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max((until - datetime.now(UTC)).total_seconds(), 0.0) if until.tzinfo else 0.0
