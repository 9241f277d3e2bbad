"""What the tests of standards share: a small framework as text, to be bent and broken."""

import pytest

SMALL = """\
kind: framework
format: 1
urn: urn:north:framework:practice
version: 2026.1
title: Practice standards of the North
publisher: North Partnership
licence: ours alone
may_be_copied: yes
source: agreed by the board in March 2026
language: en-GB
edition: "2026"
status: current
statements:
  - ref: v
    heading: Visits
    statements:
      - ref: v.1
        audience: practitioner
        text: Visits are planned with the person.
        good: The plan names what matters to them.
        typical_evidence:
          - Case audits
        clauses: [sa.4.d.5c]
      - ref: v.2
        audience: employer
        text: There is time for visits.
"""

CROSSWALK = """\
kind: crosswalk
format: 1
urn: urn:north:crosswalk:practice
version: 2026.1
title: Practice standards and South Ayrshire
publisher: North Partnership
licence: ours alone
source: our own reading
from: {urn: "urn:north:framework:practice", version: 2026.1}
to: {urn: "urn:cairn:framework:south-ayrshire", version: 2021.1}
pairs:
  - {from: v.1, to: sa.1.d.3, relation: subset, rationale: Planning together is one way to hear the person.}
"""


@pytest.fixture
def small():
    """`small()` is the framework as bytes; `small(("old", "new"), ...)` has words exchanged."""

    def made(*exchanges):
        text = SMALL
        for old, new in exchanges:
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return made


@pytest.fixture
def crosswalk():
    """A crosswalk from the small framework to the library, as bytes."""

    def made(*exchanges):
        text = CROSSWALK
        for old, new in exchanges:
            assert old in text, old
            text = text.replace(old, new)
        return text.encode()

    return made
