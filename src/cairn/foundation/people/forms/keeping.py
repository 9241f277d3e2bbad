"""What may be typed about the organisation, its units, people, posts and roles."""

from django import forms

from cairn.foundation.core.forms import DateField, Form
from cairn.foundation.people.forms.choosing import ChoiceOfUnit, Choosing, Colleague
from cairn.foundation.people.models import Kind, Nation, Role, ServiceArea, StaffGroup, Why


class DayForm(Form):
    """Asks for one day; today where nothing is typed."""

    on = DateField(label="Last day", required=False, help_text="Empty means today.")


class FirstDayForm(Form):
    on = DateField(label="From which day", required=False, help_text="Empty means today.")


class OrganisationForm(Form):
    name = forms.CharField(label="Name of the organisation", max_length=200)
    nation = forms.ChoiceField(
        label="Nation", choices=Nation.choices, widget=forms.RadioSelect, help_text="Whose law and bank holidays count."
    )


class LocalDayForm(Form):
    day = DateField(label="Day")
    name = forms.CharField(label="What is it?", max_length=100, help_text="For example, Glasgow Fair Monday.")
    is_working = forms.TypedChoiceField(
        label="On this day the organisation",
        choices=[("no", "is closed"), ("yes", "works, although others rest")],
        widget=forms.RadioSelect,
        initial="no",
        coerce=lambda value: value == "yes",
    )


class UnitForm(Form):
    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(label="What is it?", choices=Kind.choices, widget=forms.RadioSelect)
    service_area = forms.ChoiceField(
        label="Whom does it work with?", choices=ServiceArea.choices, widget=forms.RadioSelect
    )


class NewUnitForm(Choosing, UnitForm):
    code = forms.CharField(max_length=40, help_text="Short and lasting, as your staff system writes it. No slashes.")
    parent = ChoiceOfUnit(label="Stands under", required=False)
    opened_on = DateField(label="Open since", required=False, help_text="Empty means today.")
    field_order = ["name", "code", "kind", "service_area", "parent", "opened_on"]


class MoveUnitForm(Choosing):
    parent = ChoiceOfUnit(label="Stands under", required=False, help_text="Leave it empty to put the unit at the top.")
    on = DateField(label="Since when", required=False, help_text="Empty means today.")


class PersonForm(Form):
    given_name = forms.CharField(max_length=100)
    family_name = forms.CharField(max_length=100)
    email = forms.EmailField(
        label="E-mail address", help_text="They sign in with it.", error_messages={"invalid": "Enter a whole address"}
    )
    staff_number = forms.CharField(max_length=40, required=False, help_text="Imports know people by it.")


class PostForm(Choosing):
    unit = ChoiceOfUnit(label="Unit")
    job_title = forms.CharField(max_length=120)
    staff_group = forms.ChoiceField(choices=[("", "Choose one"), *StaffGroup.choices])
    full_time_equivalent = forms.DecimalField(
        label="Full-time equivalent",
        max_digits=3,
        decimal_places=2,
        min_value=0.01,
        max_value=1,
        initial=1,
        help_text="1 is full time, 0.5 is half.",
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    leads_unit = forms.BooleanField(label="Leads this unit", required=False)
    line_manager = Colleague(required=False)
    professional_lead = Colleague(
        required=False, help_text="The professional line, apart from line management. A name, or part of one."
    )


class NewPostForm(PostForm):
    starts_on = DateField(label="First day", required=False, help_text="Empty means today.")
    ends_on = DateField(label="Last day", required=False, help_text="Leave it empty where none is known.")


class MovePostForm(PostForm):
    on = DateField(
        label="From which day", required=False, help_text="Empty means today. The old post ends the day before."
    )
    field_order = ["on"]


class RoleForm(Choosing):
    role = forms.ChoiceField(choices=[("", "Choose one"), *Role.choices])
    unit = ChoiceOfUnit(label="For which part", required=False, help_text="Leave it empty for the whole organisation.")
    starts_on = DateField(label="First day", required=False, help_text="Empty means today.")
    ends_on = DateField(label="Last day", required=False, help_text="Leave it empty where none is known.")


class NewRoleForm(RoleForm):
    person = Colleague(label="Who")
    field_order = ["person", "role", "unit", "starts_on", "ends_on"]


class AbsenceForm(Form):
    why = forms.ChoiceField(
        label="Why are they away?",
        choices=Why.choices,
        widget=forms.RadioSelect,
        help_text="Only this word is kept. Write nothing about health anywhere.",
    )
    starts_on = DateField(label="First day away")
    ends_on = DateField(label="Last day away", required=False, help_text="Leave it empty where none is known.")


class ReasonForm(Form):
    reason = forms.CharField(label="Why?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
