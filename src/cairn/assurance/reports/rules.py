"""Who may read, comment on, hand over and take away an assurance report, and when?"""

from cairn.assurance.evaluation.models import Round, State
from cairn.assurance.reports.models import Commentary, Draft, FrozenReport
from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import permits, refuse_unless
from cairn.foundation.people.models import Person

SIGNATORIES = "the chief or principal social worker"
UNNAMED = "This report has not been handed over yet. Name the person whose view of the draft is wanted."
Subject = Draft | FrozenReport


def may_see(viewer: Person, report: Subject) -> bool:
    """A draft is read by those who assure quality; what was handed over, by those who are assured by it too."""
    if isinstance(report, Draft) and not report.round.has_results:
        return False
    return permits(viewer, "report.see", report)


def may_export(actor: Person | None, report: Subject) -> Verdict:
    """Whoever may read it; and whoever runs the server, once it is handed over."""
    if actor is None:
        return YES if isinstance(report, FrozenReport) else Verdict(UNNAMED)
    if not may_see(actor, report):
        return Verdict("There is no report of this round that you can see.")
    return refuse_unless(actor, "report.export", report, "Your role can read this report but not take it away.")


def may_comment(actor: Person, report: Subject) -> Verdict:
    """The commentary is written once there are results, and until the report is handed over (sa.cswo.comment)."""
    if not isinstance(report, Draft):
        return Verdict("This report has been handed over, so its commentary stands as it is.")
    if not report.round.has_results:
        return Verdict("There is nothing to comment on until the round has closed.")
    return refuse_unless(actor, "report.comment", report, f"The commentary is written by {SIGNATORIES}.")


def may_freeze(actor: Person, report: Subject, commentary: Commentary | None) -> Verdict:
    """Handed over by whoever may sign the round, once it is signed and there is a word under every head."""
    if not isinstance(report, Draft):
        return Verdict("This report has been handed over already.")
    permitted = refuse_unless(actor, "report.freeze", report, f"A report is handed over by {SIGNATORIES}.")
    if not permitted:
        return permitted
    if report.round.state != State.SIGNED:
        return Verdict("Sign the round first; its report is handed over after that.")
    if commentary is None or not commentary.is_whole:
        return Verdict("Write under each of the four heads of the commentary first. “Nothing to add” is enough.")
    return YES


def subject_of(round: Round, frozen: FrozenReport | None) -> Subject:
    """The report as the access policy asks for it."""
    return frozen or Draft(round)
