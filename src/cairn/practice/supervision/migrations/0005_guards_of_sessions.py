"""The database itself keeps the facts of a session that both have signed, who was there, and who opened a record."""

from django.db import migrations

from cairn.foundation.ledger.guards import RefuseChangeBelowSealed, RefuseChangeOf

# All but the mark that an action followed from stress, which may still come.
FACTS = (
    *("id", "organisation_id", "agreement_id", "kind", "supervisor_id", "supervisee_id", "unit_id", "staff_group"),
    *("planned_on", "planned_at", "planned_minutes", "least_minutes", "month", "state", "held_on", "minutes"),
    *("was_cut_short", "cancelled_on", "because_of", "reason", "reason_words", "said_by_id", "rebooked_to_id"),
    *("supervisor_prepared_on", "supervisee_prepared_on", "recorded_on", "sign_by", "signed_on", "stress_was_raised"),
    "is_imported",
)
OPENED = (
    *("id", "organisation_id", "session_id", "reader_id", "broke_glass", "ground", "words", "method", "opened_at"),
    "ends_at",
)


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_readers_and_openings"), ("ledger", "0001_initial")]

    operations = [
        # What was imported from elsewhere was not signed here and can be put right.
        RefuseChangeOf("supervision_session", FACTS, once="({row}.state = 'signed' AND NOT {row}.is_imported)"),
        RefuseChangeBelowSealed(
            "supervision_attendance", "supervision_personalrecord", by="session_id", key="session_id"
        ),
        RefuseChangeOf("supervision_opening", OPENED),
    ]
