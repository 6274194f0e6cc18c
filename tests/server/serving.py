"""A real server in a process of its own, and one real browser, for the tests that need them."""

from __future__ import annotations

import base64
import hmac
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SECONDS_TO_START = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    """A server that answers.

    Attributes
    ----------
    link : what was printed to be opened first
    """

    link: str
    process: subprocess.Popen[str]

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        parts = urlsplit(self.link)
        return f"{parts.scheme}://{parts.netloc}"


@contextmanager
def served(*arguments: str, at: str = "", **environment: str) -> Iterator[Served]:
    """`cephalad serve` with these arguments on a free port; stopped as by Ctrl-C afterwards.

    Parameters
    ----------
    at : the moment at which its clock begins, as `frozen.begin_at` takes it; now when left out
    """
    command = [sys.executable, "-c", "import sys; from cephalad.cli import main; sys.exit(main())"]
    if at:
        command = [sys.executable, "-m", "tests.server.frozen", at]
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
    )
    try:
        yield Served(_first_line(process), process)
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS_TO_START)


def _first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, process.communicate(timeout=SECONDS_TO_START)[1]
    return line


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser; where it must be there and is not, the test fails and is not skipped."""
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "these tests need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Visit:
    """One browser window of one person, which notes what it asked for and what was wrong with its pages.

    Attributes
    ----------
    asked : the addresses of all requests
    refused : what the browser's console said: among others, what the policy of the page forbade
    """

    page: Any
    shots: Path
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, browser: Any, shots: Path, **settings: Any) -> Visit:
        """A new window with cookies of its own."""
        stated = {"viewport": {"width": 1180, "height": 820}, "locale": "en-GB", **settings}
        visit = cls(browser.new_context(**stated).new_page(), Path(os.environ.get("CEPHALAD_SCREENSHOTS") or shots))
        visit.shots.mkdir(parents=True, exist_ok=True)
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        visit.page.on("console", lambda said: visit.refused.extend([said.text] if said.type == "error" else []))
        visit.page.on("pageerror", lambda fault: visit.refused.append(str(fault)))
        visit.page.set_default_timeout(15_000)
        return visit

    def faults(self, name: str) -> list[str]:
        """What axe finds wrong with the page; its picture is kept under `name`."""
        from axe_playwright_python.sync_playwright import Axe

        self.page.screenshot(path=self.shots / f"{name}.png", full_page=True)
        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']}: {node['target']}" for each in found for node in each["nodes"]]

    def with_authenticator(self) -> None:
        """Give the window a platform authenticator that always agrees, as a fingerprint reader would."""
        session = self.page.context.new_cdp_session(self.page)
        session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def code_now(secret: str, at: float | None = None) -> str:
    """The six digits that an authenticator app shows (RFC 6238), worked out a second way."""
    moment = int((time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", moment), "sha1")
    begin = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[begin : begin + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
