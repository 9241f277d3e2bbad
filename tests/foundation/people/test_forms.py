"""Does a list of units offer what the viewer may see, and find what was chosen?"""

from cairn.foundation.people.forms.keeping import MoveUnitForm

INVALID = [("parent", "Choose a unit from the list.")]


def test_units_are_offered_set_in_and_the_chosen_one_is_read(cast, django_assert_num_queries):
    viewer = cast["una"]
    with django_assert_num_queries(1):
        form = MoveUnitForm({"parent": str(cast.service.pk)}, viewer=viewer)
    with django_assert_num_queries(1):
        assert form.is_valid(), form.errors

    assert form.cleaned_data["parent"] == cast.service
    assert form.fields["parent"].choices == [
        ("", "Choose one"),
        (str(cast.directorate.pk), "Directorate of social work"),
        (str(cast.service.pk), "– Adult services"),
        (str(cast.team_a.pk), "– – Team A"),
        (str(cast.team_b.pk), "– – Team B"),
    ]


def test_nothing_chosen_is_no_unit(cast):
    form = MoveUnitForm({"parent": ""}, viewer=cast["una"])

    assert form.is_valid(), form.errors
    assert form.cleaned_data["parent"] is None


def test_what_is_not_offered_is_refused_like_what_does_not_exist(cast):
    for other in (cast.south_team.pk, cast["una"].pk, "x"):
        assert MoveUnitForm({"parent": str(other)}, viewer=cast["una"]).problems() == INVALID


def test_the_unit_that_stands_there_is_chosen(cast):
    form = MoveUnitForm(viewer=cast["una"], initial={"parent": cast.service})

    assert form["parent"].value() == cast.service.pk
