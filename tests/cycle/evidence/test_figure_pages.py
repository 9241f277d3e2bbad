"""Pages of figures: what they say, to whom, in how many queries, and what people write on a chart."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cycle.evidence.conftest import AUGUST, JULY, JUNE, OCTOBER, SEPTEMBER, text_of

from cairn.cycle.evidence import commands, declaring, queries
from cairn.cycle.evidence.declaring import Row
from cairn.cycle.evidence.measuring import measure
from cairn.cycle.evidence.models import Annotation, Baseline
from cairn.cycle.evidence.sight import Sight
from cairn.foundation.core import clock, months
from cairn.foundation.core.verdicts import Refused
from cairn.foundation.ledger.models import Entry
from cairn.foundation.people.commands import add_unit

FIGURE = "/evidence/figures/supervision.signed/"


def test_one_figure_says_what_it_shows(two_years, signed_in):
    cast = two_years
    page = text_of(signed_in(cast["fraser"]).get(f"{FIGURE}units/{cast.team_a.pk}/"))

    assert "September 2026 lies below the lower limit of" in page
    assert "50% September 2026: 10 of 20 sessions. Target 95%. October 2026 so far: 50%, 3 of 6 sessions." in page
    assert "The target of 95% is met in some months and missed in others, by chance: 66% to 96%" in page
    assert "Sessions signed by both within ten working days, out of sessions held." in page
    assert "Version 1 of the rule. More is better." in page
    assert "computed 14 October 2026 at 10:00" in page


def test_the_whole_lists_the_units_below_its_only_top(two_years, signed_in):
    page = text_of(signed_in(two_years["fraser"]).get(FIGURE))

    assert "By service" in page
    assert "Team A" in page
    assert "Team B" in page
    assert "By staff group, September 2026" in page
    assert "Social worker 67% 20 of 30" in page


@pytest.mark.parametrize(("who", "queries"), [("fraser", 12), ("eilidh", 12), ("morag", 12), ("callum", 12)])
def test_no_page_needs_more_than_twelve_queries(two_years, signed_in, who, queries, django_assert_max_num_queries):
    cast = two_years
    client = signed_in(cast[who])
    client.get("/account/")  # the first page of a session also notes when it was seen
    for address in (
        FIGURE,
        f"{FIGURE}units/{cast.service.pk}/",
        f"{FIGURE}units/{cast.team_a.pk}/",
        f"{FIGURE}rows/",
        "/evidence/figures/",
        "/evidence/coverage/",
    ):
        with django_assert_max_num_queries(queries):
            assert client.get(address).status_code == 200


def test_the_number_of_queries_hangs_neither_on_units_nor_on_months(
    cast, counted, signed_sessions, signed_in, django_assert_max_num_queries
):
    for number in range(30):
        team = add_unit(
            cast.north, name=f"Team {number:02}", code=f"N{number}", kind="team", parent=cast.service,
            by=cast["una"], opened_on=date(2020, 4, 1),
        )  # fmt: skip
        for month in months.between(date(2025, 1, 1), SEPTEMBER):
            counted.put(team, month, number % 7, 4 + number % 7)
    with clock.at(OCTOBER):
        measure(cast.north.pk, date(2025, 1, 1), SEPTEMBER)
        for who in ("eilidh", "morag", "fraser"):
            client = signed_in(cast[who])
            client.get("/account/")
            with django_assert_max_num_queries(12):
                page = client.get(f"{FIGURE}units/{cast.service.pk}/")
            assert len(page.content) < 100_000
            assert page.content.count(b'<tr><th scope="row"><a') == 20


def test_what_is_withheld_is_not_on_the_page(cast, counted, signed_sessions, signed_in):
    counted.put(cast.team_a, SEPTEMBER, 2, 3)
    counted.put(cast.team_b, SEPTEMBER, 5, 9)
    with clock.at(OCTOBER):
        measure(cast.north.pk, SEPTEMBER, SEPTEMBER)
        page = text_of(signed_in(cast["eilidh"]).get(f"{FIGURE}units/{cast.team_a.pk}/"))
        own = text_of(signed_in(cast["morag"]).get(f"{FIGURE}units/{cast.team_a.pk}/"))

    assert "Withheld: fewer than five sessions" in page
    assert "67%" not in page
    assert "67% September 2026: 2 of 3 sessions." in own


def test_a_figure_without_records_says_so(cast, signed_sessions, signed_in):
    assert "No sessions have been counted here yet." in text_of(signed_in(cast["fraser"]).get(FIGURE))


def test_all_figures_of_the_whole_and_of_a_unit_that_one_leads(two_years, signed_in):
    cast = two_years
    client = signed_in(cast["morag"])
    whole = client.get("/evidence/figures/")

    assert "67% September 2026" in text_of(whole)
    assert f'href="?unit={cast.team_a.pk}"' in whole.content.decode()
    assert "What the records of Team A show" in text_of(client.get(f"/evidence/figures/?unit={cast.team_a.pk}"))


@pytest.mark.parametrize(
    "address",
    [
        "/evidence/figures/no.such/",
        "/evidence/figures/?unit=nonsense",
        "/evidence/figures/supervision.signed/rows/?month=2026-13",
        "/evidence/figures/supervision.signed/rows/?unit=nonsense",
    ],
)
def test_what_does_not_exist(cast, signed_sessions, signed_in, address):
    assert signed_in(cast["fraser"]).get(address).status_code == 404


def test_a_unit_of_another_employer_does_not_exist(two_years, signed_in):
    cast = two_years
    client = signed_in(cast["wren"])
    assert client.get(f"{FIGURE}units/{cast.team_a.pk}/").status_code == 404
    assert client.get(f"/evidence/figures/?unit={cast.team_a.pk}").status_code == 404
    assert "67%" not in text_of(client.get(FIGURE))


def test_who_has_no_post_knows_of_no_figures(two_years, signed_in):
    assert signed_in(two_years["petra"]).get(FIGURE).status_code == 404


def test_two_years_are_drawn_and_all_on_demand(two_years, counted, signed_in):
    for month in months.between(date(2022, 1, 1), date(2024, 10, 1)):
        counted.put(two_years.team_a, month, 17, 20)
    measure(two_years.north.pk, date(2022, 1, 1), date(2024, 10, 1))
    client = signed_in(two_years["fraser"])
    assert "January 2022" not in text_of(client.get(FIGURE))
    assert "January 2022" in text_of(client.get(f"{FIGURE}?all"))
    assert "October 2024" in text_of(client.get(FIGURE))
    assert "September 2024" not in text_of(client.get(FIGURE))


def test_lines_of_months_that_are_not_drawn_stand_with_all_months(two_years, counted, signed_in):
    indicator, isla = declaring.indicator_of("supervision.signed"), two_years["isla"]
    counted.put(two_years.team_a, date(2023, 5, 1), 17, 20)
    measure(two_years.north.pk, date(2023, 5, 1), date(2023, 5, 1))
    commands.annotate(indicator, None, by=isla, month=date(2023, 5, 9), text="Long ago")
    commands.annotate(indicator, None, by=isla, month=JULY, text="Lately")
    client = signed_in(two_years["fraser"])
    page, every = text_of(client.get(FIGURE)), text_of(client.get(f"{FIGURE}?all"))
    assert "Lately" in page
    assert "Long ago" not in page
    assert "May 2023: Long ago" in every


def test_limits_without_single_leaps_are_an_option_of_the_reader(two_years, signed_in):
    client = signed_in(two_years["fraser"])
    address = f"{FIGURE}units/{two_years.team_a.pk}/"
    plain, screened = text_of(client.get(address)), text_of(client.get(f"{address}?screened"))
    # 22 ranges: 18 of 0.05, one of 0.35, three of nought. Their average is 0.0568; 0.35 is more than 3.267 times that.
    # Without it 0.9 / 21 = 0.0429; the mean is 18.6 / 23 = 0.8087, so the limits are 0.8087 ± 0.114.
    assert "66% to 96%" in plain
    assert "Limits without single leaps" in plain
    assert "69% to 92%" in screened
    assert "Single leaps are left out of the limits: moving ranges of at least 3.267 times their average" in screened
    assert 'href="?all&amp;screened"' not in client.get(f"{address}?all").content.decode()
    assert 'href="?screened&amp;all"' in client.get(f"{address}?all").content.decode()


def test_change_and_target_have_a_shape_and_words(two_years, signed_in):
    cast = two_years
    page = signed_in(cast["fraser"]).get(f"{FIGURE}units/{cast.team_a.pk}/").content.decode()
    assert (
        '<span class="change change--worse">Worse</span> <span class="aim aim--chance">Target by chance</span>' in page
    )
    page = signed_in(cast["fraser"]).get(f"{FIGURE}units/{cast.team_b.pk}/").content.decode()
    assert '<span class="change change--none">No change</span> <span class="aim aim--met">Target met</span>' in page


def test_a_figure_that_has_become_old_says_so(two_years, signed_in):
    with clock.at(OCTOBER.replace(year=2027)):
        client = signed_in(two_years["fraser"])
        said = "No sessions have been counted since September 2026."
        assert said in text_of(client.get(f"{FIGURE}units/{two_years.team_b.pk}/"))
        assert "No sessions have been counted since" in text_of(client.get("/evidence/figures/"))


# -- Rows -----------------------------------------------------------------------------------------------------------


def test_the_rows_behind_a_figure_by_pages(two_years, counted, signed_in):
    counted.rows = [(f"Session {number}", number % 2 == 0) for number in range(120)]
    client = signed_in(two_years["fraser"])
    page = text_of(client.get(f"{FIGURE}rows/?month=2026-09&page=3"))

    assert "The sessions behind it in September 2026" in page
    assert "Session 100" in page
    assert "Session 99" not in page
    assert "Page 3 of 3" in page
    raw = client.get(f"{FIGURE}rows/?month=2026-09&unit={two_years.team_a.pk}").content.decode()
    assert f'href="?month=2026-09&amp;unit={two_years.team_a.pk}&amp;page=2"' in raw


def test_a_reader_without_the_right_is_told_so(two_years, signed_in):
    page = text_of(signed_in(two_years["eilidh"]).get(f"{FIGURE}rows/?month=2026-09"))
    assert "You see those sessions that you may read; the figure may count more." in page
    assert "There are none that you may read." in page


def test_rows_of_a_query_are_made_only_where_they_are_looked_at(cast, django_assert_num_queries):
    from cairn.foundation.people.models import Unit

    made = []

    def row(unit):
        made.append(unit)
        return Row(unit.name, "/", None, counts=True)

    rows = declaring.RowsOf(Unit.objects.order_by("name"), row)
    with django_assert_num_queries(3):
        assert len(rows) == 6
        assert rows[0].title == "Adult services"
        assert [one.title for one in rows[1:3]] == ["Adult social care", "Directorate of social work"]
    assert len(made) == 3


# -- Writing on a chart ---------------------------------------------------------------------------------------------

WHO_ANNOTATES = {"morag": True, "callum": False, "eilidh": False, "fraser": True, "isla": True, "ada": False}
WHO_REDRAWS = {"morag": False, "fraser": True, "catriona": True, "isla": True, "una": False, "wren": False}


@pytest.mark.parametrize(("who", "allowed"), WHO_ANNOTATES.items())
def test_who_may_annotate_team_a(cast, signed_sessions, who, allowed):
    def act():
        return commands.annotate(signed_sessions, cast.team_a, by=cast[who], month=JULY, text="Two team leaders left")

    if allowed:
        assert act().month == JULY
    else:
        with pytest.raises(Refused, match="annotated by whoever leads the unit"):
            act()
        assert not Entry.objects.exists()


@pytest.mark.parametrize(("who", "allowed"), WHO_REDRAWS.items())
def test_who_may_redraw(cast, signed_sessions, who, allowed):
    def act():
        return commands.redraw(signed_sessions, cast.team_a, by=cast[who], from_month=JULY, reason="A new form")

    with clock.at(OCTOBER):
        if allowed:
            assert act().from_month == JULY
        else:
            with pytest.raises(Refused, match="redrawn by those who assure quality"):
                act()
            assert not Baseline.objects.exists()


def test_nobody_but_those_who_assure_quality_annotates_the_whole(cast, signed_sessions):
    with pytest.raises(Refused):
        commands.annotate(signed_sessions, None, by=cast["morag"], month=JULY, text="x")
    assert commands.annotate(signed_sessions, None, by=cast["isla"], month=JULY, text="x").unit is None


def test_what_is_written_is_recorded_and_can_be_taken_off(cast, signed_sessions):
    with clock.at(OCTOBER):
        note = commands.annotate(signed_sessions, cast.team_a, by=cast["morag"], month=date(2026, 7, 19), text=" Left ")
        commands.withdraw_note(note, by=cast["morag"])
        baseline = commands.redraw(signed_sessions, None, by=cast["isla"], from_month=JULY, reason="A new form")
        commands.withdraw_baseline(baseline, by=cast["isla"])

        entries = list(Entry.objects.order_by("sequence").values_list("act", "reason"))
        assert entries == [
            ("indicator.annotated", ""),
            ("indicator.note_withdrawn", ""),
            ("indicator.redrawn", "A new form"),
            ("indicator.baseline_withdrawn", ""),
        ]
        assert queries.chart_lines(cast["isla"], signed_sessions) == []
        with pytest.raises(Refused, match="taken off already"):
            commands.withdraw_note(note, by=cast["morag"])
        with pytest.raises(Refused, match="run on as before already"):
            commands.withdraw_baseline(baseline, by=cast["isla"])


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        (commands.annotate, {"month": JULY, "text": " "}, "Write what happened"),
        (commands.annotate, {"month": date(2026, 11, 1), "text": "x"}, "has not begun yet"),
        (commands.redraw, {"from_month": JULY, "reason": " "}, "Say what changed in the work"),
        (commands.redraw, {"from_month": date(2026, 10, 1), "reason": "x"}, "a month that is over"),
    ],
)
def test_what_cannot_be_written(cast, signed_sessions, act, given, sentence):
    with clock.at(OCTOBER), pytest.raises(Refused, match=sentence):
        act(signed_sessions, None, by=cast["isla"], **given)
    assert not Entry.objects.exists()


def test_the_same_baseline_is_drawn_once(cast, signed_sessions):
    with clock.at(OCTOBER):
        commands.redraw(signed_sessions, None, by=cast["isla"], from_month=JULY, reason="A new form")
        with pytest.raises(Refused, match="drawn anew from that month already"):
            commands.redraw(signed_sessions, None, by=cast["fraser"], from_month=JULY, reason="A new form")
        commands.redraw(signed_sessions, cast.team_a, by=cast["fraser"], from_month=JULY, reason="A new form")


def test_a_baseline_changes_what_the_chart_says(two_years, signed_sessions):
    cast = two_years

    def said():
        found = queries.courses(Sight(cast["fraser"]), [signed_sessions], [cast.team_a.pk])
        return found["supervision.signed", cast.team_a.pk]

    assert said().mark is not None
    commands.redraw(signed_sessions, cast.team_a, by=cast["fraser"], from_month=JUNE, reason="A new form")
    assert said().mark is None
    assert len(said().chart.segments) == 2


def test_the_forms_write_and_come_back_to_the_chart(two_years, signed_in):
    cast = two_years
    client = signed_in(cast["isla"])
    note = client.post(
        reverse("evidence:annotate", args=["supervision.signed", cast.team_a.pk]),
        {"month": "2026-06-01", "text": "Two team leaders left"},
    )
    redrawn = client.post(
        reverse("evidence:redraw", args=["supervision.signed", None]),
        {"from_month": "2026-06-01", "reason": "A new form"},
    )
    page = text_of(client.get(note.url))

    assert note.url == f"{FIGURE}units/{cast.team_a.pk}/"
    assert redrawn.url == FIGURE
    assert "June 2026: Two team leaders left Isla Renwick, 14 October 2026" in page
    assert "limits drawn anew, A new form" in text_of(client.get(FIGURE))
    taken = client.post(reverse("evidence:withdraw_note", args=[Annotation.objects.get().pk]))
    again = client.post(reverse("evidence:withdraw_baseline", args=[Baseline.objects.get().pk]))
    assert (taken.url, again.url) == (note.url, FIGURE)
    assert "Two team leaders left" not in text_of(client.get(note.url))


def test_a_form_that_is_not_filled_in_says_what_is_missing(two_years, signed_in):
    client = signed_in(two_years["isla"])
    page = text_of(
        client.post(reverse("evidence:annotate", args=["supervision.signed", None]), {"month": "2031-01-01"})
    )
    assert "There is a problem" in page
    assert not Annotation.objects.exists()


def test_revisions_are_seen_and_their_figures_by_those_who_may_read_the_rows(two_years, counted, signed_in):
    cast = two_years
    counted.put(cast.team_a, AUGUST, 12, 20)
    measure(cast.north.pk, AUGUST, AUGUST)

    whole = text_of(signed_in(cast["fraser"]).get(FIGURE))
    other = text_of(signed_in(cast["eilidh"]).get(FIGURE))

    assert "August 2026: 67%, now 73% computed again on 14 October 2026" in whole
    assert "August 2026 computed again on 14 October 2026" in other
