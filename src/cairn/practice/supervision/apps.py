"""Supervision: policy, agreements, sessions signed by both, and what they prove (sa.4.d.5)."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "cairn.practice.supervision"
    label = "supervision"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger import signables
        from cairn.foundation.people.access import permits
        from cairn.practice.supervision import indicators, terms
        from cairn.practice.supervision.duties import KINDS

        kinds.register(*KINDS)
        indicators.register()
        signables.register("supervision.Terms", terms.signed)
        navigation.register(
            "Supervision",
            "supervision:home",
            position=15,
            shown_to=lambda person: permits(person, "supervision.see"),
            begins_with=("/supervision/",),
        )
