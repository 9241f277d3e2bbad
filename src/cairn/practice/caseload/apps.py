"""Caseload: who carries which case references, how much that weighs, and how work is given out (sa.4.e.2, sa.4.p.3)."""

from django.apps import AppConfig


class Caseload(AppConfig):
    name = "cairn.practice.caseload"
    label = "caseload"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import briefs
        from cairn.foundation.core import navigation
        from cairn.foundation.people.access import permits
        from cairn.practice.caseload import answering, imports, indicators
        from cairn.practice.caseload import briefs as own
        from cairn.practice.caseload.duties import KINDS
        from cairn.practice.registration import stakes

        kinds.register(*KINDS)
        stakes.register(stakes.Source(answering.stakes_of, answering.pairs))
        imports.register()
        indicators.register()
        briefs.register(*own.briefs())
        navigation.register(
            "Caseload",
            "caseload:home",
            position=16,
            shown_to=lambda person: permits(person, "workload.see") or permits(person, "caseload.see"),
            begins_with=("/caseload/",),
        )
