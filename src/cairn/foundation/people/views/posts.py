"""Where are posts given, moved and ended?"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import insist
from cairn.foundation.people import commands, queries, rules
from cairn.foundation.people.commands.posts import CHANGES
from cairn.foundation.people.forms import keeping as forms
from cairn.foundation.people.requests import Request


@page("person.change")
def give(request: Request, pk: Any) -> HttpResponse:
    """Give somebody a post."""
    person = queries.person_for(request.user, pk)
    insist(rules.may_change_person(request.user, person))
    form = forms.NewPostForm(request.POST or None, viewer=request.user)
    if form.is_valid() and attempt(form, lambda: commands.give_post(person, by=request.user, **form.cleaned_data)):
        messages.success(request, "The post was given.")
        return redirect("people:person", person.pk)
    context = {"form": form, "heading": f"Give {person} a post", "button": "Give the post"}
    return render(request, "people/form.html", context | {"back": "people:person", "at": (person.pk,)})


@page("person.change")
def move(request: Request, pk: Any) -> HttpResponse:
    """Change a post from a day on."""
    post = queries.post_for(request.user, pk)
    insist(rules.may_change_person(request.user, post.person))
    before = {name: getattr(post, name) for name in CHANGES}
    form = forms.MovePostForm(request.POST or None, viewer=request.user, initial=before)
    if form.is_valid() and attempt(form, lambda: commands.move_post(post, by=request.user, **form.cleaned_data)):
        messages.success(request, "The post was changed. What it was before stays in the history.")
        return redirect("people:person", post.person_id)
    context = {"form": form, "heading": f"Change the post of {post.person}", "button": "Change the post"}
    return render(request, "people/form.html", context | {"back": "people:person", "at": (post.person_id,)})


@page("person.change")
def end(request: Request, pk: Any) -> HttpResponse:
    """Say which day was the last in a post."""
    post = queries.post_for(request.user, pk)
    insist(rules.may_change_person(request.user, post.person))
    form = forms.DayForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: commands.end_post(post, by=request.user, **form.cleaned_data)):
        return redirect("people:person", post.person_id)
    context = {"form": form, "heading": f"End the post of {post.person}", "button": "End the post"}
    return render(
        request,
        "people/form.html",
        context | {"lead": f"{post}.", "back": "people:person", "at": (post.person_id,)},
    )
