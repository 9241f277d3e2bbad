"""What is owed in supervision: agreeing on it, signing, holding it in its turn, and reviewing what was opened."""

from django.urls import reverse

from cairn.cycle.duties.kinds import Asks, Kind
from cairn.cycle.duties.models import Duty
from cairn.practice.supervision import overseeing, planning


def _agreement(duty: Duty) -> str:
    return reverse("supervision:agreement", args=[duty.subject_id])


def _opening(duty: Duty) -> str:
    return reverse("supervision:opening", args=[duty.subject_id])


def _session(duty: Duty) -> str:
    return reverse("supervision:session", args=[duty.subject_id])


AGREE = Kind(
    key="supervision.agree",
    title="Agree on supervision",
    sentence="Agree on supervision with {words}",
    page=lambda duty: reverse("supervision:draft", args=[duty.subject_id]),
    why="Supervision begins with an agreement that both sign.",
    minutes=15,
    plan=planning.agreements,
)
SIGN_TERMS = Kind(
    key="supervision.sign_terms",
    title="Sign a supervision agreement",
    sentence="Sign the supervision agreement that {words} has signed",
    page=_agreement,
    asks=Asks.SIGN,
    why="Change what you can't agree to: then both sign anew.",
    minutes=5,
    reminders=(3, 0, -7),
    followed_at=_agreement,
)
HOLD = Kind(
    key="supervision.hold",
    title="Hold supervision",
    sentence="Hold supervision with {words}",
    page=_agreement,
    why="As often as the policy, or the agreement, asks.",
    minutes=90,
    reminders=(7, 0, -7),
    followed_at=_agreement,
    plan=planning.sessions,
)
PROFESSIONAL = Kind(
    key="supervision.professional",
    title="Hold professional supervision",
    sentence="Hold professional supervision with {words}",
    page=_agreement,
    why="The line manager is of another discipline.",
    minutes=90,
    reminders=(7, 0, -7),
    followed_at=_agreement,
    plan=planning.professional,
)
REVIEW_TERMS = Kind(
    key="supervision.review",
    title="Look at a supervision agreement again",
    sentence="Look at the supervision agreement with {words} again",
    page=_agreement,
    why="It stays as it is until another day, or a new one follows it.",
    minutes=15,
    followed_at=_agreement,
    plan=planning.reviews,
)
REVIEW_OPENING = Kind(
    key="supervision.review_opening",
    title="Review the opening of a record",
    sentence="{words}",
    page=_opening,
    why="Glass was broken to open it. Somebody else says whether that was right.",
    minutes=15,
    reminders=(2, 0, -3),
    plan=overseeing.reviews,
)
LOOK_AGAIN = Kind(
    key="supervision.look_again",
    title="Decide whether to tell somebody that their record was opened",
    sentence="{words}",
    page=_opening,
    why="Telling them was put off. They are told on this day unless you put it off again.",
    minutes=10,
    reminders=(3, 1, 0),
    plan=overseeing.looks,
)
SAMPLE = Kind(
    key="supervision.sample",
    title="Read supervision records for a dip sample",
    sentence="Read the drawn supervision records: {words}",
    page=lambda duty: reverse("supervision:sample", args=[duty.subject_id]),
    why="Somebody independent looks at how good supervision is. The records can be read until that day.",
    minutes=60,
    reminders=(14, 7, 1),
    followed_at=lambda duty: reverse("supervision:sample", args=[duty.subject_id]),
)
PREPARE = Kind(
    key="supervision.prepare",
    title="Prepare for supervision",
    sentence="Prepare for supervision with {words}",
    page=lambda duty: reverse("supervision:prepare", args=[duty.subject_id]),
    why="Practice, challenges, possible solutions, development. Private until you share it.",
    minutes=15,
    reminders=(2,),
    is_private=True,
)
TELL = Kind(
    key="supervision.tell",
    title="Say whether supervision was held",
    sentence="Say whether supervision with {words} was held",
    page=_session,
    why="Held, cut short or cancelled, and why.",
    minutes=2,
    reminders=(0, -5),
    followed_at=_session,
)
REBOOK = Kind(
    key="supervision.rebook",
    title="Book a cancelled supervision again",
    sentence="Book the cancelled supervision with {words} again",
    page=lambda duty: reverse("supervision:rebook", args=[duty.subject_id]),
    why="The policy says within how many working days.",
    minutes=2,
    reminders=(1, 0, -5),
    followed_at=_session,
)
RECORD = Kind(
    key="supervision.record",
    title="Record a supervision",
    sentence="Record the supervision with {words}",
    page=lambda duty: reverse("supervision:record", args=[duty.subject_id]),
    why="The main points; then both sign.",
    minutes=20,
    reminders=(3, 0, -7),
    followed_at=_session,
)
SIGN_RECORD = Kind(
    key="supervision.sign_record",
    title="Sign a supervision record",
    sentence="Sign the record of supervision with {words}",
    page=lambda duty: reverse("supervision:sign_record", args=[duty.subject_id]),
    asks=Asks.SIGN,
    why="Change what is not right, or say that you don't agree.",
    minutes=5,
    reminders=(3, 0, -7),
    followed_at=_session,
)
KINDS = (
    *(AGREE, SIGN_TERMS, HOLD, PROFESSIONAL, REVIEW_TERMS),
    *(PREPARE, TELL, REBOOK, RECORD, SIGN_RECORD),
    *(REVIEW_OPENING, LOOK_AGAIN, SAMPLE),
)
