"""Evaluation: self-evaluation rounds, employers' judgements and practitioners' answers side by side."""

from django.apps import AppConfig


class Evaluation(AppConfig):
    name = "cairn.assurance.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from cairn.assurance.evaluation import content
        from cairn.assurance.evaluation.briefs import BRIEFS
        from cairn.assurance.evaluation.duties import KINDS
        from cairn.assurance.evaluation.indicators import INDICATORS
        from cairn.assurance.evaluation.panels import conflict_on_statement, judgements_on_statement
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import briefs, declaring
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger.signables import register
        from cairn.foundation.people.access import permits
        from cairn.foundation.standards import panels

        register("evaluation.Round", content.signed)
        kinds.register(*KINDS)
        declaring.register(*INDICATORS)
        briefs.register(*BRIEFS)
        panels.register("evaluation/conflict_panel.html", conflict_on_statement, place="above", position=10)
        panels.register("evaluation/panel.html", judgements_on_statement, place="main", position=20)
        navigation.register(
            "Self-evaluation",
            "evaluation:list",
            position=25,
            shown_to=lambda person: permits(person, "round.see"),
            begins_with=("/rounds/",),
        )
