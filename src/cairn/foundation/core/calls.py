"""Which door does every call of the API go through? Rooms declare their calls here; `front/api` puts them together."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, TypeAdapter

View = Callable[..., Any]
JSON = "application/json"


class NotUnderstood(Exception):
    """The call itself can't be read. The message says which part, and what to do."""


class Calls:
    """The calls of one room. Each names the line of the access policy that it answers to, such as `round.see`.

    A call has the same door as a page: where no role of this person knows of the act, the call does not exist for
    them; queries are made for the viewer, and commands refuse with a reason. What a call answers with is read into
    its shape and leaves as JSON; it can also answer with a response that is finished.
    """

    def __init__(self, about: str):
        self.router = Router(tags=[about])
        self.acts: dict[str, tuple[str, str]] = {}
        self.shapes: dict[str, TypeAdapter[Any]] = {}

    def get(self, path: str, act: str, *, gives: Any) -> Callable[[View], View]:
        """Read something."""
        return self._offered("GET", path, act, gives, 200)

    def post(self, path: str, act: str, *, gives: Any, status: int = 201) -> Callable[[View], View]:
        """Do something."""
        return self._offered("POST", path, act, gives, status)

    def patch(self, path: str, act: str, *, gives: Any, conflict: Any = None) -> Callable[[View], View]:
        """Change something; `conflict` is what is answered where somebody else changed it meanwhile."""
        return self._offered("PATCH", path, act, gives, 200, {409: conflict} if conflict else {})

    def _offered(
        self, method: str, path: str, act: str, gives: Any, status: int, others: dict[int, Any] | None = None
    ) -> Callable[[View], View]:
        adapter = TypeAdapter(gives)

        def offered(view: View) -> View:
            names = _query_names(view, path)

            @wraps(view)
            def called(request: HttpRequest, **values: Any) -> HttpResponse:
                if not request.user.knows_of(act):  # type: ignore[union-attr]
                    raise Http404
                _insist_on_known_names(request, names)
                answer = view(request, **values)
                if isinstance(answer, HttpResponse):
                    return answer
                return answered(adapter, answer, status)

            words = inspect.cleandoc(view.__doc__ or "")
            self.acts[view.__name__], self.shapes[view.__name__] = (method, act), adapter
            self.router.add_api_operation(
                path,
                [method],
                called,
                response={status: gives, **(others or {})},
                operation_id=view.__name__,
                url_name=view.__name__,
                summary=words.splitlines()[0],
                description=words,
                openapi_extra={"x-act": act},
            )
            return view

        return offered


def answered(adapter: TypeAdapter[Any], answer: Any, status: int) -> HttpResponse:
    """The answer in its shape, as JSON."""
    content = adapter.dump_json(adapter.validate_python(answer, from_attributes=True))
    return HttpResponse(content, status=status, content_type=JSON)


def _query_names(view: View, path: str) -> frozenset[str]:
    """The names that may stand after the question mark: those that are neither in the path nor the body.

    A name that Python keeps for itself, such as `from`, is written with a line below after it.
    """
    found = inspect.signature(view).parameters.values()
    asked = (p.name for p in found if p.name != "request" and f"{p.name}}}" not in path and not _is_body(p))
    return frozenset(name.rstrip("_") for name in asked)


def _is_body(parameter: inspect.Parameter) -> bool:
    return isinstance(parameter.annotation, type) and issubclass(parameter.annotation, BaseModel)


def _insist_on_known_names(request: HttpRequest, names: frozenset[str]) -> None:
    """A misspelt filter must not give the whole list, and of two values none is chosen in silence."""
    for name, values in request.GET.lists():
        if name not in names:
            known = ", ".join(sorted(names)) or "none"
            raise NotUnderstood(f"This call knows no '{name[:60]}'. It knows: {known}.")
        if len(values) > 1:
            raise NotUnderstood(f"'{name}' is given {len(values)} times. Give it once.")
