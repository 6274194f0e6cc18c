"""Starting: keys, Django, a database that has every table. Done once in a process, safe when two processes start.

A new SQLite store is a copy of the ready-made empty one; only what is newer than that is still migrated.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cephalad.errors import CephaladError, UnreadableInput
from cephalad.server.config import Config
from cephalad.server.keys import load_keys, prepare_folder
from cephalad.server.ready_made import empty_database
from cephalad.server.settings import django_settings

__all__ = ["NoStore", "StartFault", "configure", "start"]


class NoStore(UnreadableInput):
    """A folder without a store, where one was named."""


class StartFault(CephaladError):
    """The store cannot be opened."""


def start(config: Config, *, make: bool = True, opens_identities: bool = True) -> None:
    """Nothing; afterwards Django is set up and the store is there, with every table.

    Parameters
    ----------
    make : whether a store that is not there is made
    opens_identities : whether the identity key is tried on the store; walking and backing up do not need it

    Raises
    ------
    NoStore : when there is none and none is to be made
    KeyFault : when a key is weak, open to others, missing or not the one of this store
    StartFault : when the database cannot be reached, or this process was started with another configuration
    """
    needed = config.database_file if config.uses_sqlite else config.data_folder
    if not make and not needed.exists():
        raise NoStore(f"{config.data_folder}: holds no store; name its folder with --data")
    prepare_folder(config.data_folder)
    with _alone(config):
        configure(config)
        if config.uses_sqlite and not config.database_file.exists():
            _copy_empty(config)
        _migrate(config, make=make)
    if opens_identities:
        from cephalad.server.store.identities import check_key

        check_key()


def configure(config: Config) -> None:
    """Nothing; afterwards Django knows this configuration. A second call with the same one does nothing.

    Raises
    ------
    StartFault : when this process was started with another configuration
    KeyFault : as `start`
    """
    import django
    from django.conf import settings

    if settings.configured:
        if getattr(settings, "CEPHALAD_CONFIG", None) != config:
            raise StartFault("this process was started with another configuration; start a new one")
        return
    settings.configure(**django_settings(config, load_keys(config)))
    django.setup()


def _migrate(config: Config, *, make: bool) -> None:
    """Run what the database has not seen yet; usually nothing."""
    from django.core.management import call_command
    from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
    from django.db.migrations.executor import MigrationExecutor

    try:
        connection = connections[DEFAULT_DB_ALIAS]
        if not make and "store_chain" not in connection.introspection.table_names():
            raise NoStore("the database holds no store; name another, or begin with cephalad serve")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        # The words of a driver may quote the address, which may hold a password.
        where = config.database_file if config.uses_sqlite else "the database of the address"
        raise StartFault(f"{where}: cannot be opened ({type(error).__name__})") from None


def _copy_empty(config: Config) -> None:
    content = empty_database()
    if content is None:
        # A source tree without it: everything is migrated. The file is made here for its mode.
        content = b""
    temporary = config.database_file.with_name(f".{config.database_file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(temporary, config.database_file)
    finally:
        with suppress(OSError):
            os.unlink(temporary)


@contextmanager
def _alone(config: Config) -> Iterator[None]:
    """Of several processes that start at once, the first one makes what is missing and the others wait."""
    descriptor = os.open(config.data_folder / ".starting", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
