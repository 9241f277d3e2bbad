"""Past sessions come in from a file, all or nothing, each fault with its cell, twice without a change; charts start."""

import csv
import io
import json
import time
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.at_once import ON_POSTGRESQL, at_once
from tests.foundation.imports.making import workbook
from tests.practice.supervision.past import agreement, session

from cairn.config.command_line import main
from cairn.cycle.duties.models import Duty
from cairn.cycle.evidence.declaring import indicator_of
from cairn.cycle.evidence.measuring import measure_what_is_due
from cairn.cycle.evidence.models import Measurement, Touched
from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports import commands, queries
from cairn.foundation.imports.blanks import blank_csv
from cairn.foundation.imports.models import ImportBatch, ImportedChange
from cairn.foundation.people.models import Person, Post
from cairn.practice.supervision.imports import SESSIONS
from cairn.practice.supervision.models import Session

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
NUMBERS = {"eilidh": "00124", "ruaridh": "00125", "shona": "00126", "morag": "00123", "callum": "A7"}
HELD = {
    "Supervisee": "00124", "Supervisor": "00123", "Kind": "Line", "Date": "10/03/2026", "Outcome": "Held",
    "Minutes": "95", "Reason": "", "Cancelled by": "", "Prepared": "yes", "Signed on": "12/03/2026",
}  # fmt: skip
CUT = HELD | {"Date": "2026-04-07", "Outcome": "cut short", "Minutes": "40", "Reason": "court", "Prepared": "no",
              "Signed on": ""}  # fmt: skip
CANCELLED = CUT | {"Date": "5 May 2026", "Outcome": "Cancelled", "Minutes": "", "Reason": "Sickness",
                   "Cancelled by": "The supervisee"}  # fmt: skip


@pytest.fixture(autouse=True)
def _noon():
    """Every test begins at noon on 3 June 2026."""
    with clock.at(NOON):
        yield


@pytest.fixture
def staff(cast):
    """The cast with staff numbers."""
    for name, number in NUMBERS.items():
        Person.objects.filter(pk=cast.people[name]).update(staff_number=number)
    return cast


def file_of(*rows):
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(dict.fromkeys(head for row in rows for head in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def stage(cast, *rows, by="una", content=None, name="sessions.csv"):
    return commands.stage(content or file_of(*rows), by=cast[by], kind="sessions", file_name=name)


def bring_in(cast, *rows, **given):
    batch = stage(cast, *rows, **given)
    assert batch.problems == []
    return commands.apply(batch, by=cast["una"])


def faults(batch):
    return [(one["cell"], one["column"], one["sentence"]) for one in batch.problems]


def without(row, *columns):
    return {name: text for name, text in row.items() if name not in columns}


# What a file does


def test_held_cut_short_and_cancelled_come_in(staff):
    batch = bring_in(staff, HELD, CUT, CANCELLED)
    assert (batch.state, batch.counts, batch.total) == ("applied", {"comes_in": 3}, 3)
    held, cut, cancelled = Session.objects.order_by("planned_on")
    assert {one.is_imported for one in (held, cut, cancelled)} == {True}
    assert (held.supervisee, held.supervisor, held.unit, held.staff_group, held.kind) == (
        staff["eilidh"], staff["morag"], staff.team_a, "social-worker", "line",
    )  # fmt: skip
    day = date(2026, 3, 10)
    assert (held.state, held.held_on, held.planned_on, held.minutes, held.month) == (
        "signed",
        day,
        day,
        95,
        day.replace(day=1),
    )
    assert (held.signed_on, held.sign_by, held.supervisor_prepared_on, held.supervisee_prepared_on) == (
        date(2026, 3, 12), date(2026, 3, 24), day, day,
    )  # fmt: skip
    assert (cut.state, cut.was_cut_short, cut.reason, cut.because_of, cut.minutes, cut.signed_on) == (
        "held", True, "court", "organisation", 40, None,
    )  # fmt: skip
    assert (cancelled.state, cancelled.cancelled_on, cancelled.reason, cancelled.because_of, cancelled.held_on) == (
        "cancelled", date(2026, 5, 5), "sickness", "supervisee", None,
    )  # fmt: skip


def test_the_same_file_twice_changes_nothing(staff):
    bring_in(staff, HELD, CUT, CANCELLED)
    before = list(Session.objects.order_by("pk").values())
    again = stage(staff, HELD, CUT, CANCELLED)
    assert (again.changes_nothing, list(Session.objects.order_by("pk").values())) == (True, before)


def test_a_row_that_says_something_else_puts_right_what_came_in_before(staff):
    bring_in(staff, HELD, CUT)
    mended = [
        HELD | {"Minutes": "60", "Signed on": "", "Supervisor": "A7"},
        CUT | {"Reason": "Sickness"},
        CANCELLED,
    ]
    batch = bring_in(staff, *mended)
    assert batch.counts == {"comes_in": 1, "is_put_right": 2}
    held, cut, _ = Session.objects.order_by("planned_on")
    assert (held.minutes, held.state, held.signed_on, held.supervisor) == (60, "held", None, staff["callum"])
    assert cut.reason == "sickness"
    first, second = ImportedChange.objects.filter(what="is_put_right").order_by("row")
    assert (first.title, first.before, first.after) == (
        "Eilidh Farrow, 10 March 2026",
        {"With": "Morag Lindsay", "Minutes": "95", "Signed by both on": "12 March 2026"},
        {"With": "Callum Drever", "Minutes": "60", "Signed by both on": ""},
    )
    assert (second.before, second.after) == ({}, {"Reason": "put right"})
    assert first.subject == f"supervision.Session:{held.pk}"
    assert stage(staff, *mended).changes_nothing


def test_a_column_that_the_file_does_not_have_says_nothing(staff):
    bring_in(staff, HELD)
    few = without(HELD, "Prepared", "Signed on", "Kind", "Reason", "Cancelled by")
    assert stage(staff, few).changes_nothing
    other = few | {"Date": "11/03/2026"}
    batch = bring_in(staff, other)
    assert batch.notes == [
        "The file does not say whether both had prepared, so these sessions count as not prepared.",
        "The file does not say when both signed, so these sessions count neither as signed nor as not.",
        "One session lies before the first policy: it is held against 90 minutes.",
    ]
    made = Session.objects.get(held_on=date(2026, 3, 11))
    assert (made.state, made.sign_by, made.supervisee_prepared_on) == ("held", None, None)


def test_the_least_minutes_and_the_days_for_signing_are_those_of_the_policy_of_that_day(staff, policy):
    from cairn.practice.supervision.models import Line, Policy

    Line.objects.filter(policy=policy, staff_group="social-worker").update(minutes=75)
    Policy.objects.update(sign_within=3)
    batch = bring_in(staff, HELD, HELD | {"Date": "3/1/2025", "Signed on": "6/1/2025"})
    assert batch.notes == ["One session lies before the first policy: it is held against 90 minutes."]
    early, late = Session.objects.order_by("held_on")
    assert (early.least_minutes, early.sign_by) == (90, date(2025, 1, 17))
    assert (late.least_minutes, late.sign_by) == (75, date(2026, 3, 13))


def test_unit_and_staff_group_are_those_of_the_day(staff):
    Post.objects.filter(person=staff["eilidh"]).update(ends_on=date(2026, 3, 31), staff_group="newly-qualified")
    Post.objects.create(
        organisation=staff.north, person=staff["eilidh"], unit=staff.team_b, job_title="Social worker",
        staff_group="social-worker", starts_on=date(2026, 4, 1),
    )  # fmt: skip
    bring_in(staff, HELD, CUT)
    before, after = Session.objects.order_by("planned_on")
    assert (before.unit, before.staff_group) == (staff.team_a, "newly-qualified")
    assert (after.unit, after.staff_group) == (staff.team_b, "social-worker")


def test_a_workbook_does_as_well_and_so_does_the_template(staff):
    bring_in(
        staff, name="sessions.xlsx",
        content=workbook(["Supervisee", "Supervisor", "Date", "Outcome", "Minutes"],
                         ["00124", "00123", date(2026, 3, 10), "Held", 90]),
    )  # fmt: skip
    assert Session.objects.get().held_on == date(2026, 3, 10)
    bring_in(staff, content=blank_csv(SESSIONS))
    assert Session.objects.count() == 3


def test_whoever_has_left_is_known_still(staff):
    Person.objects.filter(pk=staff.people["eilidh"]).update(is_active=False)
    Post.objects.filter(person=staff["eilidh"]).update(ends_on=date(2026, 3, 31))
    assert bring_in(staff, HELD).counts == {"comes_in": 1}
    (fault,) = faults(stage(staff, HELD | {"Date": "1/4/2026", "Signed on": ""}))
    assert fault == ("D2", "Date", "Eilidh Farrow had no post here on 1 April 2026.")


# What is wrong


@pytest.mark.parametrize(
    ("change", "cell", "column", "sentence"),
    [
        ({"Date": "31/03/2020", "Signed on": ""}, "D2", "Date",
         "Eilidh Farrow began here on 1 April 2020, so there was no supervision before."),
        ({"Supervisor": "00124"}, "B2", "Supervisor's staff number",
         "Nobody supervises themselves: both numbers are of Eilidh Farrow."),
        ({"Minutes": "0"}, "F2", "Minutes", "A session takes between 1 and 600 minutes, in whole minutes."),
        ({"Minutes": "2000"}, "F2", "Minutes", "A session takes between 1 and 600 minutes, in whole minutes."),
        ({"Minutes": "90.5"}, "F2", "Minutes", "A session takes between 1 and 600 minutes, in whole minutes."),
        ({"Minutes": "-90"}, "F2", "Minutes", "A session takes between 1 and 600 minutes, in whole minutes."),
        ({"Minutes": "long"}, "F2", "Minutes", "This is not a number."),
        ({"Minutes": ""}, "F2", "Minutes", "Say how many minutes it took."),
        ({"Date": "04/06/2026", "Signed on": ""}, "D2", "Date",
         "4 June 2026 lies ahead, so nothing can have been held on it."),
        ({"Date": "04/06/2026", "Outcome": "Cancelled", "Minutes": "", "Reason": "Leave", "Signed on": ""}, "D2",
         "Date", "4 June 2026 lies ahead, so it is no past session."),
        ({"Date": "31/02/2026"}, "D2", "Date", "There is no such day."),
        ({"Supervisee": "99"}, "A2", "Supervisee's staff number",
         "Nobody in the organisation has the staff number 99."),
        ({"Supervisor": "123"}, "B2", "Supervisor's staff number",
         "Nobody in the organisation has the staff number 123. Did you mean Morag Lindsay (00123)?"),
        ({"Supervisee": ""}, "A2", "Supervisee's staff number", "This must be filled in."),
        ({"Outcome": "Canceled"}, "E2", "Outcome", "This is not in the list. Did you mean “Cancelled”?"),
        ({"Outcome": "Cut short"}, "G2", "Reason",
         "Say why it was cancelled or cut short. Where nobody knows any more, write “Another reason”."),
        ({"Reason": "Leave"}, "G2", "Reason", "A session that was held whole needs no reason. Look at the outcome."),
        ({"Outcome": "Cancelled", "Reason": "Leave", "Signed on": ""}, "F2", "Minutes",
         "A cancelled session took no minutes. Look at the outcome."),
        ({"Outcome": "Cancelled", "Reason": "Leave", "Minutes": ""}, "J2", "Signed by both on",
         "There is nothing to sign of a cancelled session. Look at the outcome."),
        ({"Signed on": "09/03/2026"}, "J2", "Signed by both on",
         "It was signed before it was held. Look at both dates."),
        ({"Signed on": "04/06/2026"}, "J2", "Signed by both on",
         "4 June 2026 lies ahead, so nobody signed on it."),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence_with_its_row_and_column(staff, change, cell, column, sentence):
    batch = stage(staff, HELD | change)
    assert (batch.state, faults(batch), Session.objects.count()) == ("refused", [(cell, column, sentence)], 0)


def test_two_sessions_of_a_kind_on_one_day_overlap(staff):
    professional = HELD | {"Kind": "Professional", "Supervisor": "A7"}
    assert bring_in(staff, HELD, professional).counts == {"comes_in": 2}
    batch = stage(staff, CUT, CUT | {"Minutes": "90"})
    sentence = "Row 2 holds a session of Eilidh Farrow of that kind on that day already."
    assert faults(batch) == [("D3", "Date", sentence)]


@pytest.mark.parametrize(("state", "is_in_the_way"), [("planned", True), ("signed", True), ("cancelled", False)])
def test_what_was_planned_or_held_here_is_never_overwritten(staff, state, is_in_the_way):
    why = (
        {"cancelled_on": date(2026, 3, 9), "because_of": "supervisor", "reason": "leave"}
        if state == "cancelled"
        else {}
    )
    kept = session(staff, state=state, **why)
    before = Session.objects.filter(pk=kept.pk).values().get()
    batch = stage(staff, HELD)
    sentence = "Cairn holds a session of Eilidh Farrow of that kind on that day already. Leave this row out."
    assert faults(batch) == ([("D2", "Date", sentence)] if is_in_the_way else [])
    assert Session.objects.filter(pk=kept.pk).values().get() == before


def test_faults_of_all_rows_stand_in_one_list_and_nothing_comes_in(staff, entries):
    batch = stage(staff, HELD, CUT | {"Minutes": "0", "Supervisee": "99"}, CANCELLED | {"Reason": ""}, HELD)
    assert [(one["row"], one["column"]) for one in batch.problems] == [
        (3, "Supervisee's staff number"), (3, "Minutes"), (4, "Reason"), (5, "Date"),
    ]  # fmt: skip
    assert (batch.state, Session.objects.count(), Touched.objects.count()) == ("refused", 0, 0)
    with pytest.raises(Refused, match="can't be applied"):
        commands.apply(batch, by=staff["una"])


def test_another_organisation_is_neither_found_nor_touched(staff):
    Person.objects.filter(pk=staff.people["ben"]).update(staff_number="S1")
    (fault,) = faults(stage(staff, HELD | {"Supervisee": "S1"}))
    assert fault[2] == "Nobody in the organisation has the staff number S1."


# Who may


def test_only_an_administrator_brings_sessions_in_and_sees_what_came(staff):
    for who in ("isla", "morag", "fraser", "catriona", "eilidh"):
        with pytest.raises(Refused, match="Your role does not include bringing in files of this kind"):
            stage(staff, HELD, by=who)
        assert not queries.recent_batches(staff[who]).exists()
    batch = stage(staff, HELD)
    assert not queries.recent_batches(staff["col"]).exists()
    with pytest.raises(Refused, match="Your role does not include"):
        commands.apply(batch, by=staff["isla"])


def test_the_reason_which_may_tell_of_health_is_kept_with_the_session_only(staff):
    bring_in(staff, CANCELLED)
    batch = ImportBatch.objects.get()
    kept = json.dumps([batch.sample, list(ImportedChange.objects.values("title", "before", "after"))])
    assert (batch.staged, [word for word in ("ickness", "supervisee", "Reason") if word in kept]) == (None, [])


# The pages and the terminal


def test_from_the_template_to_the_sessions_on_the_pages(staff, signed_in):
    client = signed_in(staff["una"])
    assert "Past supervision sessions" in client.get("/imports/").content.decode()
    assert b"Supervisee's staff number" in client.get("/imports/sessions/sessions.csv").content
    page = client.get("/imports/sessions/new/").content.decode()
    assert "What was said stays where it is: only dates, minutes and outcome come in." in page.replace("&#39;", "'")
    upload = SimpleUploadedFile("past.csv", file_of(HELD, CANCELLED), "text/csv")
    answer = client.post("/imports/sessions/new/", {"file": upload})
    assert "Two past sessions come in" in client.get(answer.url).content.decode()
    assert client.post(f"{answer.url}apply/").status_code == 302
    assert "Done: two past sessions come in" in client.get(answer.url).content.decode()
    assert signed_in(staff["isla"]).get("/imports/sessions/new/").status_code == 404
    assert Session.objects.count() == 2


def test_the_terminal_brings_them_in(staff, tmp_path, capsys):
    good, bad = tmp_path / "past.csv", tmp_path / "bad.csv"
    good.write_bytes(file_of(HELD, CUT))
    bad.write_bytes(file_of(HELD | {"Minutes": "0"}))
    words = ["import", "sessions", str(good), "--organisation", "north"]
    assert main([*words, "--dry-run"]) == 0
    assert ("It would do this:\n  Two past sessions come in" in capsys.readouterr().out, Session.objects.count()) == (
        True,
        0,
    )
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == {"comes_in": 2}
    assert main(words) == 0
    assert "This file changes nothing" in capsys.readouterr().out
    assert main(["import", "sessions", str(bad), "--organisation", "north"]) == 1
    assert "F2: A session takes between 1 and 600 minutes" in capsys.readouterr().err


# What follows from it


def test_charts_start_with_history(staff):
    bring_in(staff, HELD, CUT, CANCELLED, HELD | {"Supervisee": "00126", "Supervisor": "A7", "Date": "3/12/2024",
                                                  "Signed on": "4/12/2024"})  # fmt: skip
    assert set(Touched.objects.values_list("source", "month")) == {
        ("supervision", date(year, month, 1)) for year, month in ((2024, 12), (2026, 3), (2026, 4), (2026, 5))
    }
    measure_what_is_due(staff.north)
    minutes = Measurement.objects.filter(
        series__indicator="supervision.minutes", series__unit=None, series__staff_group="", denominator__gt=0
    )
    assert list(minutes.order_by("month").values_list("month", "numerator", "denominator")) == [
        (date(2024, 12, 1), 95, 1), (date(2026, 3, 1), 95, 1), (date(2026, 4, 1), 40, 1),
    ]  # fmt: skip
    signed = indicator_of("supervision.signed").measure(staff.north.pk, date(2026, 3, 1), date(2026, 5, 1))
    assert [(one.month.month, one.numerator, one.denominator) for one in signed] == [(3, 1, 1), (4, 0, 1)]
    assert Touched.objects.count() == 0


def test_a_turn_that_was_open_is_met_on_the_day_of_the_first_session_after_it_began(staff):
    made = agreement(staff)
    common = {"organisation": staff.north, "kind": "supervision.hold", "bearer": staff["morag"], "unit": staff.team_a}
    turn = Duty.objects.create(
        **common, about=f"supervision.Agreement:{made.pk}", occasion="2026-03-10", opens_on=date(2026, 3, 27),
        due_on=date(2026, 4, 10),
    )  # fmt: skip
    other = Duty.objects.create(
        **common, about="supervision.Agreement:another", occasion="2026-03-10", opens_on=date(2026, 3, 27),
        due_on=date(2026, 4, 10),
    )  # fmt: skip
    bring_in(staff, HELD, CUT, CUT | {"Date": "8/4/2026"})
    turn.refresh_from_db(), other.refresh_from_db()
    assert (turn.outcome, turn.met_on, other.outcome) == ("met", date(2026, 4, 7), "")


# Size, and two at once


def many(count):
    """Sessions of three people, day after day, in the last years."""
    people = [("00124", "00123"), ("00125", "00123"), ("00126", "A7")]
    for number in range(count):
        supervisee, supervisor = people[number % 3]
        day = date(2026, 5, 29) - timedelta(days=number // 6)
        kind = ("Line", "Professional")[number // 3 % 2]
        yield HELD | {"Supervisee": supervisee, "Supervisor": supervisor, "Date": day.isoformat(), "Kind": kind,
                      "Signed on": ""}  # fmt: skip


def test_questions_do_not_grow_with_the_file(staff):
    asked = []
    for count in (3, 300):
        with CaptureQueriesContext(connection) as queries_made:
            stage(staff, *many(count))
        asked.append(len(queries_made))
    assert asked[1] <= asked[0] <= 25


@pytest.mark.long
def test_ten_thousand_rows_come_in_within_seconds(staff):
    content = file_of(*many(10_000))
    begun = time.perf_counter()
    assert bring_in(staff, content=content).counts == {"comes_in": 10_000}
    assert stage(staff, content=content).changes_nothing
    assert time.perf_counter() - begun < 20  # about five seconds on one quiet core


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_two_files_at_the_same_moment_bring_a_session_in_once(staff):
    batches = [stage(staff, HELD, CUT) for _ in range(3)]
    said = at_once(*(partial(commands.apply, batch, by=staff["una"]) for batch in batches))
    assert sorted(batch.state for batch in said) == ["applied", "refused", "refused"]
    assert Session.objects.count() == 2
