"""Drafts."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

__all__ = ["Migration"]


class Migration(migrations.Migration):
    """The table of drafts."""

    initial = True
    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)
    operations = (
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=36)),
                ("subject", models.CharField(blank=True, max_length=32)),
                ("what", models.CharField(max_length=100)),
                ("content", models.TextField()),
                ("saved_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={"db_table": "entry_draft"},
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(fields=("user", "form"), name="entry_draft_form"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["subject"], name="entry_draft_subject"),
        ),
    )
