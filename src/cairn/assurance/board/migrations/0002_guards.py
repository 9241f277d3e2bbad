"""The database itself refuses to change what was sent out, and what came of an item."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseAllChange


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial"), ("ledger", "0001_initial")]

    operations = [RefuseAllChange("board_pack"), RefuseAllChange("board_outcome"), RefuseAllChange("board_paper")]
