"""The demonstration, loaded once for all tests that look at it, and gone afterwards."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import override_settings

from cairn.config.demonstration.build import Built, build
from cairn.foundation.core import clock

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Built]]:
    folder: Path = tmp_path_factory.mktemp("files")
    noon = datetime.combine(TODAY, time(12), ZoneInfo("Europe/London"))
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        override_settings(CAIRN_FILES_DIR=folder),
        transaction.atomic(),
    ):
        built = build(seed=7, today=TODAY)
        with clock.at(noon):
            yield built
        transaction.set_rollback(True)
