"""What is owed about registration: reassigning what somebody may no longer answer for."""

from django.urls import reverse

from cairn.cycle.duties.kinds import Kind
from cairn.practice.registration.rechecking import REASSIGN, reassignments

KINDS = (
    Kind(
        key=REASSIGN,
        title="Reassign what somebody answered for",
        sentence="Reassign what {words} answered for",
        page=lambda duty: reverse("registration:reassign", args=[duty.subject_id]),
        why="They may no longer be accountable for it. Nothing is lost: each is given to somebody, or goes on.",
        minutes=30,
        reminders=(1, 0, -1),
        plan=reassignments,
    ),
)
