"""Addresses of the web: checked, made plain, and written down without what must stay secret."""

from __future__ import annotations

import os
import re
from urllib.parse import urljoin, urlsplit, urlunsplit

from pipelines.errors import SettingsError

LONGEST = 4000
_SECRET = re.compile(r"\$\{(\w+)\}")


def host_of(url: str) -> str:
    """Host and port, by which requests keep their distance."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').lower()}:{parts.port or parts.scheme}"


def root_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt holds for."""
    parts = urlsplit(plain(url))
    return f"{parts.scheme}://{parts.netloc}"


def plain(url: str) -> str:
    """An address without name and password and without what is after "#"."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], *parts[2:4], ""))


def fault_of(url: str) -> str | None:
    """What is wrong with an address, if it is none that can be asked for a page."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        return str(error)
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme or 'no scheme'}: only http and https are asked"
    if not parts.hostname:
        return "no host"
    if len(url) > LONGEST:
        return f"longer than {LONGEST} characters"
    if re.search(r"[\x00-\x20\x7f]", url):
        return "blanks or control characters"
    return None


def joined(base: str, target: str) -> str:
    """Where a redirect leads; it keeps the name and password for the same host only."""
    new = urljoin(plain(base), target.strip())
    old_login = urlsplit(base).netloc.rpartition("@")[0]
    parts = urlsplit(new)
    same = root_of(base) == f"{parts.scheme}://{parts.netloc}"
    if old_login and same:
        return urlunsplit((parts.scheme, f"{old_login}@{parts.netloc}", *parts[2:]))
    return plain(new) if fault_of(new) is None else new


class Secrets:
    """Values of the environment that addresses of the configuration name as ``${NAME}``."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def filled(self, text: str) -> str:
        """``text`` with the values. Raises SettingsError where the environment lacks one."""

        def value(match: re.Match[str]) -> str:
            found = os.environ.get(match[1])
            if not found:
                raise SettingsError(
                    f"the environment has no {match[1]}", "A source of the configuration names it."
                )
            self._values[found] = match[0]
            return found

        return _SECRET.sub(value, text)

    def hidden(self, text: str) -> str:
        """``text`` as it may be written down: no values, no names and passwords in addresses."""
        for value, name in self._values.items():
            text = text.replace(value, name)
        return re.sub(r"(\w+://)[^/\s@]*@", r"\1", text)
