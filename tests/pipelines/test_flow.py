from __future__ import annotations

from pathlib import Path

import pytest

from tests.pipelines.workbench import MODEL, contents, corpus, lake_rows, run

pytestmark = [
    pytest.mark.usefixtures("prefect_server"),
    # Prefect's own, and none of ours: client and server warn about what they do themselves.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
SETTINGS = {"model": MODEL, "batch_size": 2}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("flow"), range(6), bad=True)


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    warehouse = tmp_path_factory.mktemp("plain")
    run(source, warehouse)
    return contents(warehouse)


def test_the_flow_gives_the_rows_of_a_plain_run(
    source: Path, expected: dict[str, list[str]], tmp_path: Path
):
    from pipelines import flow
    from pipelines.run import Watcher

    class Counting(Watcher):
        analysed = 0

        def articles(self, number: int) -> None:
            self.analysed += number

    watcher = Counting()
    with flow.watched(watcher):
        done = flow.dateline([str(source)], None, str(tmp_path), SETTINGS)
    assert done["run"]["loaded"] == 6
    assert watcher.analysed == 8
    assert contents(tmp_path) == expected
    assert flow.dateline([str(source)], None, str(tmp_path), SETTINGS)["run"]["loaded"] == 0


def test_the_steps_can_be_run_as_flows_of_their_own(
    source: Path, expected: dict[str, list[str]], tmp_path: Path
):
    from pipelines import flow
    from pipelines.errors import DatelineError

    with pytest.raises(DatelineError, match="Run ingest first"):
        flow.extract(str(tmp_path), SETTINGS)
    counts = flow.ingest([str(source)], None, str(tmp_path), SETTINGS)
    assert counts == {"read": 11, "loaded": 7, "duplicate": 1, "rejected": 3}
    with pytest.raises(DatelineError, match="Run extract first"):
        flow.publish(str(tmp_path), SETTINGS)
    assert flow.extract(str(tmp_path), SETTINGS) == 4
    assert flow.publish(str(tmp_path), SETTINGS)
    assert contents(tmp_path) == expected
    assert len(lake_rows(tmp_path, "runs")) == 1


def test_a_step_is_tried_again_unless_its_error_says_what_to_do():
    from prefect.states import exception_to_failed_state
    from prefect.utilities.asyncutils import run_coro_as_sync

    from pipelines import flow
    from pipelines.errors import CheckError

    def state(error: Exception):
        return run_coro_as_sync(exception_to_failed_state(error))

    assert flow.transient(None, None, state(OSError("the disk was away")))
    assert not flow.transient(None, None, state(CheckError("offending rows")))


def test_all_checks_can_be_run_as_a_flow(source: Path, tmp_path: Path):
    from pipelines import flow

    run(source, tmp_path)
    assert flow.check(str(tmp_path), SETTINGS) >= 0
