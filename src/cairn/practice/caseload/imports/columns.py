"""Which columns does an extract of a case-management system have, and under which headings do they usually come?"""

from cairn.foundation.imports.columns import Column, Kind
from cairn.practice.caseload.models import Level, Role

ROLES = tuple((str(value), str(label)) for value, label in Role.choices)
LEVELS = tuple((str(value), str(label)) for value, label in Level.choices)


def _level(key: str, title: str) -> Column:
    return Column(key, title, (), Kind.CHOICE, choices=LEVELS, examples=("Usual", "High"), note="Empty means usual.")


COLUMNS = (
    Column(
        "reference", "Case reference",
        ("Child Unique ID", "Person ID", "Case ID", "Case number", "Case ref", "Client ID", "Service user ID",
         "Record ID", "Unique ID", "Mosaic ID", "LCS ID", "SWIFT number"),
        Kind.IDENTIFIER, required=True, filled=True, longest=60, examples=("9212044", "9212045"),
        note="The number by which the case-management system finds the case. Never a name.",
    ),
    Column(
        "unit", "Team",
        ("Allocated team", "Unit", "Unit code", "Team code", "Responsible team", "Worker team"),
        required=True, longest=120, errors_are_empty=True, examples=("Team A", "Team A"),
        note="The name or code of the unit, or the name that the source uses; you are asked once what it stands for.",
    ),
    Column(
        "case_type", "Type of case", ("Case type", "Case status", "Service", "Involvement", "Plan type"), longest=120,
        examples=("Child in need", "Looked-after child"),
        note="Without this column you are asked which type all the rows are.",
    ),
    Column(
        "opened_on", "Opened on",
        ("Start date", "Date opened", "CIN start date", "Child protection plan start date",
         "Date started to be looked after", "Involvement start", "Allocation start"),
        Kind.DATE, examples=("03/03/2026", "07/04/2026"), note="Empty means the day on which the file is applied.",
    ),
    Column(
        "closed_on", "Closed on",
        ("End date", "Date closed", "CIN closure date", "Child protection plan end date",
         "Date ceased to be looked after", "Involvement end"),
        Kind.DATE, examples=("", ""), note="Empty where work goes on.",
    ),
    Column(
        "worker", "Worker",
        ("Allocated worker", "Allocated to", "Worker e-mail", "Worker email", "Social worker", "Case holder",
         "Key worker", "Worker number", "Worker ID", "Staff number"),
        longest=200, errors_are_empty=True, examples=("00124", ""),
        note="An e-mail address, staff number or name. You are asked about those whom Cairn does not know. Empty means "
        "that nobody is allocated.",
    ),
    Column(
        "role", "Role", ("Worker role", "Allocation role", "Allocation type"), Kind.CHOICE, choices=ROLES,
        examples=("Accountable worker", ""), note="Empty means the accountable worker.",
    ),
    Column(
        "function", "Function", ("Statutory function", "Legal function"), Kind.IDENTIFIER, longest=80,
        examples=("", ""), note="The key of the statutory function, where the case is held under one.",
    ),
    _level("complexity", "Complexity"),
    _level("intensity", "Intensity"),
    _level("travel", "Travel"),
)  # fmt: skip

GUIDANCE = (
    "References only: leave out names, dates of birth and everything else. Other columns are not read or kept.",
    "One row for each case; or one for each worker on it, where the file has a column for the role.",
    "A case stands in one team. The same file twice changes nothing.",
    "The lists of Annex A can be brought in as they are, one sheet at a time.",
)
