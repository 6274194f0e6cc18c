"""The application as WSGI servers call it; `cephalad serve` runs it, and so may any other server of a host.

Configured by the environment: ``CEPHALAD_DATA``, ``CEPHALAD_DATABASE``, ``CEPHALAD_ORIGIN`` (the https address that a
proxy serves) and the keys.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from cephalad.server.config import Config, Tls, default_data_folder, stated_database
from cephalad.server.security import refuse_unsafe

__all__ = ["application", "of_environment"]


def of_environment(environment: Mapping[str, str] = os.environ) -> Config:
    """The configuration for a server that another program runs.

    Raises
    ------
    InvalidArgument : for an origin that is not https
    """
    origin = environment.get("CEPHALAD_ORIGIN", "")
    return Config(
        default_data_folder(environment),
        stated_database(environment),
        allowed_hosts=(urlsplit(origin).hostname or "",) if origin else (),
        tls=Tls(proxy_origin=origin) if origin else None,
    )


def application(environ: dict[str, Any], start_response: Any) -> Any:
    """The answer to one request; the first call starts the installation."""
    return _made()(environ, start_response)


_kept: list[Any] = []
_starting = threading.Lock()


def _made() -> Any:
    with _starting:
        if not _kept:
            from django.core.handlers.wsgi import WSGIHandler

            from cephalad.server.start import start

            config = of_environment()
            refuse_unsafe(config)
            start(config)
            _kept.append(WSGIHandler())
    return _kept[0]
