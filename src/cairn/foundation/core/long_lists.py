"""How is a list told page by page that grows with every year, so that no page counts all of it?"""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator


class LongList(Paginator):
    """Counts no further than a reader would turn pages; what lies beyond is found by narrowing the list down."""

    most = 2500

    @cached_property
    def count(self) -> int:
        """How many there are, as far as the pages go."""
        return min(self._counted, self.most)

    @property
    def goes_on(self) -> bool:
        """Whether there are more than the pages show."""
        return self._counted > self.most

    @cached_property
    def _counted(self) -> int:
        found: Any = self.object_list
        return int(found.order_by()[: self.most + 1].count())
