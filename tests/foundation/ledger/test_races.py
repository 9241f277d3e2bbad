"""When many act at once, is every act recorded once, in a gapless order?"""

import threading

import pytest
from django.db import connection, transaction

from cairn.foundation.ledger import commands, guards, verification
from cairn.foundation.ledger.models import Entry

AT_ONCE, EACH = 6, 20


def record_from_threads(ann, act):
    start, failures = threading.Barrier(AT_ONCE), []

    def run(number):
        try:
            start.wait()
            for attempt in range(EACH):
                act(f"x:{number}-{attempt}")
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite in memory has one connection at a time")
@pytest.mark.django_db(transaction=True)
def test_acts_at_the_same_time_leave_one_gapless_ledger(ann):
    def act(subject):
        with transaction.atomic():
            commands.record("round.opened", by=ann, subject=subject)

    record_from_threads(ann, act)

    report = verification.verify_organisation(ann.organisation_id)
    assert (report.problems, report.entries) == ([], AT_ONCE * EACH)
    assert Entry.objects.values("subject").distinct().count() == AT_ONCE * EACH


@pytest.mark.django_db(transaction=True)
def test_a_committed_ledger_makes_way_for_the_next_test(ann):
    """The first of a pair: what is committed here, the tests' own flush takes away again."""
    with transaction.atomic():
        commands.record("round.opened", by=ann, subject="x:1")

    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_flush_the_ledger_is_empty_and_guarded():
    assert not Entry.objects.exists()
    assert all(state.is_whole for state in guards.inspect(connection))
