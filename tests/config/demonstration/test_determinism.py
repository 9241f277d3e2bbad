"""Does the same seed on the same day give the same figures?"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from cairn.assurance.evaluation.models import Judgement, Result
from cairn.config.demonstration.build import build
from cairn.practice.supervision.models import Session


def figures(folder: Path) -> list[Any]:
    """Everything that a page would show of the English employer's rounds, and then nothing is left of it."""
    with override_settings(CAIRN_FILES_DIR=folder), transaction.atomic():
        build(seed=11, today=date(2027, 2, 3), slugs=["eldermarsh"])
        columns = ("round__title", "statement__ref", "unit__code")
        results = Result.objects.order_by(*columns).values_list(*columns, "employers_mean", "practitioners_counts")
        judged = Judgement.objects.order_by(*columns).values_list(*columns, "grade", "how_we_know", "what_next", "at")
        names = ("supervisee__email", "planned_on", "kind")
        sessions = Session.objects.order_by(*names).values_list(*names, "state", "minutes", "signed_on")
        found: list[Any] = [*results, *judged, *sessions]
        transaction.set_rollback(True)
    return found


@pytest.mark.long
@pytest.mark.django_db
def test_the_same_seed_and_day_give_the_same_figures_and_words(tmp_path: Path) -> None:
    first = figures(tmp_path)
    assert len(first) > 8000
    assert figures(tmp_path) == first
