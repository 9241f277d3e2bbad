"""The database itself refuses to change what the ledger holds."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllButDisposal, RefuseAllChange, RefuseShrinking


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        RefuseAllButDisposal("ledger_entry"),
        RefuseAllChange("ledger_treehead"),
        RefuseAllChange("ledger_signature"),
        RefuseShrinking("ledger_tail"),
    ]
