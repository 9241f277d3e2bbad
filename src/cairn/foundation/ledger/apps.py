"""Which application is this room?"""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The record of acts, its sealed tree, and signatures."""

    name = "cairn.foundation.ledger"
    label = "ledger"
    verbose_name = "Ledger"

    def ready(self) -> None:
        """Every `migrate` leaves the database guards standing, whatever it had to rebuild."""
        from django.db.models.signals import post_migrate, pre_migrate

        from cairn.foundation.core import navigation
        from cairn.foundation.ledger import guards, readers

        pre_migrate.connect(guards.lower_those_in_the_way, sender=self)
        post_migrate.connect(guards.raise_all, sender=self)
        navigation.register(
            "Ledger",
            "ledger:history",
            position=90,
            shown_to=lambda person: readers.permit(person, "ledger.see"),
            begins_with=("/ledger/",),
        )
