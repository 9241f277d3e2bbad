"""Does anything that is stored link an answer to a person: a row, its order, a time, a line of the ledger? (A13)"""

import random
from datetime import timedelta

from django.db import connection
from tests.assurance.evaluation.conftest import START, answers, team

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Asked, Draft, RemarkBox, Tally
from cairn.foundation.core import clock
from cairn.foundation.ledger.models import Entry

REMARK = "The duty telephone takes every second afternoon"


def dump():
    """Every row of every table, as text."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                cells = [bytes(cell) if isinstance(cell, (bytes, memoryview)) else cell for cell in row]
                rows.setdefault(table, set()).add(repr(dict(zip(names, cells, strict=True))).replace("-", ""))
    return rows


def changed(before, after):
    return {
        table: after.get(table, set()) - before.get(table, set())
        for table in after
        if after.get(table, set()) - before.get(table, set())
    }


def through_the_pages(client, round, ids, grade="2"):
    """Answer one statement as a person does: begin, type, give."""
    first = f"/rounds/{round.pk}/answering/{ids['t.1.p']}/"
    typed = {"anonymous": "yes", "grade": grade, "remark": REMARK, "go": "next"}
    assert client.post(f"{first}save/", typed, headers={"X-Cairn-Autosave": "1"}).status_code == 200
    assert client.post(first, typed).status_code == 302
    given = client.post(f"/rounds/{round.pk}/answering/give/", {"act_key": f"one-time-key-{grade}"})
    assert (given.status_code, given.url) == (302, f"/rounds/{round.pk}/")


def test_no_row_holds_a_person_and_an_answer(signed_in, cast, opened, ids):
    eilidh = cast["eilidh"]
    client = signed_in(eilidh)
    client.get("/rounds/")
    before = dump()

    through_the_pages(client, opened, ids)

    new = changed(before, dump())
    person, statement = str(eilidh.pk).replace("-", ""), str(ids["t.1.p"]).replace("-", "")
    about_the_person = {table for table, rows in new.items() if any(person in row for row in rows)}
    with_an_answer = {table for table, rows in new.items() if any(REMARK in row or statement in row for row in rows)}
    assert with_an_answer == {"evaluation_tally", "evaluation_remarkbox"}
    # What is left of the person: that they answered, and so owe it no more, which form they pressed, and their session.
    known = {"evaluation_asked", "duties_duty", "ledger_entry", "core_actkey", "django_session"}
    assert about_the_person <= known
    assert not Draft.objects.exists()
    asked = Asked._meta.get_fields()
    assert not [field.name for field in asked if field.get_internal_type().startswith(("Date", "Time"))]


def test_every_row_that_is_written_says_the_same_of_everybody(signed_in, cast, opened, ids, client):
    """Two people with opposite answers leave rows that differ in nothing but random identifiers and their own name."""
    left = []
    for name, grade in (("eilidh", "1"), ("ruaridh", "6")):
        one = signed_in(cast[name], type(client)())
        one.get("/rounds/")
        before = dump()
        through_the_pages(one, opened, ids, grade)
        new = changed(before, dump())
        left.append({table: len(rows) for table, rows in new.items() if table != "django_session"})
    assert left[0] == left[1]
    entries = Entry.objects.filter(act="round.answered").values_list("subject", "reason", "facts")
    assert len({repr(entry) for entry in entries}) == 1


def test_order_says_nothing(cast, opened, ids):
    """From the place of a remark nobody can guess when it was written: concordance as good as a coin."""
    _crowded(cast, opened, 120)
    written = [f"What I saw in case number {number}" for number in range(120)]
    people = Asked.objects.filter(round=opened, person__email__startswith="many").select_related("person")
    for text, asked in zip(written, people, strict=True):
        commands.answer_many(opened, [(asked.person, answers(ids, t_1_p=text))])

    kept = RemarkBox.objects.get(round=opened, unit=cast.team_a).remarks[str(ids["t.1.p"])]
    places = [written.index(text) for text in kept]
    pairs = [(first < second) for at, first in enumerate(places) for second in places[at + 1 :]]
    assert abs(sum(pairs) / len(pairs) - 0.5) <= 0.05


def test_the_tally_forgets_the_order_of_answers(cast, crowd, opened, ids):
    """Whoever answers first or last: the stored bytes are the same."""
    people, given = team(crowd, "team_a", cast), [answers(ids, t_1_p=1 + place % 6, t_1_d=4) for place in range(8)]
    stored = []
    for seed in (1, 2):
        random.Random(seed).shuffle(given)
        Tally.objects.filter(round=opened).update(counts={})
        Asked.objects.filter(round=opened).update(answered=False)
        for person, said in zip(people, given, strict=True):
            commands.answer(opened, by=person, answers=said)
        with connection.cursor() as cursor:
            cursor.execute("SELECT counts FROM evaluation_tally ORDER BY unit_id")
            stored.append(str(cursor.fetchall()))
    assert stored[0] == stored[1]


def test_time_says_nothing(cast, crowd, opened, ids):
    """No row of the answers has a time, and all rows of a unit are written with every answer."""
    for hours, person in enumerate(team(crowd, "team_a")):
        with clock.at(START + timedelta(hours=hours)):
            commands.answer(opened, by=person, answers=answers(ids, t_1_p=1 + hours % 6))
    text = " ".join(row for table in ("evaluation_tally", "evaluation_remarkbox") for row in dump()[table])
    assert "2026" not in text


def test_another_person_at_the_same_browser_sees_nothing_and_loses_nothing(signed_in, cast, opened, ids, client):
    at = f"/rounds/{opened.pk}/answering/{ids['t.1.p']}/"
    eilidh = signed_in(cast["eilidh"])
    eilidh.post(at, {"anonymous": "yes", "grade": "2", "remark": REMARK, "go": "next"})

    ruaridh = signed_in(cast["ruaridh"])
    assert REMARK not in ruaridh.get(at).content.decode()
    ruaridh.post(at, {"anonymous": "yes", "grade": "5", "remark": "", "go": "next"})

    assert REMARK in signed_in(cast["eilidh"]).get(at).content.decode()


def test_a_session_that_ended_keeps_nothing_of_an_answer(signed_in, cast, opened, ids):
    client = signed_in(cast["eilidh"])
    client.get("/rounds/")
    at = f"/rounds/{opened.pk}/answering/{ids['t.1.p']}/"
    with clock.at(START + timedelta(minutes=45)):
        response = client.post(at, {"anonymous": "yes", "grade": "2", "remark": REMARK})

    assert response.status_code == 302
    assert response.url.startswith("/sign-in/")
    assert "kept text" not in client.session


def test_the_cookie_is_out_of_reach_of_scripts(signed_in, cast, opened, ids):
    client = signed_in(cast["eilidh"])
    client.post(
        f"/rounds/{opened.pk}/answering/{ids['t.1.p']}/", {"anonymous": "yes", "grade": "2", "remark": "", "go": "next"}
    )
    cookie = next(morsel for name, morsel in client.cookies.items() if name.startswith("cairn-answers-"))
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Lax",
        "/rounds/",
        5184000,
    )


def _crowded(cast, opened, count):
    """Many practise in team A."""
    from cairn.foundation.people.models import Person

    people = Person.objects.bulk_create(
        Person(
            organisation=cast.north,
            email=f"many{n}@north.example",
            given_name="M",
            family_name=str(n),
            created_at=START,
        )
        for n in range(count)
    )
    Asked.objects.bulk_create(
        Asked(round=opened, person=person, unit=cast.team_a, side="practitioner") for person in people
    )
