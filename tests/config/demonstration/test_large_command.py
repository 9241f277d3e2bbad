"""Does the same seed give the same large organisation, and does the command tell what it made?"""

import argparse
import json
from datetime import date

import pytest
from django.db import transaction

from cairn.config.demonstration.large.build import build_large
from cairn.config.demonstration.terminal import add_to
from cairn.cycle.duties.models import Duty
from cairn.practice.supervision.models import Session

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def rows(seed):
    """What was written, and then nothing is left of it."""
    with transaction.atomic():
        build_large(people=60, years=1, today=date(2026, 11, 19), seed=seed)
        sessions = list(Session.objects.order_by("pk").values_list("pk", "held_on", "minutes", "state"))
        turns = Duty.objects.filter(kind="supervision.hold")
        duties = list(turns.order_by("about", "occasion").values_list("about", "occasion", "due_on", "met_on"))
        transaction.set_rollback(True)
    return sessions, duties


def test_the_same_seed_gives_the_same_rows():
    first = rows(seed=3)
    assert len(first[0]) > 500
    assert rows(seed=3) == first
    assert rows(seed=4) != first


def test_the_command_says_what_it_made_and_how_long_it_took(capsys):
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    chosen = parser.parse_args(["demo", "--people", "60", "--years", "1", "--json"])
    assert chosen.func(chosen) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["rows"]["people"]) == ("Glenmarrow Council", 60)
    assert list(told["seconds"])[-1] == "figures of all months"
