"""How do addresses name a part of the organisation: a unit by its identifier, or the whole by a word?"""

from uuid import UUID

from django.urls import register_converter


class UnitOrWhole:
    """A unit's identifier, or the word `whole`."""

    regex = "whole|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"

    def to_python(self, text: str) -> UUID | None:
        return None if text == "whole" else UUID(text)

    def to_url(self, unit: object) -> str:
        return str(unit or "whole")


register_converter(UnitOrWhole, "unit_or_whole")
