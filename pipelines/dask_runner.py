"""Batches on Dask: workers of this machine, or those of a scheduler at an address.

Dask starts the jobs of a lost worker again on another. Workers must see the paths of the jobs
(one file system, or ``staging``) and have the same Dateline installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pipelines.errors import DatelineError, SettingsError
from pipelines.runners import Counts, Job, Runner, analyse

try:
    from distributed import Client, KilledWorker, LocalCluster, as_completed
except ImportError as error:
    raise SettingsError(
        "the runner is dask, which is not installed", "pip install 'dateline[dask]'"
    ) from error

CONNECT_SECONDS = 10


def on(address: str | None) -> Runner:
    """A runner on the scheduler at ``address``, or on workers that are started for the run."""

    def run(jobs: Sequence[Job], workers: int) -> Iterator[tuple[Job, Counts]]:
        with _client(address, min(workers, len(jobs) or 1)) as client:
            # Not pure: the output of a job is its files, which a result in memory is no sign of.
            futures = {client.submit(analyse, job, pure=False): job for job in jobs}
            try:
                for future in as_completed(list(futures)):
                    yield futures[future], future.result()
                    future.release()
            except KilledWorker as error:
                raise DatelineError(
                    f"Dask gave up: {error}",
                    "A batch was running each time that a worker died (out of memory?). Give the "
                    "workers more memory, or make batch_size smaller.",
                ) from error
            finally:
                client.cancel(list(futures))

    return run


@contextmanager
def _client(address: str | None, workers: int) -> Iterator[Client]:
    if address is not None:
        try:
            client = Client(address, timeout=CONNECT_SECONDS)
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"no Dask scheduler answers at {address}: {error}", "Start one: dask scheduler"
            ) from error
        with client:
            yield client
        return
    # One thread a worker: the analysis holds Python's lock, and the model is one a process.
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client
