"""The database itself refuses to change what belongs to a signed round."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange, RefuseChangeBelowSealed, RefuseChangeOnceSealed


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_initial"), ("ledger", "0001_initial")]

    operations = [
        RefuseChangeOnceSealed("evaluation_round"),
        *(
            RefuseChangeBelowSealed(f"evaluation_{table}", parent="evaluation_round", by="round_id")
            for table in ("judgement", "citation", "askedunit", "tally", "remarkbox", "result")
        ),
        RefuseAllChange("evaluation_addendum"),
    ]
