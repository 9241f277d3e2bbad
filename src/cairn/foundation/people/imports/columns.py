"""Which columns does a file of people, units and posts have, and under which headings do HR systems write them?"""

from decimal import Decimal

from cairn.foundation.imports.columns import Column, Kind
from cairn.foundation.people.models import Kind as UnitKind
from cairn.foundation.people.models import ServiceArea, StaffGroup

TEXT = Kind.TEXT
NUMBER = Kind.IDENTIFIER


def _choices(words: type[StaffGroup] | type[UnitKind] | type[ServiceArea]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in words.choices)


COLUMNS = (
    Column(
        "staff_number", "Staff number",
        ("Staff no", "Employee number", "Employee no", "Employee ID", "Emp no", "Payroll number", "Payroll no",
         "Personnel number", "Assignment number", "Person number", "Worker ID"),
        NUMBER, required=True, filled=True, longest=40, examples=("00123", "00124"),
        note="The number that the person keeps. Zeros at the front count.",
    ),
    Column(
        "given_name", "Given name", ("First name", "Forename", "Forenames", "Known as", "Preferred name"),
        required=True, filled=True, longest=100, examples=("Moira", "Tomasz"),
    ),
    Column(
        "family_name", "Family name", ("Surname", "Last name"),
        required=True, filled=True, longest=100, examples=("Galbraith", "Nowak"),
    ),
    Column(
        "email", "E-mail", ("Email", "E-mail address", "Email address", "Work email", "Work e-mail", "Business email"),
        Kind.EMAIL, required=True, filled=True, examples=("moira.galbraith@example.org", "tomasz.nowak@example.org"),
        note="The address with which the person signs in. Everybody has their own.",
    ),
    Column(
        "unit_code", "Unit code", ("Team code", "Cost centre", "Organisation code", "Org code", "Department code"),
        NUMBER, required=True, filled=True, longest=40, examples=("CF-1", "CF-1"),
        note="The code of the unit in which the person works. A code that is not known yet opens a unit.",
    ),
    Column(
        "unit_name", "Unit name", ("Unit", "Team", "Team name", "Organisation name", "Department"),
        longest=120, examples=("Children's team North", "Children's team North"),
    ),
    Column(
        "parent_code", "Parent unit code", ("Parent code", "Parent unit", "Service code", "Reports to unit"),
        NUMBER, longest=40, examples=("CF", "CF"), note="The code of the unit above. Empty for the topmost unit.",
    ),
    Column(
        "parent_name", "Parent unit name", ("Parent name", "Service", "Service name"),
        longest=120, examples=("Children and families", "Children and families"),
        note="Needed only where nobody works in the unit above and Cairn does not know it yet.",
    ),
    Column(
        "unit_kind", "Unit kind", ("Kind of unit", "Unit type", "Level"), Kind.CHOICE,
        choices=_choices(UnitKind), examples=("Team", "Team"),
    ),
    Column(
        "service_area", "Service area", ("Area of service", "Client group"), Kind.CHOICE,
        choices=_choices(ServiceArea), examples=("Children and families", "Children and families"),
    ),
    Column(
        "job_title", "Job title", ("Post title", "Position title", "Position", "Job", "Job role", "Role title"),
        required=True, filled=True, longest=120, examples=("Team leader", "Social worker"),
    ),
    Column(
        "staff_group", "Staff group", ("Staff type", "Occupational group", "Job family", "Staff category"),
        Kind.CHOICE, required=True, filled=True, choices=_choices(StaffGroup),
        examples=("Team leader", "Social worker"),
    ),
    Column(
        "full_time_equivalent", "Full-time equivalent", ("FTE", "WTE", "Whole-time equivalent", "Contracted FTE"),
        Kind.NUMBER, least=Decimal("0.01"), most=Decimal(1), examples=("1", "0.6"),
        note="1 is full time. Empty means 1.",
    ),
    Column(
        "leads_unit", "Leads the unit", ("Leads unit", "Team lead", "Is manager", "Unit lead"), Kind.YES_NO,
        examples=("yes", "no"), note="Whether this person leads the unit in which they work.",
    ),
    Column(
        "line_manager", "Line manager's staff number",
        ("Line manager staff number", "Line manager", "Manager staff number", "Manager employee number",
         "Manager number", "Manager ID", "Reports to", "Supervisor number", "Line manager staff no"),
        NUMBER, longest=40, examples=("", "00123"), note="Somebody in this file or known to Cairn already.",
    ),
    Column(
        "professional_lead", "Professional lead's staff number",
        ("Professional lead staff number", "Professional lead", "Professional supervisor number"),
        NUMBER, longest=40, examples=("", "00123"),
        note="Where professional guidance comes from somebody other than the line manager.",
    ),
    Column(
        "starts_on", "Starts on", ("Start date", "Started", "Date started", "Position start date", "From"), Kind.DATE,
        examples=("01/04/2019", "12/08/2024"),
        note="Counts where the post is new or changes. Empty means the day of the import.",
    ),
    Column(
        "ends_on", "Ends on", ("End date", "Leaving date", "Date left", "Termination date", "To"), Kind.DATE,
        examples=("", ""), note="The last day in the post. Empty while it goes on.",
    ),
)  # fmt: skip

GUIDANCE = (
    "One row for each person.",
    "Posts are never overwritten: where something changes, the old post ends and a new one begins.",
    "The same file twice changes nothing.",
    "Professional roles, such as chief social work officer, are given on the person's page, not by a file.",
)
