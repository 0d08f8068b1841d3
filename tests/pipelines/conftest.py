"""Servers that tests share: Prefect's for those that run a flow, and a web site on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pipelines.web_server import Site, site


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A server with a database of its own; nothing of the tester's Prefect is touched."""
    from pipelines import prefect_env

    prefect_env.prepare()
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=300):
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Site]:
    with site() as started:
        yield started


@pytest.fixture
def web(server: Site) -> Site:
    """The site, without pages and without a memory of what others asked."""
    server.routes.clear()
    server.asked.clear()
    return server
