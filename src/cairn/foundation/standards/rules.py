"""Who may bring in a framework, set it beside another, and take it away as a file?"""

from __future__ import annotations

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Organisation, Person
from cairn.foundation.standards.models import Framework

WHO = "the chief social work officer, the principal social worker, a quality assurance officer or an administrator"


def may_bring(actor: Person, organisation: Organisation) -> Verdict:
    """Those who answer for standards bring in the employer's own framework (`sa.cswo.standards`, `es1.lead.2`)."""
    own = Framework(organisation=organisation)
    return refuse_unless(actor, "framework.bring", own, f"Only {WHO} can bring in a framework.")


def may_map(actor: Person, organisation: Organisation) -> Verdict:
    """Those who answer for standards say how the employer's frameworks stand to others (`es1.frame.4`)."""
    own = Framework(organisation=organisation)
    return refuse_unless(actor, "framework.map", own, f"Only {WHO} can bring in a crosswalk.")


def may_download(actor: Person, framework: Framework) -> Verdict:
    """A framework leaves Cairn as a file for whoever can read it, where its licence lets it be copied."""
    seen = refuse_unless(actor, "framework.see", framework, "This framework belongs to another employer.")
    if not seen:
        return seen
    if not framework.may_be_copied:
        return Verdict(f"The licence does not let this framework be copied: {framework.licence}. Ask its publisher.")
    return YES
