"""The flow ``dateline-alert``: tells people that a run failed. ``prefect.yaml`` starts it.

Whom it tells are the addresses in ``DATELINE_ALERTS``, separated by blanks, in the notation of
Apprise (``mailto://...``, ``slack://...``, ``json://host/path``). Without any it only logs.
"""

from __future__ import annotations

import os

from pipelines import prefect_env

prefect_env.prepare()

import apprise  # noqa: E402  after Prefect's settings, as the rest
from prefect import flow, get_run_logger  # noqa: E402

ADDRESSES = "DATELINE_ALERTS"


@flow(name="dateline-alert", timeout_seconds=300, retries=2, retry_delay_seconds=30)
def alert(run: str, state: str, message: str | None = None) -> int:
    """Say that flow run ``run`` came to ``state``. Returns how many addresses were told."""
    text = f"{run}: {state}. {message or ''}".strip()
    get_run_logger().error(text)
    return tell(text)


def tell(text: str) -> int:
    """Send ``text`` to all addresses. Returns how many there are.

    Raises RuntimeError where one could not be reached, so that the alert is tried again.
    """
    addresses = os.environ.get(ADDRESSES, "").split()
    if not addresses:
        return 0
    sender = apprise.Apprise()
    if not all(sender.add(address) for address in addresses):
        raise RuntimeError(f"{ADDRESSES} has an address that Apprise does not understand")
    if not sender.notify(title="Dateline: a run failed", body=text):
        raise RuntimeError(f"the alert did not reach all of {len(addresses)} addresses")
    return len(addresses)
