"""What may be typed, and how a refused form keeps it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet

from cairn.foundation.core.verdicts import Refused

LONGEST_TEXT = 20_000


class Form(forms.Form):
    """A form of the house: plain messages, and it never saves."""

    required_css_class = ""
    # Fields of which one, and no special one, has to be filled in: they are not said to be optional.
    one_of: tuple[str, ...] = ()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            said = field.label or name.replace("_", " ").capitalize()
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = missing(str(said))

    def problems(self) -> list[tuple[str, str]]:
        """Every error with the field it belongs to, in the order of the form."""
        found = [("", str(error)) for error in self.non_field_errors()]
        return found + [(name, str(error)) for name in self.fields for error in self.errors.get(name, [])]


def missing(label: str) -> str:
    """What is said where nothing was typed: 'Enter family name', 'Answer “By when?”'."""
    return f"Answer “{label}”" if label.endswith("?") else f"Enter {label[:1].lower()}{label[1:]}"


class ChoiceOfRecord(forms.ChoiceField):
    """One record of a list that the viewer may see; any other is refused like a missing one.

    The list is offered as plain values, since it may be long: a record is made of the one that was chosen only.
    """

    records: QuerySet[Any]

    def offer(self, records: QuerySet[Any], *columns: str, label: Callable[..., str] = str, empty: str = "") -> None:
        """Fill the list. `label` makes what is read out of these columns."""
        self.records = records
        rows = records.values_list("pk", *columns)
        self.choices = [("", empty), *((str(pk), label(*values)) for pk, *values in rows)]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Model) else value

    def clean(self, value: Any) -> Any:
        chosen = super().clean(value)
        return self.records.get(pk=chosen) if chosen else None


class TextArea(forms.CharField):
    """Several lines of text, up to 20,000 characters."""

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("max_length", LONGEST_TEXT)
        rows = kwargs.pop("rows", 5)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class ChoiceOfTexts(forms.ChoiceField):
    """A choice among texts that people wrote: its markup is drawn anew each time and kept nowhere."""


class DateParts(forms.MultiWidget):
    """Day, month and year as three boxes, the way the design system asks for a date people know."""

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__({part: forms.TextInput() for part in ("day", "month", "year")}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else [None, None, None]


class DateField(forms.MultiValueField):
    """A date; `27 3 2026` or `27 March 2026` are both understood."""

    widget = DateParts

    def __init__(self, **kwargs: Any):
        parts = [forms.CharField(required=False, max_length=12) for _ in range(3)]
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> date | None:
        if not data_list or not any(data_list):
            return None
        try:
            day, month, year = (str(part).strip() for part in data_list)
            return date(_four_digits(year), _month(month), int(day))
        except ValueError:
            said = self.label or "The date"
            raise ValidationError(f"{said} must be a real date, such as 27 3 2026") from None


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _month(text: str) -> int:
    return MONTHS.index(text[:3].lower()) + 1 if text[:1].isalpha() else int(text)


def _four_digits(text: str) -> int:
    year = int(text)
    if not 1900 <= year <= 2200:
        raise ValueError(text)
    return year


class MultipleFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


def attempt(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Do it; where a rule refuses, show its sentence at the top of the form with everything typed still there."""
    try:
        return act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
