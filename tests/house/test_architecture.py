"""The house rules that no linter can see."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from cairn.foundation.people.access import all_grants, grants

SOURCE = Path("src/cairn")
HEIGHT = {app: height for height, row in enumerate(settings.LAYERS) for app in row.split()}
OURS = [model for model in apps.get_models() if model.__module__.startswith("cairn.")]


def pages(patterns=None, at=""):
    """Every address of the product with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = at + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


def modules(kind):
    """The modules of one kind in all rooms, whether a file or a folder."""
    return sorted([*SOURCE.glob(f"*/*/{kind}.py"), *SOURCE.glob(f"*/*/{kind}/*.py")])


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_foreign_keys_point_down(model):
    """Import Linter can't see a string foreign key; this can."""
    for field in model._meta.get_fields():
        target = field.related_model if field.concrete and field.is_relation else None
        if target in OURS and target._meta.app_label != model._meta.app_label:
            assert HEIGHT[target._meta.app_label] < HEIGHT[model._meta.app_label], field


@pytest.mark.parametrize(("address", "view"), [pytest.param(a, v, id=a or "/") for a, v in pages()])
def test_every_address_is_a_page_of_the_policy(address, view):
    """Every address goes through the door and names its act, or says that it is public."""
    if address.startswith("api/v1/"):
        return  # the API's own test reads the act of every operation
    assert getattr(view, "is_page", False), address
    if not getattr(view, "is_public", False):
        assert grants(view.act)


def calls_in(node):
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    return {getattr(call.func, "id", getattr(call.func, "attr", "")) for call in calls}


@pytest.mark.parametrize("path", modules("commands"), ids=str)
def test_every_command_leaves_a_record(path):
    if {"ledger", "notices"} & set(path.parts) or path.name == "__init__.py":
        return
    recorders = {"record", "record_each", "record_reading", "sign", "seal", "notify", "notify_each"}
    tree = ast.parse(path.read_text())
    calls_of = {
        node.name: {
            getattr(c.func, "id", getattr(c.func, "attr", "")) for c in ast.walk(node) if isinstance(c, ast.Call)
        }
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    for name, calls in calls_of.items():
        if name.startswith("_"):
            continue
        reached, todo = set(calls), list(calls)
        while todo:
            for more in calls_of.get(todo.pop(), set()) - reached:
                reached.add(more)
                todo.append(more)
        writes = reached & WRITES
        assert not writes or reached & recorders, f"{path}: {name} changes something without recording it"


WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}
READERS = [path for kind in ("views", "forms", "queries", "rules") for path in modules(kind)]


@pytest.mark.parametrize("path", READERS, ids=str)
def test_only_commands_write(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    writes = [node for node in calls if getattr(node.func, "attr", "") in WRITES]
    assert [(node.lineno, ast.unparse(node)) for node in writes if "session" not in ast.unparse(node)] == []


@pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label)
def test_every_text_or_person_field_is_weighed(model):
    """Free text and people's identities are declared personal, or declared not to be."""
    risky = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField) or getattr(field.related_model, "__name__", "") == "Person"
    }
    assert risky <= set(getattr(model, "PERSONAL", {})) | set(getattr(model, "NOT_PERSONAL", ()))


def written():
    """Every module that somebody wrote by hand, with its text."""
    paths = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
    return [(path, path.read_text()) for path in paths]


def test_every_module_says_which_question_it_answers():
    speaking = [(path, text) for path, text in written() if path.name not in ("__init__.py", "urls.py", "__main__.py")]
    assert [str(path) for path, text in speaking if not ast.get_docstring(ast.parse(text))] == []


def test_no_module_outgrows_one_reading():
    """A longer one should become a folder of nouns."""
    assert [str(path) for path, text in written() if len(text.splitlines()) > 400] == []


def test_policy_is_well_formed():
    """Every role, relation and state of the policy is one that exists."""
    from cairn.foundation.people.access import FOLLOWING, RELATIONS, policy
    from cairn.foundation.people.models import Role

    known = set(Role.values) | set(FOLLOWING)
    for grant in all_grants():
        assert grant.roles <= known, grant
        assert grant.relation in RELATIONS, grant
        assert grant.states <= set(policy()[grant.record].get("states", [])), grant
        assert grant.why.endswith("."), grant
