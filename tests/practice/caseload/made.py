"""Cases and extracts as the tests need them."""

import csv
import io

from cairn.foundation.imports import commands as imports
from cairn.practice.caseload.commands import cases


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
