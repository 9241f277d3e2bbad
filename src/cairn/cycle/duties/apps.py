"""Duties: what is owed, by whom and by when."""

from django.apps import AppConfig


class Duties(AppConfig):
    name = "cairn.cycle.duties"
    label = "duties"
