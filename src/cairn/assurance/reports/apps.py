"""Reports: what is handed to the chief executive and others, frozen and with its sources."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "cairn.assurance.reports"
    label = "reports"

    def ready(self) -> None:
        from cairn.assurance.evaluation.signals import round_signed
        from cairn.assurance.reports import duties
        from cairn.assurance.reports.signing import content_by_id
        from cairn.cycle.duties import kinds
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger.signables import register
        from cairn.foundation.people.access import permits

        register("reports.FrozenReport", content_by_id)
        kinds.register(*duties.KINDS)
        round_signed.connect(duties.round_signed, dispatch_uid="reports hand over")
        navigation.register(
            "Reports",
            "reports:list",
            position=60,
            shown_to=lambda person: permits(person, "report.see"),
            begins_with=("/reports/",),
        )
