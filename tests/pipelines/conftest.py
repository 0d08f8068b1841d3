"""One Prefect server for all tests that run a flow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A server with a database of its own; nothing of the tester's Prefect is touched."""
    from pipelines import prefect_env

    prefect_env.prepare()
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
