"""Evidence: documents and links that show how we know, with their own dates, owner and expiry."""

from django.apps import AppConfig


class Evidence(AppConfig):
    name = "cairn.cycle.evidence"
    label = "evidence"

    def ready(self) -> None:
        from cairn.cycle.evidence.panels import evidence_of_statement
        from cairn.cycle.evidence.waiting import evidence
        from cairn.foundation.core import navigation, waiting
        from cairn.foundation.people.access import permits
        from cairn.foundation.standards import panels

        waiting.register(evidence)
        panels.register("evidence/panel.html", evidence_of_statement, place="beside", position=20)
        navigation.register(
            "Evidence",
            "evidence:list",
            position=30,
            shown_to=lambda person: permits(person, "evidence.add"),
            begins_with=("/evidence/",),
        )
