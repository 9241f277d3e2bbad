"""The tables of evaluation."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("evidence", "0001_initial"),
        ("people", "0001_initial"),
        ("standards", "0002_written_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Round",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                (
                    "level",
                    models.CharField(
                        choices=[("team", "Each team"), ("service", "Each service"), ("whole", "The whole, once")],
                        default="team",
                        max_length=10,
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("six", "Six points, excellent to unsatisfactory"),
                            ("four", "Four points, outstanding to inadequate"),
                            ("three", "Achieved, partly achieved, not yet"),
                        ],
                        default="six",
                        max_length=6,
                    ),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                (
                    "practitioners_are_asked",
                    models.CharField(
                        choices=[
                            ("own", "Statements about practitioners, and the signs that both sides can see"),
                            ("all", "All of these, and the statements about employers too"),
                        ],
                        default="own",
                        max_length=4,
                    ),
                ),
                ("sample_percent", models.PositiveSmallIntegerField(default=100)),
                ("least_answers", models.PositiveSmallIntegerField(default=5)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("open", "Open for answers"),
                            ("closed", "Closed, being moderated"),
                            ("moderated", "Moderated, waiting for signature"),
                            ("signed", "Signed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("moderated_at", models.DateTimeField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                ("employers_asked", models.PositiveIntegerField(default=0)),
                ("employers_answered", models.PositiveIntegerField(default=0)),
                ("practitioners_asked", models.PositiveIntegerField(default=0)),
                ("practitioners_answered", models.PositiveIntegerField(default=0)),
                ("sealed", models.BooleanField(default=False)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.framework"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="evaluation.round",
                    ),
                ),
                (
                    "scope",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "title"],
            },
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_area", models.BooleanField(default=False)),
                ("position", models.PositiveIntegerField()),
                ("employers_n", models.PositiveIntegerField(default=0)),
                ("employers_mean", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("employers_counts", models.JSONField(null=True)),
                ("employers_previous", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("practitioners_n", models.PositiveIntegerField(null=True)),
                ("practitioners_mean", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("practitioners_counts", models.JSONField(null=True)),
                ("practitioners_previous", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("practitioners_withheld", models.BooleanField(default=False)),
                ("remarks", models.JSONField(default=list)),
                ("gap", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                ("evidence_count", models.PositiveIntegerField(default=0)),
                ("not_applicable_count", models.PositiveIntegerField(default=0)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.statement"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="results", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "unit__path"],
            },
        ),
        migrations.CreateModel(
            name="RemarkBox",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("remarks", models.JSONField(default=dict)),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.round"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("position", models.PositiveIntegerField()),
                ("grade", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("not_applicable_because", models.TextField(blank=True)),
                ("how_we_know", models.TextField(blank=True)),
                ("what_next", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("moderated_grade", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("moderation_reason", models.TextField(blank=True)),
                ("needs_confirming", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "moderated_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.statement"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="judgements", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "unit__path"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed_answers", models.BinaryField()),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "shows",
                    models.CharField(
                        choices=[("supports", "It supports the judgement"), ("contradicts", "It shows otherwise")],
                        default="supports",
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("as_signed", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="evidence.evidence"
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="evaluation.judgement"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="citations", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="AskedUnit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("finished", models.BooleanField(default=False)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked_units", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__path"],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("employer", "Employers"), ("practitioner", "Practitioners")], max_length=12
                    ),
                ),
                ("answered", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="addenda", to="evaluation.round"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addenda",
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("counts", models.JSONField(default=dict)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="evaluation.round"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(fields=["organisation", "state", "opens_on"], name="evaluation__organis_df475b_idx"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_on__gte", models.F("opens_on"))), name="round_days_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("sample_percent__gte", 1), ("sample_percent__lte", 100)),
                name="round_sample_is_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("least_answers__gte", 5)), name="round_never_shows_fewer_than_five"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed", False), models.Q(("signed_at__isnull", False), ("state", "signed")), _connector="OR"
                ),
                name="sealed_rounds_are_signed",
            ),
        ),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(fields=["round", "unit", "is_area", "position"], name="evaluation__round_i_9d7f4a_idx"),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                fields=("round", "statement", "is_area", "unit"), name="one_result_of_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit", None)),
                fields=("round", "statement", "is_area"),
                name="one_result_of_the_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="result",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("practitioners_withheld", False),
                    models.Q(
                        ("gap", None),
                        ("practitioners_counts", None),
                        ("practitioners_mean", None),
                        ("practitioners_n", None),
                        ("remarks", []),
                    ),
                    _connector="OR",
                ),
                name="what_is_withheld_is_not_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="remarkbox",
            constraint=models.UniqueConstraint(fields=("round", "unit"), name="one_remark_box_a_unit"),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["round", "unit", "position"], name="evaluation__round_i_9b7ce5_idx"),
        ),
        migrations.AddIndex(
            model_name="judgement",
            index=models.Index(fields=["statement", "round"], name="evaluation__stateme_95a56c_idx"),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(fields=("round", "statement", "unit"), name="one_judgement_of_a_unit"),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit", None)), fields=("round", "statement"), name="one_judgement_of_the_whole"
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade", None),
                    models.Q(("grade__gte", 1), ("grade__lte", 6), ("not_applicable_because", "")),
                    _connector="OR",
                ),
                name="judgement_is_a_grade_or_does_not_apply",
            ),
        ),
        migrations.AddConstraint(
            model_name="judgement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moderated_grade", None),
                    models.Q(
                        ("moderated_grade__gte", 1),
                        ("moderated_grade__lte", 6),
                        models.Q(("moderation_reason", ""), _negated=True),
                        ("moderated_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="moderation_says_why_and_who",
            ),
        ),
        migrations.AddConstraint(
            model_name="citation",
            constraint=models.UniqueConstraint(fields=("judgement", "evidence"), name="evidence_cited_once"),
        ),
        migrations.AddConstraint(
            model_name="askedunit",
            constraint=models.UniqueConstraint(fields=("round", "unit"), name="unit_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="askedunit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("unit", None)), fields=("round",), name="whole_asked_once"
            ),
        ),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["person", "answered"], name="evaluation__person__fe5100_idx"),
        ),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["round", "side", "unit"], name="evaluation__round_i_bfd5b3_idx"),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                fields=("round", "person", "side", "unit"), name="asked_once_for_a_unit"
            ),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                condition=models.Q(("side", "practitioner")), fields=("round", "person"), name="practitioner_asked_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("round", "unit"), name="one_tally_a_unit"),
        ),
    ]
