"""Portal: the start page of each person, search, account and the pages about Cairn itself."""

from django.apps import AppConfig


class Portal(AppConfig):
    name = "cairn.front.portal"
    label = "portal"
