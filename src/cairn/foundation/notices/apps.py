"""Notices: the inbox, the outbox and the letters that tell somebody that something waits."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "cairn.foundation.notices"
    label = "notices"
