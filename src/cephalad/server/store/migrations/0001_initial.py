"""The chain, what was said in it, identities and remembered answers."""

from __future__ import annotations

from django.db import migrations, models

_BY_CASE = models.Index(fields=["subject", "kind", "sequence"], name="store_chain_subject")
_BY_KIND = models.Index(fields=["kind", "sequence"], name="store_chain_kind")
_BY_ACTOR = models.Index(fields=["actor", "sequence"], name="store_chain_actor")
_BY_DIGEST = models.Index(fields=["field", "digest"], name="store_identity_digest")
_ONE_A_FIELD = models.UniqueConstraint(fields=("subject", "field"), name="store_identity_field")


class Migration(migrations.Migration):
    """The tables as they were first made."""

    initial = True
    dependencies = ()
    operations = (
        migrations.CreateModel(
            name="ChainRow",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=40)),
                ("recorded_at", models.CharField(max_length=27)),
                ("actor", models.CharField(max_length=150)),
                ("subject", models.CharField(blank=True, max_length=32)),
                ("content_hash", models.CharField(max_length=64)),
                ("previous_hash", models.CharField(max_length=64)),
                ("own_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={"db_table": "store_chain", "indexes": [_BY_CASE, _BY_KIND, _BY_ACTOR]},
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        db_column="sequence",
                        on_delete=models.DO_NOTHING,
                        primary_key=True,
                        related_name="payload",
                        serialize=False,
                        to="store.chainrow",
                    ),
                ),
                ("salt", models.CharField(max_length=64)),
                ("content", models.TextField()),
                ("token", models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={"db_table": "store_payload"},
        ),
        migrations.CreateModel(
            name="SealedIdentity",
            fields=[
                ("subject", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
            ],
            options={"db_table": "store_identity"},
        ),
        migrations.CreateModel(
            name="IdentityIndex",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=32)),
                ("field", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"db_table": "store_identity_index", "indexes": [_BY_DIGEST], "constraints": [_ONE_A_FIELD]},
        ),
        migrations.CreateModel(
            name="CachedAnswer",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=32)),
                ("head", models.CharField(max_length=64)),
                ("answer", models.TextField()),
            ],
            options={
                "db_table": "store_answer",
                "indexes": [models.Index(fields=["subject"], name="store_answer_subject")],
            },
        ),
    )
