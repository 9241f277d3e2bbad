"""Who of the demonstration is registered, approved, and answers for which function?

Written in bulk with one line of the ledger for each, as an import would: several hundred people at once.
"""

import random
from datetime import date, datetime, timedelta

from cairn.config.demonstration.people import Staffing
from cairn.foundation.core import clock
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people.models import Person, Post, ProfessionalRole, StaffGroup
from cairn.practice.registration.commands import delegations
from cairn.practice.registration.models import Approval, Registration, Scope, Standing, State
from cairn.practice.registration.rules.delegations import Instrument

REGISTERED = (
    *(StaffGroup.SOCIAL_WORKER, StaffGroup.NEWLY_QUALIFIED, StaffGroup.MENTAL_HEALTH_OFFICER, StaffGroup.SENIOR),
    *(StaffGroup.TEAM_LEADER, StaffGroup.MANAGER, StaffGroup.AGENCY),
)
OF_NATION = {
    "scotland": ("scottish-social-services-council", "{}", "mental_health_officer"),
    "england": ("social-work-england", "SW{}", "approved_mental_health_professional"),
}
FIRST_NUMBER = {"scotland": 3_000_100, "england": 10_100}
FUNCTION = "child.protection_plan"
LEADERS = 6


class Registering:
    """One employer's register."""

    def __init__(self, staffing: Staffing, seed: int, known_since: datetime) -> None:
        self.organisation = staffing.organisation
        self.known_since = known_since
        self.chance = random.Random(f"{seed} {self.organisation.slug} register")

    def enter(self) -> None:
        """Everybody in a social work post, with a few who stand as some do everywhere; then who answers for what."""
        posts = Post.objects.current().filter(organisation=self.organisation, staff_group__in=REGISTERED)
        people = list(posts.select_related("person").order_by("person__email", "starts_on"))
        found = {post.person_id: post for post in people}
        regulator, number, approval = OF_NATION[self.organisation.nation]
        made, standings, approvals = [], [], []
        for place, post in enumerate(found.values(), FIRST_NUMBER[self.organisation.nation]):
            one = Registration(
                organisation=self.organisation, person=post.person, regulator=regulator, part="social_worker",
                number=number.format(place),
            )  # fmt: skip
            first = self._first_day(post)
            made.append(one)
            standings.append(
                Standing(registration=one, state=State.REGISTERED, starts_on=first, **self._fact(one.person))
            )
            if post.staff_group == StaffGroup.MENTAL_HEALTH_OFFICER:
                since = first + timedelta(days=1000)
                approvals.append(
                    Approval(kind=approval, starts_on=since, given_by="The employer", **self._fact(one.person))
                )
        standings += self._as_some_stand(made)
        Registration.objects.bulk_create(made)
        Standing.objects.bulk_create(standings)
        Approval.objects.bulk_create(approvals)
        record_each("registration.entered", by=None, subjects=made, organisation_id=self.organisation.pk)
        self._delegate()

    def _fact(self, person: Person) -> dict[str, object]:
        return {
            "organisation": self.organisation, "person": person, "source": "The public register",
            "recorded_at": self.known_since,
        }  # fmt: skip

    def _first_day(self, post: Post) -> date:
        """Some years before the post; of those newly qualified, some weeks."""
        days = (20, 90) if post.staff_group == StaffGroup.NEWLY_QUALIFIED else (1100, 7000)
        return min(post.starts_on, clock.today()) - timedelta(days=self.chance.randint(*days))

    def _as_some_stand(self, made: list[Registration]) -> list[Standing]:
        """One renewal that waits for the register, one warning, one condition."""
        some = self.chance.sample(made, 3)
        states: tuple[tuple[State, int, str, list[str]], ...] = (
            (State.AWAITING, 12, "", []),
            (State.WARNING, 200, "Recording was late in several cases.", []),
            (State.CONDITIONS, 90, "Works under supervision, and owns no protection plan.", [FUNCTION]),
        )
        return [
            Standing(
                registration=one, state=state, starts_on=clock.today() - timedelta(days=back), words=words, bars=bars,
                **self._fact(one.person) | {"recorded_at": clock.now() - timedelta(days=back - 1)},
            )
            for one, (state, back, words, bars) in zip(some, states, strict=True)
        ]  # fmt: skip

    def _delegate(self) -> None:
        """The chief or, where there is none, nobody delegates a function to leaders of teams for children."""
        role = ProfessionalRole.objects.current().filter(organisation=self.organisation, role="cswo").first()
        if role is None:
            return
        leads = Post.objects.current().filter(
            organisation=self.organisation, leads_unit=True, unit__service_area="children", unit__kind="team",
            person__registrations__isnull=False,
        )  # fmt: skip
        today = clock.today()
        until = today + timedelta(days=365)
        giver = Person.objects.select_related("organisation").get(pk=role.person_id)
        for post in leads.select_related("person", "unit").order_by("unit__code", "pk")[:LEADERS]:
            asked = Instrument(
                FUNCTION, post.person, Scope.UNIT, clock.today(), until, unit=post.unit, may_pass_on=True
            )
            delegations.give(asked, by=giver)
