"""How is a colleague or a unit chosen in a form, so that nobody is offered or found whom the viewer may not see?"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms

from cairn.foundation.core.forms import ChoiceOfRecord, Form
from cairn.foundation.people import queries
from cairn.foundation.people.models import Person
from cairn.foundation.people.models.unit import depth_of

MOST_OFFERED = 8
NOBODY = "Nobody here has this address, number or name. Look it up in the directory."
WHICH = "Choose which colleague you mean"
TOO_MANY = "Choose the colleague you mean, or type more of the name: these are the first of several"


class Choosing(Form):
    """A form that offers and finds only what the viewer may see; anything else is refused like a missing one."""

    def __init__(self, *args: Any, viewer: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        for field in self.fields.values():
            if isinstance(field, ChoiceOfUnit):
                field.offer_to(viewer)
            elif isinstance(field, Colleague):
                field.viewer = viewer


class ChoiceOfUnit(ChoiceOfRecord):
    """A select of the open units, deeper ones set in; its value is the unit itself, or None."""

    def __init__(self, *, empty: str = "Choose one", **kwargs: Any):
        self.empty = empty
        super().__init__(error_messages={"invalid_choice": "Choose a unit from the list."}, **kwargs)

    def offer_to(self, viewer: Person) -> None:
        """Fill the list for this viewer."""
        self.offer(queries.units(viewer), "name", "path", label=_set_in, empty=self.empty)


def _set_in(name: str, path: str) -> str:
    return f"{'– ' * depth_of(path)}{name}"


@dataclass(frozen=True)
class Named:
    """What was typed to name a colleague, and who was chosen among those that these very words offered."""

    words: str = ""
    asked: str = ""
    choice: str = ""

    @property
    def chosen(self) -> str:
        """The identifier that was chosen; it counts only as long as nothing else is typed."""
        return self.choice if self.words == self.asked else ""


class NamedColleague(forms.TextInput):
    """One box for a name. Where it fits several people they are offered below it; no script is needed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Named:
        """The box, and beside it what had been offered and chosen."""
        return Named(*(str(data.get(f"{name}{part}", "")).strip()[:200] for part in ("", "_asked", "_choice")))


class Colleague(forms.Field):
    """A colleague by name, e-mail address or staff number: a list of thousands would help nobody.

    A part of a name is enough: the form then comes back with those whom it fits, to choose from.
    """

    widget = NamedColleague
    viewer: Person | None = None

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("help_text", "A name, or part of one; or an e-mail address or staff number.")
        super().__init__(**kwargs)
        self.offered: list[Offer] = []

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Person):
            return Named(value.full_name, value.full_name, str(value.pk))
        return value if isinstance(value, Named) else Named(str(value or ""))

    def clean(self, value: Any) -> Person | None:
        named: Named = value
        super().clean(named.words)
        if not named.words or self.viewer is None:
            return None
        if person := queries.colleague_chosen(self.viewer, named.chosen):
            return person
        exactly = queries.colleagues_called(self.viewer, named.words)
        if len(exactly) == 1:
            return exactly[0]
        return self._offer(exactly or queries.colleagues_like(self.viewer, named.words, most=MOST_OFFERED + 1))

    def _offer(self, found: list[Person]) -> Person | None:
        """Nobody is guessed at: even a single one who fits is asked about first."""
        self.offered = [Offer(person) for person in found[:MOST_OFFERED]]
        if not found:
            raise forms.ValidationError(NOBODY)
        raise forms.ValidationError(WHICH if len(found) <= MOST_OFFERED else TOO_MANY)


class Offer:
    """One colleague to choose, with what tells two of the same name apart."""

    def __init__(self, person: Person):
        self.value = str(person.pk)
        self.text = person.full_name
        self.hint = _where(person) or person.email


def _where(person: Person) -> str:
    posts: Iterable[Any] = getattr(person, "current_posts", ())
    return ", ".join(f"{post.job_title}, {post.unit.name}" for post in posts)
