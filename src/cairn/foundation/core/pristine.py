"""Must a form field be drawn anew on every page? Its markup is kept, with a hole where the value goes.

The design system's macros need up to 3 ms for a field. What is kept never holds what somebody typed or what stands in a
record: a value is put into its hole afterwards, and what has an error is always drawn anew.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.forms import BoundField, ModelChoiceField
from markupsafe import Markup, escape

from cairn.foundation.core.forms import ChoiceOfTexts

MOST = 1000
NOTHING: tuple[Any, ...] = (None, "", [], [None, None, None])
TYPED = {"TextInput", "EmailInput", "URLInput", "NumberInput", "Textarea"}
CHOSEN = {"RadioSelect", "CheckboxInput"}
HOLES = ("\ue001", "\ue002", "\ue003")  # characters that nobody types, in a private corner of Unicode

Draw = Callable[..., Markup]
_kept: dict[tuple[Any, ...], Markup] = {}


def field_markup(draw: Draw, bound: BoundField, width: str, hints: Any, say_optional: bool) -> Markup:
    """The markup of a field, as the macro draws it."""
    value, kind = bound.value(), type(bound.field.widget).__name__
    if bound.errors or isinstance(bound.field, ModelChoiceField | ChoiceOfTexts):
        return draw(bound, width, hints, say_optional, value)
    if kind in CHOSEN:
        return _drawn_once(draw, bound, width, hints, say_optional, value)
    if kind in TYPED:
        return _with_holes(draw, bound, width, hints, say_optional, [] if value in NOTHING else [value])
    if kind == "DateParts":
        parts = _parts(value)
        if parts is not None:
            return _with_holes(draw, bound, width, hints, say_optional, parts)
    return draw(bound, width, hints, say_optional, value)


def _parts(value: Any) -> list[Any] | None:
    """Day, month and year; nothing at all is no parts; some of them only can't be kept."""
    if value in NOTHING:
        return []
    if isinstance(value, date):
        return [value.day, value.month, value.year]
    return list(value) if isinstance(value, list) and len(value) == 3 and all(value) else None


def _with_holes(
    draw: Draw, bound: BoundField, width: str, hints: Any, say_optional: bool, values: Iterable[Any]
) -> Markup:
    """Drawn once with holes, then each value put into its own; a value that holds a hole is drawn as it is."""
    said = [str(value) for value in values]
    if any(hole in text for hole in HOLES for text in said):
        return draw(bound, width, hints, say_optional, bound.value())
    holes = HOLES[: len(said)]
    given = None if not said else holes[0] if len(said) == 1 else list(holes)
    markup = _drawn_once(draw, bound, width, hints, say_optional, given)
    for hole, text in zip(holes, said, strict=True):
        markup = markup.replace(hole, escape(text))
    return markup


def _drawn_once(draw: Draw, bound: BoundField, width: str, hints: Any, say_optional: bool, value: Any) -> Markup:
    key = _key(bound, width, hints, say_optional, value)
    markup = _kept.get(key)
    if markup is None:
        if len(_kept) >= MOST:
            _kept.clear()  # other threads may be reading: what they hold stays theirs
        markup = _kept[key] = draw(bound, width, hints, say_optional, value)
    return markup


def _key(bound: BoundField, width: str, hints: Any, say_optional: bool, value: Any) -> tuple[Any, ...]:
    """Everything that the macro reads of a field."""
    widget = bound.field.widget
    choices = getattr(bound.field, "choices", ()) if type(widget).__name__ == "RadioSelect" else ()
    return (
        type(widget).__name__,
        bound.html_name,
        bound.id_for_label,
        bound.label,
        str(bound.help_text),
        bound.field.required,
        str(value),
        tuple((str(option), str(text)) for option, text in choices),
        tuple(sorted(widget.attrs.items())),
        getattr(widget, "input_type", ""),
        width,
        tuple(hints.items()),
        say_optional,
    )
