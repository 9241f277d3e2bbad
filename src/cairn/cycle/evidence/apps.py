"""Evidence: documents and links that show how we know, with their own dates, owner and expiry."""

from django.apps import AppConfig


class Evidence(AppConfig):
    name = "cairn.cycle.evidence"
    label = "evidence"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import declaring
        from cairn.cycle.evidence.duties import KINDS
        from cairn.cycle.evidence.indicators import INDICATORS
        from cairn.cycle.evidence.panels import evidence_of_statement, figures_on_statement, services_on_statement
        from cairn.foundation.core import navigation
        from cairn.foundation.people.access import permits
        from cairn.foundation.standards import panels

        kinds.register(*KINDS)
        declaring.register(*INDICATORS)
        panels.register("evidence/figures_panel.html", figures_on_statement, place="main", position=10)
        panels.register("evidence/panel.html", evidence_of_statement, place="beside", position=20)
        panels.register("evidence/services_panel.html", services_on_statement, place="beside", position=30)
        navigation.register(
            "Evidence",
            "evidence:figures",
            position=30,
            shown_to=lambda person: permits(person, "indicator.see"),
            begins_with=("/evidence/",),
        )
