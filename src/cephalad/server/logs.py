"""What the server writes down about itself: codes, ids and places, one JSON line each; never what anybody entered.

Two files in the data folder, open to their owner only: ``server.log`` tells faults and answers, ``security.log`` tells
log-ins, refusals and changes of accounts. What other libraries log is cut down to its kind and place, because
their sentences may hold addresses and values.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

__all__ = ["CodesOnly", "PrivateFile", "log_settings", "new_id", "place_of", "security_log", "server_log"]

SERVER_LOG = "cephalad.server"
SECURITY_LOG = "cephalad.security"

# The closed list of what a line may hold besides time, level and code.
_FIELDS = ("id", "route", "method", "status", "milliseconds", "actor", "subject", "client", "reason", "fault", "place")
_LONGEST_VALUE = 200


def new_id() -> str:
    """A short random name for one request or one fault, by which its line in the log is found."""
    return secrets.token_hex(5)


def server_log(code: str, level: int = logging.INFO, **fields: object) -> None:
    """One line about an answer or a fault.

    Parameters
    ----------
    code : a word with hyphens, such as ``answered`` or ``internal-fault``
    fields : of `CodesOnly`'s closed list
    """
    _log(SERVER_LOG, code, level, fields)


def security_log(code: str, level: int = logging.INFO, **fields: object) -> None:
    """One line about who was let in, who was not, and what changed about accounts."""
    _log(SECURITY_LOG, code, level, fields)


def _log(name: str, code: str, level: int, fields: dict[str, object]) -> None:
    if unknown := fields.keys() - set(_FIELDS):
        raise TypeError(f"a log line holds no {min(unknown)}")
    logging.getLogger(name).log(level, code, extra={"cephalad": {"code": code, **fields}})


def place_of(trace: TracebackType | None) -> str:
    """The innermost place of a fault, as ``package/module.py:line``, without any folder of the machine."""
    found = ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.replace(os.sep, "/")
        inside = file.rpartition("/site-packages/")[2] if "/site-packages/" in file else ""
        own = file.rpartition("/cephalad/")[2] if "/cephalad/" in file else ""
        if own or inside:
            found = f"{own or inside}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found or "an unknown place"


class CodesOnly(logging.Formatter):
    """One JSON object a line. A line that is not ours says where it came from and the kind of fault, not its words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a line end."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        own = getattr(record, "cephalad", None)
        if isinstance(own, dict):
            told |= {name: _short(own[name]) for name in ("code", *_FIELDS) if own.get(name) not in (None, "")}
        else:
            told |= _of_others(record)
        return json.dumps(told, ensure_ascii=True)


def _of_others(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {"code": "from-library", "library": record.name}
    status = getattr(record, "status_code", None)
    if isinstance(status, int):
        told["status"] = status
    if record.exc_info and record.exc_info[0] is not None:
        told |= {"fault": record.exc_info[0].__name__, "place": place_of(record.exc_info[2])}
    return told


def _short(value: object) -> object:
    return value if isinstance(value, int | float) else str(value)[:_LONGEST_VALUE]


class PrivateFile(WatchedFileHandler):
    """A log file that only its owner can read; it is opened again when somebody moved it away."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding="utf-8")


def log_settings(folder: Path) -> dict[str, Any]:
    """The ``LOGGING`` entry of the settings, for logs in `folder`."""

    def file(name: str) -> dict[str, Any]:
        return {
            "()": "cephalad.server.logs.PrivateFile",
            "filename": str(folder / name),
            "formatter": "codes",
            "delay": True,
        }

    server, security = {"handlers": ["server"]}, {"handlers": ["security"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"codes": {"()": "cephalad.server.logs.CodesOnly"}},
        "handlers": {"server": file("server.log"), "security": file("security.log")},
        "root": {**server, "level": "WARNING"},
        "loggers": {
            SERVER_LOG: {**server, "level": "INFO", "propagate": False},
            SECURITY_LOG: {**security, "level": "INFO", "propagate": False},
            # Django's own set-up mails faults to administrators and prints them; neither happens here.
            "django": {**server, "level": "WARNING", "propagate": False},
            # Answers with a status of 400 and more have their line by `middleware`, faults by `failures`.
            "django.request": {**server, "level": "CRITICAL", "propagate": False},
            "django.server": {**server, "level": "WARNING", "propagate": False},
            "django.security": {**security, "level": "WARNING", "propagate": False},
            "gunicorn.error": {**server, "level": "WARNING", "propagate": False},
        },
    }
