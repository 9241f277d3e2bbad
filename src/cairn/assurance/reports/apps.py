"""Reports: what is handed to the chief executive and others, frozen and with its sources."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "cairn.assurance.reports"
    label = "reports"

    def ready(self) -> None:
        from cairn.assurance.reports.signing import content_by_id
        from cairn.foundation.ledger.signables import register

        register("reports.FrozenReport", content_by_id)
