"""Where does one declare, and read and answer declarations; and where is a function confirmed?"""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from cairn.foundation.core.answers import render
from cairn.foundation.core.forms import attempt
from cairn.foundation.core.pages import page
from cairn.foundation.core.verdicts import Refused, insist
from cairn.foundation.people.requests import Request
from cairn.practice.registration.commands import declarations as commands
from cairn.practice.registration.declaring import due_from, subjects_asked
from cairn.practice.registration.forms.declarations import AnswerForm, DeclareForm
from cairn.practice.registration.queries import declarations, register
from cairn.practice.registration.rules import declarations as rules

NOTHING_SAID = "Tick that there is nothing, or say what there is, for at least one of them."


@page("registration.see")
def declarations_of(request: Request, pk: UUID) -> HttpResponse:
    """What one person declared, as far as the reader may read it; one's own are made here."""
    person, viewer = register.person_for(request.user, pk), request.user
    form = DeclareForm(request.POST or None, subjects=subjects_asked(person)) if person.pk == viewer.pk else None

    def declare() -> bool:
        if form is None or not form.asked():
            raise Refused(NOTHING_SAID)
        with transaction.atomic():
            for asked in form.asked():
                commands.declare(viewer, **asked)
        return True

    if form is not None and form.is_valid() and attempt(form, declare):
        messages.success(request, "It is declared.")
        return redirect("registration:declarations", pk=pk)
    found = declarations.by_subject(viewer, person)
    context = {
        "person": person,
        "form": form,
        "found": found,
        "due_on": due_from(person.organisation_id, [person.pk]).get(person.pk),
        "may_answer": {subject: rules.may_answer(viewer, made[0], answer="-") for subject, made in found},
    }
    return render(request, "registration/declarations.html", context)


@page("declaration_interests.see")
def answer(request: Request, pk: UUID) -> HttpResponse:
    """It was read, and this was agreed."""
    found = declarations.declaration_for(request.user, pk)
    insist(rules.may_answer(request.user, found, answer="-"))
    form = AnswerForm(request.POST or None)
    if form.is_valid() and attempt(form, lambda: commands.answer(found, by=request.user, **form.cleaned_data)):
        messages.success(request, "It is written down, and they know.")
        return redirect("registration:declarations", pk=found.person_id)
    lead = found.words or "There is nothing to declare."
    context = {"person": found.person, "form": form, "heading": found.get_subject_display(), "lead": lead}
    return render(request, "registration/act.html", context)
