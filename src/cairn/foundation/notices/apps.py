"""Notices: the inbox, the outbox and the letters that tell somebody that something waits."""

from django.apps import AppConfig


class Notices(AppConfig):
    name = "cairn.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        from cairn.foundation.notices import commands, queries
        from cairn.foundation.people import letters, sign_in

        letters.carried_by(commands.letter)
        sign_in.come_with(unread_notices=queries.unread_count())
