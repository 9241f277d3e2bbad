"""Supervision: policy, agreements, sessions signed by both, and what they prove (sa.4.d.5)."""

from django.apps import AppConfig


class Supervision(AppConfig):
    name = "cairn.practice.supervision"
    label = "supervision"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import briefs
        from cairn.cycle.improvement import sources
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger import signables
        from cairn.foundation.people.access import permits
        from cairn.practice.supervision import briefs as own
        from cairn.practice.supervision import imports, indicators, said, terms
        from cairn.practice.supervision.duties import KINDS
        from cairn.practice.supervision.queries.sessions import admits

        kinds.register(*KINDS)
        imports.register()
        indicators.register()
        briefs.register(*own.briefs())
        signables.register("supervision.Terms", terms.signed)
        signables.register("supervision.Session", said.signed)
        sources.register("supervision.Session", admits, is_private=True)
        navigation.register(
            "Supervision",
            "supervision:home",
            position=15,
            shown_to=lambda person: permits(person, "supervision.see"),
            begins_with=("/supervision/",),
        )
