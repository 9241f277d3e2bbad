"""How quick are register and caseload for an employer with 5,000 registrants and 60,000 live allocations?

python -m bench fitness              with a year of supervision behind them, in a process and a database file of its own

Run by itself with the words of `bench.practised` it answers with JSON on its last line.
"""

import csv
import io
import itertools
import json
import random
import sys
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection

from bench import building, practice, practised

CASES, DELEGATIONS = 60_000, 3_000
REGULATOR = "scottish-social-services-council"
FUNCTION = "child.protection_plan"
LIMITS = {
    "an import of 60,000 case rows": 60.0,
    "a re-check of all delegations": 5.0,
    "planning what registration owes": 5.0,
    "what everybody carries, reckoned anew": 10.0,
    "every figure of register and caseload": 10.0,
}


def run(arguments: Any) -> str:
    """The employer in a process of its own; then everything in tables."""
    told = practice.told_by("bench.fitness", arguments, years=1)
    found = {1: told}
    made = ", ".join(f"{count:,} {what}" for what, count in told["counts"].items())
    return "\n\n".join([f"The employer: {made}.", practice.steps(found, LIMITS), practice.pages(found)]) + "\n"


def everything(people: int, repeats: int, *, keep: bool) -> practised.Told:
    """Build, unless an employer is kept; measure."""
    told = practised.Told()
    if not keep:
        _make(told, people)
    _do(told)
    practised.measure_places(told, _places(), repeats)
    return told


def _make(told: practised.Told, people: int) -> None:
    from cairn.config.demonstration.large.build import build_large
    from cairn.practice.caseload.commands.weightings import adopt_proposal
    from cairn.practice.caseload.models import Allocation, Case
    from cairn.practice.registration.models import Delegation, Registration

    building.prepare()
    practised.say(f"an employer of {people:,} people")
    build_large(people=people, years=1)
    _register()
    organisation = practised.organisation()
    adopt_proposal(organisation, by=_one(role="cswo"))
    _import_cases(told)
    _set_posts()
    _delegate()
    for model in (Registration, Delegation, Case, Allocation):
        told.counts[str(model._meta.verbose_name_plural)] = model.objects.filter(organisation=organisation).count()


def _one(role: str) -> Any:
    from cairn.foundation.people.models import Person

    held = Person.objects.select_related("organisation").filter(organisation=practised.organisation(), is_active=True)
    return held.filter(roles__role=role, roles__ends_on=None).order_by("staff_number")[0]


def _register() -> None:
    """Everybody in post is registered, with a check and three declarations; somebody keeps the register."""
    from cairn.foundation.core import clock
    from cairn.foundation.people.models import Post, ProfessionalRole
    from cairn.practice.registration.models import Check, Declaration, Registration, Standing
    from cairn.practice.registration.models.declaration import YEARLY

    chance, today, now = random.Random(4), clock.today(), clock.now()
    organisation = practised.organisation()
    posts = Post.objects.on(today).filter(organisation=organisation).order_by("person", "pk").select_related("person")
    people = list({post.person_id: post.person for post in posts}.values())
    for role in ("registration_officer", "administrator"):
        if not ProfessionalRole.objects.current().filter(organisation=organisation, role=role).exists():
            officer = people[len(role)]
            ProfessionalRole.objects.create(
                organisation=organisation, person=officer, role=role, starts_on=today - timedelta(days=100)
            )
    made, standings, checks, declarations = [], [], [], []
    same = {"organisation": organisation}
    for number, person in enumerate(people, 3_000_000):
        one = Registration(
            person=person,
            regulator=REGULATOR,
            part="social_worker",
            number=str(number),
            **same,
        )
        first = today - timedelta(days=chance.randint(500, 6000))
        standings.append(
            Standing(registration=one, person=person, state="registered", starts_on=first, recorded_at=now, **same)
        )
        looked = today - timedelta(days=chance.randint(0, 80))
        checks.append(
            Check(
                registration=one, person=person, regulator=one.regulator, number=one.number, looked_up_on=looked,
                source="The register", checked_at=now, differs=["status"] if number % 500 == 0 else [], **same,
            )
        )  # fmt: skip
        declarations += [
            Declaration(person=person, subject=kind, made_on=looked, made_at=now, **same) for kind in YEARLY
        ]
        made.append(one)
    for model, rows in ((Registration, made), (Standing, standings), (Check, checks), (Declaration, declarations)):
        model.objects.bulk_create(rows, batch_size=1000)


def _import_cases(told: practised.Told) -> None:
    """Through the import that everybody uses: an extract with a worker for each case."""
    from cairn.foundation.core import clock
    from cairn.foundation.imports import commands as imports
    from cairn.foundation.people.models import Post

    today = clock.today()
    posts = Post.objects.on(today).filter(
        organisation=practised.organisation(), staff_group__in=("social-worker", "senior-practitioner")
    )
    workers = itertools.cycle(posts.order_by("pk").values_list("person__email", "unit__code"))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(["Case reference", "Team", "Type of case", "Worker", "Opened on"])
    for number, (email, unit) in zip(range(CASES), workers, strict=False):
        writer.writerow([number, unit, "Child in need", email, (today - timedelta(days=number % 400)).isoformat()])
    by, content = _one("administrator"), buffer.getvalue().encode()

    def bring_in() -> None:
        batch = imports.stage(content, by=by, kind="cases", file_name="cases.csv", source="Bench")
        if batch.problems:
            raise SystemExit(f"The extract was refused: {batch.problems[:3]}")
        imports.apply(batch, by=by)

    practised.timed(told, "an import of 60,000 case rows", bring_in)


def _delegate() -> None:
    """Thousands hold a function, as if the chief social work officer had signed each."""
    from cairn.foundation.core import clock
    from cairn.practice.registration.models import Delegation, Registration

    today, organisation, giver = clock.today(), practised.organisation(), _one("cswo")
    holders = Registration.objects.filter(organisation=organisation).exclude(person=giver).order_by("number")
    Delegation.objects.bulk_create(
        Delegation(
            organisation=organisation, function=FUNCTION, giver=giver, holder_id=person, scope="all", starts_on=today,
            given_at=clock.now(),
        )
        for person in holders.values_list("person", flat=True)[:DELEGATIONS]
    )  # fmt: skip


def _set_posts() -> None:
    """Each unit ought to have ten posts from a year ago on, and eleven from today on."""
    from cairn.foundation.core import clock, months
    from cairn.foundation.people.models import Unit
    from cairn.practice.caseload.models import Establishment

    organisation, cswo, today = practised.organisation(), _one(role="cswo"), clock.today()
    Establishment.objects.bulk_create(
        Establishment(
            organisation=organisation,
            unit=unit,
            posts=posts,
            starts_on=starts_on,
            source="Budget",
            set_by=cswo,
            set_at=clock.now(),
        )
        for unit in Unit.objects.filter(organisation=organisation)
        for posts, starts_on in ((10, months.add(today, -12)), (11, today))
    )


def _do(told: practised.Told) -> None:
    """What the worker does by itself."""
    from cairn.cycle.duties.commands import plan_ahead
    from cairn.cycle.evidence.declaring import all_indicators
    from cairn.foundation.core import clock, months
    from cairn.practice.caseload.commands.figures import draw_up
    from cairn.practice.caseload.keeping import keep
    from cairn.practice.registration.duties import KINDS
    from cairn.practice.registration.rechecking import recheck

    organisation = practised.organisation()
    practised.timed(told, "a re-check of all delegations", lambda: recheck(organisation))
    for kind in KINDS:
        plan_ahead(organisation, kind)
    practised.timed(told, "planning what registration owes", lambda: [plan_ahead(organisation, kind) for kind in KINDS])
    practised.timed(told, "what everybody carries, reckoned anew", lambda: keep(organisation.pk))
    draw_up(organisation)
    month = months.first_of(clock.today())
    ours = [one for one in all_indicators() if one.source in ("registration", "caseload")]

    def measure() -> None:
        for one in ours:
            list(one.measure(organisation.pk, month, month))

    practised.timed(told, "every figure of register and caseload", measure)


def _places() -> dict[str, tuple[Any, str]]:
    """Which pages are measured, and as whom they are asked for."""
    from cairn.practice.caseload.models import Allocation, Case, Figure
    from cairn.practice.registration.models import Check, Delegation, Registration

    cswo, officer = practised.somebody(roles__role="cswo"), _one("registration_officer")
    titles = ("Team leader", "Service manager", "Social worker")
    leader, manager, worker = (practised.somebody(posts__job_title=title) for title in titles)
    mine = Registration.objects.get(person=worker)
    theirs = Registration.objects.exclude(person__in=[officer, cswo]).earliest("number")
    given = Allocation.objects.filter(person=worker).select_related("case").first()
    case = given.case_id if given else Case.objects.earliest("pk").pk
    figure = Figure.objects.filter(person=worker).first()
    unit = worker.posts.current().get().unit
    held = Delegation.objects.filter(holder=worker).first() or Delegation.objects.earliest("pk")
    difference = Check.objects.matters().exclude(person=officer).earliest("number")
    ask = f"/registration/ask/?person={worker.email}&function={FUNCTION}&on_day=3&on_month=3&on_year=2026"
    found = {
        "Fit to act, registration officer": (officer, "/registration/"),
        "Fit to act, under an order": (officer, "/registration/?show=orders"),
        "Fit to act, team leader": (leader, "/registration/"),
        "an entry, its owner": (worker, f"/registration/people/{worker.pk}/"),
        "an entry, registration officer": (officer, f"/registration/people/{theirs.person_id}/"),
        "steps of a renewal": (worker, f"/registration/registrations/{mine.pk}/steps/"),
        "declarations": (worker, f"/registration/people/{worker.pk}/declarations/"),
        "register checks": (officer, "/registration/checks/"),
        "numbers to look up": (officer, f"/registration/checks/numbers/{mine.regulator}/"),
        "a difference": (officer, f"/registration/checks/{difference.pk}/"),
        "functions": (worker, "/registration/functions/"),
        "who holds a function": (cswo, f"/registration/functions/{FUNCTION}/"),
        "may somebody be accountable?": (cswo, ask),
        "a delegation": (cswo, f"/registration/delegations/{held.pk}/"),
        "a form to delegate": (cswo, "/registration/delegations/give/"),
        "what must be reassigned": (cswo, f"/registration/people/{worker.pk}/reassign/"),
        "concerns": (officer, "/registration/concerns/"),
        "caseload, practitioner": (worker, "/caseload/"),
        "caseload, team leader": (leader, "/caseload/"),
        "caseload, chief social work officer": (cswo, "/caseload/"),
        "my team's work": (leader, "/caseload/team/"),
        "a service's work": (manager, "/caseload/team/"),
        "cases, team leader": (leader, "/caseload/cases/"),
        "a case": (worker, f"/caseload/cases/{case}/"),
        "what waits": (leader, "/caseload/waiting/"),
        "somebody's work": (leader, f"/caseload/people/{worker.pk}/"),
        "the organisation as a distribution": (cswo, "/caseload/organisation/"),
        "social work posts": (cswo, "/caseload/establishment/"),
        "social work posts of a unit": (cswo, f"/caseload/establishment/{unit.pk}/"),
        "figures of the month": (leader, "/caseload/figures/"),
        "a figure of somebody's month": (worker, f"/caseload/figures/{figure.pk}/" if figure else ""),
        "GET /api/v1/accountable": (cswo, f"/api/v1/accountable?person={worker.pk}&function={FUNCTION}"),
    }
    return found


def main() -> None:
    """`python -m bench.fitness PEOPLE YEARS REPEATS CLOCK DATABASE KEEP`"""
    people, _, repeats, clock, database, keep = sys.argv[1:]
    practised.set_up("fitness", database, clock, keep=bool(keep))
    connection.ensure_connection()
    print(json.dumps(asdict(everything(int(people), int(repeats), keep=bool(keep)))))


if __name__ == "__main__":
    main()
