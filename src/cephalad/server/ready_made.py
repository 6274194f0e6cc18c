"""The ready-made empty database: every table and no row of anybody's, shipped packed, so that a first start is quick.

``python -m cephalad.server.ready_made`` makes it anew; a test tells when it has fallen behind the migrations.
"""

from __future__ import annotations

import gzip
import sqlite3
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

__all__ = ["build", "empty_database"]

_NAME = "empty.sqlite3.gz"


def empty_database() -> bytes | None:
    """The bytes of an SQLite file with every table; None in a source tree where it was not made yet."""
    packed = files("cephalad.server").joinpath(_NAME)
    return gzip.decompress(packed.read_bytes()) if packed.is_file() else None


def build(database: Path) -> bytes:
    """A migrated SQLite file, compact and packed."""
    with sqlite3.connect(database) as opened:
        # Without the log beside it, the file is whole by itself.
        opened.execute("PRAGMA journal_mode=DELETE")
        opened.execute("VACUUM")
    opened.close()
    return gzip.compress(database.read_bytes(), mtime=0)


def _main() -> int:
    from django.core.management import call_command
    from django.db import connection

    from cephalad.server.config import Config
    from cephalad.server.start import configure

    with tempfile.TemporaryDirectory() as folder:
        config = Config(Path(folder))
        configure(config)
        call_command("migrate", interactive=False, verbosity=0)
        connection.close()
        packed = build(config.database_file)
    target = Path(__file__).with_name(_NAME)
    target.write_bytes(packed)
    sys.stderr.write(f"wrote {target.name}: {len(packed):,} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(_main())
