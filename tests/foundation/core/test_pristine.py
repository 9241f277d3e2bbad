"""A field that nobody has filled in is drawn once; what somebody typed is never kept."""

from django import forms
from markupsafe import Markup

from cairn.foundation.core import pristine
from cairn.foundation.core.forms import DateField, Form, TextArea


class Sample(Form):
    title = forms.CharField(max_length=20, help_text="Short.")
    why = TextArea(rows=3)
    due_on = DateField()
    level = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def drawn(form, name, said):
    def draw(bound, width, hints, say_optional):
        said.append(name)
        return Markup("<{}>").format(name)

    return pristine.field_markup(draw, form[name], "", {}, True)


def test_a_pristine_field_is_drawn_once():
    pristine._kept.clear()
    said = []
    for _ in range(3):
        form = Sample()
        assert [drawn(form, name, said) for name in form.fields] == [
            Markup("<{}>").format(name) for name in form.fields
        ]
    assert said == ["title", "why", "due_on", "level"]


def test_what_was_typed_or_is_wrong_is_never_kept():
    pristine._kept.clear()
    said = []
    for _ in range(2):
        drawn(Sample({"title": "Secret", "why": ""}), "title", said)
        drawn(Sample({"title": "Secret", "why": ""}), "why", said)
        drawn(Sample(initial={"title": "Stored"}), "title", said)
        drawn(Sample({"due_on_day": "3"}), "due_on", said)
    assert (len(said), pristine._kept) == (8, {})


def test_fields_that_differ_in_anything_are_drawn_apart():
    pristine._kept.clear()
    said = []
    other = Sample()
    other.fields["title"].help_text = "Very short."
    for form in (Sample(), other, Sample(prefix="p"), Sample(initial={"level": "a"}), Sample(initial={"level": "b"})):
        drawn(form, "title", said)
        drawn(form, "level", said)
    assert said == ["title", "level", "title", "title", "level", "level", "level"]


def test_it_holds_only_so_many(monkeypatch):
    monkeypatch.setattr(pristine, "MOST", 2)
    pristine._kept.clear()
    for number in range(5):
        drawn(Sample(prefix=f"p{number}"), "title", [])
    assert len(pristine._kept) <= 2
