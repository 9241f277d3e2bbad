"""Who sees which figure, and that nobody can work out what is withheld from everything that they are shown."""

import random
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import combinations

import pytest
from django.utils import timezone
from tests.cycle.evidence.conftest import AUGUST, JULY, SEPTEMBER
from tests.foundation.core.test_disclosure import _eliminated, _reduced

from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.measuring.totals import LEAST
from cairn.cycle.evidence.measuring.trees import month_trees
from cairn.cycle.evidence.sight import Sight
from cairn.foundation.core import clock
from cairn.foundation.people.access import parts
from cairn.foundation.people.models import Person, Placement, Post, Unit

OCTOBER = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
GROUPS = ("agency", "social-worker", "student")


def seen(viewer, indicator, units, month=SEPTEMBER):
    """The figures of a month as this person sees them: `None` for those withheld."""
    points = Sight(viewer).points([indicator], [unit and unit.pk for unit in units], (month, month))
    by_unit = {unit: point for (_, unit), (point,) in points.items()}
    return [
        (by_unit[pk].numerator, by_unit[pk].denominator) if not by_unit[pk].is_withheld else None
        for pk in (unit and unit.pk for unit in units)
    ]


@pytest.fixture
def three_teams(cast, counted, signed_sessions):
    """Team A has eight records, team B nine, and a third team, which nobody of the cast leads, three."""
    cast.team_c = Unit.objects.create(
        organisation=cast.north, parent=cast.service, name="Team C", code="C", kind="team", path="D/S/C/",
        opened_on=date(2020, 4, 1),
    )  # fmt: skip
    Placement.objects.create(organisation=cast.north, unit=cast.team_c, parent=cast.service, starts_on=date(2020, 4, 1))
    for team, numerator, denominator in ((cast.team_a, 5, 8), (cast.team_b, 8, 9), (cast.team_c, 1, 3)):
        counted.put(team, SEPTEMBER, numerator, denominator)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        yield cast


@pytest.mark.parametrize(
    ("who", "whole", "service", "a", "b", "c"),
    [
        # Practitioners and the chief officer have no right to rows: team C is small, and A would tell it.
        ("eilidh", (14, 20), (14, 20), None, (8, 9), None),
        ("isla", (14, 20), (14, 20), None, (8, 9), None),
        ("hamish", (14, 20), (14, 20), None, (8, 9), None),
        # The quality officer and the principal social worker may read every row.
        ("fraser", (14, 20), (14, 20), (5, 8), (8, 9), (1, 3)),
        ("catriona", (14, 20), (14, 20), (5, 8), (8, 9), (1, 3)),
        # Morag knows team A, so B is withheld from her; Callum knows B, and A and C together are twelve less one.
        ("morag", (14, 20), (14, 20), (5, 8), None, None),
        ("callum", (14, 20), (14, 20), None, (8, 9), None),
    ],
)
def test_who_sees_which_figure(three_teams, signed_sessions, who, whole, service, a, b, c):
    cast = three_teams
    units = [None, cast.service, cast.team_a, cast.team_b, cast.team_c]

    assert seen(cast[who], signed_sessions, units) == [whole, service, a, b, c]


def test_another_employer_sees_nothing(three_teams, signed_sessions):
    cast = three_teams
    assert Sight(cast["wren"]).points([signed_sessions], [None, cast.team_b.pk], (SEPTEMBER, SEPTEMBER)) == {}


@pytest.mark.parametrize(
    ("who", "queries"), [("fraser", 2), ("eilidh", 2), ("morag", 4), ("callum", 3)]
)  # one for the posts and roles of the reader
def test_the_number_of_queries(three_teams, signed_sessions, who, queries, django_assert_num_queries):
    cast, viewer = three_teams, three_teams[who]
    with django_assert_num_queries(queries):
        Sight(viewer).points([signed_sessions], [None, cast.team_a.pk, cast.team_b.pk], (JULY, SEPTEMBER))


def test_a_running_month_of_a_unit_is_for_those_who_may_read_its_rows(cast, counted, signed_sessions):
    counted.put(cast.team_a, SEPTEMBER, 5, 8)
    units = [None, cast.service, cast.team_a]
    with clock.at(datetime(2026, 9, 20, 9, 0, tzinfo=UTC)):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        assert seen(cast["eilidh"], signed_sessions, units) == [(5, 8), None, None]
        assert seen(cast["callum"], signed_sessions, units) == [(5, 8), None, None]
        assert seen(cast["morag"], signed_sessions, units) == [(5, 8), None, (5, 8)]
        assert seen(cast["fraser"], signed_sessions, units) == [(5, 8), (5, 8), (5, 8)]
    with clock.at(OCTOBER):
        assert seen(cast["eilidh"], signed_sessions, units) == [(5, 8), (5, 8), (5, 8)]


def test_months_without_records_are_no_points(cast, counted, signed_sessions):
    counted.put(cast.team_a, JULY, 5, 8)
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, JULY, SEPTEMBER)
        points = Sight(cast["fraser"]).points([signed_sessions], [cast.team_a.pk], (JULY, SEPTEMBER))

    (found,) = points.values()
    assert [(point.month, point.value) for point in found] == [(JULY, 0.625), (SEPTEMBER, 0.75)]


def split(cast, who, indicator, unit=None):
    return Sight(cast[who]).groups(indicator, unit, SEPTEMBER)


def test_the_split_by_staff_group(cast, counted, signed_sessions):
    for team in (cast.team_a, cast.team_b):
        counted.put(team, SEPTEMBER, 5, 8)
        counted.put(team, SEPTEMBER, 6, 6, "newly-qualified")
        counted.put(team, SEPTEMBER, 1, 1, "agency")
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        everything = {"agency": (2, 2), "newly-qualified": (12, 12), "social-worker": (10, 16)}
        assert split(cast, "fraser", signed_sessions) == everything
        assert split(cast, "eilidh", signed_sessions) == {
            "agency": None,
            "newly-qualified": None,
            "social-worker": (10, 16),
        }
        # Who knows the rows of one team could subtract them.
        assert split(cast, "morag", signed_sessions) is None
        own = {"agency": (1, 1), "newly-qualified": (6, 6), "social-worker": (5, 8)}
        assert split(cast, "morag", signed_sessions, cast.team_a) == own
        assert split(cast, "morag", signed_sessions, cast.team_b) is None
        assert split(cast, "eilidh", signed_sessions, cast.team_a) is None


def test_what_lay_below_a_unit_then_is_not_known_by_whoever_leads_it_now(cast, counted, signed_sessions):
    """Team B lay under team A in July; today Morag leads A only."""
    Placement.objects.filter(unit=cast.team_b).update(ends_on=date(2026, 6, 30))
    Placement.objects.create(
        organisation=cast.north, unit=cast.team_b, parent=cast.team_a, starts_on=date(2026, 7, 1),
        ends_on=date(2026, 7, 31),
    )  # fmt: skip
    Placement.objects.create(organisation=cast.north, unit=cast.team_b, parent=cast.service, starts_on=date(2026, 8, 1))
    counted.put(cast.team_a, JULY, 5, 8)
    counted.put(cast.team_b, JULY, 1, 3)
    with clock.at(OCTOBER):
        measure(cast.north.pk, JULY, JULY)
        # Her own eight are hers to count; with team B's three she would be shown what B alone is.
        assert seen(cast["morag"], signed_sessions, [cast.team_a, cast.team_b, None], JULY) == [None, None, None]
        assert seen(cast["callum"], signed_sessions, [cast.team_a, cast.team_b], JULY) == [(6, 11), (1, 3)]
        assert split(cast, "morag", signed_sessions, cast.team_a) is None


# -- The attack -----------------------------------------------------------------------------------------------------


def random_employer(chance, cast):
    """Up to six units under the North's directorate in a tree that changes in August; somebody leads some of them."""
    number = chance.randint(2, 6)
    units, above = [], {}
    for place in range(number):
        parent = chance.choice([cast.directorate, *units])
        unit = Unit(
            organisation=cast.north, parent=parent, name=f"U{place}", code=f"U{place}", kind="team",
            path=f"{parent.path}U{place}/", opened_on=date(2020, 4, 1),
        )  # fmt: skip
        units.append(unit)
        above[unit] = parent
    Unit.objects.bulk_create(units)
    moved = chance.choice(units)
    for unit, parent in above.items():
        before = chance.choice([one for one in (cast.directorate, *units) if not one.path.startswith(unit.path)])
        if unit is moved and before != parent:
            Placement.objects.create(
                organisation=cast.north, unit=unit, parent=before, starts_on=date(2020, 4, 1),
                ends_on=date(2026, 8, 9),
            )  # fmt: skip
            Placement.objects.create(organisation=cast.north, unit=unit, parent=parent, starts_on=date(2026, 8, 10))
        else:
            Placement.objects.create(organisation=cast.north, unit=unit, parent=parent, starts_on=date(2020, 4, 1))
    reader = Person.objects.create(
        organisation=cast.north, email=f"r{chance.random()}@north.example", given_name="R", family_name="R",
        created_at=timezone.now(),
    )  # fmt: skip
    for unit in (cast.team_a, *chance.sample(units, chance.randint(0, 2))):
        Post.objects.create(
            organisation=cast.north, person=reader, unit=unit, job_title="x", staff_group="social-worker",
            leads_unit=unit is not cast.team_a, starts_on=date(2020, 4, 1),
        )  # fmt: skip
    return units, reader


def follows(cells, sums, known):
    """The choices of small unknown cells that follow from these sums for somebody who can count the known ones."""
    unknown = [cell for cell in cells if cell[0] not in known]
    basis = _eliminated([[Fraction(cell in one) for cell in unknown] for one in sums])
    found = []
    for size in range(1, len(unknown) + 1):
        for chosen in combinations(unknown, size):
            if sum(cells[cell] for cell in chosen) < LEAST and not any(
                _reduced([Fraction(cell in chosen) for cell in unknown], basis)
            ):
                found.append(chosen)
    return found


def shown_sums(cast, reader, indicator, units, month, cells):
    """Every figure of the month that the reader is shown, as the set of cells that it adds up."""
    tree = month_trees(cast.north.pk, [month])[month]
    sight = Sight(reader)
    sums = []
    for (_, unit), (point,) in sight.points([indicator], [None, *units], (month, month)).items():
        if not point.is_withheld:
            below = {cell for cell in cells if is_below(tree.tree.parents, tree.places[cell[0]], tree.places[unit])}
            assert point.denominator == sum(cells[cell] for cell in below)
            sums.append(below)
    for group, pair in (sight.groups(indicator, None, month) or {}).items():
        if pair:
            sums.append({cell for cell in cells if cell[1] == group})
    return sums


def is_below(parents, node, top):
    while node is not None and node != top:
        node = parents[node]
    return node == top


SEEDS = [*range(10), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(10, 60))]


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_withheld_follows_from_everything_shown(cast, counted, signed_sessions, seed):
    chance = random.Random(seed)
    units, reader = random_employer(chance, cast)
    by_month = {JULY: {}, AUGUST: {}}
    for month, cells in by_month.items():
        for unit, group in chance.sample([(u, g) for u in (cast.directorate, *units) for g in GROUPS], 7):
            cells[unit.pk, group] = chance.choice([1, 2, 3, 4, 5, 6, 8, 11])
            counted.put(unit, month, 0, cells[unit.pk, group], group)
    with clock.at(OCTOBER):
        measure(cast.north.pk, JULY, AUGUST)
        reached = tuple(parts(reader, "supervision.see"))
        known = {unit.pk for unit in units if unit.path.startswith(reached)} if reached else set()
        every = [cast.directorate.pk, *(unit.pk for unit in units)]
        for month, cells in by_month.items():
            sums = shown_sums(cast, reader, signed_sessions, every, month, cells)
            assert follows(cells, sums, known) == [], f"seed {seed}, {month}"


def test_the_attacker_would_win_without_the_rule(cast, counted, signed_sessions):
    """Planted fault: every figure of five or more, as many tools do it."""
    cells = {("a", "x"): 8, ("b", "x"): 9, ("c", "x"): 3}
    naive = [set(cells), {("a", "x")}, {("b", "x")}]
    assert follows(cells, naive, set()) == [(("c", "x"),)]
    assert follows(cells, [set(cells), {("b", "x")}], {"a"}) == [(("c", "x"),)]
