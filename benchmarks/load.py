"""The web application with many users at once: `cephalad serve` as it is installed, and people who look and enter."""

from __future__ import annotations

import http.client
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlencode, urlsplit

from benchmarks.filled_store import Filled, filled_store
from benchmarks.table import Row

__all__ = ["MARK", "Load", "Visits", "load_rows", "measured"]

MARK = "`cephalad serve`"
"""Stands in every line about the load, by which an earlier one is known."""

_SEED = 1
_REFERENCE_LOOKED_AT = 5
_AIM_MS = 300
_START = "import sys; from cephalad.cli import main; sys.exit(main(sys.argv[1:]))"
_SHOWN, _LED_ON, _TOLD_OF_ANOTHER = 200, 302, 409
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_COUNTS_DAYS = 'name="e.time" value="day"'
_HEAD = re.compile(r'name="head" value="(\w*)"')
_SHARES = {"slider": 45, "case": 25, "list": 15, "form": 5, "entry": 10}
"""In a hundred visits: the slider moves, a case is opened, the list is, a form is, an event is previewed and saved."""


@dataclass(frozen=True, slots=True)
class Load:
    """Who visits what, and how long.

    Attributes
    ----------
    looked_at : of the cases, those that are opened: the ones of a week's meetings, five of them the reference patient
    think_seconds : between an answer and the next request of a user, on average; half of it to one and a half times
    """

    cases: int = 1_000
    looked_at: int = 40
    users: int = 20
    seconds: float = 60.0
    think_seconds: float = 2.0


@dataclass(slots=True)
class Visits:
    """What came of it.

    Attributes
    ----------
    milliseconds : of every answer, by the kind of request
    errors : answers that were none
    """

    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Of all requests."""
        return sum(map(len, self.milliseconds.values())) + len(self.errors)

    def percentile(self, share: float, kind: str = "") -> float:
        """Milliseconds within which this share of the answers came, of one kind or of all; nearest rank."""
        found = sorted(self.milliseconds[kind] if kind else chain.from_iterable(self.milliseconds.values()))
        return found[max(1, ceil(share * len(found))) - 1]


def load_rows(load: Load | None = None) -> Iterator[Row]:
    """Three percentiles of all answers, the one of the aim for each kind, and how many there were."""
    load = load or Load()
    found = measured(load)
    cases = f"{load.cases:,} cases, {load.looked_at} of them opened"
    what = f"{MARK}, {cases}, {load.users} users who wait {load.think_seconds:g} s"
    told = f"{found.number:,} requests in {load.seconds:g} s; errors: {len(found.errors)}"
    for share, name, aim in ((0.5, "median", ""), (0.95, "95th percentile", f"{_AIM_MS} ms"), (0.99, "99th", "")):
        yield Row(f"{what}: {name}", found.percentile(share), "ms", aim, told, "")
    for kind in found.milliseconds:
        number = f"{len(found.milliseconds[kind]):,} requests"
        yield Row(f"{MARK}: of it {kind}, 95th percentile", found.percentile(0.95, kind), "ms", "", number, "")


def measured(load: Load) -> Visits:
    """All answers of a server with a store of its own.

    Raises
    ------
    subprocess.CalledProcessError : when store or server cannot be started
    """
    with TemporaryDirectory() as folder:
        store = filled_store(Path(folder), load.cases, load.users)
        with _served(folder) as port:
            _warm_up(store, port)
            return _visited(load, store, port)


@contextmanager
def _served(folder: str) -> Iterator[int]:
    """The port of a server over the store in this folder."""
    command = [sys.executable, "-c", _START, "serve", "--port", "0", "--data", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        if not line:
            raise subprocess.CalledProcessError(process.wait(), command)
        yield urlsplit(line).port or 0
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def _warm_up(store: Filled, port: int) -> None:
    """The first request of each process pays for what is read once; the list of a morning is worked out once."""
    visitor = _Visitor(store, port, 0, Visits(), Load())
    for _ in range(4):
        visitor.opened("/")
    visitor.leave()


def _visited(load: Load, store: Filled, port: int) -> Visits:
    found, until = Visits(), time.monotonic() + load.seconds
    visitors = [_Visitor(store, port, number, found, load) for number in range(load.users)]
    threads = [threading.Thread(target=visitor.stay, args=(until,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


class _Visitor:
    """One user with a browser's connection, which stays open."""

    def __init__(self, store: Filled, port: int, number: int, found: Visits, load: Load) -> None:
        self._store, self._found, self._load = store, found, load
        self._reference = store.reference[:_REFERENCE_LOOKED_AT]
        self._others = store.others[: load.looked_at - len(self._reference)]
        self._chance = random.Random(_SEED * 1_000 + number)  # noqa: S311 - which page, not a secret
        self._cookies = {store.cookie: store.sessions[number]}
        self._connection = http.client.HTTPConnection("localhost", port, timeout=60)

    def stay(self, until: float) -> None:
        """One request after the other, with pauses, until the time is over."""
        kinds: dict[str, Callable[[], None]] = {
            "slider": lambda: self._timed("slider", self._at_a_point(), {"HX-Request": "true"}),
            "case": lambda: self._timed("case", self._any_case()),
            "list": lambda: self._timed("list", "/"),
            "form": lambda: self._followed(f"{self._any_case()}enter/imaging/") and None,
            "entry": self._enter,
        }
        self._pause(self._chance.random())
        while time.monotonic() < until:
            kinds[self._chance.choices(list(_SHARES), list(_SHARES.values()))[0]]()
            self._pause(0.5 + self._chance.random())
        self.leave()

    def leave(self) -> None:
        """Close the connection."""
        self._connection.close()

    def opened(self, path: str) -> str:
        """A page, not counted."""
        return self._asked("GET", path)[1]

    def _pause(self, share: float) -> None:
        time.sleep(share * self._load.think_seconds)

    def _any_case(self) -> str:
        return f"/cases/{self._chance.choice(self._reference + self._others)}/"

    def _at_a_point(self) -> str:
        subject, point = self._chance.choice(self._reference), self._chance.choice(self._store.points)
        return f"/cases/{subject}/?as-of={quote(point)}"

    def _enter(self) -> None:
        """An event of a study: form, preview, save, with a pause before each as somebody reads and types."""
        path = f"/cases/{self._chance.choice(self._others)}/enter/contact/"
        form, page = self._followed(path)
        token, head = _TOKEN.search(page), _HEAD.search(page)
        if token is None or head is None:
            self._found.errors.append(f"form without token: {form}")
            return
        told = {"csrfmiddlewaretoken": token[1], "head": head[1], "f.reached.0.a": "yes", "e.time": "date"}
        told |= {"e.effective_on": "2026-10-01", "e.day": "9000", "e.basis": "approximate"}
        if _COUNTS_DAYS in page:
            told["e.time"] = "day"
        self._pause(0.5)
        self._timed("preview", form, {"HX-Request": "true"}, {**told, "act": "preview"})
        self._pause(0.5)
        self._timed("save", form, {}, {**told, "act": "save"})

    def _followed(self, path: str) -> tuple[str, str]:
        """Address and content of the page that a path leads to; counted as one form."""
        begun = time.perf_counter()
        status, page, place = self._asked("GET", path)
        if place:
            status, page, _ = self._asked("GET", place)
        self._note("form", begun, status)
        return place or path, page

    def _timed(
        self, kind: str, path: str, headers: dict[str, str] | None = None, form: dict[str, str] | None = None
    ) -> None:
        begun = time.perf_counter()
        status, _, _ = self._asked("POST" if form else "GET", path, headers, form)
        self._note(kind, begun, status)

    def _note(self, kind: str, begun: float, status: int) -> None:
        taken = (time.perf_counter() - begun) * 1_000
        # Whatever else leads elsewhere leads to log-in. Two who enter in one case are told of each other.
        if status in ((_LED_ON, _TOLD_OF_ANOTHER) if kind == "save" else (_SHOWN,)):
            self._found.milliseconds.setdefault(kind, []).append(taken)
        else:
            self._found.errors.append(f"{kind}: {status}")

    def _answer(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            raise

    def _asked(
        self, method: str, path: str, headers: dict[str, str] | None = None, form: dict[str, str] | None = None
    ) -> tuple[int, str, str]:
        """Status, content and where it leads."""
        told = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()), **(headers or {})}
        if form is not None:
            told |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": "http://localhost/"}
        sent = (method, path, urlencode(form) if form else None, told)
        try:
            answer = self._answer(*sent)
        except (ConnectionError, http.client.RemoteDisconnected):
            # The server closes a connection on which nobody asked for a while; a browser opens another, and so here.
            answer = self._answer(*sent)
        content = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie", []):
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, content, answer.headers.get("Location", "")
