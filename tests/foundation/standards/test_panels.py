"""Higher rooms put their parts on the page of a statement."""

import pytest

from cairn.foundation.standards import panels


@pytest.fixture
def only_mine(monkeypatch):
    monkeypatch.setattr(panels, "_panels", [])


def test_panels_are_shown_by_place_and_position_where_they_have_something(only_mine):
    panels.register("b.html", lambda viewer, statement: [viewer, statement], place="main", position=20)
    panels.register("a.html", lambda viewer, statement: "first", place="main", position=10)
    panels.register("c.html", lambda viewer, statement: None, place="beside")
    panels.register("d.html", lambda viewer, statement: 0, place="above")

    assert panels.shown("viewer", "statement") == {
        "above": [panels.Shown("d.html", 0)],
        "main": [panels.Shown("a.html", "first"), panels.Shown("b.html", ["viewer", "statement"])],
        "beside": [],
    }
