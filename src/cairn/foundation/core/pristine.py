"""Must a form field that nobody has filled in be drawn anew on every page? Its markup is kept where nothing is in it.

The design system's macros need up to 3 ms for a field. What is kept never holds what somebody typed or what stands in a
record: only fields without a value and without an error, and groups of a few fixed choices.
"""

from collections.abc import Callable
from typing import Any

from django.forms import BoundField, ModelChoiceField
from markupsafe import Markup

MOST = 1000
NOTHING: tuple[Any, ...] = (None, "", [], [None, None, None])
SINGLE = {"TextInput", "EmailInput", "PasswordInput", "NumberInput", "URLInput", "Textarea", "DateParts"}
CHOSEN = {"RadioSelect", "CheckboxInput"}

_kept: dict[tuple[Any, ...], Markup] = {}


def field_markup(draw: Callable[..., Markup], bound: BoundField, width: str, hints: Any, say_optional: bool) -> Markup:
    """The markup of a field: as it was drawn before where it is pristine, else drawn by the macro."""
    key = _key(bound, width, hints, say_optional)
    if key is None:
        return draw(bound, width, hints, say_optional)
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = draw(bound, width, hints, say_optional)
    return _kept[key]


def _key(bound: BoundField, width: str, hints: Any, say_optional: bool) -> tuple[Any, ...] | None:
    """Everything that the macro reads of a pristine field; None for any other."""
    widget, value = bound.field.widget, bound.value()
    kind = type(widget).__name__
    if bound.errors or not (kind in CHOSEN or (kind in SINGLE and value in NOTHING)):
        return None
    if isinstance(bound.field, ModelChoiceField):
        return None
    choices = getattr(bound.field, "choices", ()) if kind == "RadioSelect" else ()
    return (
        kind,
        bound.html_name,
        bound.id_for_label,
        bound.label,
        str(bound.help_text),
        bound.field.required,
        str(value) if kind in CHOSEN else "",
        tuple((str(option), str(text)) for option, text in choices),
        tuple(sorted(widget.attrs.items())),
        getattr(widget, "input_type", ""),
        width,
        tuple(hints.items()),
        say_optional,
    )
