"""The database itself refuses to change a framework that judgements may rest on."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange


class Migration(migrations.Migration):
    """Frameworks, statements and crosswalks are written once; what changes gets a new version."""

    dependencies = (("standards", "0001_initial"), ("ledger", "0001_initial"))

    operations = (
        RefuseAllChange("standards_framework"),
        RefuseAllChange("standards_statement"),
        RefuseAllChange("standards_statementclause"),
        RefuseAllChange("standards_crosswalk"),
        RefuseAllChange("standards_crosswalkpair"),
    )
