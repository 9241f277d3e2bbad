"""A small world with one record of everything, and which record stands behind each address."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from tests.groundwork import groundwork

from cairn.foundation.core import clock

EXTRA_ROLES = {
    "deputy": "cswo_deputy",
    "secretary": "board_secretary",
    "learning": "learning_officer",
    "registration": "registration_officer",
    "complaints": "complaints_officer",
    "information": "information_officer",
}
PEOPLE_FILE = (
    b"Staff number,Given name,Family name,E-mail,Unit code,Unit,Job title,Staff group,Starts on\n"
    b"N1,Agnes,Orr,agnes@north.example,A,Team A,Social worker,Social worker,2026-03-02\n"
)
BEFORE = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


class World:
    """One record of each kind, all of the North; and people of every role beside the fixed cast."""

    def __init__(self, cast):
        self.cast = cast

    def __getitem__(self, name):
        return self.cast[name]


def add_roles(cast):
    """The professional roles that the fixed cast does not hold."""
    from cairn.foundation.people.models import Person, ProfessionalRole

    for name, role in EXTRA_ROLES.items():
        person = Person.objects.create(
            organisation=cast.north,
            email=f"{name}@north.example",
            given_name=name.capitalize(),
            family_name="Extra",
            created_at=clock.now(),
        )
        cast.people[name] = person.pk
        ProfessionalRole.objects.create(organisation=cast.north, person=person, role=role, starts_on=date(2020, 4, 1))


@groundwork
def world(cast):
    """The North with a framework of its own, rounds in every state, evidence, actions, a report, keys and notices."""
    add_roles(cast)
    made = World(cast)
    from cairn.foundation.ledger.models import Entry

    with clock.at(BEFORE):
        _standards(made)
        _improvement(made)
        _people(made)
        _supervision(made)
        _openings(made)
        _caseload(made)
        _registration(made)
        _rounds(made)
        _board(made)
    made.entry = Entry.objects.filter(organisation_id=cast.north.pk).earliest("sequence")
    return made


def _standards(made):
    from tests.assurance.evaluation.conftest import make_framework

    from cairn.foundation.standards.models import Crosswalk

    own = {"organisation": made.cast.north, "urn": "urn:north:framework"}
    made.framework = make_framework(**own)
    made.newer = make_framework(version="2", **own)
    made.statement = made.framework.statements.get(ref="t.1.e")
    made.statement.clauses.create(clause="sa.4.d.5")
    made.area = made.framework.statements.get(ref="t.1")
    made.crosswalk = Crosswalk.objects.create(
        from_framework=made.framework, to_framework=made.newer, urn="urn:north:crosswalk", version="1",
        organisation=made.cast.north, title="Old to new", publisher="North", source="Ours", fingerprint="f",
        arrived_at=clock.now(),
    )  # fmt: skip


def _improvement(made):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cairn.cycle.duties.models import Duty
    from cairn.cycle.evidence import commands as evidence
    from cairn.cycle.evidence.declaring import indicator_of
    from cairn.cycle.improvement import commands as improvement

    made.evidence = evidence.add(
        by=made["morag"],
        title="Dip sample",
        kind="document",
        upload=SimpleUploadedFile("sample.txt", b"Ten of ten.", "text/plain"),
        happened_on=clock.today(),
        unit=made.cast.team_a,
    )
    made.action = improvement.raise_action(
        by=made["morag"],
        what="Sign before leaving",
        why="Records come back late.",
        owner=made["eilidh"],
        due_on=clock.today() + timedelta(days=90),
        unit=made.cast.team_a,
    )
    made.duty = Duty.objects.select_related("unit").get(kind="improvement.carry")
    indicator = indicator_of("improvement.on_time")
    made.note = evidence.annotate(indicator, made.cast.team_a, by=made["morag"], month=clock.today(), text="New form")
    made.baseline = evidence.redraw(
        indicator, made.cast.team_a, by=made["isla"], from_month=date(2026, 3, 1), reason="The log moved into Cairn."
    )
    made.suggestion = improvement.offer(by=made["eilidh"], text="A quiet room", unit=made.cast.team_a)


def _people(made):
    from cairn.foundation.imports import commands as imports
    from cairn.foundation.notices.commands import notify
    from cairn.foundation.people.models import Absence, LocalDay, Post, ProfessionalRole
    from cairn.front.api.models import Token

    made.person = made["eilidh"]
    made.unit = made.cast.team_a
    made.day = LocalDay.objects.create(organisation=made.cast.north, day=date(2026, 9, 21), name="Autumn holiday")
    made.post = Post.objects.get(person=made.person)
    made.absence = Absence.objects.create(
        organisation=made.cast.north,
        person=made.person,
        why="leave",
        starts_on=date(2026, 8, 3),
        ends_on=date(2026, 8, 7),
    )
    made.role = ProfessionalRole.objects.get(person=made["isla"])
    made.batch = imports.stage(PEOPLE_FILE, by=made["una"], kind="people", file_name="people.csv")
    made.notice = notify(made.person, text="Something waits.", link="/", about="people.Person")
    made.token = Token.objects.create(
        organisation=made.cast.north, person=made.person, name="Laptop", secret_hash="0" * 64,
        created_at=clock.now(), expires_at=clock.now() + timedelta(days=200),
    )  # fmt: skip


def _supervision(made):
    from tests.practice.supervision.terms_made import draft, sign, terms

    from cairn.practice.supervision.commands import groups, needs, policies

    made.supervision_policy = policies.adopt_starting(made.cast.north, by=made["isla"])
    made.agreement = sign(made.cast, draft(made.cast), "morag", "eilidh")
    made.draft_agreement = draft(made.cast, "eilidh", kind="professional", terms=terms(
        every=1, period="month", who_does_what="Practice."
    ))  # fmt: skip
    made.group = groups.draft_group(
        title="Reflective group", kind="group", unit=made.cast.team_a, supervisor=made["morag"],
        starts_on=date(2026, 1, 5), terms=terms(every=6, period="week"), by=made["morag"],
    )  # fmt: skip
    made.need = needs.agree_need(
        made["eilidh"], every=2, period="week", minutes=60, reason="A hard year", by=made["morag"]
    )
    made.membership = groups.add_member(made.group, person=made["eilidh"], by=made["morag"])
    _quality(made)
    _sessions(made)


def _quality(made):
    from tests.practice.supervision.sampled import drawn, judged, several

    from cairn.practice.supervision.commands import quality

    made.viewed_session, *_ = several(made.cast, 3)
    made.running_sample = drawn(made.cast)
    made.drawn_record = made.running_sample.findings.earliest("pk")
    made.sample = quality.finish(judged(made.cast, drawn(made.cast)), by=made["fraser"])


def _openings(made):
    """Callum held it before Morag supervised Eilidh; Isla opened it, and Eilidh has not been told yet."""
    from tests.practice.supervision.recorded import WHY, recorded

    from cairn.practice.supervision.commands import consents, openings

    made.earlier_session = recorded(made.cast, by="callum")
    made.consent = consents.agree(reader=made["morag"], by=made["eilidh"])
    made.opening = openings.break_glass(made.earlier_session, ground="law", words=WHY, by=made["isla"])


def _sessions(made):
    """Morag's sessions with Eilidh, one in each state."""
    from tests.practice.supervision.sessions_made import days_ago, held, planned, recorded, signed

    from cairn.practice.supervision.commands import records, sessions

    made.session = planned(made.agreement, on=date(2026, 9, 21))
    made.cancelled = sessions.cancel(
        planned(made.agreement, on=date(2026, 9, 14)), because_of="supervisor", reason="court", by=made["morag"]
    )
    made.held = held(made.agreement, on=days_ago(3))
    made.recorded = recorded(made.agreement, on=days_ago(10))
    made.signed_session = signed(made.agreement, on=days_ago(30))
    disputed = recorded(made.agreement, on=days_ago(20))
    records.refuse(disputed, reason="Not so.", by=made["eilidh"])


def _caseload(made):
    """A case of team A that Eilidh carries, and a weighting that is in force."""
    from tests.practice.caseload.made import bring_in, case

    from cairn.practice.caseload.commands import establishment, weightings
    from cairn.practice.caseload.models import Case

    made.weighting = weightings.adopt_proposal(made.cast.north, by=made["isla"])
    row = {"Case reference": "9001", "Team": "Team A", "Type of case": "Other work on a case"}
    bring_in(made.cast, row | {"Worker": "eilidh@north.example"})
    made.case = Case.objects.select_related("unit").get()
    made.waiting_case = case(made.cast, "9002")
    said = {"posts": Decimal("2.5"), "starts_on": date(2026, 4, 1), "source": "Budget paper 14"}
    made.establishment = establishment.set_posts(made.cast.team_a, by=made["una"], **said)
    _workload(made)


def _workload(made):
    """Eilidh is relieved by a plan, has an adjusted limit and a figure of this month."""
    from tests.practice.caseload.made import PLAN

    from cairn.practice.caseload.commands import allocations, figures, weightings
    from cairn.practice.caseload.models import Allocation, Figure, Load

    made.load = Load.objects.select_related("unit").get(person=made.person)
    made.allocation = Allocation.objects.select_related("case__unit").get()
    made.relief = allocations.relieve(made.load, by=made["morag"], plan=PLAN)
    made.circumstance = weightings.note(made.load, by=made["morag"], sort="adjustment", percent=90)
    figures.draw_up(made.cast.north)
    made.figure = Figure.objects.select_related("unit").get(person=made.person)


def _registration(made):
    """Eilidh is registered, approved, and holds a function that the chief social work officer delegated."""
    from cairn.practice.registration.commands import checks, concerns, declarations, delegations, register
    from cairn.practice.registration.rules.delegations import Instrument

    keeper = made["registration"]
    entered = {"part": "social_worker", "number": "3012345", "first_registered_on": date(2021, 6, 1)}
    made.registration = register.enter(made.person, regulator="scottish-social-services-council", by=keeper, **entered)
    made.standing = register.state(made.registration, state="warning", starts_on=date(2024, 1, 1), by=keeper)
    made.approval = register.approve(made.person, kind="council_officer", starts_on=date(2024, 1, 1), by=keeper)
    asked = Instrument("child.protection_enquiry", made.person, "all", clock.today(), None)
    made.delegation = delegations.give(asked, by=made["isla"])
    made.look_up = checks.look_up(
        made.registration, on=clock.today(), source="The register", status="Removed", by=made["registration"]
    )
    what = "Three visits were written down that did not take place."
    made.concern = concerns.raise_concern(made.person, what=what, raised_on=clock.today(), by=made["isla"])
    made.declaration = declarations.declare(made.person, subject="interests", nothing=True)


def _rounds(made):
    from tests.assurance.evaluation.conftest import judge_all, plan_round

    from cairn.assurance.evaluation import commands
    from cairn.assurance.evaluation.models import Judgement

    def opened(title, days=200):
        closes = clock.today() + timedelta(days=days)
        return commands.open_round(
            plan_round(made.cast, made.framework, title=title, closes_on=closes), by=made["isla"]
        )

    made.planned = plan_round(made.cast, made.framework, title="Planned")
    made.opened = opened("Open")
    made.judgement = Judgement.objects.select_related("unit", "round").get(
        round=made.opened, unit=made.cast.team_a, statement=made.statement
    )
    made.citation = commands.cite(made.judgement, made.evidence, by=made["morag"], shows="supports")
    moderated = []
    for title in ("Closed", "Moderated", "Signed"):
        round = opened(title)
        judge_all(round, made.cast.team_a, made["morag"])
        moderated.append(commands.close_round(round, by=made["isla"]))
    made.closed, made.moderated, made.signed = moderated
    made.closed_judgement = Judgement.objects.select_related("unit", "round").get(
        round=made.closed, unit=made.cast.team_a, statement=made.statement
    )
    for round in (made.moderated, made.signed):
        commands.finish_moderation(round, by=made["catriona"])
    commands.sign(made.signed, by=made["isla"])
    for round in (made.closed, made.moderated, made.signed):
        round.refresh_from_db()


def _board(made):
    """A board on which Morag and Eilidh sit, and a meeting of it that was sent out with its pack."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.assurance.board.made import board, item, sent
    from tests.assurance.board.papers import FRONT, pdf

    from cairn.assurance.board.commands import packs

    made.board = board(made.cast)
    made.board_membership = made.board.memberships.get(person=made["eilidh"])
    made.standing_item = made.board.standing_items.get(number="12")
    made.meeting = sent(made.cast, made.board, days=400)
    made.item = item(made.meeting, "5")
    file = SimpleUploadedFile("paper.pdf", pdf())
    made.paper = packs.bring(made.item, by=made["isla"], file=file, **FRONT)
    packs.freeze(made.meeting, by=made["isla"])


def _of_meeting(world, record):
    """A record that is as open as the meeting in which it stands."""
    return about(
        record,
        organisation_id=world.cast.north.pk,
        state=world.meeting.state,
        parties=tuple(world.meeting.seats.values_list("person", flat=True)),
    )


def about(record, **facts):
    """A record as the access policy asks for it, where it does not carry all of it itself."""
    return SimpleNamespace(pk=record.pk, **facts)


def judgement(record):
    round = record.round
    return about(record, organisation_id=round.organisation_id, unit=record.unit, state=round.state)


def part(round, unit):
    return about(round, organisation_id=round.organisation_id, unit=unit, state=round.state, within=round)


def led_part(world, person, round):
    """Pages over several units show each leader their own."""
    return part(round, world.cast.team_b if person == world["callum"] else world.unit)


def own_answer(world, person):
    """Everybody who was asked answers for themselves; for others there is nothing to answer."""
    asked = world.opened.asked.filter(person=person, side="practitioner").exists()
    owner = person.pk if asked else None
    north = world.cast.north.pk
    return about(world.opened, organisation_id=north, person_id=owner, state="open", within=world.opened)


def report(round):
    return about(round, organisation_id=round.organisation_id, state="draft")


def figures_of(organisation_id, unit=None):
    """An indicator in a unit or in the whole; every employer has figures of its own under the same address."""
    return SimpleNamespace(pk="improvement.on_time", organisation_id=organisation_id, unit=unit)


def of_framework(world, record):
    return about(record, organisation_id=world.cast.north.pk)


def supervised(world, person):
    """Somebody to be supervised: known to them, to whoever manages them, and to those above."""
    parties = (person.pk, world["morag"].pk)
    return about(person, organisation_id=world.cast.north.pk, unit=world.unit, parties=parties, state=None)


def of_group(world, record):
    """A group is known to whoever holds it together and to those who belong to it."""
    parties = (world["morag"].pk, world["eilidh"].pk)
    return about(record, organisation_id=world.cast.north.pk, unit=world.unit, parties=parties, state=None)


def asked_for(world, session):
    """A record for those who may ask for it: the two, whoever supervises now, and the line of whoever held it."""
    parties = (*session.parties, world["morag"].pk)
    north, state = world.cast.north.pk, session.state
    return about(session, organisation_id=north, unit=world.cast.team_b, state=state, parties=parties)


def supervised_now(world, person):
    """What was recorded with somebody before is listed for whoever supervises them now, and for nobody else."""
    return about(person, organisation_id=world.cast.north.pk, unit=None, parties=(world["morag"].pk,), state=None)


def of_sample(world, finding):
    """A drawn record stands as its sample does: for whoever reviews it."""
    sample = world.running_sample
    return about(finding, organisation_id=sample.organisation_id, parties=sample.parties, state=sample.state)


def allocated(world, allocation):
    """An allocation stands where its case does, and is known to whoever carries it."""
    case = allocation.case
    parties = (allocation.person_id,)
    return about(allocation, organisation_id=case.organisation_id, unit=case.unit, state=case.state, parties=parties)


def entry_of(world, record):
    """Somebody's entry in the register: known to them, to the line above, and to those who keep it."""
    parties = (world.person.pk,)
    return about(record, organisation_id=world.cast.north.pk, unit=world.unit, parties=parties, state=None)


# Which record stands behind an address: `*` for each identifier in it. A function of the world and the person.
SUBJECTS = {
    "account/keys/*/revoke/": lambda w, p: w.token,
    "organisation/days/*/remove/": lambda w, p: w.day,
    **{
        f"imports/*/{step}": lambda w, p: w.batch
        for step in ("", "changes/", "what-to-correct.csv", "answer/", "apply/", "withdraw/")
    },
    "ledger/*/": lambda w, p: w.entry,
    "my-team/units/*/": lambda w, p: w.unit,
    "my-team/people/*/": lambda w, p: about(w.person, organisation_id=w.cast.north.pk, unit=w.unit),
    "my-team/duties/*/excuse/": lambda w, p: w.duty,
    "notices/*/": lambda w, p: w.notice,
    "people/roles/*/end/": lambda w, p: w.role,
    **{
        f"people/absences/*/{step}/": lambda w, p: about(
            w.absence, organisation_id=w.cast.north.pk, unit=w.unit, person_id=w.person.pk
        )
        for step in ("end", "correct")
    },
    "people/*/absences/record/": lambda w, p: about(
        w.person, organisation_id=w.cast.north.pk, unit=w.unit, person_id=w.person.pk
    ),
    "people/posts/*/move/": lambda w, p: w.post,
    "people/posts/*/end/": lambda w, p: w.post,
    **{f"people/units/*/{step}": lambda w, p: w.unit for step in ("", "change/", "move/", "close/")},
    **{
        f"people/*/{step}": lambda w, p: w.person
        for step in (*("", "change/", "invite/", "leave/", "deactivate/", "reactivate/", "posts/give/", "roles/give/"),)
    },
    "standards/statements/*/": lambda w, p: of_framework(w, w.statement),
    "standards/clauses/*/": lambda w, p: SimpleNamespace(pk="sa.4.d.5", organisation_id=w.cast.north.pk),
    "standards/crosswalks/*/": lambda w, p: of_framework(w, w.crosswalk),
    "standards/*/": lambda w, p: w.framework,
    "standards/*/compare/*/": lambda w, p: w.framework,
    ("standards/*/compare/*/", "<uuid:other>"): lambda w, p: w.newer,
    "standards/*/download/": lambda w, p: w.framework,
    **{f"evidence/*/{step}": lambda w, p: w.evidence for step in ("", "change/", "withdraw/", "file/")},
    **{f"evidence/figures/*/{step}": lambda w, p: figures_of(p.organisation_id) for step in ("", "rows/")},
    **{
        f"evidence/figures/*/{step}": lambda w, p: figures_of(w.cast.north.pk, w.unit)
        for step in ("units/*/", "*/note/", "*/redraw/")
    },
    ("evidence/figures/*/units/*/", "<uuid:unit>"): lambda w, p: w.unit,
    **{(f"evidence/figures/*/*/{step}", "<unit_or_whole:unit>"): lambda w, p: w.unit for step in ("note/", "redraw/")},
    "evidence/figures/notes/*/withdraw/": lambda w, p: w.note,
    "evidence/figures/baselines/*/withdraw/": lambda w, p: w.baseline,
    **{
        f"actions/*/{step}": lambda w, p: w.action
        for step in ("", "change/", "note/", "finish/", "check/", "reopen/", "withdraw/")
    },
    **{f"actions/suggestions/*/{step}": lambda w, p: w.suggestion for step in ("", "answer/")},
    **{f"supervision/policy/*/{step}": lambda w, p: w.supervision_policy for step in ("", "take-back/")},
    **{
        f"supervision/people/*/{step}": lambda w, p: supervised(w, w.person)
        for step in ("", "agree/", "another-discipline/")
    },
    "supervision/needs/*/end/": lambda w, p: of_group(w, w.need),
    "supervision/agreements/draft/*/": lambda w, p: supervised(w, w.person),
    "supervision/agreements/members/*/end/": lambda w, p: of_group(w, w.membership),
    "supervision/agreements/*/members/add/": lambda w, p: of_group(w, w.group),
    **{f"supervision/agreements/*/{step}": lambda w, p: w.draft_agreement for step in ("change/", "sign/")},
    **{
        f"supervision/agreements/*/{step}": lambda w, p: w.agreement
        for step in ("", "end/", "review/", "follow/", "stand-in/", "plan/", "held/")
    },
    "supervision/people/*/earlier/": lambda w, p: supervised_now(w, w.person),
    "supervision/consents/*/withdraw/": lambda w, p: w.consent,
    **{f"supervision/sessions/*/{step}/": lambda w, p: asked_for(w, w.earlier_session) for step in ("open", "summary")},
    **{f"supervision/sessions/*/{step}/": lambda w, p: w.earlier_session for step in ("break-glass", "readings")},
    **{f"supervision/openings/*/{step}": lambda w, p: w.opening for step in ("", "review/", "put-off/", "tell/")},
    **{f"supervision/samples/*/{step}": lambda w, p: w.sample for step in ("", "check/")},
    "supervision/sessions/*/view/": lambda w, p: about(
        w.viewed_session, organisation_id=w.cast.north.pk, unit=w.unit, parties=(w.person.pk,), state="signed"
    ),
    "supervision/samples/*/finish/": lambda w, p: w.running_sample,
    "supervision/samples/records/*/": lambda w, p: of_sample(w, w.drawn_record),
    **{
        f"supervision/sessions/*/{step}": lambda w, p: w.session
        for step in ("", "move/", "cancel/", "hold/", "prepare/", "prepare/save/")
    },
    "supervision/sessions/*/rebook/": lambda w, p: w.cancelled,
    **{f"supervision/sessions/*/{step}": lambda w, p: w.held for step in ("record/", "record/save/", "put-right/")},
    **{f"supervision/sessions/*/{step}": lambda w, p: w.recorded for step in ("sign/", "refuse/")},
    **{f"supervision/sessions/*/{step}": lambda w, p: w.signed_session for step in ("add/", "action/")},
    **{f"caseload/weighting/*/{step}": lambda w, p: w.weighting for step in ("", "take-back/")},
    **{f"caseload/cases/*/{step}": lambda w, p: w.case for step in ("", "change/", "move/", "close/", "allocate/")},
    **{f"caseload/allocations/*/{step}": lambda w, p: allocated(w, w.allocation) for step in ("move/", "end/")},
    **{f"caseload/people/*/{step}": lambda w, p: w.load for step in ("", "plan/", "room/")},
    "caseload/circumstances/*/end/": lambda w, p: w.circumstance,
    **{f"caseload/plans/*/{step}": lambda w, p: w.relief for step in ("", "look/", "finish/")},
    **{f"caseload/establishment/*/{step}": lambda w, p: w.unit for step in ("", "set/")},
    **{
        f"board/*/{step}": lambda w, p: w.board
        for step in ("", "change/", "seat/", "standing/add/", "meetings/plan/", "backlog/add/")
    },
    "board/members/*/end/": lambda w, p: about(w.board_membership, organisation_id=w.cast.north.pk),
    "board/standing/*/remove/": lambda w, p: about(w.standing_item, organisation_id=w.cast.north.pk),
    **{
        f"board/meetings/*/{step}": lambda w, p: w.meeting
        for step in (
            *("", "move/", "cancel/", "attendance/", "apologies/", "interest/", "items/add/", "minutes/", "approve/"),
            *("freeze/", "pack/", "pack.pdf", "private.pdf", "send-out/", "begin/", "close/"),
        )
    },
    **{
        f"board/items/*/{step}": lambda w, p: _of_meeting(w, w.item)
        for step in ("change/", "carry/", "minutes/", "outcome/", "paper/")
    },
    "board/papers/*/": lambda w, p: _of_meeting(w, w.paper),
    "caseload/establishment/*/take-back/": lambda w, p: w.establishment,
    "caseload/figures/*/": lambda w, p: w.figure,
    **{
        f"registration/people/*/{step}": lambda w, p: entry_of(w, w.person)
        for step in ("", "enter/", "approve/", "declarations/", "concern/")
    },
    **{
        f"registration/registrations/*/{step}/": lambda w, p: entry_of(w, w.registration)
        for step in ("steps", "steps/take-back", "steps/ask", "look-up")
    },
    "registration/declarations/*/answer/": lambda w, p: entry_of(w, w.declaration),
    "registration/checks/*/": lambda w, p: entry_of(w, w.look_up),
    "registration/checks/numbers/*/": lambda w, p: about(
        SimpleNamespace(pk="scottish-social-services-council"), organisation_id=p.organisation_id, unit=None, state=None
    ),
    **{
        f"registration/concerns/*/{step}": lambda w, p: about(
            w.concern, organisation_id=w.cast.north.pk, unit=w.unit, parties=w.concern.parties, state=None
        )
        for step in ("", "choose/", "tell/", "follow/")
    },
    "registration/functions/*/confirm/": lambda w, p: about(
        SimpleNamespace(pk="child.protection_enquiry"), organisation_id=p.organisation_id, unit=None, state=None
    ),
    "registration/people/*/reassign/": lambda w, p: entry_of(w, w.person),
    "registration/registrations/*/state/": lambda w, p: entry_of(w, w.registration),
    **{
        f"registration/{kind}/*/{step}/": lambda w, p, kind=kind: entry_of(w, getattr(w, kind[:-1]))
        for kind in ("standings", "approvals")
        for step in ("end", "correct", "strike")
    },
    "registration/functions/*/": lambda w, p: about(
        SimpleNamespace(pk="child.protection_enquiry"), organisation_id=p.organisation_id, unit=None, state=None
    ),
    **{
        f"registration/delegations/*/{step}": lambda w, p: entry_of(w, w.delegation)
        for step in ("", "revoke/", "lift/")
    },
    "rounds/*/": lambda w, p: w.opened,
    "rounds/*/change/": lambda w, p: w.planned,
    "rounds/*/open/": lambda w, p: w.planned,
    "rounds/*/close/": lambda w, p: w.opened,
    "rounds/*/withdraw/": lambda w, p: w.planned,
    **{f"rounds/*/judging/*/{step}": lambda w, p: part(w.opened, w.unit) for step in ("", "finish/", "carry/")},
    **{
        (f"rounds/*/judging/*/{step}", "<unit_or_whole:unit>"): lambda w, p: w.unit
        for step in ("", "finish/", "carry/")
    },
    **{
        f"rounds/judgements/*/{step}": lambda w, p: judgement(w.judgement)
        for step in ("", "save/", "does-not-apply/", "evidence/")
    },
    "rounds/judgements/*/moderate/": lambda w, p: judgement(w.closed_judgement),
    "rounds/citations/*/remove/": lambda w, p: about(
        w.citation, organisation_id=w.cast.north.pk, unit=w.unit, state="open"
    ),
    "rounds/*/remarks/": lambda w, p: w.signed,
    "rounds/remarks/*/strike/": lambda w, p: about(
        w.closed.results.filter(is_area=False).earliest("id"),
        organisation_id=w.cast.north.pk,
        unit=None,
        state="closed",
        within=w.closed,
    ),
    "rounds/*/evidence/": lambda w, p: led_part(w, p, w.opened),
    **{f"rounds/*/answering/{step}": own_answer for step in ("", "give/", "*/", "*/save/")},
    ("rounds/*/answering/*/", "<uuid:statement>"): lambda w, p: w.framework.statements.get(ref="t.1.p"),
    ("rounds/*/answering/*/save/", "<uuid:statement>"): lambda w, p: w.framework.statements.get(ref="t.1.p"),
    "rounds/*/moderation/": lambda w, p: led_part(w, p, w.closed),
    "rounds/*/moderation/finish/": lambda w, p: w.closed,
    "rounds/*/results/": lambda w, p: w.signed,
    "rounds/*/figures/": lambda w, p: w.signed,
    "rounds/*/results/units/*/": lambda w, p: w.signed,
    ("rounds/*/results/units/*/", "<uuid:unit>"): lambda w, p: w.unit,
    "rounds/*/results/areas/*/": lambda w, p: w.signed,
    ("rounds/*/results/areas/*/", "<uuid:statement>"): lambda w, p: w.area,
    "rounds/*/results/statements/*/": lambda w, p: w.signed,
    ("rounds/*/results/statements/*/", "<uuid:statement>"): lambda w, p: w.statement,
    "rounds/*/x-ray/": lambda w, p: led_part(w, p, w.closed),
    "rounds/*/sign/": lambda w, p: w.moderated,
    "rounds/*/addendum/": lambda w, p: w.signed,
    **{
        f"reports/*/{step}": lambda w, p: report(w.signed)
        for step in (
            *("", "evidence/", "commentary/", "hand-over/"),
            *(f"assurance.{ending}" for ending in ("pdf", "docx", "xlsx", "json")),
        )
    },
}
