"""The database itself refuses to change what was handed over."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange, RefuseChangeOnceSealed


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RefuseChangeOnceSealed("reports_commentary"),
        RefuseAllChange("reports_frozenreport"),
    ]
