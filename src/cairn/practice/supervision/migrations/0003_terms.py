"""Agreements follow one another and are reviewed; professional supervision can be said to be owed."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cairn.foundation.ledger.guards import RefuseAllChange, RefuseChangeOf

KEPT = ("kind", "supervisor_id", "supervisee_id", "starts_on", "title", "stands_in_for_id", "follows_id")


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_absence"),
        ("supervision", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnotherDiscipline",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("marked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-starts_on"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reviewed_on", models.DateField()),
                ("next_on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-reviewed_on", "-at"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="agreement",
            name="one_open_agreement_of_a_kind",
        ),
        migrations.AddField(
            model_name="agreement",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="supervision.agreement",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="review_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="agreement",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Being written"),
                    ("offered", "Signed by one, waits for the other"),
                    ("in force", "Signed by both"),
                    ("ended", "Ended, or its last day is known"),
                ],
                default="draft",
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(
                condition=models.Q(("held_on__isnull", False)),
                fields=["supervisee", "kind", "-held_on"],
                name="session_last_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ends_on", None), ("stands_in_for", None), ("state", "in force"), ("supervisee__isnull", False)
                ),
                fields=("supervisee", "kind"),
                name="one_open_agreement_of_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("stands_in_for", None), ("state__in", ("draft", "offered")), ("supervisee__isnull", False)
                ),
                fields=("supervisee", "kind"),
                name="one_agreement_in_preparation",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stands_in_for__isnull", False), models.Q(("state", "ended"), _negated=True)),
                fields=("stands_in_for",),
                name="one_stand_in_at_a_time",
            ),
        ),
        migrations.AddField(
            model_name="anotherdiscipline",
            name="marked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="anotherdiscipline",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
            ),
        ),
        migrations.AddField(
            model_name="anotherdiscipline",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="supervision.agreement"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="anotherdiscipline",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="another_discipline_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="anotherdiscipline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_on", None)), fields=("person",), name="another_discipline_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on__gt", models.F("reviewed_on"))), name="review_days_in_order"
            ),
        ),
        RefuseChangeOf("supervision_agreement", KEPT, once="{row}.state IN ('in force', 'ended')"),
        RefuseAllChange("supervision_review"),
    ]
