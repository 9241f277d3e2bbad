"""Which application is this room?"""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Frameworks, statements and crosswalks."""

    name = "cairn.foundation.standards"
    label = "standards"
    verbose_name = "Standards"
