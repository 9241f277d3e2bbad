"""Evaluation: self-evaluation rounds, employers' judgements and practitioners' answers side by side."""

from django.apps import AppConfig


class Evaluation(AppConfig):
    name = "cairn.assurance.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from cairn.assurance.evaluation import content
        from cairn.assurance.evaluation.duties import KINDS
        from cairn.assurance.evaluation.indicators import INDICATORS
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import declaring
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger.signables import register
        from cairn.foundation.people.access import permits

        register("evaluation.Round", content.signed)
        kinds.register(*KINDS)
        declaring.register(*INDICATORS)
        navigation.register(
            "Self-evaluation",
            "evaluation:list",
            position=25,
            shown_to=lambda person: permits(person, "round.see"),
            begins_with=("/rounds/",),
        )
