"""Does the whole demonstration load, as it was meant, and does its record stand?"""

from collections import Counter
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from cairn.assurance.evaluation.models import Asked, Citation, Judgement, Result, Round
from cairn.config.demonstration import PASSWORD, who
from cairn.config.demonstration.build import Built, build
from cairn.cycle.evidence.models import Evidence
from cairn.cycle.improvement.models import Action, Suggestion
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.ledger.queries import newest_head
from cairn.foundation.ledger.verification import verify_installation
from cairn.foundation.people.models import Organisation, Person, Post, ProfessionalRole, Role, Unit

# Half a minute of work: the whole of both employers is built once for this file.
pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]
SPRING = {"round__title": "Self-evaluation, spring 2026", "is_area": True}


def test_it_says_what_was_made(demonstration: list[Built]) -> None:
    assert demonstration == [
        Built("Strathcairn Health and Social Care Partnership", 614, 3),
        Built("Eldermarsh Council", 243, 3),
    ]


def test_it_goes_only_into_an_empty_database() -> None:
    with pytest.raises(Refused, match="already"):
        build(seed=7)
    assert Organisation.objects.count() == 2


def test_each_employer_has_two_signed_rounds_and_one_open() -> None:
    found = Round.objects.order_by("organisation__name", "opens_on").values_list("title", "state", "scale")
    assert list(found) == [
        ("Employer standards, autumn 2025", "signed", "four"),
        ("Employer standards, spring 2026", "signed", "four"),
        ("Employer standards, autumn 2026", "open", "four"),
        ("Self-evaluation, autumn 2025", "signed", "six"),
        ("Self-evaluation, spring 2026", "signed", "six"),
        ("Self-evaluation, autumn 2026", "open", "six"),
    ]


def test_the_professional_line_ends_with_the_profession() -> None:
    """Not with the chief executive, who manages and is no social worker (sa.leads.line)."""
    leads = set(Post.objects.current().exclude(professional_lead=None).values_list("professional_lead", flat=True))
    held = ProfessionalRole.objects.filter(role__in=("chief_executive", "elected_member"))
    assert leads & set(held.values_list("person", flat=True)) == set()
    top = Person.objects.get(email="isla.renwick@strathcairn.example")
    assert list(Post.objects.current().filter(person=top).values_list("professional_lead", flat=True)) == [None]


def test_every_signed_judgement_has_a_grade_or_a_reason() -> None:
    assert Judgement.objects.filter(round__state="signed").unjudged().count() == 0


def test_sides_disagree_on_supervision_in_adults_north_and_nowhere_as_much() -> None:
    services = Result.objects.filter(**SPRING, unit__kind="service", gap__isnull=False).order_by("-gap")
    widest = services.filter(gap__gt=Decimal("1.2")).values_list("unit__code", "statement__ref")
    assert list(widest) == [("AN", "sa.4")]


def test_adults_south_shows_no_evidence_on_joint_working() -> None:
    row = Result.objects.get(**SPRING, unit__code="AS", statement__ref="sa.5")
    assert (row.evidence_count, row.employers_n > 100) == (0, True)


def test_moderation_named_what_shows_otherwise() -> None:
    against = Citation.objects.filter(round__title=SPRING["round__title"], shows="contradicts")
    assert {code.partition("-")[0] for code in against.values_list("judgement__unit__code", flat=True)} == {"AN"}


def test_people_who_used_services_are_nowhere_only_staff_are() -> None:
    assert Person.objects.exclude(email__endswith=".example").count() == 0


def test_moves_and_leavings_are_history() -> None:
    left = Person.objects.filter(is_active=False)
    assert left.count() == 32
    assert Post.objects.filter(person__in=left, ends_on=None).count() == 0
    lochside = Unit.objects.get(code="AN-LOC")
    led = Post.objects.filter(unit=lochside, leads_unit=True).order_by("starts_on")
    assert [post.ends_on is None for post in led] == [False, True]


def test_the_log_has_every_state_of_an_action_and_of_a_suggestion() -> None:
    states = Counter(Action.objects.values_list("state", flat=True))
    assert set(states) == {"open", "done", "effective", "ineffective", "withdrawn"}
    assert sum(states.values()) == 40
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"offered", "considered", "taken up", "declined"}


def test_some_evidence_is_out_of_date_and_most_is_not() -> None:
    found = list(Evidence.objects.all())
    stale = [one for one in found if one.is_stale()]
    assert len(found) >= 60
    assert 3 <= len(stale) <= len(found) // 3


def test_every_role_can_sign_in(client: Client) -> None:
    people = list(who())
    emails = [email for email, _, _ in people]
    held = ProfessionalRole.objects.filter(person__email__in=emails).values_list("role", flat=True)
    assert set(held) == set(Role.values)
    assert {password for _, password, _ in people} == {PASSWORD}
    assert [one.email for one in Person.objects.filter(email__in=emails) if not one.check_password(PASSWORD)] == []


@pytest.mark.parametrize("email", ["isla.renwick@strathcairn.example", "rhona.baird@strathcairn.example"])
def test_the_sign_in_page_lets_them_in(client: Client, email: str) -> None:
    answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/")


def test_practitioners_of_the_cast_find_something_to_answer() -> None:
    asked = Asked.objects.filter(person__email="eilidh.farrow@strathcairn.example", round__state="open")
    assert [one.answered for one in asked] == [False]


def test_team_leaders_of_the_cast_find_judgements_begun_and_not_finished() -> None:
    mine = Judgement.objects.filter(round__state="open", unit__code="AN-BRA")
    assert 20 < mine.judged().count() < mine.count() // 2


def test_the_outsider_has_neither_post_nor_role() -> None:
    outsider = Person.objects.get(email="robbie.sneddon@strathcairn.example")
    assert (outsider.posts.count(), outsider.roles.count()) == (0, 0)


def test_the_ledger_stands() -> None:
    reports = verify_installation()
    assert [report.in_words() for report in reports if not report.is_whole] == []
    assert len(reports) == 3


def test_heads_are_sealed_with_each_signature_and_at_the_end() -> None:
    for organisation in Organisation.objects.all():
        head = newest_head(organisation.pk)
        assert head is not None
        assert head.size == Entry.objects.filter(organisation_id=organisation.pk).count()
