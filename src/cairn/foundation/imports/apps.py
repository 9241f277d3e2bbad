"""Files of rows that other systems produce: read, checked, shown, and applied all or nothing."""

from django.apps import AppConfig


class Imports(AppConfig):
    name = "cairn.foundation.imports"
    label = "imports"
