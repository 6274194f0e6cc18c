"""Counts of attempts in the database, as a cache of the framework: every process of the server counts the same.

Values are JSON, so that whoever can write to the table can at most miscount.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import IntegrityError, transaction

__all__ = ["SharedCounts"]

_FOREVER = 1e12
# Rows that are over are swept away now and then, not at every write.
_SWEEP_ONE_IN = 50


class SharedCounts(BaseCache):
    """What allauth keeps for its limits: lists of times, locks, codes that were used."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether the key was free; of several processes only one is told so."""
        rows, name, until = self._rows(), self._name(key, version), self._until(timeout)
        stated = json.dumps(value)
        if rows.filter(key=name, expires__lte=time.time()).update(value=stated, expires=until):
            return True
        try:
            with transaction.atomic():
                rows.create(key=name, value=stated, expires=until)
        except IntegrityError:
            return False
        return True

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default when there is none or it is over."""
        found = self._rows().filter(key=self._name(key, version), expires__gt=time.time()).first()
        return default if found is None else json.loads(found.value)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Put the value there."""
        stated = {"value": json.dumps(value), "expires": self._until(timeout)}
        self._rows().update_or_create(key=self._name(key, version), defaults=stated)
        if secrets.randbelow(_SWEEP_ONE_IN) == 0:
            self._rows().filter(expires__lte=time.time()).delete()

    def delete(self, key: str, version: int | None = None) -> bool:
        """Whether there was something to delete."""
        return bool(self._rows().filter(key=self._name(key, version)).delete()[0])

    def clear(self) -> None:
        """Forget everything."""
        self._rows().all().delete()

    def _rows(self) -> Any:
        # Imported here: settings name this class before the models can be loaded.
        from cephalad.server.accounts.models import Count

        return Count.objects

    def _name(self, key: str, version: int | None) -> str:
        """A digest: the keys hold addresses of clients."""
        return hashlib.sha256(self.make_key(key, version=version).encode()).hexdigest()

    def _until(self, timeout: Any) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return _FOREVER if seconds is None else time.time() + float(seconds)
