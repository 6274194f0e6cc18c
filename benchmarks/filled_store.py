"""A store with many cases and open sessions, to be visited: ``python -m benchmarks.filled_store FOLDER CASES USERS``.

It is filled by a process of its own, since a process knows one installation only. What it prints is a `Filled`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from itertools import cycle, islice
from pathlib import Path

from cephalad.record import Case, example_names, read_example, standing_events

__all__ = ["REFERENCE", "Filled", "filled_store"]

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = "zhao-tian-2026"
ACTOR = "benchmark"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a visitor must know.

    Attributes
    ----------
    cookie : the name of the cookie of a session
    sessions : of each user, signed in with both factors
    reference : ids of cases that are copies of the reference patient
    others : ids of all other cases
    points : of the reference patient, as an address writes them
    """

    cookie: str
    sessions: list[str]
    reference: list[str]
    others: list[str]
    points: list[str]


def filled_store(folder: Path, cases: int, users: int) -> Filled:
    """A new store in this folder, with so many cases and signed-in users.

    Raises
    ------
    subprocess.CalledProcessError : when it cannot be made
    """
    command = [sys.executable, "-m", "benchmarks.filled_store", str(folder), str(cases), str(users)]
    made = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)  # noqa: S603  our own command
    return Filled(**json.loads(made.stdout))


def _fill(folder: Path, cases: int, users: int) -> Filled:
    from cephalad.server.config import Config
    from cephalad.server.start import start

    start(Config(folder))
    from django.conf import settings

    from cephalad.server.store.append import writing
    from cephalad.server.store.cases import import_case

    found: dict[bool, list[str]] = {True: [], False: []}
    with writing():
        for number, name in enumerate(islice(cycle(_names(cases)), cases), start=1):
            subject = import_case(_copy(read_example(name), number), ACTOR).subject
            found[name == REFERENCE].append(subject)
    points = [f"after:{event.id}" for event in standing_events(read_example(REFERENCE))]
    sessions = [_signed_in(f"user-{number}") for number in range(1, users + 1)]
    return Filled(settings.SESSION_COOKIE_NAME, sessions, found[True], found[False], points)


def _names(cases: int) -> list[str]:
    """The shipped cases, the reference patient first, so that a small store has her too."""
    return [REFERENCE, *(name for name in example_names() if name != REFERENCE)][:cases]


def _copy(case: Case, number: int) -> Case:
    return replace(case, id=f"case-{number}", header={**case.header, "case": f"case-{number}"})


def _signed_in(name: str) -> str:
    """The key of a session as after log-in with both factors."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    from cephalad.server.accounts.events import FACTOR_ADDED_HERE
    from cephalad.server.accounts.models import Profile

    user = get_user_model().objects.create_user(name)
    Profile.objects.create(user=user)
    TOTP.activate(user, generate_totp_secret())
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="127.0.0.1")
    client.force_login(user)
    session = client.session
    session[FACTOR_ADDED_HERE] = user.pk
    session.save()
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


if __name__ == "__main__":
    print(json.dumps(asdict(_fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
