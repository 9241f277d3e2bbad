"""Does a text look as if it named somebody who uses services: a number of theirs, a date of birth, a name?

A warning only: what was typed stays, and whoever is sure ticks that it names nobody. Checked are NHS and CHI numbers
by their check digit, National Insurance numbers, dates of birth, postcodes, telephone numbers and what looks like a
name after a title. Names without a title can't be told from other words, so a pair of capitalised words is asked about
only where a reference is expected.
"""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from cairn.foundation.core.forms import Form

TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
INSURANCE = re.compile(
    r"(?<![A-Z])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Z])", re.IGNORECASE
)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|born|date of birth|birthday)[^\d\n]{0,20}\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2,4}",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
TELEPHONE = re.compile(r"(?<!\d)(?:\+44 ?|0)[12378](?:[ -]?\d){8,9}(?!\d)")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Master|Baby)\.? [A-Z][a-z'’-]+")
PAIR = re.compile(r"^[A-Z][a-z'’-]+,? [A-Z][A-Za-z'’-]+$")
WEIGHTS = range(10, 1, -1)


def has_check_digit(digits: str) -> bool:
    """Whether ten digits are an NHS or CHI number by their check digit (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def telltales(text: str, *, is_reference: bool = False) -> list[str]:
    """What in this text looks like somebody who uses services, in words; empty where nothing does."""
    found = []
    if any(has_check_digit("".join(one.groups())) for one in TEN_DIGITS.finditer(text)):
        found.append("an NHS or CHI number")
    if INSURANCE.search(text):
        found.append("a National Insurance number")
    if BIRTH.search(text):
        found.append("a date of birth")
    if POSTCODE.search(text):
        found.append("a postcode")
    if TELEPHONE.search(text):
        found.append("a telephone number")
    if TITLED.search(text) or (is_reference and PAIR.match(text.strip())):
        found.append("a name")
    return found


class Careful(Form):
    """A form that warns before it takes text that seems to name somebody; the text stays, and a tick confirms it.

    `looked_through` names the fields of text; those called `reference` hold references only.
    """

    looked_through: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "names_nobody" in self.data:
            self._offer_tick()

    def clean(self) -> dict[str, Any]:
        """Warn once; whoever has ticked is believed."""
        typed = super().clean() or {}
        if typed.get("names_nobody"):
            return typed
        for name in self.looked_through:
            found = telltales(str(typed.get(name) or ""), is_reference=name == "reference")
            if found:
                self._offer_tick()
                self.add_error(name, WARNING.format(what=" and ".join(found)))
        return typed

    def _offer_tick(self) -> None:
        self.fields["names_nobody"] = forms.BooleanField(
            label="It names nobody who uses services. Save it as it is.", required=False
        )


WARNING = "This looks like {what}. Take it out, or tick below that it names nobody who uses services."
