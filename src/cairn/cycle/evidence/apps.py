"""Evidence: documents and links that show how we know, with their own dates, owner and expiry."""

from django.apps import AppConfig


class Evidence(AppConfig):
    name = "cairn.cycle.evidence"
    label = "evidence"

    def ready(self) -> None:
        from cairn.cycle.evidence.waiting import evidence
        from cairn.foundation.core import navigation, waiting
        from cairn.foundation.people.access import permits

        waiting.register(evidence)
        navigation.register(
            "Evidence",
            "evidence:list",
            position=30,
            shown_to=lambda person: permits(person, "evidence.add"),
            begins_with=("/evidence/",),
        )
