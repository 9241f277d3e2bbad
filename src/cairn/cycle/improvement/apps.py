"""Improvement: actions from any source, their check of effect, and suggestions from workers."""

from django.apps import AppConfig


class Improvement(AppConfig):
    name = "cairn.cycle.improvement"
    label = "improvement"

    def ready(self) -> None:
        from cairn.cycle.duties import kinds
        from cairn.cycle.evidence import briefs, declaring
        from cairn.cycle.improvement.briefs import BRIEFS
        from cairn.cycle.improvement.duties import KINDS
        from cairn.cycle.improvement.indicators import INDICATORS
        from cairn.cycle.improvement.panels import actions_of_statement
        from cairn.foundation.core import navigation
        from cairn.foundation.people.access import permits
        from cairn.foundation.standards import panels

        kinds.register(*KINDS)
        declaring.register(*INDICATORS)
        briefs.register(*BRIEFS)
        panels.register("improvement/panel.html", actions_of_statement, place="beside", position=10)
        navigation.register(
            "Actions",
            "improvement:log",
            position=40,
            shown_to=lambda person: permits(person, "action.see"),
            begins_with=("/actions/",),
        )
