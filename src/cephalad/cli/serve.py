"""`cephalad serve`: start the web application and say which address to open."""

from __future__ import annotations

import os
import shutil
import tempfile
from argparse import Namespace
from pathlib import Path
from urllib.parse import urlsplit

from cephalad.cli.running import DONE, counted
from cephalad.cli.streams import tell, write_out
from cephalad.errors import InvalidArgument, UnreadableInput
from cephalad.server.config import Config, Tls, default_data_folder, stated_database
from cephalad.server.security import refuse_unsafe

__all__ = ["config_of", "run_serve"]


def run_serve(options: Namespace) -> int:
    """Answer requests until stopped; exit code 0 after Ctrl-C."""
    thrown_away = _throw_away_folder(options)
    # The processes that answer are copies of this one: only the first cleans up.
    first_process = os.getpid()
    try:
        return _run(config_of(options, thrown_away), options.new_link)
    except SystemExit as stop:
        if stop.code:
            raise
        return DONE
    finally:
        if thrown_away is not None and os.getpid() == first_process:
            shutil.rmtree(thrown_away, ignore_errors=True)


def config_of(options: Namespace, thrown_away: Path | None = None) -> Config:
    """The installation that the arguments describe.

    Raises
    ------
    InvalidArgument : for arguments that do not go together, and for an address where it would not be safe
    UnreadableInput : for a certificate, a key or a screened archive that is not there
    """
    if options.demo and options.new_link:
        raise InvalidArgument("new link: a demonstration has no accounts; leave --new-link out")
    if options.demo and options.database:
        raise InvalidArgument("database: a demonstration keeps its cases in a file of its own; leave --database out")
    folder = thrown_away or (Path(options.data) if options.data else default_data_folder())
    origin = options.behind_proxy.rstrip("/")
    names = [*options.name, *([urlsplit(origin).hostname or ""] if origin else [])]
    config = Config(
        folder,
        database_url="" if options.demo else options.database or stated_database(),
        demo=options.demo,
        host="127.0.0.1" if options.host == "localhost" else options.host,
        port=options.port,
        allowed_hosts=tuple(dict.fromkeys(name for name in (*names, *_own_name(options.host)) if name)),
        tls=_tls(options, origin),
        screening=_screening(options.screening),
    )
    refuse_unsafe(config)
    return config


def _own_name(host: str) -> tuple[str, ...]:
    """The address itself, unless it stands for all addresses of the machine."""
    if host in ("0.0.0.0", "::", "localhost"):  # noqa: S104 - looked for, not listened on
        return ()
    return (f"[{host}]",) if ":" in host else (host,)


def _screening(name: str) -> Path | None:
    """The folder of a screened archive, looked at now so that a wrong name is told before anybody opens a page."""
    if not name:
        return None
    from cephalad.server.screening.run import check_folder

    folder = Path(name).resolve()
    check_folder(folder)
    return folder


def _tls(options: Namespace, origin: str) -> Tls | None:
    if not (options.tls_cert or options.tls_key or origin):
        return None
    files = [Path(name) if name else None for name in (options.tls_cert, options.tls_key)]
    for file in files:
        if file is not None and not file.is_file():
            raise UnreadableInput(f"{file}: no such file")
    return Tls(files[0], files[1], origin)


def _throw_away_folder(options: Namespace) -> Path | None:
    return Path(tempfile.mkdtemp(prefix="cephalad-demo-")) if options.demo and not options.data else None


def _run(config: Config, new_link: str) -> int:
    from cephalad.server.start import start

    start(config)
    from cephalad.server.demo import fill, refuse_mixed
    from cephalad.server.listen import address_of, check_port, listen

    refuse_mixed(config)
    check_port(config)
    if config.demo and (n_cases := fill()):
        tell(f"put {counted(n_cases, 'published case')} into {config.data_folder}")
    path = _first_path(config, new_link)

    def ready(port: int) -> None:
        write_out(f"{address_of(config, port)}{path}")
        if path != "/":
            tell("open this address first; it is good for whoever reads it, so pass it on to nobody")
        tell("Ctrl-C stops the server")

    listen(config, ready)
    return DONE


def _first_path(config: Config, new_link: str) -> str:
    from cephalad.server.accounts.links import demo_link, first_link, link_from_host, needs_first_account

    if new_link:
        return link_from_host(new_link)
    if config.demo:
        return demo_link()
    return first_link() if needs_first_account() else "/"
