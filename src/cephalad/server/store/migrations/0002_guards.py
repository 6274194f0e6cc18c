"""The triggers that keep the past as it was."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from cephalad.server.store.guards import install


def _install(_apps: Any, schema_editor: Any) -> None:
    install(schema_editor.connection)


class Migration(migrations.Migration):
    """Rows of the chain cannot be changed or deleted, whoever asks."""

    dependencies = (("store", "0001_initial"),)
    operations = (migrations.RunPython(_install, migrations.RunPython.noop),)
