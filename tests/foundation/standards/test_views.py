"""The pages of standards."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.foundation.standards import panels
from cairn.foundation.standards.commands import bring_crosswalk, bring_framework
from cairn.foundation.standards.models import Framework, Statement


@pytest.fixture
def own(cast, library, small):
    return bring_framework(cast.north, small(), by=cast["isla"])


@pytest.fixture
def addresses(cast, own, small, crosswalk):
    """Every page about the employer's own framework."""
    newer = bring_framework(cast.north, small(("version: 2026.1", "version: 2026.2")), by=cast["isla"])
    mapped = bring_crosswalk(cast.north, crosswalk(), by=cast["isla"])
    statement = own.statements.get(ref="v.1")
    return {
        "framework": f"/standards/{own.pk}/",
        "statement": f"/standards/statements/{statement.pk}/",
        "crosswalk": f"/standards/crosswalks/{mapped.pk}/",
        "compare": f"/standards/{newer.pk}/compare/{own.pk}/",
        "download": f"/standards/{own.pk}/download/",
    }


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["framework", "statement", "crosswalk", "compare", "download"])
def test_who_sees_an_own_framework(cast, signed_in, client, addresses, name):
    assert client.get(addresses[name]).status_code == 302
    assert signed_in(cast["petra"]).get(addresses[name]).status_code == 200
    missing = signed_in(cast["wren"]).get(
        addresses[name].replace("-", "-")[:-37] + "00000000-0000-4000-8000-000000000000/"
    )
    foreign = signed_in(cast["wren"]).get(addresses[name])
    assert (foreign.status_code, missing.status_code) == (404, 404)


def test_the_list_shows_the_library_and_ones_own(cast, signed_in, own):
    page = text_of(signed_in(cast["isla"]).get("/standards/"))

    assert "Three frameworks to judge yourselves against" in page
    assert "Practice standards of the North" in page
    assert "Bring in a framework" in page
    other = text_of(signed_in(cast["ada"]).get("/standards/"))
    assert "Two frameworks to judge yourselves against" in other
    assert "Practice standards of the North" not in other
    assert "can bring in a framework." in other


def test_the_list_says_how_to_load_the_library(cast, signed_in):
    assert "cairn standards load" in text_of(signed_in(cast["isla"]).get("/standards/"))


def test_a_framework_can_be_read_for_one_audience(cast, signed_in, own):
    client = signed_in(cast["eilidh"])

    everything = text_of(client.get(f"/standards/{own.pk}/"))
    for_employers = text_of(client.get(f"/standards/{own.pk}/?audience=employer"))
    nonsense = client.get(f"/standards/{own.pk}/?audience=nonsense")

    assert "Visits are planned with the person." in everything
    assert "There is time for visits." in everything
    assert "Visits are planned with the person." not in for_employers
    assert "There is time for visits." in for_employers
    assert nonsense.status_code == 200


def test_a_statement_shows_words_exemplar_clauses_and_crosswalks(cast, signed_in, library):
    statement = Statement.objects.get(ref="sa.4.d.5e")

    page = text_of(signed_in(cast["eilidh"]).get(f"/standards/statements/{statement.pk}/"))

    assert f">{statement.text.rstrip('.')}</h1>" in page
    assert "sa.4.d.5e · a sign of good practice · also speaks to England employer standards" in page
    assert statement.good in page
    assert "Dip samples of supervision records" in page
    assert "/standards/clauses/sa.4.d.5e/" in page
    assert "This overlaps with England employer standards es5.3" in page
    assert "Guidance, consultation and supervision" in page


def test_every_statement_of_the_library_has_a_page(cast, signed_in, library):
    client = signed_in(cast["petra"])

    for statement in Statement.objects.order_by("depth", "ref").distinct()[::12]:
        assert client.get(f"/standards/statements/{statement.pk}/").status_code == 200


def test_higher_rooms_fill_the_page_of_a_statement(cast, signed_in, own, monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])
    panels.register("standards/clause.html", lambda viewer, statement: None)
    panels.register("core/mark.svg", lambda viewer, statement: viewer.pk == cast["eilidh"].pk or None, place="beside")
    address = f"/standards/statements/{own.statements.get(ref='v.1').pk}/"

    plain = text_of(signed_in(cast["shona"]).get(address)).count("<svg")

    assert text_of(signed_in(cast["eilidh"]).get(address)).count("<svg") == plain + 1


def test_a_clause_leads_to_its_statement(cast, signed_in, library):
    client = signed_in(cast["eilidh"])
    statement = Statement.objects.get(ref="sa.4.d.5c")

    answer = client.get("/standards/clauses/sa.4.d.5c/")

    assert (answer.status_code, answer.url) == (302, f"/standards/statements/{statement.pk}/")
    assert client.get("/standards/clauses/sa.99/").status_code == 404


def test_a_clause_with_several_statements_lists_them(cast, signed_in, own):
    page = text_of(signed_in(cast["eilidh"]).get("/standards/clauses/sa.4.d.5c/"))

    assert "Two statements for clause sa.4.d.5c" in page


def test_two_versions_side_by_side(cast, signed_in, own, small):
    newer = bring_framework(
        cast.north,
        small(("version: 2026.1", "version: 2026.2"), ("time for visits", "plenty of time for visits")),
        by=cast["isla"],
    )

    page = text_of(signed_in(cast["eilidh"]).get(f"/standards/{newer.pk}/compare/{own.pk}/"))

    assert "One statement changed between version 2026.1 and version 2026.2" in page
    assert "judgement needs confirming" in page
    assert "There is plenty of time for visits." in page
    older = text_of(signed_in(cast["eilidh"]).get(f"/standards/{own.pk}/"))
    assert "There is a newer version." in older


def test_download_gives_the_file(cast, signed_in, own):
    answer = signed_in(cast["eilidh"]).get(f"/standards/{own.pk}/download/")

    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="practice-standards-of-the-north-2026-1.yaml"'
    )
    assert answer.content.startswith(b"kind: framework\n")


def test_download_is_refused_where_the_licence_says_so(cast, signed_in, library, small):
    closed = bring_framework(cast.north, small(("copied: yes", "copied: no")), by=cast["isla"])

    answer = signed_in(cast["isla"]).get(f"/standards/{closed.pk}/download/")

    assert (answer.status_code, "does not let this framework be copied" in text_of(answer)) == (403, True)
    assert "Ask its publisher." in text_of(signed_in(cast["isla"]).get(f"/standards/{closed.pk}/"))


@pytest.mark.parametrize(
    ("who", "status"),
    [("isla", 200), ("catriona", 200), ("fraser", 200), ("una", 200), ("morag", 403), ("eilidh", 403), ("nadia", 403)],
)
def test_who_may_bring(cast, signed_in, who, status):
    assert signed_in(cast[who]).get("/standards/bring/").status_code == status


def test_bring_needs_sign_in(client, db):
    assert client.get("/standards/bring/").status_code == 302


def test_bring_shows_a_preview_and_keeps_nothing_yet(cast, signed_in, small):
    upload = SimpleUploadedFile("ours.yaml", small())

    page = text_of(signed_in(cast["isla"]).post("/standards/bring/", {"file": upload}))

    assert "A framework with three entries, two of them to judge." in page
    assert "Visits are planned with the person." in page
    assert not Framework.objects.exists()


def test_bring_keeps_it_when_confirmed_and_only_once(cast, signed_in, small):
    client = signed_in(cast["isla"])
    form = {"text": small().decode().replace("\n", "\r\n"), "confirm": "yes", "act_key": "once"}

    first, second = client.post("/standards/bring/", form), client.post("/standards/bring/", form)

    made = Framework.objects.get()
    assert (first.status_code, first.url) == (302, f"/standards/{made.pk}/")
    assert (second.status_code, second.url) == (302, f"/standards/{made.pk}/")
    assert "is now among your frameworks." in text_of(client.get(first.url))


def test_bring_tells_faults_by_line_and_keeps_the_text(cast, signed_in, small):
    text = small(("status: current", "status: curent"), ("audience: practitioner", "audience: all")).decode()

    page = text_of(signed_in(cast["isla"]).post("/standards/bring/", {"text": text}))

    assert "Two things to mend in this file" in page
    assert "Line 12: “status” cannot be “curent”. Did you mean “current”?" in page
    assert "Line 18: “audience” cannot be “all”." in page
    assert "status: curent" in page


def test_bring_says_when_the_version_must_change(cast, signed_in, own, small):
    text = small(("time for visits", "no time for visits")).decode()

    answer = signed_in(cast["isla"]).post("/standards/bring/", {"text": text, "confirm": "yes"})

    assert "is already here with other content" in text_of(answer)
    assert "There is no time for visits." in text_of(answer)


def test_bring_takes_a_crosswalk_too(cast, signed_in, own, crosswalk):
    client = signed_in(cast["isla"])
    text = crosswalk().decode()

    preview = text_of(client.post("/standards/bring/", {"text": text}))
    answer = client.post("/standards/bring/", {"text": text, "confirm": "yes"})

    assert "A crosswalk with one pair." in preview
    assert "Planning together is one way to hear the person." in text_of(client.get(answer.url))


def test_bring_names_the_framework_that_is_not_here(cast, signed_in, library, crosswalk):
    answer = signed_in(cast["isla"]).post("/standards/bring/", {"text": crosswalk().decode(), "confirm": "yes"})

    assert "Line 9: The framework urn:north:framework:practice, version 2026.1, is not here." in text_of(answer)


@pytest.mark.parametrize("form", [{}, {"text": "  "}])
def test_bring_asks_for_a_file(cast, signed_in, form):
    page = text_of(signed_in(cast["isla"]).post("/standards/bring/", form))

    assert "Choose a file, or paste the text of one." in page


def test_bring_refused_leaves_no_trace(cast, signed_in, small):
    answer = signed_in(cast["eilidh"]).post("/standards/bring/", {"text": small().decode(), "confirm": "yes"})

    assert answer.status_code == 403
    assert not Framework.objects.exists()


def test_text_from_a_file_is_shown_as_text(cast, signed_in, small):
    text = small(("title: Practice standards of the North", "title: <script>alert(1)</script>")).decode()

    page = text_of(signed_in(cast["isla"]).post("/standards/bring/", {"text": text}))

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_cost_does_not_grow(cast, signed_in, library, django_assert_max_num_queries):
    client = signed_in(cast["eilidh"])
    for urn in ("urn:cairn:framework:social-work-england", "urn:cairn:framework:south-ayrshire"):
        framework = Framework.objects.get(urn=urn)
        statement = framework.statements.last()
        for address in (f"/standards/{framework.pk}/", f"/standards/statements/{statement.pk}/", "/standards/"):
            with django_assert_max_num_queries(12):
                client.get(address)
