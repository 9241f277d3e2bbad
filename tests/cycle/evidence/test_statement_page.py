"""What stands on the page of a statement beside its words: figures, services, documents; to whom, and at what cost."""

from datetime import date

import pytest
from tests.assurance.evaluation.conftest import make_framework
from tests.cycle.evidence.conftest import OCTOBER, SEPTEMBER, text_of

from cairn.cycle.evidence import commands, declaring, queries
from cairn.cycle.evidence.declaring import Direction, Indicator
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.panels import figures_on_statement, services_on_statement
from cairn.cycle.evidence.queries.statements import most_telling
from cairn.cycle.improvement.commands import raise_action
from cairn.foundation.core import clock
from cairn.foundation.standards.queries import statement_for


@pytest.fixture
def statement(cast):
    made = make_framework().statements.get(ref="t.1.e")
    made.clauses.create(clause="sa.4.d.5e")
    return made


def another(counted, key, **changes):
    """Another indicator of the same statement."""
    given = {
        "key": key, "version": 1, "title": key.partition(".")[2].capitalize(), "numerator": "x", "denominator": "y",
        "measure": counted.measure, "rows": counted.found, "rows_act": "supervision.see", "noun": "sessions",
        "statements": ("sa.4.d.5e",),
    }  # fmt: skip
    declaring.register(Indicator(**given | changes))


def page_of(client, statement):
    return client.get(f"/standards/statements/{statement.pk}/")


def test_the_page_shows_the_figure_with_all_that_it_takes_to_weigh_it(two_years, statement, signed_in):
    cast = two_years
    service = declaring.indicator_of("supervision.signed")
    commands.annotate(service, None, by=cast["isla"], month=date(2026, 6, 1), text="Two team leaders left")
    page = text_of(page_of(signed_in(cast["fraser"]), statement))

    assert "67% September 2026: 20 of 30 sessions. Target 95%. October 2026 so far: 50%, 3 of 6 sessions." in page
    assert "June 2026: Two team leaders left Isla Renwick, 14 October 2026" in page
    assert "September 2026 lies below the lower limit" in page
    assert "The rule behind this figure · The sessions behind it · computed 14 October 2026 at 10:00" in page
    assert "By service Records of" not in page
    assert "By service Sessions signed by both within ten working days Team A" in page


def test_those_without_the_rows_see_what_is_open_and_nothing_else(cast, statement, counted, signed_sessions, signed_in):
    counted.put(cast.team_a, SEPTEMBER, 2, 3)
    counted.put(cast.team_b, SEPTEMBER, 5, 9)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        # The whole is twelve of which three are withheld, and the nine would tell them.
        colleague = text_of(page_of(signed_in(cast["eilidh"]), statement))
        leader = text_of(page_of(signed_in(cast["morag"]), statement))
        officer = text_of(page_of(signed_in(cast["fraser"]), statement))

    assert "58% September 2026: 7 of 12 sessions." in colleague
    assert "By service" not in colleague
    assert "67% Team B withheld" in leader
    assert "67% Team B" in officer
    assert "56% Where it comes from" in officer


def test_of_other_figures_of_the_statement_one_line_each(cast, statement, counted, signed_sessions, signed_in):
    another(counted, "supervision.unheard", direction=Direction.NEITHER)
    counted.put(cast.team_a, SEPTEMBER, 6, 8)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        page = text_of(page_of(signed_in(cast["fraser"]), statement))

    assert "What else the records show Unheard One month can't tell change from chance." in page
    assert "75% September 2026 6 of 8 sessions" in page


def test_what_has_no_figure_says_why(cast, statement, counted, signed_sessions, signed_in):
    assert "No sessions have been counted yet." in text_of(page_of(signed_in(cast["fraser"]), statement))
    counted.put(cast.team_a, SEPTEMBER, 1, 2)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        assert "Withheld: fewer than five sessions" in text_of(page_of(signed_in(cast["eilidh"]), statement))
    with clock.at(OCTOBER.replace(year=2027)):
        page = text_of(page_of(signed_in(cast["fraser"]), statement))
    assert "No sessions have been counted since September 2026." in page


def test_a_statement_of_which_no_record_speaks_shows_no_figures(cast, statement, signed_sessions, signed_in):
    silent = statement.framework.statements.get(ref="t.1.p")
    assert figures_on_statement(cast["fraser"], silent) is None
    assert services_on_statement(cast["fraser"], silent) is None


def test_who_has_no_post_sees_no_figures(two_years, statement, signed_in):
    page = text_of(page_of(signed_in(two_years["petra"]), statement))
    assert "Sessions signed" not in page
    assert "%" not in page


def test_of_another_employer_nothing(two_years, statement, signed_in):
    page = text_of(page_of(signed_in(two_years["wren"]), statement))
    assert "No sessions have been counted yet." in page
    assert "%" not in page


def test_with_a_target_first_then_what_speaks_to_the_fewest(cast, counted, signed_sessions):
    another(counted, "supervision.wide", target=signed_sessions.target, statements=("sa.4.d.5e", "sa.1", "sa.2"))
    another(counted, "supervision.bare")
    order = [one.key for one in most_telling(declaring.all_indicators())]
    assert order == ["supervision.signed", "supervision.wide", "supervision.bare"]


def test_several_rooms_ask_once(two_years, statement, django_assert_num_queries):
    viewer = two_years["fraser"]
    shown = statement_for(viewer, statement.pk)
    spoken = queries.figures_of_statement(viewer, shown)
    with django_assert_num_queries(0):
        assert queries.figures_of_statement(viewer, shown) is spoken
    assert queries.figures_of_statement(two_years["eilidh"], shown) is not spoken


@pytest.mark.parametrize("many", [1, 5])
@pytest.mark.parametrize("who", ["isla", "fraser", "eilidh", "morag", "callum", "hamish"])
def test_never_more_than_twelve_queries(
    two_years, statement, counted, signed_in, many, who, django_assert_max_num_queries
):
    cast = two_years
    for number in range(many):
        another(counted, f"supervision.{'abcde'[number]}")
        commands.add(
            by=cast["morag"], title=f"Audit {number}", kind="record", reference="1", happened_on=date(2026, 9, 1),
            statements=[statement],
        )  # fmt: skip
        raise_action(
            by=cast["morag"], what=f"Sign {number}", why="Late", owner=cast["eilidh"], due_on=date(2026, 12, 1),
            unit=cast.team_a, statement=statement,
        )  # fmt: skip
    # A month in which what a leader knows of their own team would tell of the other's.
    counted.put(cast.team_b, date(2026, 8, 1), 1, 3)
    measure(cast.north.pk, date(2026, 8, 1), SEPTEMBER)
    client = signed_in(cast[who])
    client.get("/account/")
    with django_assert_max_num_queries(12) as asked:
        page = page_of(client, statement)
    assert page.status_code == 200
    assert len(asked) == (12 if who == "morag" else 11)


def test_documents_that_find_no_room_stand_in_the_list(cast, statement, signed_in, django_assert_max_num_queries):
    with clock.at(OCTOBER):
        for number in range(8):
            commands.add(
                by=cast["morag"], title=f"Audit {number}", kind="record", reference="1", happened_on=date(2026, 9, 1),
                expires_on=date(2027, 3, 1), statements=[statement] if number else [],
            )  # fmt: skip
        client = signed_in(cast["morag"])
        page = text_of(page_of(client, statement))
        with django_assert_max_num_queries(12):
            listed = text_of(client.get(f"/evidence/?statement={statement.pk}"))

    many = client.get(f"/evidence/?statement={statement.pk}&words=Audit").content.decode()
    assert "&amp;amp;" not in many
    assert page.count("speaks of 1 September 2026, good until 1 March 2027") == 6
    assert "These are the newest. All of them" in page
    assert listed.count("Audit") == 7
    assert "Audit 0" not in listed
    assert "For: There is time to think before a decision" in listed


@pytest.mark.parametrize("named", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_list_for_a_statement_that_does_not_exist(cast, statement, signed_in, named):
    assert signed_in(cast["morag"]).get(f"/evidence/?statement={named}").status_code == (
        200 if named == "nonsense" else 404
    )
