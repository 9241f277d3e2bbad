"""What does a file of standards hold: a framework or a crosswalk?"""

from __future__ import annotations

from cairn.foundation.standards.crosswalk_file import CROSSWALK_KEYS, CrosswalkFile, crosswalk_from
from cairn.foundation.standards.document import read
from cairn.foundation.standards.faults import Fault, Unreadable
from cairn.foundation.standards.framework_file import FRAMEWORK_KEYS, FrameworkFile, framework_from
from cairn.foundation.standards.keys import Reader

FORMAT = "1"


def file_from(content: bytes) -> FrameworkFile | CrosswalkFile:
    """What the file holds; raises Unreadable with every fault, by line."""
    root, faults = read(content)
    known = {*FRAMEWORK_KEYS, *CROSSWALK_KEYS, *root.entries}
    reader = Reader(root, faults, known=known, what="the file")
    kind = reader.choice("kind", ("framework", "crosswalk"), required=True)
    if (written := reader.text("format", required=True)) and written != FORMAT:
        reader.fault("format", f"“format” is “{written}”; this Cairn reads format {FORMAT}.")
    if kind == "crosswalk":
        return crosswalk_from(root, faults)
    return framework_from(root, faults)


def framework_in(content: bytes) -> FrameworkFile:
    """The framework that a file holds; a crosswalk is refused."""
    found = file_from(content)
    if isinstance(found, CrosswalkFile):
        raise Unreadable([Fault(1, "This file is a crosswalk. Bring a file that begins with “kind: framework”.")])
    return found
