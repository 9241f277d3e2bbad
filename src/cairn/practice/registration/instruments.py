"""What is under the signature of a delegation, and in which words?"""

from typing import Any

from cairn.foundation.ledger.canonical import fingerprint
from cairn.practice.registration.functions import function_on
from cairn.practice.registration.models import Delegation

DECLARATION = "I delegate this function as it is written here, and remain answerable for having done so."


def signed(delegation: Delegation) -> dict[str, Any]:
    """What the giver puts their name to: function and law, holder, scope, days, what is kept."""
    nation = delegation.organisation.nation
    function = function_on(nation, delegation.function, delegation.starts_on)
    return {
        "function": delegation.function,
        "title": function.title if function else "",
        "basis": function.basis if function else "",
        "giver": delegation.giver_id,
        "holder": delegation.holder_id,
        "under": delegation.under_id,
        "scope": delegation.scope,
        "unit": delegation.unit_id,
        "case_reference": delegation.case_reference,
        "from": delegation.starts_on,
        "to": delegation.ends_on,
        "tasks_kept": delegation.tasks_kept,
        "may_pass_on": delegation.may_pass_on,
    }


def hash_of(delegation: Delegation) -> str:
    """The fingerprint of what is signed."""
    return fingerprint(signed(delegation))


def content(pk: str) -> dict[str, Any]:
    """The same, read again by its identifier, to be held against the signature."""
    return signed(Delegation.objects.select_related("organisation").get(pk=pk))
