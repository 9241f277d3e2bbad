"""Who is told what in a round? Neutral lines without names, each with the page where the next step is."""

from collections.abc import Iterable
from uuid import UUID

from django.urls import reverse

from cairn.assurance.evaluation.models import Round
from cairn.foundation.core import clock
from cairn.foundation.core.answers import day
from cairn.foundation.notices.commands import notify_each
from cairn.foundation.people.models import Person, ProfessionalRole, Role

MODERATORS = (Role.PSW, Role.QUALITY_OFFICER)
SIGNATORIES = (Role.CSWO, Role.CSWO_DEPUTY, Role.PSW)


def asked_to_judge(round: Round, people: Iterable[UUID]) -> None:
    """Leaders learn that their judgement is asked."""
    _tell(round, people, f"Your judgement is asked in {round.title}, until {day(round.closes_on)}.", "evaluation:round")


def asked_to_answer(round: Round, people: Iterable[UUID]) -> None:
    """Practitioners learn that they are asked, and that nobody sees who said what."""
    text = f"{round.title}: what do you see? Nobody can see who answered what. Until {day(round.closes_on)}."
    _tell(round, people, text, "evaluation:answering")


def to_moderate(round: Round) -> None:
    """Those who moderate learn that a round has closed."""
    _tell(
        round,
        _holding(round, MODERATORS),
        f"{round.title} has closed and waits for moderation.",
        "evaluation:moderation",
    )


def to_sign(round: Round) -> None:
    """Those who sign learn that a round has been moderated."""
    _tell(
        round,
        _holding(round, SIGNATORIES),
        f"{round.title} has been moderated and waits for signature.",
        "evaluation:sign",
    )


def signed(round: Round, people: Iterable[UUID]) -> None:
    """Everybody who was asked learns what came of it (sa.4.d.1)."""
    _tell(round, people, f"{round.title} has been signed. See what came of it.", "evaluation:results")


def _holding(round: Round, roles: Iterable[str]) -> set[UUID]:
    held = ProfessionalRole.objects.filter(organisation_id=round.organisation_id, role__in=list(roles))
    return set(held.on(clock.today()).values_list("person_id", flat=True))


def _tell(round: Round, people: Iterable[UUID], text: str, url_name: str) -> None:
    told = Person.objects.filter(pk__in=list(people), is_active=True)
    notify_each(told, text=text, link=reverse(url_name, args=[round.pk]), about=f"{round._meta.label}:{round.pk}")
