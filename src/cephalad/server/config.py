"""What one installation is told: where its data lies, which database, who may reach it, and by which means."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from cephalad.errors import InvalidArgument

__all__ = ["Config", "Tls", "database_parameters", "default_data_folder", "local_time_zone", "stated_database"]

_SCHEMES = ("postgresql", "postgres")
_CONNECTION_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "service")
_HIGHEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Tls:
    """How the traffic is protected on its way: by a certificate of this process, or by a proxy before it.

    Attributes
    ----------
    certificate, key : PEM files of this process; both or neither
    proxy_origin : the address that a proxy serves, such as ``https://mdt.hospital.example``; "" without a proxy
    """

    certificate: Path | None = None
    key: Path | None = None
    proxy_origin: str = ""

    def __post_init__(self) -> None:
        if (self.certificate is None) != (self.key is None):
            raise InvalidArgument("tls: a certificate and its key belong together, got one of them; name both files")
        if (self.certificate is None) == (not self.proxy_origin):
            raise InvalidArgument("tls: needs a certificate with its key or the origin of a proxy, and not both")
        if self.proxy_origin and not self.proxy_origin.startswith("https://"):
            raise InvalidArgument(f"tls: a proxy's origin begins with https://, got {self.proxy_origin[:60]!r}")


@dataclass(frozen=True, slots=True)
class Config:
    """One installation, fixed when it starts.

    Attributes
    ----------
    data_folder : where the database, the keys and the logs lie; made when it is not there
    database_url : a PostgreSQL address; "" for an SQLite file in the data folder. It may hold a password and is never
        printed
    demo : example cases only, no second factor
    host, port : where the process listens
    allowed_hosts : names by which a browser may reach it, besides the loopback ones
    tls : None where nothing but this machine can reach it
    time_zone : in which "today" is meant, such as ``Asia/Shanghai``; the machine's own when left out
    screening : folder of a finished run of `cephalad screen`, which is only read; None without one
    """

    data_folder: Path
    database_url: str = field(default="", repr=False)
    demo: bool = False
    host: str = "127.0.0.1"
    port: int = 8000
    allowed_hosts: tuple[str, ...] = ()
    tls: Tls | None = None
    time_zone: str = field(default_factory=lambda: local_time_zone())
    screening: Path | None = None

    def __post_init__(self) -> None:
        if self.time_zone not in available_timezones():
            raise InvalidArgument(f"time zone: must be one such as Asia/Shanghai, got {self.time_zone[:40]!r}")
        if not 0 <= self.port <= _HIGHEST_PORT:
            raise InvalidArgument(f"port: must be a number from 0 to {_HIGHEST_PORT}, got {self.port}")
        if self.database_url:
            database_parameters(self.database_url)

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the process."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def uses_sqlite(self) -> bool:
        """Whether the store is an SQLite file in the data folder."""
        return not self.database_url

    @property
    def database_file(self) -> Path:
        """The SQLite file, whether or not it is used."""
        return self.data_folder / "cephalad.sqlite3"

    @property
    def key_folder(self) -> Path:
        """Where the secret key and the identity key lie."""
        return self.data_folder / "keys"


def default_data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """``CEPHALAD_DATA``, else the folder ``cephalad`` among the user's data."""
    if stated := environment.get("CEPHALAD_DATA"):
        return Path(stated)
    base = environment.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "cephalad"


def stated_database(environment: Mapping[str, str] = os.environ) -> str:
    """``CEPHALAD_DATABASE``, where an address with a password does not show among the running programs; else ""."""
    return environment.get("CEPHALAD_DATABASE", "")


def local_time_zone(environment: Mapping[str, str] = os.environ, link: str = "/etc/localtime") -> str:
    """The machine's time zone by name: ``TZ``, else what the system's link names, else ``UTC``."""
    names = (environment.get("TZ", "").removeprefix(":"), os.path.realpath(link).rpartition("zoneinfo/")[2])
    return next((name for name in names if name in available_timezones()), "UTC")


def database_parameters(url: str) -> dict[str, object]:
    """Django's database entry for a PostgreSQL address such as ``postgresql://user:password@host:5432/name``.

    Raises
    ------
    InvalidArgument : for anything else; the message holds no part of the address, which may contain a password
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        query = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError:
        raise InvalidArgument("database: is no address; write postgresql://user@host:5432/name") from None
    if parts.scheme not in _SCHEMES:
        raise InvalidArgument("database: must be a PostgreSQL address; write postgresql://user@host:5432/name")
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise InvalidArgument("database: names no database; write postgresql://user@host:5432/name")
    # A socket's folder stands in the query, as libpq writes it.
    host = query.pop("host", "") or unquote(parts.hostname or "")
    if unknown := sorted(set(query) - set(_CONNECTION_OPTIONS)):
        known = ", ".join(_CONNECTION_OPTIONS)
        raise InvalidArgument(f"database: takes no option {unknown[0][:40]!r}; there are {known}")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": "" if port is None else str(port),
        "OPTIONS": query,
    }
