"""The arguments of `cephalad serve` and `cephalad store`, which belong to the web application."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself costs more than the whole parser
if TYPE_CHECKING:
    from argparse import Namespace

    from cephalad.cli.parser import Commands, Parser

__all__ = ["add_serve", "add_store"]

DEFAULT_PORT = 8000
SAYS = "the web application on this machine, or for a hospital"
EPILOG = """\
cephalad serve --demo                   published cases, no accounts, this machine only
cephalad serve --data DIR               your own patients: accounts with a second factor
cephalad serve --host 0.0.0.0 --name mdt.hospital.example --tls-cert FILE --tls-key FILE
cephalad serve --behind-proxy https://mdt.hospital.example

The address to open first is printed to standard output. Ctrl-C stops the server."""


def add_serve(commands: Commands) -> None:
    """Add `serve` to the commands."""
    parser = commands.add_parser("serve", help=SAYS, description=f"{SAYS[:1].upper()}{SAYS[1:]}.", epilog=EPILOG)
    parser.add_argument(
        "--demo",
        action="store_true",
        help="published cases, no accounts; thrown away afterwards unless --data names a folder",
    )
    _add_data(parser)
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: this machine only)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"default: {DEFAULT_PORT}; 0 takes any that is free"
    )
    parser.add_argument(
        "--name",
        metavar="HOST",
        action="append",
        default=[],
        help="a name by which browsers reach it; may be given more than once",
    )
    parser.add_argument("--tls-cert", metavar="FILE", default="", help="certificate with its chain, PEM")
    parser.add_argument("--tls-key", metavar="FILE", default="", help="key of the certificate, PEM")
    parser.add_argument(
        "--behind-proxy",
        metavar="ORIGIN",
        default="",
        help="the https address that a proxy serves; it must set X-Forwarded-Proto and X-Forwarded-For",
    )
    parser.add_argument(
        "--screening",
        metavar="DIR",
        default="",
        help="folder that cephalad screen wrote; everybody with an account sees its list and may decide",
    )
    parser.add_argument(
        "--new-link",
        metavar="ACCOUNT",
        default="",
        help="print a one-time link by which this account gets a new password and second factor",
    )
    parser.set_defaults(run=_serve)


def _serve(options: Namespace) -> int:
    from cephalad.cli.serve import run_serve

    return run_serve(options)


def add_store(commands: Commands) -> None:
    """Add `store` and its actions to the commands."""
    says_of_all = "the store of the web application: walk, back up, restore, erase"
    whole = commands.add_parser("store", help=says_of_all, description=f"{says_of_all[:1].upper()}{says_of_all[1:]}.")
    actions = whole.add_subparsers(title="actions", metavar="ACTION", required=True)
    for name, says in (
        ("verify", "walk the whole chain: what was erased, altered or removed; exit code 1 when anything is wrong"),
        ("backup", "everything but the keys, as one file that either kind of database can be restored from"),
        ("restore", "fill an empty store from a backup, and walk it"),
        ("erase", "delete what is known of one case; that it was there, and was erased, stays in the chain"),
    ):
        parser = actions.add_parser(name, help=says, description=f"{says[:1].upper()}{says[1:]}.")
        if name == "verify":
            parser.add_argument("--expect", metavar="HASH", default="", help="a hash that must be in the chain")
            told = "text: text for people (default); json: JSON"
            parser.add_argument("--format", choices=("text", "json"), default="text", help=told)
        elif name == "erase":
            parser.add_argument("case", metavar="CASE", help="its pseudonym, or its id in the store")
            parser.add_argument("--reason", required=True, help="why; it stays in the chain and names no patient")
            parser.add_argument("--yes", action="store_true", help="do not ask for the pseudonym once more")
        else:
            parser.add_argument("file", metavar="FILE")
        _add_data(parser)
        parser.set_defaults(run=_store, action=name)


def _add_data(parser: Parser) -> None:
    parser.add_argument("--data", metavar="DIR", default="", help="data folder (default: CEPHALAD_DATA, or your own)")
    parser.add_argument(
        "--database", metavar="URL", default="", help="a PostgreSQL address (default: CEPHALAD_DATABASE, or SQLite)"
    )


def _store(options: Namespace) -> int:
    from cephalad.cli import store

    return store.COMMANDS[options.action](options)
