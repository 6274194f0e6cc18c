"""The two secrets of an installation: one signs sessions, one seals identities.

Each is a file of its own that only its owner can read, made at the first start, or an environment variable. A weak one
and one that others can read are refused; none is ever printed, logged or put into a backup.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from cephalad.errors import CephaladError
from cephalad.server.config import Config

__all__ = ["IDENTITY_KEY", "SECRET_KEY", "KeyFault", "Keys", "load_keys", "prepare_folder"]

SECRET_KEY = "CEPHALAD_SECRET_KEY"  # noqa: S105 - the name of a variable
IDENTITY_KEY = "CEPHALAD_IDENTITY_KEY"
_FILES = {SECRET_KEY: "secret-key", IDENTITY_KEY: "identity-key"}

_BYTES = 32
# Of 32 random bytes about 30 differ; fewer than 16 do not happen by chance.
_LEAST_DIFFERENT_BYTES = 16
_LEAST_CHARACTERS = 50
_LEAST_DIFFERENT_CHARACTERS = 10


class KeyFault(CephaladError):
    """A key that is weak, missing, open to others or not the one that the store was written with."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one installation; they do not show when it is printed."""

    secret_key: str = field(repr=False)
    identity_key: bytes = field(repr=False)


def load_keys(config: Config, environment: Mapping[str, str] = os.environ) -> Keys:
    """The keys from the environment or from their files, which are made when this is the first start.

    Raises
    ------
    KeyFault : when a key is weak, can be read by others, or is missing while there is a store already
    """
    secret_key = _stated(SECRET_KEY, config, environment)
    identity_key = _stated(IDENTITY_KEY, config, environment)
    return Keys(_strong_secret_key(secret_key), _strong_identity_key(identity_key))


def prepare_folder(folder: Path) -> None:
    """Make a folder that nobody else can look into; one that is there already keeps its mode.

    Raises
    ------
    KeyFault : when it cannot be made
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise KeyFault(f"{folder}: cannot be made: {error.strerror or 'output error'}") from error


def _stated(name: str, config: Config, environment: Mapping[str, str]) -> str:
    if stated := environment.get(name):
        return stated
    file = config.key_folder / _FILES[name]
    if not file.exists():
        if name == IDENTITY_KEY and config.uses_sqlite and config.database_file.exists():
            remedy = f"put the file back from your copy, or set {name}"
            raise KeyFault(f"{file}: is missing while there is a store, whose identities it opens; {remedy}")
        _make(file)
    return _read(file)


def _make(file: Path) -> None:
    """Put a new key there; where two processes start at once, the first one's stays."""
    prepare_folder(file.parent)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_BYTES) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(temporary, file)
    except OSError as error:
        raise KeyFault(f"{file}: cannot be written: {error.strerror or 'output error'}") from error
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            found = os.fstat(stream.fileno())
            content = stream.read(4096)
    except OSError as error:
        raise KeyFault(f"{file}: cannot be read: {error.strerror or 'input error'}") from error
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise KeyFault(f"{file}: can be read by others (mode {stat.S_IMODE(found.st_mode):o}); chmod 600 {file}")
    try:
        return content.decode("ascii").strip()
    except UnicodeDecodeError:
        raise KeyFault(f"{file}: is no key file; put the right file back") from None


def _strong_secret_key(text: str) -> str:
    if len(text) < _LEAST_CHARACTERS or len(set(text)) < _LEAST_DIFFERENT_CHARACTERS:
        remedy = "remove it and a strong one is made"
        raise KeyFault(f"secret key: must be {_LEAST_CHARACTERS} or more random characters; {remedy}")
    return text


def _strong_identity_key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != _BYTES or len(set(key)) < _LEAST_DIFFERENT_BYTES:
        raise KeyFault(f"identity key: must be {_BYTES} random bytes, written as {2 * _BYTES} hexadecimal digits")
    return key
