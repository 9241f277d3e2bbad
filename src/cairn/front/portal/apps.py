"""Portal: the start page of each person, search, account and the pages about Cairn itself."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "cairn.front.portal"
    label = "portal"

    def ready(self) -> None:
        from cairn.foundation.core import navigation

        navigation.register("My work", "portal:home", position=0, shown_to=lambda person: True)
