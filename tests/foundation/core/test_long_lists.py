"""Does a long list count no further than its pages go?"""

import pytest

from cairn.foundation.core.long_lists import LongList
from cairn.foundation.people.models import Person

pytestmark = pytest.mark.django_db


class Short(LongList):
    most = 3


def test_a_list_that_fits_is_counted_as_it_is(cast):
    some = Person.objects.filter(pk__in=[cast["eilidh"].pk, cast["morag"].pk]).order_by("email")
    found = Short(some, 2)
    assert (found.count, found.num_pages, found.goes_on) == (2, 1, False)


def test_of_a_longer_one_only_the_first_pages_are_shown(cast, django_assert_num_queries):
    everybody = Person.objects.order_by("email")
    third = everybody[2]
    assert everybody.count() > 3
    with django_assert_num_queries(2):
        found = Short(everybody, 2)
        assert (found.count, found.num_pages, found.goes_on) == (3, 2, True)
        assert list(found.get_page("9")) == [third]
