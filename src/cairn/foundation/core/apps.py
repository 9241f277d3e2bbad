"""Core knows no social work: verdicts, the page door, form fields, components, working days."""

from django.apps import AppConfig


class Core(AppConfig):
    name = "cairn.foundation.core"
    label = "core"
