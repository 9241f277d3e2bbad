"""Evaluation: self-evaluation rounds, employers' judgements and practitioners' answers side by side."""

from django.apps import AppConfig


class Evaluation(AppConfig):
    name = "cairn.assurance.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from cairn.assurance.evaluation import content
        from cairn.assurance.evaluation.waiting import rounds
        from cairn.foundation.core import navigation, waiting
        from cairn.foundation.ledger.signables import register
        from cairn.foundation.people.access import permits

        register("evaluation.Round", content.signed)
        waiting.register(rounds)
        navigation.register(
            "Self-evaluation",
            "evaluation:list",
            position=25,
            shown_to=lambda person: permits(person, "round.see"),
            begins_with=("/rounds/",),
        )
