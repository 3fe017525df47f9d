"""A real browser for the pages, controlled over a pipe."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--allow-file-access-from-files",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
)
ON_PIPES = "import os, sys; os.dup2({0}, 3); os.dup2({1}, 4); os.execv(sys.argv[1], sys.argv[1:])"
"""The browser reads its orders from descriptor 3 and answers on 4."""

PATIENCE_S = 300.0


@dataclass
class Browser:
    """One tab, controlled over a pipe."""

    orders: int
    answers: int
    context: str = ""
    session: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)
    unread: bytes = b""
    count: int = 0

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.count += 1
        order: dict[str, Any] = {"id": self.count, "method": method, "params": parameters}
        if self.session is not None:
            order["sessionId"] = self.session
        os.write(self.orders, json.dumps(order).encode() + b"\0")
        while True:
            answer = self.next_message()
            if answer.get("id") == self.count:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])
            self.events.append(answer)

    def next_message(self) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE_S
        while b"\0" not in self.unread:
            ready, _, _ = select.select([self.answers], [], [], max(0.0, until - time.monotonic()))
            assert ready, "the browser does not answer"
            read = os.read(self.answers, 1 << 20)
            assert read, "the browser has gone"
            self.unread += read
        message, _, self.unread = self.unread.partition(b"\0")
        return dict(json.loads(message))

    def ask(self, expression: str) -> Any:
        result = self.tell("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Wait in the page, which looks again whenever it has done something else."""
        self.ask(f"new Promise((seen) => {{ const look = () => ({expression}) ? seen() : setTimeout(look); look(); }})")

    def begin(self) -> None:
        self.context = self.tell("Target.createBrowserContext")["browserContextId"]

    def end(self) -> None:
        self.session = None
        self.tell("Target.disposeBrowserContext", browserContextId=self.context)
        self.events.clear()

    def open(self, page: Path, *, holds: str = "clock") -> None:
        """Open a page and wait until it is loaded and has the element of that id."""
        target = self.tell("Target.createTarget", url="about:blank", browserContextId=self.context)["targetId"]
        self.session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Runtime", "Log", "Network", "Page"):
            self.tell(f"{domain}.enable")
        self.tell("Page.setLifecycleEventsEnabled", enabled=True)
        loader = self.tell("Page.navigate", url=page.as_uri())["loaderId"]
        while not self.has_loaded(loader):
            self.events.append(self.next_message())
        self.wait_for(f"document.getElementById('{holds}') !== null")

    def has_loaded(self, loader: str) -> bool:
        lifecycle = [e["params"] for e in self.own_events if e.get("method") == "Page.lifecycleEvent"]
        return any(event["name"] == "load" and event["loaderId"] == loader for event in lifecycle)

    def click(self, selector: str, *, across: float = 0.5) -> None:
        """Click with a real pointer, at a share of the element's width."""
        x, y = self.ask(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center', "
            "behavior: 'instant'}); const b = e.getBoundingClientRect(); "
            f"return [b.left + {across} * b.width, b.top + b.height / 2]; }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            self.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    @property
    def own_events(self) -> list[dict[str, Any]]:
        """What the page that is open said."""
        return [event for event in self.events if event.get("sessionId") == self.session]

    @property
    def requests(self) -> list[str]:
        sent = [e["params"] for e in self.own_events if e.get("method") == "Network.requestWillBeSent"]
        return [str(p["request"]["url"]) for p in sent]

    @property
    def complaints(self) -> list[str]:
        said = [json.dumps(e["params"]) for e in self.own_events if e.get("method") == "Runtime.exceptionThrown"]
        logged = [e["params"]["entry"] for e in self.own_events if e.get("method") == "Log.entryAdded"]
        return said + [str(e["text"]) for e in logged if e["level"] in {"error", "warning"}]


class Hiphinge(Protocol):
    """Runs the command in a folder."""

    def __call__(self, *arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]": ...


@pytest.fixture(scope="session")
def hiphinge() -> Hiphinge:
    def run(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "hiphinge", *map(str, arguments)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE_S,
        )

    return run


@pytest.fixture(scope="session")
def demo(hiphinge: Hiphinge, once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """Run the demo once, and return the folder that it leaves."""

    def fill(folder: Path) -> None:
        ended = hiphinge("demo", "--out", "demo", "--no-open", folder=folder)
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == ""
        (folder / "said.txt").write_text(ended.stdout, encoding="utf-8")

    return once("demo", fill) / "demo"


@pytest.fixture(scope="session")
def started_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if sys.platform == "win32":
        pytest.skip("platform: pipes have no numbers on Windows")
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium here")
    (orders_out, orders), (answers, answers_in) = os.pipe(), os.pipe()
    command = [sys.executable, "-c", ON_PIPES.format(orders_out, answers_in), program, *FLAGS]
    process = subprocess.Popen(
        [*command, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"],
        pass_fds=(orders_out, answers_in),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(orders_out)
    os.close(answers_in)
    try:
        yield Browser(orders=orders, answers=answers)
    finally:
        os.close(orders)
        process.terminate()
        process.wait(timeout=PATIENCE_S)
        os.close(answers)


@pytest.fixture
def browser(started_browser: Browser) -> Iterator[Browser]:
    """Give a test a context of its own, which shares no storage with that of another."""
    started_browser.begin()
    yield started_browser
    started_browser.end()
