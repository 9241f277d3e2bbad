"""The board: who sits on it, what it meets about, what was decided, and what is sent out beforehand."""

from django.apps import AppConfig


class BoardRoom(AppConfig):
    name = "cairn.assurance.board"
    label = "board"

    def ready(self) -> None:
        from cairn.assurance.board import duties
        from cairn.assurance.board.rules.sources import runs_meetings_of
        from cairn.assurance.board.signing import content_by_id
        from cairn.cycle.duties import kinds
        from cairn.cycle.improvement import sources
        from cairn.foundation.core import navigation
        from cairn.foundation.ledger.signables import register
        from cairn.foundation.people.access import permits

        register("board.Meeting", content_by_id)
        kinds.register(*duties.KINDS)
        sources.register("board.Board", runs_meetings_of)
        navigation.register(
            "Board",
            "board:boards",
            position=55,
            shown_to=lambda person: permits(person, "board.see"),
            begins_with=("/board/",),
        )
