"""Addresses are those of the resolver, however they are asked for."""

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse

from cairn.foundation.core.links import address


def test_the_same_as_the_resolver():
    first, second = uuid4(), uuid4()
    assert address("improvement:log") == reverse("improvement:log") == "/actions/"
    for pk in (first, second):
        assert address("improvement:action", pk) == reverse("improvement:action", args=[pk])
    compared = address("standards:compare", first, second)
    assert compared == reverse("standards:compare", args=[first, second])
    assert address("improvement:action", pk=first) == address("improvement:action", str(first))
    assert address("evaluation:judging", first, "whole") == reverse("evaluation:judging", args=[first, "whole"])


def test_an_address_that_is_not_there():
    with pytest.raises(NoReverseMatch):
        address("improvement:nowhere", uuid4())
    with pytest.raises(NoReverseMatch):
        address("improvement:action")
