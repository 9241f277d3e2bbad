"""People, units and posts come in from a file, all or nothing; history is kept, and a file twice changes nothing."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.foundation.imports.making import workbook

from cairn.foundation.core import clock
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.imports import commands, queries
from cairn.foundation.imports.models import ImportBatch, ImportedChange, State
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.imports.columns import COLUMNS
from cairn.foundation.people.models import Person, Placement, Post, ProfessionalRole, StaffGroup, Unit

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)

MOIRA = {
    "Staff number": "00123",
    "Given name": "Moira",
    "Family name": "Galbraith",
    "E-mail": "moira@north.example",
    "Unit code": "A",
    "Job title": "Team leader",
    "Staff group": "Team leader",
    "FTE": "1",
    "Leads the unit": "yes",
    "Line manager": "",
    "Start date": "01/04/2021",
    "End date": "",
}
TOMASZ = MOIRA | {
    "Staff number": "00124",
    "Given name": "Tomasz",
    "Family name": "Nowak",
    "E-mail": "tomasz@north.example",
    "Job title": "Social worker",
    "Staff group": "Social worker",
    "FTE": "0.6",
    "Leads the unit": "no",
    "Line manager": "00123",
}
JANET = TOMASZ | {
    "Staff number": "00125",
    "Given name": "Janet",
    "Family name": "Innes",
    "E-mail": "janet@north.example",
}


def file_of(*rows: dict[str, str]) -> bytes:
    heads = list(dict.fromkeys(head for row in rows for head in row))
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def stage(cast, *rows, whole=False, by="una", content=None, name="people.csv") -> ImportBatch:
    content = file_of(*rows) if content is None else content
    return commands.stage(content, by=cast[by], kind="people", file_name=name, options={"whole": whole})


def bring_in(cast, *rows, whole=False, by="una") -> ImportBatch:
    batch = stage(cast, *rows, whole=whole, by=by)
    assert batch.problems == []
    return commands.apply(batch, by=cast[by])


def faults(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return [(one["row"], one["cell"], one["sentence"]) for one in batch.problems]


def sentences(batch: ImportBatch) -> list[str]:
    return [one["sentence"] for one in batch.problems]


def person(number: str) -> Person:
    return Person.objects.get(staff_number=number)


def posts(number: str) -> list[tuple]:
    found = person(number).posts.order_by("starts_on")
    return [(post.unit.code, post.job_title, post.starts_on, post.ends_on) for post in found]


def everything() -> list[list[dict]]:
    """All that an import may write, to compare before and after."""
    return [list(model.objects.order_by("pk").values()) for model in (Person, Post, Unit, Placement, ProfessionalRole)]


# What a file does


def test_new_people_join_with_their_posts(cast):
    batch = bring_in(cast, MOIRA, TOMASZ)

    assert (batch.state, batch.counts, batch.total) == (State.APPLIED, {"joins": 2}, 2)
    tomasz, moira = person("00124"), person("00123")
    assert (tomasz.full_name, tomasz.email, tomasz.organisation) == ("Tomasz Nowak", "tomasz@north.example", cast.north)
    assert (tomasz.is_active, tomasz.has_usable_password()) == (True, False)
    post = tomasz.posts.get()
    assert (post.unit, post.job_title, post.staff_group) == (cast.team_a, "Social worker", "social-worker")
    assert (post.full_time_equivalent, post.leads_unit, post.line_manager) == (Decimal("0.60"), False, moira)
    assert (post.starts_on, post.ends_on, post.organisation) == (date(2021, 4, 1), None, cast.north)
    assert moira.posts.get().leads_unit is True


def test_one_entry_in_the_ledger_and_a_line_for_each_person(cast):
    batch = bring_in(cast, MOIRA, TOMASZ)

    staged, applied = Entry.objects.order_by("sequence")
    assert (staged.act, staged.facts["rows"], staged.facts["problems"]) == ("import.staged", 2, 0)
    assert (applied.act, applied.actor, applied.facts["joins"]) == ("import.applied", str(cast["una"].pk), 2)
    assert applied.subject == f"imports.ImportBatch:{batch.pk}"
    change = queries.changes_to(cast["una"], person("00124")).get()
    assert (change.what, change.title, change.row, change.before) == ("joins", "Tomasz Nowak (00124)", 3, {})
    assert change.after == {
        "Given name": "Tomasz",
        "Family name": "Nowak",
        "E-mail": "tomasz@north.example",
        "Staff number": "00124",
        "Unit": "Team A",
        "Job title": "Social worker",
        "Staff group": "Social worker",
        "Full-time equivalent": "0.6",
        "Leads the unit": "no",
        "Line manager": "Moira Galbraith (00123)",
        "Starts on": "1 April 2021",
    }


def test_the_same_file_twice_changes_nothing_and_says_so(cast):
    bring_in(cast, MOIRA, TOMASZ)
    before = everything()
    again = stage(cast, MOIRA, TOMASZ)

    assert (again.state, again.counts, again.changes_nothing) == (State.STAGED, {}, True)
    assert commands.apply(again, by=cast["una"]).state == State.APPLIED
    assert everything() == before
    assert ImportedChange.objects.filter(batch=again).count() == 0


def test_the_same_whole_file_twice_changes_nothing(cast):
    rows = [MOIRA, TOMASZ, MOIRA | UNA]
    bring_in(cast, *rows, whole=True)
    before = everything()

    assert bring_in(cast, *rows, whole=True).counts == {}
    assert everything() == before


UNA = {
    "Staff number": "00900",
    "Given name": "Una",
    "Family name": "Begg",
    "E-mail": "una@north.example",
    "Unit code": "D",
    "Job title": "Systems officer",
    "Staff group": "Other staff",
    "Leads the unit": "no",
}


def test_a_move_ends_the_old_post_and_begins_a_new_one(cast):
    bring_in(cast, MOIRA, TOMASZ)
    today = clock.today()
    batch = bring_in(cast, MOIRA, TOMASZ | {"Unit code": "B"})

    assert batch.counts == {"moves": 1}
    assert posts("00124") == [
        ("A", "Social worker", date(2021, 4, 1), today - ONE_DAY),
        ("B", "Social worker", today, None),
    ]
    change = ImportedChange.objects.get(batch=batch)
    assert (change.before, set(change.after)) == ({"Unit": "Team A"}, {"Unit", "From"})


def test_a_move_with_a_later_start_date_begins_on_that_day(cast):
    bring_in(cast, MOIRA, TOMASZ)
    bring_in(cast, MOIRA, TOMASZ | {"Unit code": "B", "Start date": "01/09/2024"})

    assert posts("00124") == [
        ("A", "Social worker", date(2021, 4, 1), date(2024, 8, 31)),
        ("B", "Social worker", date(2024, 9, 1), None),
    ]


def test_after_a_move_the_old_start_date_in_the_file_changes_nothing(cast):
    bring_in(cast, MOIRA, TOMASZ)
    bring_in(cast, MOIRA, TOMASZ | {"Unit code": "B"})
    before = everything()

    assert bring_in(cast, MOIRA, TOMASZ | {"Unit code": "B"}).counts == {}
    assert everything() == before


def test_a_post_that_began_today_is_put_right_in_place(cast):
    today = clock.today()
    bring_in(cast, MOIRA, TOMASZ | {"Start date": ""})
    bring_in(cast, MOIRA, TOMASZ | {"Start date": "", "Job title": "Senior social worker"})

    assert posts("00124") == [("A", "Senior social worker", today, None)]


def test_a_new_line_manager_is_a_change_of_the_post(cast):
    bring_in(cast, MOIRA, TOMASZ, JANET)
    batch = bring_in(cast, MOIRA, TOMASZ, JANET | {"Line manager": "00124"})

    assert batch.counts == {"moves": 1}
    assert [post.line_manager for post in person("00125").posts.order_by("starts_on")] == [
        person("00123"),
        person("00124"),
    ]


def test_a_new_name_and_address_are_details(cast):
    bring_in(cast, MOIRA, TOMASZ)
    batch = bring_in(cast, MOIRA, TOMASZ | {"Family name": "Nowak-Reid", "E-mail": "t.nowak@north.example"})

    assert batch.counts == {"changes": 1}
    assert (person("00124").full_name, person("00124").email) == ("Tomasz Nowak-Reid", "t.nowak@north.example")
    assert ImportedChange.objects.get(batch=batch).before == {"Family name": "Nowak", "E-mail": "tomasz@north.example"}


def test_addresses_may_change_hands_within_one_file(cast):
    bring_in(cast, MOIRA, TOMASZ)
    bring_in(cast, MOIRA | {"E-mail": "tomasz@north.example"}, TOMASZ | {"E-mail": "moira@north.example"})

    assert (person("00123").email, person("00124").email) == ("tomasz@north.example", "moira@north.example")


def test_somebody_known_by_address_gets_their_staff_number(cast):
    batch = bring_in(cast, MOIRA, UNA)

    assert batch.counts == {"joins": 1, "changes": 1}
    assert person("00900") == cast["una"]
    assert Person.objects.filter(email="una@north.example").count() == 1


def test_somebody_known_without_a_post_gets_one(cast):
    hamish = UNA | {"Staff number": "1", "E-mail": "hamish@north.example", "Given name": "Hamish", "Family name": "Rae"}
    assert bring_in(cast, hamish).counts == {"gets_post": 1, "changes": 1}
    assert cast["hamish"].posts.get().unit == cast.directorate


def test_the_whole_workforce_lets_the_others_leave_and_deletes_nothing(cast):
    bring_in(cast, MOIRA, TOMASZ, JANET)
    people = Person.objects.count()
    batch = bring_in(cast, MOIRA, TOMASZ, UNA, whole=True)
    today = clock.today()

    assert batch.counts == {"changes": 1, "leaves": 9}
    assert Person.objects.count() == people
    assert posts("00125") == [("A", "Social worker", date(2021, 4, 1), today)]
    assert (person("00125").is_active, cast["morag"].is_active) == (False, False)
    assert (person("00124").is_active, cast["una"].is_active) == (True, True)
    assert ProfessionalRole.objects.get(person=cast["isla"]).ends_on == today
    assert cast["hamish"].roles.get().ends_on is None  # the chief executive never had a post here
    assert Post.objects.filter(organisation=cast.south, ends_on=None).count() == 4
    assert ImportedChange.objects.filter(batch=batch, what="leaves", title="Janet Innes (00125)").get().row == 0


def test_without_the_tick_nobody_leaves(cast):
    bring_in(cast, MOIRA, TOMASZ, JANET)
    assert bring_in(cast, MOIRA, TOMASZ).counts == {}


def test_many_leavers_and_their_roles_are_asked_about(cast):
    batch = stage(cast, UNA, *[MOIRA | {"Staff number": f"9{n}", "E-mail": f"n{n}@north.example"} for n in range(15)])
    commands.apply(batch, by=cast["una"])
    notes = stage(cast, UNA, whole=True).notes

    assert notes == [
        "23 people would leave, 96 in 100. Is this file really the whole workforce?",
        "The roles of three people who leave end as well: Catriona Weir, Fraser Auld, Isla Renwick.",
    ]


def test_the_last_administrator_can_not_leave_by_a_file(cast):
    assert sentences(stage(cast, MOIRA, whole=True)) == [
        "Nobody would be left who keeps people and posts: the last administrator is among those who leave."
    ]


def test_an_end_date_in_the_past_is_a_leaving(cast):
    bring_in(cast, MOIRA, TOMASZ)
    gone = TOMASZ | {"End date": "31/08/2025"}
    batch = bring_in(cast, MOIRA, gone)

    assert batch.counts == {"leaves": 1}
    assert posts("00124") == [("A", "Social worker", date(2021, 4, 1), date(2025, 8, 31))]
    assert person("00124").is_active is False
    assert bring_in(cast, MOIRA, gone).counts == {}


def test_an_end_date_to_come_leaves_access_until_then(cast):
    day = clock.today() + 30 * ONE_DAY
    bring_in(cast, MOIRA, TOMASZ)
    batch = bring_in(cast, MOIRA, TOMASZ | {"End date": day.isoformat()})

    assert batch.counts == {"ends": 1}
    assert (person("00124").is_active, person("00124").posts.get().ends_on) == (True, day)
    assert bring_in(cast, MOIRA, TOMASZ | {"End date": day.isoformat()}).counts == {}
    assert bring_in(cast, MOIRA, TOMASZ).counts == {"moves": 1}  # and the day is taken back


def test_somebody_who_left_can_return_and_keeps_their_history(cast):
    bring_in(cast, MOIRA, TOMASZ)
    bring_in(cast, MOIRA, TOMASZ | {"End date": "31/08/2025"})
    batch = bring_in(cast, MOIRA, TOMASZ | {"Start date": "01/02/2026"})

    assert batch.counts == {"returns": 1}
    assert person("00124").is_active is True
    assert posts("00124") == [
        ("A", "Social worker", date(2021, 4, 1), date(2025, 8, 31)),
        ("A", "Social worker", date(2026, 2, 1), None),
    ]


def test_somebody_new_who_has_left_already_can_not_sign_in(cast):
    bring_in(cast, MOIRA, TOMASZ | {"End date": "31/08/2025"})
    assert person("00124").is_active is False


def test_columns_that_the_file_does_not_have_leave_values_as_they_are(cast):
    bring_in(cast, MOIRA, TOMASZ)
    few = ("Staff number", "Given name", "Family name", "E-mail", "Unit code", "Job title", "Staff group")
    batch = bring_in(cast, {head: TOMASZ[head] for head in few})

    assert batch.counts == {}


# Units


def test_units_open_with_those_above_them(cast):
    batch = bring_in(
        cast,
        TOMASZ
        | {
            "Unit code": "CF-1",
            "Unit name": "Children's team North",
            "Parent unit code": "CF",
            "Parent unit name": "Children and families",
            "Unit kind": "team",
            "Service area": "Children and families",
            "Line manager": "",
        },
    )
    team, service = Unit.objects.get(code="CF-1"), Unit.objects.get(code="CF")

    assert batch.counts == {"unit_opens": 2, "joins": 1}
    assert (team.name, team.parent, team.kind, team.service_area) == (
        "Children's team North",
        service,
        "team",
        "children",
    )
    assert (service.name, service.parent, service.kind, service.path) == (
        "Children and families",
        None,
        "service",
        "CF/",
    )
    assert (team.path, team.opened_on, service.opened_on) == ("CF/CF-1/", date(2021, 4, 1), date(2021, 4, 1))
    assert team.placements.get().parent == service


def test_a_unit_that_moves_keeps_its_history_and_takes_those_below_along(cast):
    bring_in(cast, MOIRA | {"Unit code": "A1", "Unit name": "Duty", "Parent unit code": "A"})
    rows = [
        MOIRA | {"Unit code": "A1", "Unit name": "Duty", "Parent unit code": "A"},
        TOMASZ | {"Unit name": "Team A", "Parent unit code": "D"},
    ]
    batch = bring_in(cast, *rows)

    assert batch.counts == {"unit_changes": 1, "joins": 1}
    assert [unit.path for unit in Unit.objects.filter(code__in=["A", "A1"]).order_by("code")] == ["D/A/", "D/A/A1/"]
    first, second = cast.team_a.placements.order_by("starts_on")
    assert (first.parent, first.ends_on) == (cast.service, clock.today() - ONE_DAY)
    assert (second.parent, second.starts_on, second.ends_on) == (cast.directorate, clock.today(), None)
    assert bring_in(cast, *rows).counts == {}


def test_a_unit_is_renamed(cast):
    batch = bring_in(cast, MOIRA | {"Unit name": "Locality team"})

    change = ImportedChange.objects.get(batch=batch, what="unit_changes")
    assert (change.before, change.after) == ({"Name": "Team A"}, {"Name": "Locality team"})
    assert Unit.objects.get(pk=cast.team_a.pk).name == "Locality team"


def test_codes_of_units_are_one_whatever_their_case(cast):
    assert bring_in(cast, MOIRA | {"Unit code": "a"}).counts == {"joins": 1}


def test_a_post_in_a_younger_unit_begins_when_the_unit_opened(cast):
    batch = stage(cast, MOIRA | {"Start date": "01/04/1999"})

    assert batch.notes == ["One post would begin before the unit opened: its first day is used."]
    commands.apply(batch, by=cast["una"])
    assert person("00123").posts.get().starts_on == date(2020, 4, 1)


# What can't be taken


def row(**changes: str) -> dict[str, str]:
    return TOMASZ | {"Line manager": ""} | {name.replace("_", " "): value for name, value in changes.items()}


EMAIL = "E-mail"
WRONG = {
    "staff number twice": (
        [MOIRA, TOMASZ, JANET | {"Staff number": "00124"}],
        [(4, "A4", "The staff number 00124 stands in row 3 already.")],
    ),
    "staff number twice in another case": (
        [row(**{"Staff number": "a17"}), row(**{"Staff number": "A17", EMAIL: "x@north.example"})],
        [(3, "A3", "The staff number A17 stands in row 2 already.")],
    ),
    "zeros lost within the file": (
        [row(**{"Staff number": "00124"}), row(**{"Staff number": "124", EMAIL: "x@north.example"})],
        [(3, "A3", "The staff number 124 differs from 00124 in row 2 by zeros only.")],
    ),
    "address twice": (
        [MOIRA, TOMASZ | {"E-mail": "MOIRA@north.example"}],
        [(3, "D3", "This address stands in row 2 already.")],
    ),
    "address of another employer's person": (
        [row(**{EMAIL: "wren@south.example"})],
        [(2, "D2", "This e-mail address can't be used. Check it: everybody has an address of their own.")],
    ),
    "manager nowhere": (
        [TOMASZ | {"Line manager": "77777"}],
        [(2, "J2", "Nobody in this file or in the organisation has the staff number 77777.")],
    ),
    "manager without zeros": (
        [MOIRA, TOMASZ | {"Line manager": "123"}],
        [(3, "J3", "There is nobody with the staff number 123. Did you mean Moira Galbraith (00123)?")],
    ),
    "manager of another employer": (
        [TOMASZ | {"Line manager": "wren@south.example"}],
        [(2, "J2", "Nobody in this file or in the organisation has the staff number wren@south.example.")],
    ),
    "own manager": ([TOMASZ | {"Line manager": "00124"}], [(2, "J2", "Nobody is their own line manager.")]),
    "own professional lead": (
        [row(Professional_lead="00124")],
        [(2, "M2", "Nobody is their own professional lead.")],
    ),
    "two who manage each other": (
        [MOIRA | {"Line manager": "00124"}, TOMASZ],
        [
            (
                2,
                "J2",
                "The line of management comes back to where it began: Moira Galbraith (00123) → Tomasz Nowak (00124) → "
                "Moira Galbraith (00123).",
            )
        ],
    ),
    "ends before it begins": (
        [row(Start_date="01/05/2024", End_date="30/04/2024")],
        [(2, "L2", "The post would end before it begins. Look at both dates.")],
    ),
    "no staff group like it": (
        [row(Staff_group="Astronaut")],
        [
            (
                2,
                "G2",
                "This is not in the list. Use one of: " + ", ".join(StaffGroup.labels) + ".",
            )
        ],
    ),
    "staff group nearly right": (
        [row(Staff_group="Occupational therepist")],
        [(2, "G2", "This is not in the list. Did you mean “Occupational therapist”?")],
    ),
    "full-time equivalent in hours": ([row(FTE="37.5")], [(2, "H2", "This must be between 0.01 and 1.")]),
    "full-time equivalent of nothing": ([row(FTE="0")], [(2, "H2", "This must be between 0.01 and 1.")]),
    "unit with two parents": (
        [row(Parent_unit_code="S"), JANET | {"Line manager": "", "Parent unit code": "D"}],
        [(3, "M3", "Unit A has another parent in row 2: “S”. Make them the same.")],
    ),
    "unit with two names": (
        [row(Unit_name="Team A"), JANET | {"Line manager": "", "Unit name": "Team Alpha"}],
        [(3, "M3", "Unit A has another name in row 2: “Team A”. Make them the same.")],
    ),
    "unit with two kinds": (
        [row(Unit_kind="team"), JANET | {"Line manager": "", "Unit kind": "service"}],
        [(3, "M3", "Unit A has another kind in row 2: “team”. Make them the same.")],
    ),
    "parent nowhere": (
        [row(Parent_unit_code="XX")],
        [
            (
                2,
                "M2",
                "There is no unit XX in this file or in the organisation. Give its name under “Parent unit name”.",
            )
        ],
    ),
    "unit under itself": (
        [row(Parent_unit_code="A")],
        [(2, "M2", "These units stand under each other in a circle: A → A.")],
    ),
    "unit under a unit of its own": (
        [row(Unit_code="S", Parent_unit_code="A")],
        [(2, "M2", "These units stand under each other in a circle: S → A → S.")],
    ),
    "code with a slash": ([row(Unit_code="A/B")], [(2, "E2", "The unit code A/B can't hold a slash. Use a hyphen.")]),
    "no job title": ([row(Job_title="")], [(2, "F2", "This must be filled in.")]),
    "no such day": ([row(Start_date="31/02/2024")], [(2, "K2", "There is no such day.")]),
    "name too long": ([row(Family_name="N" * 101)], [(2, "C2", "This is longer than 100 characters. Shorten it.")]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_can_not_be_taken_is_told_by_row_and_cell_and_leaves_no_trace(cast, case):
    rows, expected = WRONG[case]
    before = everything()
    batch = stage(cast, *rows)

    assert faults(batch) == expected
    assert (batch.state, batch.counts, batch.staged) == (State.REFUSED, {}, None)
    assert everything() == before
    with pytest.raises(Refused, match="can't be applied"):
        commands.apply(batch, by=cast["una"])


def test_problems_of_all_kinds_stand_in_one_list_by_row(cast):
    batch = stage(
        cast,
        MOIRA | {"Staff group": "Astronaut"},
        TOMASZ | {"Line manager": "999", "Start date": "soon"},
        JANET | {"Staff number": "00123", "FTE": "2", "E-mail": "nowhere"},
    )
    assert [(one["row"], one["column"]) for one in batch.problems] == [
        (2, "Staff group"),
        (3, "Line manager's staff number"),
        (3, "Starts on"),
        (4, "Staff number"),
        (4, "E-mail"),
        (4, "Full-time equivalent"),
    ]
    assert batch.problem_count == 6


def test_an_address_of_a_colleague_who_keeps_it_is_a_problem(cast):
    assert (
        sentences(stage(cast, row(**{EMAIL: "morag@north.example"}) | {"Staff number": "5"})) == []
    )  # morag has no number
    bring_in(cast, MOIRA)
    assert sentences(stage(cast, row(**{EMAIL: "moira@north.example"}))) == [
        "This address belongs to Moira Galbraith (00123). Everybody has an address of their own."
    ]


def test_a_number_that_lost_its_zeros_is_not_taken_for_somebody_new(cast):
    bring_in(cast, MOIRA)
    assert sentences(stage(cast, MOIRA | {"Staff number": "123", "E-mail": "m@north.example"})) == [
        "The organisation knows Moira Galbraith as 00123. If zeros were lost, format the column as text."
    ]


def test_a_circle_that_closes_through_somebody_outside_the_file_is_found(cast):
    bring_in(cast, MOIRA, TOMASZ, JANET | {"Line manager": "00124"})

    assert sentences(stage(cast, MOIRA | {"Line manager": "00125"})) == [
        "The line of management comes back to where it began: Moira Galbraith (00123) → Janet Innes (00125) → "
        "Tomasz Nowak (00124) → Moira Galbraith (00123)."
    ]


def test_a_closed_unit_takes_nobody(cast):
    Unit.objects.filter(pk=cast.team_b.pk).update(closed_on=date(2025, 1, 1))
    assert sentences(stage(cast, row(Unit_code="B"))) == [
        "The unit Team B (B) was closed. Use the code of an open unit."
    ]


def test_a_post_can_not_have_ended_before_it_began(cast):
    bring_in(cast, MOIRA, TOMASZ)
    assert sentences(stage(cast, TOMASZ | {"Start date": "", "End date": "31/03/2021"})) == [
        "The post began on 1 April 2021 and can't have ended before. Look at the date."
    ]


def test_managers_may_be_named_by_their_address(cast):
    bring_in(cast, TOMASZ | {"Line manager": "Morag@North.example"})
    assert person("00124").posts.get().line_manager == cast["morag"]


def test_a_workbook_of_an_hr_system_comes_in_as_well(cast):
    content = workbook(
        ["Establishment report", None, None],
        [],
        [
            "Employee No",
            "Forename",
            "Surname",
            "Work Email",
            "Cost Centre",
            "Position",
            "Staff Category",
            "FTE",
            "Start Date",
        ],
        [124, "Tomasz", "Nowak", "TOMASZ@north.example", "A", "Social worker", "social worker", 0.6, date(2021, 4, 1)],
    )
    batch = commands.apply(stage(cast, content=content, name="report.xlsx"), by=cast["una"])

    assert batch.notes == ["What stands above the headings in row 3 was left out."]
    assert posts("124") == [("A", "Social worker", date(2021, 4, 1), None)]


# Who may, and when


@pytest.mark.parametrize("who", ["isla", "catriona", "morag", "eilidh", "fraser", "hamish", "petra"])
def test_only_administrators_bring_in_people(cast, who):
    with pytest.raises(Refused, match="does not include bringing in files"):
        stage(cast, MOIRA, by=who)
    assert (ImportBatch.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_administrator_of_another_employer_can_not_apply_or_withdraw(cast):
    batch = stage(cast, MOIRA)
    for act in (commands.apply, commands.withdraw, commands.start):
        with pytest.raises(Refused, match="Your role does not include"):
            act(batch, by=cast["col"])
    assert ImportBatch.objects.get().state == State.STAGED


def test_each_employer_brings_in_its_own(cast):
    bring_in(cast, row(Unit_code="L", **{EMAIL: "t@south.example"}), by="col")
    assert person("00124").organisation == cast.south


def test_a_file_is_applied_once(cast):
    batch = bring_in(cast, MOIRA)
    with pytest.raises(Refused, match="has been applied already"):
        commands.apply(batch, by=cast["una"])


def test_a_withdrawn_file_keeps_no_rows_and_can_not_be_applied(cast):
    batch = commands.withdraw(stage(cast, MOIRA), by=cast["una"])

    assert (batch.state, batch.staged) == (State.WITHDRAWN, None)
    assert Entry.objects.latest("sequence").act == "import.withdrawn"
    with pytest.raises(Refused, match="was withdrawn"):
        commands.apply(batch, by=cast["una"])


def test_what_is_applied_is_what_was_shown(cast):
    """Between the look and the application somebody else has changed the records."""
    batch = stage(cast, MOIRA, TOMASZ)
    bring_in(cast, TOMASZ | {"Line manager": "", "Unit code": "B"})
    before = everything()
    refused = commands.apply(batch, by=cast["una"])

    assert refused.state == State.REFUSED
    assert sentences(refused) == [
        "The records have changed since this file was checked. Upload it again and look at what it would do."
    ]
    assert everything() == before
    assert Entry.objects.latest("sequence").act == "import.refused"


def test_a_failure_at_any_statement_leaves_nothing_half_written(cast):
    """The application is broken off before its first statement, before its second, and so on to the last."""
    bring_in(cast, MOIRA, TOMASZ, JANET)
    rows = [
        MOIRA | {"Unit code": "X", "Unit name": "New", "Parent unit code": "S", "E-mail": "janet@north.example"},
        JANET | {"E-mail": "moira@north.example"},
        MOIRA | {"Staff number": "00126", "E-mail": "new@north.example"},
        UNA,
    ]
    batch = stage(cast, *rows, whole=True)
    una, before, at = cast["una"], everything(), 0
    while True:
        at += 1
        try:
            with connection.execute_wrapper(_Breaking(at)):
                done = commands.apply(batch, by=una)
            break
        except _Broken:
            assert everything() == before, at
    assert (done.state, done.counts) == (
        State.APPLIED,
        {"unit_opens": 1, "joins": 1, "changes": 3, "moves": 1, "leaves": 9},
    )
    assert at > 30


class _Broken(RuntimeError):
    pass


class _Breaking:
    """Stands before every statement, and stops the machine before the one with this number."""

    def __init__(self, at):
        self.left = at

    def __call__(self, execute, sql, params, many, context):
        if "SAVEPOINT" in sql:
            return execute(sql, params, many, context)
        self.left -= 1
        if not self.left:
            raise _Broken
        return execute(sql, params, many, context)


@pytest.mark.parametrize("at", range(4))
def test_a_bad_row_at_any_place_lets_nothing_in(cast, at):
    rows = [MOIRA | {"Staff number": f"8{n}", "E-mail": f"n{n}@north.example"} for n in range(4)]
    rows[at] = rows[at] | {"FTE": "nine"}
    before = everything()

    assert faults(stage(cast, *rows)) == [(at + 2, f"H{at + 2}", "This is not a number.")]
    assert everything() == before


@pytest.mark.parametrize("many", [1, 5])
def test_the_cost_in_queries_does_not_grow_with_the_rows(cast, many, django_assert_num_queries):
    rows = [MOIRA | {"Staff number": f"8{n}", "E-mail": f"n{n}@north.example"} for n in range(many)]
    with django_assert_num_queries(17):
        stage(cast, *rows)


# Properties

WORDS = (
    "|00123|123|7|A|S|D|Team leader|social worker|moira@north.example|x@y.org|yes|no|0.5|40|01/04/2021|2026-11-01"
    "|31/02/2020|45352|=1+1|N/A|Zoë O’Brien|\u00a0|Ã©|team"
)
words = some.sampled_from(WORDS.split("|"))
cells = words | some.text(some.characters(codec="utf-8"), max_size=12)


@given(
    lines=some.lists(some.lists(cells, min_size=len(COLUMNS), max_size=len(COLUMNS)), max_size=6), whole=some.booleans()
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rubbish_is_refused_with_sentences_or_applied_whole(cast, lines, whole):
    from django.db import transaction

    heads = [column.title for column in COLUMNS]
    content = file_of(
        *[dict(zip(heads, line, strict=True)) for line in lines], dict(zip(heads, MOIRA.values(), strict=False))
    )
    with transaction.atomic():
        try:
            batch = stage(cast, content=content, whole=whole)
        except Refused as refusal:
            said = [str(refusal)]
        else:
            said = sentences(batch)
            if not said:
                batch = commands.apply(batch, by=cast["una"])
                said = sentences(batch)
        transaction.set_rollback(True)
    assert [one for one in said if not one.endswith((".", "?"))] == []


numbers = some.lists(some.integers(1, 40), unique=True, min_size=1, max_size=8)


@given(first=numbers, second=numbers, unit=some.sampled_from("ABSD"))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_two_files_whoever_was_in_the_last_has_one_post_and_the_rest_have_none(cast, first, second, unit):
    from django.db import transaction

    def rows(chosen, code):
        return [MOIRA | {"Staff number": f"N{n}", "E-mail": f"n{n}@north.example", "Unit code": code} for n in chosen]

    with transaction.atomic():
        bring_in(cast, UNA, *rows(first, "A"), whole=True)
        bring_in(cast, UNA, *rows(second, unit), whole=True)
        tomorrow = clock.today() + ONE_DAY
        working = Post.objects.filter(organisation=cast.north).on(tomorrow)
        assert sorted(post.person.staff_number for post in working.select_related("person")) == sorted(
            ["00900", *[f"N{n}" for n in second]]
        )
        assert bring_in(cast, UNA, *rows(second, unit), whole=True).counts == {}
        transaction.set_rollback(True)
