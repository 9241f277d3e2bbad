"""The API: one document over the rooms' routers, and the keys with which programmes sign in."""

from django.apps import AppConfig


class Api(AppConfig):
    name = "cairn.front.api"
    label = "api"
