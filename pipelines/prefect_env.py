"""Prefect's settings for a command on one machine. Imported before Prefect, never after."""

from __future__ import annotations

import os

# What the user has set in the environment stays.
DEFAULTS = {
    # A server is started for the run where none is configured; a fresh home takes 15 s and more.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    # Our own errors say what is wrong; Prefect would log each with its traceback once more.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}


def prepare() -> None:
    """Set what is not set yet. Logs go to a server only where there is one that stays."""
    for name, value in DEFAULTS.items():
        os.environ.setdefault(name, value)
    if "PREFECT_API_URL" not in os.environ:
        os.environ.setdefault("PREFECT_LOGGING_TO_API_ENABLED", "false")
