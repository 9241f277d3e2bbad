"""Who may bring in a framework, map it, and take it away."""

import pytest

from cairn.foundation.standards.commands import bring_framework
from cairn.foundation.standards.rules import may_bring, may_download, may_map

WHO_MAY_BRING = {
    "isla": True,
    "catriona": True,
    "fraser": True,
    "una": True,
    "morag": False,
    "eilidh": False,
    "ruaridh": False,
    "hamish": False,
    "nadia": False,
    "petra": False,
    "wren": False,
    "col": False,
}


@pytest.mark.parametrize(("who", "allowed"), WHO_MAY_BRING.items())
def test_who_may_bring_and_map_for_the_north(cast, who, allowed):
    assert bool(may_bring(cast[who], cast.north)) is allowed
    assert bool(may_map(cast[who], cast.north)) is allowed


def test_a_refusal_says_who_can(cast):
    assert may_bring(cast["eilidh"], cast.north).reason == (
        "Only the chief social work officer, the principal social worker, a quality assurance officer "
        "or an administrator can bring in a framework."
    )


def test_a_framework_leaves_where_its_licence_lets_it(cast, small):
    open_one = bring_framework(cast.north, small(), by=cast["isla"])
    closed = bring_framework(
        cast.north, small(("copied: yes", "copied: no"), ("version: 2026.1", "version: 2026.2")), by=cast["isla"]
    )

    assert bool(may_download(cast["petra"], open_one)) is True
    assert may_download(cast["isla"], closed).reason == (
        "The licence does not let this framework be copied: ours alone. Ask its publisher."
    )
    assert may_download(cast["wren"], open_one).reason == "This framework belongs to another employer."
