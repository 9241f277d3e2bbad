"""The chief social work officer is a registered social worker, when the role is given and as long as it is held."""

from datetime import UTC, datetime

import pytest
from tests.practice.registration.conftest import registered

from cairn.cycle.duties.models import Duty
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.people import commands as people
from cairn.foundation.people.models import ProfessionalRole
from cairn.practice.registration.commands import register
from cairn.practice.registration.queries.delegations import reassignment_of

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_ten():
    with clock.at(TEN):
        yield


def test_the_role_is_given_to_a_registered_social_worker_only(cast):
    people.give_role(cast["catriona"], role="cswo_deputy", by=cast["una"])  # nothing is known of anybody yet
    registered(cast)
    for name, said in (("callum", "Callum Drever is not registered as social worker"), ("ruaridh", "not registered")):
        with pytest.raises(Refused, match=f"{said}.*The chief social work officer is a registered social worker"):
            people.give_role(cast[name], role="cswo", by=cast["una"])
    one = registered(cast, "callum", "3012346")
    register.state(one, state="suspended", starts_on=TEN.date(), ends_on=TEN.date(), by=cast["rhona"])
    with pytest.raises(Refused, match="was suspended from the register on 26 November 2026"):
        people.give_role(cast["callum"], role="cswo", by=cast["una"])
    people.give_role(cast["callum"], role="professional_lead", by=cast["una"])  # of other roles nothing is asked
    assert not ProfessionalRole.objects.filter(person=cast["callum"], role="cswo").exists()


def test_a_chief_who_is_removed_is_a_matter_for_those_beside_them(cast):
    people.give_role(cast["catriona"], role="cswo_deputy", by=cast["una"])
    one = registered(cast, "catriona", "3012347")
    assert not Duty.objects.filter(kind="registration.reassign").exists()
    register.state(one, state="removed", starts_on=TEN.date(), by=cast["rhona"])
    assert {duty.words for duty in Duty.objects.open().filter(kind="registration.reassign")} == {"Catriona Weir"}
    (stake,) = reassignment_of(cast["isla"], cast["catriona"]).stakes
    assert (stake.words, stake.page) == ("Deputy chief social work officer", f"/people/{cast['catriona'].pk}/")
