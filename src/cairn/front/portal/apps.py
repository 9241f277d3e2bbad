"""Portal: the start page of each person, the team's page, search, account and the pages about Cairn itself."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "cairn.front.portal"
    label = "portal"

    def ready(self) -> None:
        from cairn.foundation.core import navigation
        from cairn.foundation.people.access import permits

        navigation.register("My work", "portal:home", position=0, shown_to=lambda person: True)
        navigation.register(
            "My team",
            "portal:my_team",
            position=1,
            shown_to=lambda person: permits(person, "team.see"),
            begins_with=("/my-team/",),
        )
