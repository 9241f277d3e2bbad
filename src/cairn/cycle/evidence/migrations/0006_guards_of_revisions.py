"""A revision of a figure is written once: what was shown before stays visible."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_series"), ("ledger", "0001_initial")]

    operations = [RefuseAllChange("evidence_revision")]
