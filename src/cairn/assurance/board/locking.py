"""How is a row held while somebody acts on it? The meeting first, so that nothing is written into one being closed."""

from uuid import UUID

from cairn.assurance.board.models import Item, Meeting


def held_meeting(pk: UUID) -> Meeting:
    """The meeting as it is now; nobody else moves it on until this act is done."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("board__organisation").get(pk=pk)


def held_item(item: Item) -> Item:
    """The item as it is now, in a meeting that stays as it is until this act is done."""
    meeting_id = Item.objects.values_list("meeting", flat=True).get(pk=item.pk)
    if meeting_id:
        held_meeting(meeting_id)
    held = Item.objects.select_for_update(of=("self",)).select_related("board", "meeting__board", "lead")
    return held.get(pk=item.pk)
