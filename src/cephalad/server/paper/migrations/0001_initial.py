"""Feeds, and what calendars were given."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

__all__ = ["Migration"]


class Migration(migrations.Migration):
    """The two tables."""

    initial = True
    dependencies = (migrations.swappable_dependency(settings.AUTH_USER_MODEL),)
    operations = (
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("read_on", models.DateField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"db_table": "paper_feed"},
        ),
        migrations.CreateModel(
            name="GivenEntry",
            fields=[
                ("uid", models.TextField(primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=32)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("number", models.PositiveIntegerField()),
                ("changed_at", models.DateTimeField()),
                ("cancelled", models.BooleanField()),
            ],
            options={"db_table": "paper_given_entry"},
        ),
        migrations.AddIndex(
            model_name="givenentry",
            index=models.Index(fields=["subject"], name="paper_given_subject"),
        ),
    )
