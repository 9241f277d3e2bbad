"""A small framework, a crowd of practitioners, and a round in each of its states."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.groundwork import groundwork

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.commands import Answer, Judged
from cairn.assurance.evaluation.models import Judgement
from cairn.foundation.core import clock

START = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
LONG_AGO = date(2020, 4, 1)

# ref, area's ref, audience, text
STATEMENTS = (
    ("t.1", "", "", "Risk and decisions"),
    ("t.1.e", "t.1", "employer", "There is time to think before a decision"),
    ("t.1.p", "t.1", "practitioner", "I say what I weighed and why"),
    ("t.1.d", "t.1", "descriptor", "Reasons are written down"),
    ("t.2", "", "", "Supervision"),
    ("t.2.e", "t.2", "employer", "Supervision is kept free of interruptions"),
    ("t.2.v", "t.2", "everyone", "Both sides prepare"),
    ("t.3", "", "", "Professional leadership"),
    ("t.3.c", "t.3", "cswo", "The chief social work officer is heard"),
)


@pytest.fixture(autouse=True)
def _one_morning():
    """Every test begins at nine on 1 September 2026."""
    with clock.at(START):
        yield


def make_framework(version="1", changed=(), organisation=None, urn="urn:test:framework", only=()):
    from cairn.foundation.standards.models import Framework, Statement

    framework = Framework.objects.create(
        organisation=organisation, urn=urn, version=version, title="Test framework", short_title="Test",
        publisher="Nobody", licence="None", may_be_copied=True, source="A test", language="en", edition=version,
        status="current", fingerprint=f"{urn}{version}",
    )  # fmt: skip
    areas = {}
    for position, (ref, area, audience, text) in enumerate(STATEMENTS):
        if audience and only and audience not in only:
            continue
        said = f"{text}, newly worded" if ref in changed else text
        areas[ref] = Statement.objects.create(
            framework=framework, parent=areas.get(area), area=areas.get(area), urn=f"{urn}:{ref}", ref=ref,
            audience=audience, heading="" if audience else text, text=said, good=f"What good looks like: {text}",
            assessable=bool(audience), position=position, depth=1 if area else 0, meaning=f"{said}",
        )  # fmt: skip
    return framework


@groundwork(at=START)
def framework():
    return make_framework()


@groundwork(at=START)
def crowd(cast):
    """Six more practise in team A (eight in all), five more in team B (six in all)."""
    from cairn.foundation.people.models import Person, Post

    made = {}
    for team, count in (("team_a", 6), ("team_b", 5)):
        for number in range(1, count + 1):
            name = f"{team}_{number}"
            person = Person.objects.create(
                organisation=cast.north, email=f"{name}@north.example", given_name=name.capitalize(),
                family_name="Crowd", created_at=START,
            )  # fmt: skip
            Post.objects.create(
                organisation=cast.north, person=person, unit=getattr(cast, team), job_title="Social worker",
                staff_group="social-worker", starts_on=LONG_AGO,
            )  # fmt: skip
            made[name] = person
    return made


def plan_round(cast, framework, **changes):
    given = {
        "title": "Autumn self-evaluation", "framework": framework, "opens_on": clock.today(),
        "closes_on": clock.today() + timedelta(days=20),
    }  # fmt: skip
    return commands.plan(cast.north, by=cast["isla"], **(given | changes))


@groundwork(at=START)
def planned(cast, crowd, framework):
    return plan_round(cast, framework)


@groundwork(at=START)
def opened(cast, planned):
    return commands.open_round(planned, by=cast["isla"])


@pytest.fixture
def of(opened):
    """`of("t.1.e", cast.team_a)` is that judgement as the database has it now."""
    return lambda ref, unit=None: Judgement.objects.select_related("round", "unit", "statement").get(
        round=opened, statement__ref=ref, unit=unit
    )


@groundwork(at=START)
def ids(framework):
    """The identifiers of the statements by their ref."""
    return dict(framework.statements.values_list("ref", "pk"))


def judge_all(round, unit, by, grade=4):
    rows = Judgement.objects.filter(round=round, unit=unit).values_list("statement_id", flat=True)
    words = "We looked at ten records together."
    return commands.judge_many(round, unit, [Judged(pk, grade, words, "Look again in spring.") for pk in rows], by=by)


def answers(ids, **grades):
    """`answers(ids, t_1_p=4)` gives one person's answers; a text is a remark with grade 2."""
    said = {}
    for name, grade in grades.items():
        ref = name.replace("_", ".")
        said[ids[ref]] = Answer(2, remark=grade) if isinstance(grade, str) else Answer(grade)
    return said


def team(crowd, name, cast=None):
    people = [person for key, person in crowd.items() if key.startswith(name)]
    if cast:
        people += [cast["eilidh"], cast["ruaridh"]] if name == "team_a" else [cast["shona"]]
    return people


@groundwork(at=START)
def answered(cast, crowd, opened, ids):
    """All eight of team A and five of team B have answered, all leaders have judged."""
    for place, person in enumerate(team(crowd, "team_a", cast)):
        said = answers(ids, t_1_p=3 + place % 3, t_1_d=1 + place % 3, t_2_v=4 + place % 2)
        commands.answer(opened, by=person, answers=said)
    for place, person in enumerate(team(crowd, "team_b")):
        commands.answer(opened, by=person, answers=answers(ids, t_1_d=5 + place % 2, t_2_v=3 + place % 2))
    judge_all(opened, cast.team_a, cast["morag"], 5)
    judge_all(opened, cast.team_b, cast["callum"], 3)
    judge_all(opened, None, cast["isla"], 4)
    return opened


@groundwork(at=START)
def closed(cast, answered):
    return commands.close_round(answered, by=cast["isla"])


@groundwork(at=START)
def moderated(cast, closed):
    return commands.finish_moderation(closed, by=cast["catriona"])


@groundwork(at=START)
def signed(cast, moderated):
    commands.sign(moderated, by=cast["isla"])
    moderated.refresh_from_db()
    return moderated
