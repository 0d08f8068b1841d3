"""Headless Chromium over its DevTools protocol, on a pipe: no port, no driver, no package."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
WIDE, NARROW = (1400, 900), (390, 844)
# What the pages look like, for people to look at; a build keeps the folder.
PICTURES = Path(__file__).resolve().parents[2] / "screenshots"
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on the path; `apt-get install chromium` has one"
)


class Browser:
    """One page. Everything it says and asks for meanwhile is in ``events``."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM
        to_child, self._out = os.pipe()
        self._in, from_child = os.pipe()

        def wire() -> None:  # the protocol's pipe is file descriptors 3 and 4 of the child
            ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (to_child, from_child)]
            os.dup2(ends[0], 3)
            os.dup2(ends[1], 4)

        self._process = subprocess.Popen(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
             "--disable-dev-shm-usage", "--remote-debugging-pipe", f"--user-data-dir={profile}"],
            preexec_fn=wire, close_fds=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_child)
        os.close(from_child)
        self._rest = b""
        self._last = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> Any:
        """The answer to one command; what happens meanwhile is kept."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer["error"]
                return answer["result"]
            self.events.append(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._in, 1 << 20)
            assert piece, "the browser is gone"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def open(self, url: str, size: tuple[int, int] = WIDE, *, dark: bool = False) -> None:
        """Load a page and wait until it has drawn itself."""
        self.events.clear()
        self.call("Emulation.setDeviceMetricsOverride", width=size[0], height=size[1],
                  deviceScaleFactor=1, mobile=False)  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call("Page.navigate", url="about:blank")  # a change of the fragment loads nothing
        self.call("Page.navigate", url=url)
        self.until("document.body && document.body.dataset.state")
        self.settle()

    def until(self, condition: str) -> None:
        """Until an expression in the page is true. Fails after some two minutes."""
        for _ in range(1200):
            if self.run(f"Boolean({condition})"):
                return
            self.run("new Promise(done => setTimeout(done, 100))")
        raise AssertionError(f"never: {condition}")

    def settle(self) -> None:
        """Until the filters' delay and what is drawn after it are over."""
        self.run("new Promise(done => setTimeout(done, 400))")

    def choose(self, **filters: str) -> int:
        """Set filters by their ids; how many events are then shown."""
        for key, value in filters.items():
            self.run(f"{{const f = document.getElementById({key!r}); f.value = {value!r};"
                     "f.dispatchEvent(new Event('input', {bubbles: true}))}")  # fmt: skip
        self.settle()
        shown = self.run("document.getElementById('shown').value.replaceAll(',', '')")
        return int(shown.split()[0])

    def complaints(self) -> list[Any]:
        """What the page has written to its console, errors above all."""
        kinds = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        return [event["params"] for event in self.events if event.get("method") in kinds]

    def requests(self) -> set[str]:
        """The addresses that the page has asked for."""
        asked = {event["params"]["request"]["url"] for event in self.events
                 if event.get("method") == "Network.requestWillBeSent"}  # fmt: skip
        return {url for url in asked if not url.startswith(("data:", "about:"))}

    def run(self, script: str) -> Any:
        """The value of an expression in the page, awaited."""
        answer = self.call("Runtime.evaluate", expression=script, awaitPromise=True,
                           returnByValue=True, userGesture=True)  # fmt: skip
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press(self, key: str) -> None:
        """One key, pressed and let go."""
        for kind in ("keyDown", "keyUp"):
            text = {"text": "\r"} if key == "Enter" and kind == "keyDown" else {}
            number = {"Enter": 13, "Escape": 27, "ArrowRight": 39}[key]
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                      windowsVirtualKeyCode=number, **text)  # fmt: skip

    def picture(self, name: str) -> None:
        """The whole page as PNG among the screenshots."""
        width, height = self.run("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        self._session = None
        self.call("Browser.close")
        self._process.wait(120)
        os.close(self._in)
        os.close(self._out)
