"""Deployment: what the files say holds together, and a scheduled run on a local server happens."""

from __future__ import annotations

import importlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from pipelines.settings import PROJECT
from tests.pipelines.workbench import MODEL, corpus, lake_rows

COMPOSE = yaml.safe_load((PROJECT / "compose.yaml").read_text())
DEPLOYMENTS = yaml.safe_load((PROJECT / "prefect.yaml").read_text())["deployments"]


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one["name"])
def test_each_deployment_fits_its_flow(deployment: dict[str, Any]):
    module, name = deployment["entrypoint"].rsplit(".", 1)
    flow = getattr(importlib.import_module(module), name)
    given = {**deployment.get("parameters", {})}
    for trigger in deployment.get("triggers", ()):
        given |= trigger["parameters"]
    assert set(given) <= set(flow.parameters.properties)
    assert set(flow.parameters.required) <= set(given)
    assert flow.timeout_seconds
    assert deployment["schedules"] or deployment["triggers"]
    limit = deployment["concurrency_limit"]
    assert (limit["limit"] if isinstance(limit, dict) else limit) == 1


def test_triggers_are_some_that_prefect_knows():
    from prefect.cli.deploy._triggers import DeploymentTriggerAdapter

    (deployment,) = (one for one in DEPLOYMENTS if one.get("triggers"))
    for trigger in deployment["triggers"]:
        made = DeploymentTriggerAdapter.validate_python({**trigger, "name": "on failure"})
        assert "prefect.flow-run.Failed" in made.expect


def test_services_wait_for_others_that_can_say_when_they_are_ready():
    services = COMPOSE["services"]
    keys = {
        "image", "build", "entrypoint", "command", "environment", "volumes", "ports", "restart",
        "depends_on", "healthcheck", "deploy",
    }  # fmt: skip
    for name, service in services.items():
        assert set(service) <= keys, name
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert services[other]["healthcheck"]["test"]
            else:
                assert how["condition"] == "service_completed_successfully"
                assert services[other]["restart"] == "on-failure"
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name} would be open to the world"
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in COMPOSE["volumes"]
    assert {"postgres", "server", "worker", "explorer"} <= set(services)


def test_the_image_copies_what_there_is_and_runs_the_command():
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    for name in [n for names in copied if names[0] != "--from=build" for n in names]:
        assert (PROJECT / name).exists(), name
    assert 'ENTRYPOINT ["dateline"]' in lines


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's and Prefect's own
def test_alerts_go_to_all_addresses(monkeypatch: pytest.MonkeyPatch):
    from pipelines.alert import ADDRESSES, tell

    with _listener() as (port, heard):
        monkeypatch.setenv(ADDRESSES, f"json://127.0.0.1:{port}/x json://127.0.0.1:{port}/y")
        assert tell("brave-owl: Failed. disk full") == 2
    assert [one["message"] for one in heard] == ["brave-owl: Failed. disk full"] * 2
    with pytest.raises(RuntimeError, match="did not reach"):
        tell("nobody listens any more")
    monkeypatch.delenv(ADDRESSES)
    assert tell("to nobody") == 0


@pytest.mark.hard
def test_a_scheduled_run_happens_and_one_that_fails_is_told(tmp_path: Path):
    """prefect.yaml on a server of its own: two schedules, one without input.

    Each run is a process that starts Prefect, for half a minute on a slow machine: where they
    come faster than they end, none of them does.
    """
    corpus(tmp_path / "inbox", range(6))
    deployments = yaml.safe_load((PROJECT / "prefect.yaml").read_text())
    hourly = next(one for one in deployments["deployments"] if one["name"] == "hourly")
    hourly["schedules"] = [{"interval": 120, "timezone": "UTC"}]
    hourly["parameters"]["settings"] = {"model": MODEL, "workers": 1}
    broken = json.loads(json.dumps(hourly)) | {"name": "broken"}
    broken["parameters"]["paths"] = ["nowhere"]
    broken["parameters"]["warehouse"] = "other"
    deployments["deployments"].append(broken)
    for one in deployments["deployments"]:  # fail at once
        one["work_pool"] = {"name": "dateline"}
    (tmp_path / "prefect.yaml").write_text(yaml.safe_dump(deployments))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with _listener() as (listening, heard):
        environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "PWD": str(tmp_path),  # as a shell has it: `prefect deploy` writes it down
            "PREFECT_HOME": str(tmp_path / "home"),
            "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "5",
            "DATELINE_ALERTS": f"json://127.0.0.1:{listening}",
            "DO_NOT_TRACK": "1",
        }

        def prefect(*arguments: str) -> None:
            done = subprocess.run(
                [*PREFECT, *arguments], cwd=tmp_path, env=environment, text=True,
                capture_output=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stdout + done.stderr

        with _running(["server", "start", "--port", str(port)], tmp_path, environment):
            api = f"http://127.0.0.1:{port}/api"
            _wait(tmp_path, "the server answers", lambda: _healthy(api))
            prefect("work-pool", "create", "dateline", "--type", "process")
            prefect("--no-prompt", "deploy", "--all")
            with _running(["worker", "start", "--pool", "dateline"], tmp_path, environment):
                for name, state in (("hourly", "Completed"), ("broken", "Failed")):
                    _wait(
                        tmp_path, f"{name} has {state}", lambda n=name, s=state: s in _ends(api, n)
                    )
                _wait(tmp_path, "somebody is told", lambda: heard)
    assert len(lake_rows(tmp_path / "warehouse", "articles")) == 7
    assert "Failed" in heard[0]["message"]
    assert "no such file" in heard[0]["message"]


def _ends(api: str, deployment: str) -> set[str]:
    """The states in which runs of a deployment have ended so far."""
    query = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}},
    }
    answer = httpx.post(f"{api}/flow_runs/filter", json=query, timeout=60)
    return {run["state"]["name"] for run in answer.raise_for_status().json()}


PREFECT = [sys.executable, "-m", "prefect"]


@contextmanager
def _running(arguments: list[str], folder: Path, environment: dict[str, str]) -> Iterator[None]:
    log = folder / f"{arguments[0]}.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*PREFECT, *arguments], cwd=folder, env=environment, stdout=out, stderr=out
        )
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(folder: Path, what: str, until: Any, seconds: float = 900) -> None:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            logs = [f"{log.name}:\n{log.read_text()[-3000:]}" for log in folder.glob("*.log")]
            raise AssertionError("\n".join([f"not within {seconds:.0f} s: {what}", *logs]))
        time.sleep(1)


def _healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=10).is_success
    except httpx.TransportError:
        return False


@contextmanager
def _listener() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """An HTTP server on loopback that keeps what it is told."""
    heard: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1], heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
