"""What lies behind this employer? One round lived through with the product's commands, then as many like it as asked.

Later rounds are copies of its rows under new identifiers, put in by the driver alone: the product would need hours to
live through a hundred rounds. They are sealed last, as signing does, so that every guard of the database holds.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from bench.organisation import World, sentence
from cairn.assurance.evaluation import commands as evaluation
from cairn.assurance.evaluation.commands import Answer, Judged
from cairn.assurance.evaluation.models import (
    Asked,
    AskedUnit,
    Citation,
    Judgement,
    RemarkBox,
    Result,
    Round,
    Tally,
)
from cairn.assurance.reports import commands as reports
from cairn.cycle.evidence import commands as evidence
from cairn.cycle.improvement import commands as improvement
from cairn.foundation.core import clock
from cairn.foundation.imports import commands as imports
from cairn.foundation.ledger.commands import record_each
from cairn.foundation.people import commands as people
from cairn.foundation.people.models import Person
from cairn.foundation.standards.models import Statement

COPIED = (AskedUnit, Asked, Judgement, Citation, Tally, RemarkBox, Result)
SPAN = timedelta(days=30)
BATCH = 5000


def live_through_one(world: World) -> None:
    """A signed round with its report handed over, evidence, actions; then one of each other state."""
    die, now = random.Random(11), timezone.now()
    with clock.at(now - timedelta(days=90)):
        world.records["evidence"] = [_evidence(world, number, die) for number in range(200)]
        signed = _opened(world, "Round that was signed")
        _judge(world, signed, die)
        _answer(world, signed, die)
        _cite(world, signed, die)
    with clock.at(now - timedelta(days=60)):
        signed = evaluation.close_round(signed, by=world["cswo"])
        signed = evaluation.finish_moderation(signed, by=world["psw"])
        evaluation.sign(signed, by=world["cswo"])
        texts = {head: sentence(die, 60) for head in ("implications", "remedy", "shared_learning", "monitoring")}
        signed.refresh_from_db()
        reports.write_commentary(signed, by=world["cswo"], version=0, **texts)
        reports.freeze(signed, by=world["cswo"])
        world.records["signed"] = [signed]
        world.records["actions"] = [_action(world, number, die) for number in range(300)]
    with clock.at(now - timedelta(days=20)):
        closed = _opened(world, "Round that is moderated")
        _judge(world, closed, die)
        closed = evaluation.close_round(closed, by=world["cswo"])
        opened = _opened(world, "Round that is open", previous=signed)
        _judge(world, opened, die, services=world.services[:4])
        _cite(world, opened, die, services=world.services[:4])
        days = {"opens_on": clock.today() + timedelta(days=200), "closes_on": clock.today() + timedelta(days=220)}
        planned = _planned(world, "Round that is planned", **days)
    _a_few_more(world)
    world.records |= {"closed": [closed], "opened": [opened], "planned": [planned]}


def _planned(world: World, title: str, **given: Any) -> Round:
    days = {"opens_on": clock.today(), "closes_on": clock.today() + timedelta(days=40)}
    return evaluation.plan(
        world.organisation, by=world["cswo"], title=title, framework=world.framework, level="service", **days | given
    )


def _opened(world: World, title: str, **given: Any) -> Round:
    return evaluation.open_round(_planned(world, title, **given), by=world["cswo"])


def _judge(world: World, round: Round, die: random.Random, services: Iterable[Any] | None = None) -> None:
    """Leaders judge their services; with all of them, the chief social work officer the whole."""
    asked: list[tuple[Any, Person]] = [(unit, world.leaders[unit.pk]) for unit in services or world.services]
    if services is None:
        asked.append((None, world["cswo"]))
    for unit, by in asked:
        wanted = Judgement.objects.filter(round=round, unit=unit).values_list("statement_id", flat=True)
        said = [Judged(pk, die.randint(2, 6), sentence(die, 40), sentence(die, 20)) for pk in wanted]
        evaluation.judge_many(round, unit, said, by=by)


def _answer(world: World, round: Round, die: random.Random) -> None:
    """Seven in ten answer."""
    wanted = Statement.objects.filter(framework=world.framework, audience__in=round.asks_practitioners)
    ids = list(wanted.values_list("pk", flat=True))
    people = set(Asked.objects.filter(round=round, side="practitioner").values_list("person_id", flat=True))
    answering = [person for person in world.practitioners if person.pk in people and die.random() < 0.7]
    said = ((person, {pk: Answer(die.randint(1, 6)) for pk in ids}) for person in answering)
    evaluation.answer_many(round, said)


def _a_few_more(world: World) -> None:
    """What an administrator sees: a local day, somebody who left, a file that waits to be brought in."""
    administrator = world["administrator"]
    day = people.add_local_day(world.organisation, day=date(2026, 9, 21), name="Autumn holiday", by=administrator)
    left = people.deactivate(world.practitioners[-1], by=administrator)
    rows = "".join(f"N{number:04},Nell,New-{number},nell{number}@bench.example,T{number:03}\n" for number in range(200))
    heads = "Staff number,Given name,Family name,E-mail,Unit code\n"
    batch = imports.stage((heads + rows).encode(), by=administrator, kind="people", file_name="people.csv")
    world.records |= {"days": [day], "left": [left], "batches": [batch]}


def _cite(world: World, round: Round, die: random.Random, services: Iterable[Any] = ()) -> None:
    """Four judgements in ten name evidence."""
    judgements = Judgement.objects.filter(round=round).select_related("unit")
    if services:
        judgements = judgements.filter(unit__in=services)
    cited = [one for one in judgements if die.random() < 0.4]
    for by, mine in _by_judge(world, cited):
        pairs = [(one, die.choice(world.records["evidence"]), "supports") for one in mine]
        evaluation.cite_many(round, pairs, by=by)


def _by_judge(world: World, judgements: list[Judgement]) -> Iterator[tuple[Person, list[Judgement]]]:
    for unit in (*world.services, None):
        by = world.leaders[unit.pk] if unit else world["cswo"]
        if mine := [one for one in judgements if one.unit_id == (unit.pk if unit else None)]:
            yield by, mine


def _evidence(world: World, number: int, die: random.Random) -> Any:
    return evidence.add(
        by=world.leaders[world.services[number % len(world.services)].pk],
        title=f"Dip sample {number}: {sentence(die, 6)}",
        kind="record",
        reference=f"QA {number}",
        happened_on=clock.today() - timedelta(days=number % 90),
        unit=world.services[number % len(world.services)],
        statements=list(Statement.objects.filter(framework=world.framework, assessable=True)[number % 175 :][:2]),
    )


def _action(world: World, number: int, die: random.Random) -> Any:
    """One in three is done, and half of those had their effect checked."""
    service = world.services[number % len(world.services)]
    owner, checker = world.leaders[service.pk], world["quality"]
    action = improvement.raise_action(
        by=world["psw"],
        what=sentence(die, 8),
        why=sentence(die, 30),
        owner=owner,
        due_on=clock.today() + timedelta(days=number % 120),
        unit=service,
        statement=Statement.objects.filter(framework=world.framework, assessable=True)[number % 175],
        source=f"evaluation.Round:{world.records['signed'][0].pk}",
    )
    improvement.note(action, by=owner, text=sentence(die, 20))
    if number % 3 == 0:
        shown = [world.records["evidence"][number % 200]]
        day = clock.today() + timedelta(days=30)
        action = improvement.finish(
            action, by=owner, done_words=sentence(die, 12), check_on=day, checker=checker, evidence=shown
        )
    if number % 6 == 0:
        action = improvement.check(action, by=checker, worked=number % 12 == 0, effect=sentence(die, 12))
    return action


@transaction.atomic
def add_rounds(world: World, first: int, last: int) -> None:
    """Rounds like the signed one, each a month older; numbers from `first` to `last`."""
    template = world.records["signed"][0]
    if last < first:
        return
    rows = {model: _rows(model, template.pk) for model in COPIED}
    for number in range(first, last + 1):
        pk = _copied_round(template, number)
        new: dict[Any, Any] = {template.pk: pk}
        for model in COPIED:
            _put(model, rows[model], new)
        Round.objects.filter(pk=pk).update(sealed=True)
        world.records.setdefault("copied", [Round.objects.get(pk=pk)])
        with clock.at(timezone.now()):
            subjects = [f"evaluation.Judgement:{new[_uuid(row[0])]}" for row in rows[Judgement][1]]
            record_each("judgement.changed", by=world["cswo"], subjects=subjects, facts={"grade": 4})


def _copied_round(template: Round, number: int) -> UUID:
    copy = Round.objects.get(pk=template.pk)
    copy.pk, copy.sealed, copy._state.adding = uuid4(), False, True
    copy.title = f"Round {number} of long ago"
    for name in ("opens_on", "closes_on", "opened_at", "closed_at", "moderated_at", "signed_at"):
        setattr(copy, name, _earlier(getattr(copy, name), number))
    copy.save(force_insert=True)
    return UUID(str(copy.pk))


def _earlier(value: Any, number: int) -> Any:
    return value - SPAN * number if isinstance(value, date | datetime) else value


def _rows(model: Any, round_pk: UUID) -> tuple[list[str], list[list[Any]]]:
    """A table's columns and the template's rows, as the database stores them; the identifier first."""
    columns = ["id", *(field.column for field in model._meta.concrete_fields if field.column != "id")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE round_id = %s",  # noqa: S608
            [round_pk if connection.vendor == "postgresql" else round_pk.hex],
        )
        return columns, [list(row) for row in cursor.fetchall()]


def _put(model: Any, template: tuple[list[str], list[list[Any]]], new: dict[Any, Any]) -> None:
    columns, rows = template
    pointing = [place for place, name in enumerate(columns) if name in ("round_id", "judgement_id")]
    made = [_copied_row(row, pointing, new, remember=model is Judgement) for row in rows]
    places = ", ".join(["%s"] * len(columns))
    question = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
    with connection.cursor() as cursor:
        for start in range(0, len(made), BATCH):
            cursor.executemany(question, made[start : start + BATCH])


def _copied_row(row: list[Any], pointing: list[int], new: dict[Any, Any], *, remember: bool) -> list[Any]:
    copied, pk = list(row), uuid4()
    if remember:
        new[_uuid(row[0])] = pk
    copied[0] = _stored(pk)
    for place in pointing:
        copied[place] = _stored(new[_uuid(row[place])])
    return [_written(value) for value in copied]


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _stored(pk: UUID) -> Any:
    return pk if connection.vendor == "postgresql" else pk.hex


def _written(value: Any) -> Any:
    """PostgreSQL gives JSON back as values; it wants it as text."""
    if isinstance(value, dict | list):
        from psycopg.types.json import Jsonb

        return Jsonb(value)
    return value
