"""What can be shown of assurance reports, and to whom?"""

import json
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet

from cairn.assurance.evaluation import queries as evaluation
from cairn.assurance.evaluation.models import Round, State
from cairn.assurance.evaluation.models.round import FINISHED
from cairn.assurance.reports import making, rules
from cairn.assurance.reports.models import Commentary, Draft, FrozenReport
from cairn.assurance.reports.report import AssuranceReport, from_json
from cairn.foundation.people.access import permits
from cairn.foundation.people.models import Person


class NoReport(ObjectDoesNotExist):
    """There is no report of this round, as far as this person may know."""


@dataclass(frozen=True)
class Found:
    """A round with its report, handed over or still a draft, and what has been written about it."""

    round: Round
    frozen: FrozenReport | None
    commentary: Commentary | None = None

    @property
    def subject(self) -> Draft | FrozenReport:
        return rules.subject_of(self.round, self.frozen)


def rounds_with_reports(viewer: Person) -> QuerySet[Round]:
    """The finished rounds whose report this person may read, newest first."""
    found = evaluation.rounds(viewer).filter(state__in=FINISHED)
    if permits(viewer, "report.see") and not _sees_drafts(viewer):
        found = found.filter(frozen_report__isnull=False)
    return found


def _sees_drafts(viewer: Person) -> bool:
    unfinished = Draft(Round(organisation_id=viewer.organisation_id, state=State.CLOSED))
    return permits(viewer, "report.see", unfinished)


def lines(rounds: list[Round]) -> list[Found]:
    """The reports of these rounds, without their content: one query for a page of them."""
    handed_over = FrozenReport.objects.filter(round__in=rounds).select_related("by").defer("content")
    by_round = {frozen.round_id: frozen for frozen in handed_over}
    return [Found(round, by_round.get(round.pk)) for round in rounds]


def report_found(viewer: Person, pk: UUID) -> Found:
    """The report of the round with this identifier; DoesNotExist where this person may not see one. One query."""
    joined = ("previous", "organisation", "commentary__by", "frozen_report__by")
    rounds = evaluation.rounds(viewer).select_related("framework", "scope", *joined)
    round = rounds.defer("frozen_report__content").get(pk=pk)
    found = Found(round, getattr(round, "frozen_report", None), getattr(round, "commentary", None))
    if not rules.may_see(viewer, found.subject):
        raise NoReport
    return found


def assurance_report(viewer: Person, round: Round) -> AssuranceReport:
    """What the report of a round says to this person: as it was handed over, else as it stands now."""
    return report_in(viewer, report_found(viewer, round.pk))


def report_in(viewer: Person | None, found: Found) -> AssuranceReport:
    """The same, where the report has been found already."""
    if found.frozen is not None:
        return content_of(found.frozen)
    if viewer is None:
        raise NoReport
    return making.report_of(viewer, found.round, found.commentary)


def content_of(frozen: FrozenReport) -> AssuranceReport:
    """A report that was handed over, read from its own text."""
    return from_json(json.loads(frozen.content))


def commentary_on(round: Round) -> Commentary | None:
    """What has been written about a round so far."""
    return Commentary.objects.filter(round=round).select_related("by").first()
