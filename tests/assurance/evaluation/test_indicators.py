"""What rounds prove: how many of those asked answered, once a round has closed, and never who."""

from cairn.assurance.evaluation.indicators import INDICATORS, answered, no_rows
from cairn.assurance.evaluation.models import Asked, Round, State
from cairn.cycle.evidence.declaring import Figure
from cairn.cycle.evidence.sight import Sight
from cairn.foundation.core import clock, months


def test_only_closed_rounds_count(cast, opened, django_assert_num_queries):
    month = months.first_of(clock.today())
    Asked.objects.filter(round=opened, person=cast["eilidh"], side="practitioner").update(answered=True)
    assert list(answered(cast.north.pk, month, month)) == []

    Round.objects.filter(pk=opened.pk).update(state=State.CLOSED, closed_at=clock.now())

    with django_assert_num_queries(1):
        found = {figure.unit_id: figure for figure in answered(cast.north.pk, month, month)}
    assert found[cast.team_a.pk] == Figure(cast.team_a.pk, "", month, 1, 8)
    assert found[cast.team_b.pk] == Figure(cast.team_b.pk, "", month, 0, 6)
    assert list(answered(cast.south.pk, month, month)) == []


def test_nobody_has_a_right_to_the_rows(cast):
    (indicator,) = INDICATORS
    for who in ("isla", "catriona", "fraser", "morag", "eilidh"):
        assert not Sight(cast[who]).has_rows(indicator, cast.team_a)
        assert no_rows(cast[who], None, clock.today()) == []
