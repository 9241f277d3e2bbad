"""The world of the access tests."""

from tests.house.world import world

__all__ = ["world"]
