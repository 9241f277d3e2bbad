"""How are acts, subjects and facts said on a page?"""

import json
from collections.abc import Mapping
from typing import Any

from django.apps import apps

from cairn.foundation.core.words import capital


def act_in_words(act: str) -> str:
    """`round.signed` is 'Round signed'."""
    return capital(act.replace(".", " ").replace("_", " "))


def subject_in_words(subject: str) -> str:
    """`evaluation.Round:6f1c…` is 'Round 6f1c2a90': what it is, and as much of its identifier as tells it apart."""
    label, _, pk = subject.partition(":")
    try:
        kind = str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        kind = label
    return capital(f"{kind} {pk[:8]}".strip())


def facts_in_words(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each fact with its name."""
    return [(act_in_words(name), _said(value)) for name, value in sorted(facts.items())]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value is None:
        return "None"
    if isinstance(value, list) and all(isinstance(part, str | int) for part in value):
        return ", ".join(map(_said, value)) or "None"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
