"""Standards: frameworks, their statements and crosswalks, with the library that Cairn ships."""

from django.apps import AppConfig


class Standards(AppConfig):
    name = "cairn.foundation.standards"
    label = "standards"

    def ready(self) -> None:
        from cairn.foundation.core import navigation
        from cairn.foundation.people.access import permits

        navigation.register(
            "Standards",
            "standards:list",
            position=20,
            shown_to=lambda person: permits(person, "framework.see"),
            begins_with=("/standards/",),
        )
