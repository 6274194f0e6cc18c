"""Listening: the application under gunicorn, as many processes as there are cores for, each with some threads."""

from __future__ import annotations

import logging
import os
import socket
import ssl
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from cephalad.errors import InvalidArgument
from cephalad.server.config import Config

__all__ = ["address_of", "check_port", "listen"]

_THREADS = 8
_SECONDS_FOR_AN_ANSWER = 60
_SECONDS_TO_FINISH = 10
_MOST_PROCESSES = 2


def listen(config: Config, ready: Callable[[int], None]) -> None:
    """Nothing; answers requests until it is stopped by a signal.

    Parameters
    ----------
    ready : called once with the port, when requests are taken
    """
    from django.db import connections

    # What was opened before is not shared with the processes that answer.
    connections.close_all()
    _Server(config, ready).run()


def check_port(config: Config) -> None:
    """Nothing, when the address is free.

    Raises
    ------
    InvalidArgument : when somebody listens there, or it is no address of this machine
    """
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((config.host, config.port))
    except OSError as fault:
        why = fault.strerror or "it cannot be used"
        raise InvalidArgument(f"port: {config.host}:{config.port}: {why}; choose another with --port") from None


def address_of(config: Config, port: int) -> str:
    """What people type into the browser, such as ``http://localhost:8000``."""
    tls = config.tls
    if tls is not None and tls.proxy_origin:
        return tls.proxy_origin.rstrip("/")
    # By name: passkeys are bound to a name, never to a number.
    host = "localhost" if config.is_loopback else next(iter(config.allowed_hosts), config.host)
    return f"{'http' if tls is None else 'https'}://{host}:{port}"


class _Server(BaseApplication):
    """gunicorn, told by values; it reads no file and no variable of its own."""

    def __init__(self, config: Config, ready: Callable[[int], None]) -> None:
        self._config, self._ready = config, ready
        super().__init__()

    def load_config(self) -> None:
        """Hand over what this installation wants."""
        for name, value in self._settings().items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application; Django is set up already."""
        from django.core.handlers.wsgi import WSGIHandler

        return WSGIHandler()

    def _settings(self) -> dict[str, Any]:
        config = self._config
        host = f"[{config.host}]" if ":" in config.host else config.host
        settings: dict[str, Any] = {
            "bind": f"{host}:{config.port}",
            "workers": 1 if config.demo else min(_MOST_PROCESSES, os.cpu_count() or 1),
            "worker_class": "gthread",
            "threads": _THREADS,
            "timeout": _SECONDS_FOR_AN_ANSWER,
            "graceful_timeout": _SECONDS_TO_FINISH,
            "preload_app": True,
            # Who may say that a request came encrypted is the application's business.
            "forwarded_allow_ips": "",
            "logger_class": _CodesOnlyLogger,
            "control_socket_disable": True,
            "proc_name": "cephalad",
            "when_ready": self._tell_ready,
        }
        if config.tls is not None and config.tls.certificate is not None:
            settings |= {
                "certfile": str(config.tls.certificate),
                "keyfile": str(config.tls.key),
                "ssl_context": _only_new_protocols,
                "do_handshake_on_connect": True,
            }
        return settings

    def _tell_ready(self, server: Any) -> None:
        self._ready(server.LISTENERS[0].sock.getsockname()[1])


def _only_new_protocols(_config: Any, usual: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = usual()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


class _CodesOnlyLogger(Logger):
    """gunicorn writes no log of its own: addresses of requests hold the ids of cases."""

    def setup(self, cfg: Any) -> None:
        """Leave the handlers to the settings of the application."""
        del cfg
        self.error_log.setLevel(logging.WARNING)

    def access(self, *_arguments: Any, **_named: Any) -> None:
        """Nothing; the application writes one line for each answer."""

    def reopen_files(self) -> None:
        """Nothing; the handlers notice by themselves."""
