"""The pictures that the README shows, taken from the demonstration so that they can't show what is no longer there."""

import os
from pathlib import Path

import pytest

from cairn.config.demonstration import PASSWORD

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
TALLEST = 1000


@pytest.fixture
def chief(demonstration, visitor):
    return visitor(demonstration).signs_in("isla.renwick@strathcairn.example", PASSWORD)


def test_a_start_page_for_the_readme(chief, tmp_path):
    # Given the chief social work officer at the start of the day
    chief.goes_to("/")
    assert "waiting" in chief.heading
    # Then the picture shows what waits for them
    _keep(chief.page, "home.png", tmp_path)


def test_the_result_of_a_round_for_the_readme(chief, tmp_path):
    # Given the newest round that is finished
    chief.goes_to("/")
    chief.clicks("All results of this round", role="link")
    assert chief.page.locator(".grade").count() > 10
    # Then the picture shows how both sides judged it
    _keep(chief.page, "result.png", tmp_path)


def _keep(page, name, folder):
    """Taken each time; the one in the repository is replaced only where it is missing or CAIRN_PICTURES says yes."""
    there = PICTURES / name
    is_kept = os.environ.get("CAIRN_PICTURES") != "yes" and there.exists()
    taken = folder / name if is_kept else there
    taken.parent.mkdir(parents=True, exist_ok=True)
    page.evaluate("document.activeElement.blur()")
    tall = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
    page.screenshot(path=taken, full_page=True, clip={"x": 0, "y": 0, "width": 1200, "height": tall})
    assert taken.stat().st_size > 20_000
