"""The database itself refuses to change what both have signed."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange, RefuseChangeBelowSealed, RefuseChangeOnceSealed


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RefuseChangeOnceSealed("supervision_terms"),
        RefuseChangeOnceSealed("supervision_personalrecord"),
        RefuseChangeOnceSealed("supervision_caserecord"),
        RefuseChangeBelowSealed("supervision_caseline", parent="supervision_caserecord", by="record_id"),
        RefuseAllChange("supervision_disagreement"),
        RefuseAllChange("supervision_addition"),
    ]
