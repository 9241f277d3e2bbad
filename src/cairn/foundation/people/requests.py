"""What comes through the door of a page: a request behind which somebody is signed in."""

from django.http import HttpRequest

from cairn.foundation.people.models import Person


class Request(HttpRequest):
    """A request of a person; `pages.page` lets no other in."""

    user: Person
