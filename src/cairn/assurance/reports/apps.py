"""Reports: what is handed to the chief executive and others, frozen and with its sources."""

from django.apps import AppConfig


class Reports(AppConfig):
    name = "cairn.assurance.reports"
    label = "reports"
