"""A field is drawn once, with a hole for its value; what somebody typed is never kept."""

from datetime import date

import pytest
from django import forms
from django.template import engines

from cairn.foundation.core import pristine
from cairn.foundation.core.forms import DateField, Form, TextArea

CHOICES = [("a", "A"), ("b", "B")]
EVIL = '<b a="1">&\'"</b>'


class Sample(Form):
    title = forms.CharField(max_length=20, help_text="Short.", required=False)
    email = forms.EmailField(required=False)
    share = forms.IntegerField(min_value=1, max_value=100, required=False)
    why = TextArea(rows=3, required=False)
    due_on = DateField(required=False)
    level = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False)
    agreed = forms.BooleanField(required=False)
    area = forms.ChoiceField(choices=CHOICES, required=False)


@pytest.fixture(autouse=True)
def _nothing_kept():
    pristine._kept.clear()


def macros():
    return engines["jinja2"].env.get_template("core/components.html").make_module({"csrf_input": ""})


def fields(form):
    made = macros()
    return [str(made.field(bound)) for bound in form]


def fields_anew(form):
    made = macros()
    return [str(made.drawn_field(bound, "", {}, True, bound.value())) for bound in form]


FORMS = {
    "empty": lambda: Sample(),
    "initial": lambda: Sample(
        initial={"title": "Kept", "share": 100, "due_on": date(2026, 3, 27), "level": "a", "agreed": True}
    ),
    "typed": lambda: Sample(
        {"title": EVIL, "why": EVIL, "email": "a@b.example", "share": "7", "level": "b", "agreed": "on"}
    ),
    "wrong": lambda: Sample(
        {"email": EVIL, "share": EVIL, "due_on_day": "40", "due_on_month": "1", "due_on_year": "2026"}
    ),
    "half a date": lambda: Sample({"due_on_day": "4"}),
    "a date": lambda: Sample({"due_on_day": "4", "due_on_month": "March", "due_on_year": "2026"}),
    "unknown choice": lambda: Sample({"level": EVIL, "area": EVIL}),
    "zero": lambda: Sample(initial={"title": 0}),
    "holes": lambda: Sample({"title": "\ue001 \ue002", "why": "\ue003"}),
    "another name": lambda: Sample(prefix="p"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_as_drawn_anew(name):
    for _ in range(2):
        for other in FORMS:  # whatever was kept before
            fields(FORMS[other]())
        assert fields(FORMS[name]()) == fields_anew(FORMS[name]())


def test_what_was_typed_is_never_kept():
    fields(Sample({"title": "Secret", "why": "Secret", "email": "secret@b.example", "level": "Secret"}))
    fields(Sample(initial={"title": "Secret", "why": "Secret"}))
    assert "ecret" not in repr(pristine._kept)


def test_a_field_is_drawn_once():
    drawn = []

    def draw(bound, *_):
        drawn.append(bound.name)
        return macros().drawn_field(bound, "", {}, True, "")

    for value in ("One", "Two", "Three"):
        pristine.field_markup(draw, Sample(initial={"title": value})["title"], "", {}, True)
    assert drawn == ["title"]


def test_it_holds_only_so_many(monkeypatch):
    monkeypatch.setattr(pristine, "MOST", 10)
    for number in range(30):
        fields(Sample(prefix=f"p{number}"))
    assert len(pristine._kept) <= 10
