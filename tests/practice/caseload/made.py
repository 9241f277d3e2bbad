"""Cases and extracts as the tests need them."""

import csv
import io
from datetime import date

from cairn.foundation.imports import commands as imports
from cairn.practice.caseload.commands import allocations, cases
from cairn.practice.caseload.commands.allocations import Planned

PLAN = Planned("remove", "Two reviews go to the duty team.", date(2031, 1, 31))
TALK = "We talked about what comes first."


def case(cast, reference="100", *, by="morag", unit=None, **more):
    """An open case of team A that waits for somebody."""
    more = {"case_type": "child_in_need"} | more
    return cases.open_case(by=cast[by], reference=reference, unit=unit or cast.team_a, **more)


def extract(*rows):
    """Rows of an extract as a CSV file; the headings are those of the first row."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(dict.fromkeys(head for row in rows for head in row)), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def stage(cast, *rows, by="una", content=None, name="cases.csv", source="Mosaic", **more):
    """Send an extract; it is not applied yet."""
    return imports.stage(content or extract(*rows), by=cast[by], kind="cases", file_name=name, source=source, **more)


def bring_in(cast, *rows, by="una", **more):
    """Send an extract and apply it."""
    return imports.apply(stage(cast, *rows, by=by, **more), by=cast[by])


def give(cast, made, to="eilidh", *, by="morag", **more):
    """Give a case to somebody."""
    more = {"conversation": TALK} | more
    return allocations.allocate(made, to=cast[to], by=cast[by], **more)


def fill(cast, to="eilidh", points=100):
    """Somebody is filled up to their limit: cases that bring them to so many points."""
    from cairn.practice.caseload.keeping import keep
    from cairn.practice.caseload.models import Allocation, Load

    keep(cast.north.pk)
    one = give(cast, case(cast, f"fill {to}"), to)
    left = points - Load.objects.get(person=cast[to]).points
    Allocation.objects.filter(pk=one.pk).update(points=one.points + left)
    keep(cast.north.pk)
    return one
