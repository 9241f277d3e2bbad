"""Which evidence does a leader name for a judgement, and what does the quality officer lay beside it?"""

import random
from collections.abc import Iterator
from typing import Any

from cairn.assurance.evaluation import commands
from cairn.assurance.evaluation.models import Judgement, Round
from cairn.assurance.evaluation.scales import top
from cairn.config.demonstration.improvement import Improvement, Shown
from cairn.config.demonstration.people import Staffing
from cairn.config.demonstration.story import Story, on_scale, service_of
from cairn.cycle.evidence.models import Evidence
from cairn.foundation.people.models import Person, Unit

LIKELY, LIKELY_IF_THOROUGH = 0.38, 0.8
FOLDER_IF_HIGH, FOLDER_IF_LOW = 0.92, 0.8


class Citing:
    """One employer's citations."""

    def __init__(self, staffing: Staffing, improvement: Improvement, story: Story) -> None:
        self.improvement = improvement
        self.story = story
        self.staffing = staffing
        self.told: dict[str, Any] = staffing.employer["story"]
        self.refs = {statement.pk: statement.ref for statement in improvement.statements}

    def cite(self, round: Round, unit: Unit | None, by: Person) -> None:
        """Leaders name a document that speaks to it, or else the folder in which their service keeps its minutes."""
        code = unit.code if unit else ""
        chance = self.story.chance("citations", round.opens_on, code)
        likely = LIKELY_IF_THOROUGH if code in self.told["thorough"] else LIKELY
        pairs = [
            (judgement, evidence, "supports")
            for judgement, ref in self._graded(round, unit)
            if self.story.shows_evidence(ref, code)
            for evidence in self._chosen(round, judgement, ref, code, likely, chance)
        ]
        if pairs:
            commands.cite_many(round, pairs, by=by)

    def _chosen(
        self, round: Round, judgement: Judgement, ref: str, code: str, likely: float, chance: random.Random
    ) -> list[Evidence]:
        high = self._is_high(round, judgement)
        shown = [shown for shown in self.improvement.shown_for(ref, code) if not (high and _is_against(shown, code))]
        chosen = [evidence for _, evidence in shown if chance.random() < likely]
        folder = self.improvement.folder_of(code)
        if not chosen and folder and chance.random() < (FOLDER_IF_HIGH if high else FOLDER_IF_LOW):
            return [folder]
        return chosen

    def cite_against(self, round: Round) -> None:
        """In moderation the samples are laid beside the grades."""
        against = {line["against"] for line, _ in self.improvement.evidence if "against" in line}
        pairs = [
            (judgement, shown[1], "contradicts")
            for code, unit in self.staffing.units.items()
            if "-" in code and service_of(code) in against
            for judgement, ref in self._graded(round, unit)
            if self._is_high(round, judgement)
            for shown in self.improvement.shown_for(ref, code)
            if _is_against(shown, code)
        ]
        if pairs:
            commands.cite_many(round, pairs, by=self.staffing.person(self.told["moderator"]))

    def _graded(self, round: Round, unit: Unit | None) -> Iterator[tuple[Judgement, str]]:
        graded = Judgement.objects.filter(round=round, unit=unit, grade__isnull=False).order_by("position")
        for judgement in graded:
            judgement.unit = unit
            yield judgement, self.refs[judgement.statement_id]

    def _is_high(self, round: Round, judgement: Judgement) -> bool:
        return (judgement.grade or 0) >= on_scale(4, top(round.scale))


def _is_against(shown: Shown, code: str) -> bool:
    return bool(shown[0].get("against") == service_of(code))
