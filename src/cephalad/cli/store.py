"""`cephalad store`: walk, back up and restore the store of the web application, and erase a case from it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from cephalad.cli.output import put, put_json
from cephalad.cli.running import DONE, NO, counted
from cephalad.cli.streams import is_terminal, tell
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.server.config import Config, default_data_folder, stated_database

__all__ = ["COMMANDS", "config_named"]

ACTOR = "cephalad store"
_MOST_FAULTS = 100


def config_named(options: Namespace) -> Config:
    """The installation that ``--data`` and ``--database`` name."""
    folder = Path(options.data) if options.data else default_data_folder()
    return Config(folder, database_url=options.database or stated_database())


def verify(options: Namespace) -> int:
    """Print what the walk over the chain found; exit code 1 when anything is wrong."""
    _open(options)
    from cephalad.server.store.verify import verify as walked

    found = walked(options.expect or None)
    if options.format == "json":
        put_json(asdict(found), options)
        return DONE if found.is_sound else NO
    lines = [f"{counted(found.n_rows, 'row')}, head {found.head or '(none)'}"]
    if found.expected_at is not None:
        lines.append(f"the expected hash is that of row {found.expected_at}")
    for case in found.erased:
        lines.append(f"erased: case {case.subject}, {counted(case.n_rows, 'row')}, at {case.recorded_at}")
    for fault in found.faults[:_MOST_FAULTS]:
        lines.append(f"{fault.code}: {f'row {fault.sequence}: ' if fault.sequence else ''}{fault.detail}")
    if len(found.faults) > _MOST_FAULTS:
        lines.append(f"and {len(found.faults) - _MOST_FAULTS} more; --format json lists all")
    lines.append("sound" if found.is_sound else f"not sound: {counted(len(found.faults), 'fault')}")
    put("\n".join(lines), options)
    return DONE if found.is_sound else NO


def backup(options: Namespace) -> int:
    """Write a backup of everything but the keys."""
    _open(options)
    from cephalad.server.store.backup import backup as backed_up

    written = backed_up(options.file)
    tell(f"wrote {options.file}: {counted(written.n_rows, 'row')}; the identity key is not in it: keep a copy apart")
    put(f"head {written.head or '(none)'}", options)
    return DONE


def restore(options: Namespace) -> int:
    """Fill an empty store from a backup, and walk it."""
    if not Path(options.file).is_file():
        raise UnreadableInput(f"{options.file}: no such file")
    _open(options, make=True)
    from cephalad.server.store.restore import restore as restored

    found = restored(options.file)
    if not found.identities_open:
        tell("the identities cannot be opened with this key; put the identity key of the old installation in its place")
    tell(f"restored {counted(found.verified.n_rows, 'row')}; cases erased since the backup have to be erased again")
    put(f"head {found.verified.head or '(none)'}", options)
    return DONE


def erase(options: Namespace) -> int:
    """Erase a case, after its pseudonym was typed once more."""
    _open(options)
    from cephalad.server.store.cases import pseudonyms
    from cephalad.server.store.erase import erase_case
    from cephalad.server.store.faults import NoSuchCase

    known = pseudonyms()
    subject = next((each for each, name in known.items() if options.case in (name, each)), "")
    if not subject:
        raise NoSuchCase(f"no case {options.case[:80]!r} in this store")
    if not options.yes and not _is_confirmed(known[subject]):
        tell("not the same; nothing was erased")
        return NO
    written = erase_case(subject, ACTOR, reason=options.reason)
    tell("erased; backups made before still hold the case, and stay as private as they were")
    put(f"case {subject}: row {written.sequence}, head {written.own_hash}", options)
    return DONE


def _is_confirmed(pseudonym: str) -> bool:
    if not is_terminal(sys.stdin):
        raise InvalidArgument("erasing asks for the pseudonym on a terminal; without one, add --yes")
    sys.stderr.write("This cannot be undone. Type the pseudonym of the case once more: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip() == pseudonym


def _open(options: Namespace, *, make: bool = False) -> None:
    from cephalad.server.start import start

    start(config_named(options), make=make, opens_identities=False)


COMMANDS: Mapping[str, Callable[[Namespace], int]] = {
    "verify": verify,
    "backup": backup,
    "restore": restore,
    "erase": erase,
}
"""The functions by the action that the parser sets."""
