"""The database itself refuses to change the figures on which a signed round stood."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseChangeBelowSealed


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0003_stood_on"), ("ledger", "0001_initial")]

    operations = [RefuseChangeBelowSealed("evaluation_stoodon", parent="evaluation_round", by="round_id")]
