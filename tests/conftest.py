"""Who acts in the tests: two employers that may not know of each other, and the same people everywhere."""

import os
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import NAMESPACE_URL, uuid5

import pytest
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, settings
from tests.groundwork import ground, groundwork, pytest_configure, pytest_fixture_setup  # noqa: F401 - hooks
from tests.order import pytest_collection_modifyitems  # noqa: F401 - a hook
from tests.prepared import django_db_modify_db_settings, django_db_setup  # noqa: F401 - fixtures

if os.environ.get("CAIRN_TESTING") != "yes":
    raise pytest.UsageError("Run ./test TESTS, or set CAIRN_TESTING=yes: the settings of a test are not those of use.")

# Properties are tried with the same examples each time, `./test --all` thinks of new ones. A busy machine is no fault.
_patient = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow], "print_blob": True}
settings.register_profile("same", derandomize=True, **_patient)
settings.register_profile("explore", **_patient)
settings.load_profile("same")

PASSWORD = "lang may yer lum reek"
LONG_AGO = date(2020, 4, 1)
BEGAN_ON = timezone.localdate()

# name, e-mail's host, unit, staff group, job title, leads the unit
NORTH = (
    ("isla", "renwick", "directorate", "manager", "Chief officer", False),
    ("catriona", "weir", "service", "senior-practitioner", "Lead practitioner", False),
    ("morag", "lindsay", "team_a", "team-leader", "Team leader", True),
    ("callum", "drever", "team_b", "team-leader", "Team leader", True),
    ("eilidh", "farrow", "team_a", "social-worker", "Social worker", False),
    ("ruaridh", "ogg", "team_a", "social-care-worker", "Support worker", False),
    ("shona", "petrie", "team_b", "social-worker", "Social worker", False),
    ("fraser", "auld", "directorate", "other", "Quality officer", False),
    ("una", "begg", "directorate", "other", "Systems officer", False),
    ("hamish", "rae", None, "", "", False),
    ("nadia", "khan", None, "", "", False),
    ("petra", "blyth", None, "", "", False),
)
SOUTH = (
    ("wren", "hollis", "south_service", "senior-practitioner", "Principal social worker", False),
    ("ada", "tanner", "south_team", "team-leader", "Team manager", True),
    ("ben", "coles", "south_team", "social-worker", "Social worker", False),
    ("col", "marsh", "south_service", "other", "Systems officer", False),
)
ROLES = {
    "isla": ["cswo"],
    "catriona": ["psw", "professional_lead"],
    "fraser": ["quality_officer"],
    "una": ["administrator"],
    "hamish": ["chief_executive"],
    "nadia": ["elected_member"],
    "wren": ["psw"],
    "col": ["administrator"],
}


@dataclass
class Cast:
    """People by their first name, and the parts of both organisations: `cast["morag"]`, `cast.team_a`, `cast.north`."""

    north: object = None
    south: object = None
    directorate: object = None
    service: object = None
    team_a: object = None
    team_b: object = None
    south_service: object = None
    south_team: object = None
    people: dict = field(default_factory=dict)

    def __getitem__(self, name):
        """The person as the database knows them now, with nothing remembered from before."""
        from cairn.foundation.people.models import Person

        return Person.objects.select_related("organisation").get(pk=self.people[name])


@groundwork
def cast():
    """North, a Scottish partnership: a directorate, a service and teams A and B. South, an English council: one team.

    isla is chief social work officer, catriona principal social worker and professional lead, morag leads team A,
    callum team B; eilidh and ruaridh practise in team A, shona in team B; fraser is quality assurance officer, una
    administrator, hamish chief executive, nadia elected member; petra can sign in but has no post. In the South wren
    is principal social worker, ada leads the team, ben practises in it, col is administrator.
    """
    from django.contrib.auth.hashers import make_password

    made, password = Cast(), make_password(PASSWORD)
    _north_and_south(made)
    _people(made, made.north, NORTH, "north.example", password)
    _people(made, made.south, SOUTH, "south.example", password)
    return made


def _north_and_south(cast):
    from cairn.foundation.people.models import Organisation

    cast.north = Organisation.objects.create(
        id=_id("north"), name="North Partnership", slug="north", nation="scotland", created_at=timezone.now()
    )
    cast.south = Organisation.objects.create(
        id=_id("south"), name="South Council", slug="south", nation="england", created_at=timezone.now()
    )
    cast.directorate = _unit("directorate", cast.north, None, "Directorate of social work", "D")
    cast.service = _unit("service", cast.north, cast.directorate, "Adult services", "S")
    cast.team_a = _unit("team_a", cast.north, cast.service, "Team A", "A")
    cast.team_b = _unit("team_b", cast.north, cast.service, "Team B", "B")
    cast.south_service = _unit("south_service", cast.south, None, "Adult social care", "S")
    cast.south_team = _unit("south_team", cast.south, cast.south_service, "Long-term team", "L")


def _unit(name, organisation, parent, title, code):
    from cairn.foundation.people.models import Placement, Unit

    kind = {"D": "directorate", "S": "service"}.get(code, "team")
    unit = Unit.objects.create(
        id=_id(name),
        organisation=organisation,
        parent=parent,
        name=title,
        code=code,
        kind=kind,
        service_area="adults" if code != "D" else "other",
        path=f"{parent.path if parent else ''}{code}/",
        opened_on=LONG_AGO,
    )
    Placement.objects.create(organisation=organisation, unit=unit, parent=parent, starts_on=LONG_AGO)
    return unit


def _people(cast, organisation, rows, host, password):
    from cairn.foundation.people.models import Person, Post, ProfessionalRole

    Person.objects.bulk_create(
        Person(
            id=_id(name),
            organisation=organisation,
            email=f"{name}@{host}",
            given_name=name.capitalize(),
            family_name=family.capitalize(),
            password=password,
            created_at=timezone.now(),
        )
        for name, family, *_ in rows
    )
    cast.people |= {name: _id(name) for name, *_ in rows}
    leaders = {"team_a": "morag", "team_b": "callum", "south_team": "ada"}
    Post.objects.bulk_create(
        Post(
            id=_id(f"post of {name}"),
            organisation=organisation,
            person_id=_id(name),
            unit=getattr(cast, unit),
            job_title=title,
            staff_group=group,
            leads_unit=leads,
            line_manager_id=_id(leaders[unit]) if unit in leaders and not leads else None,
            starts_on=LONG_AGO,
        )
        for name, _, unit, group, title, leads in rows
        if unit
    )
    ProfessionalRole.objects.bulk_create(
        ProfessionalRole(organisation=organisation, person_id=_id(name), role=role, starts_on=LONG_AGO)
        for name, *_ in rows
        for role in ROLES.get(name, ())
    )


def _id(name):
    """The same identifier in every run, so that a failure reads alike."""
    return uuid5(NAMESPACE_URL, f"cairn test {name}")


@groundwork
def library():
    """The standards that Cairn brings, loaded."""
    from cairn.foundation.standards.commands import load_library

    return load_library()


@pytest.fixture
def entries(db):
    """The acts in the ledger, in their order."""
    from cairn.foundation.ledger.models import Entry

    def acts(act=""):
        found = Entry.objects.order_by("sequence")
        return list(found.filter(act=act) if act else found)

    return acts


@pytest.fixture
def signed_in(client):
    """`signed_in(person)` answers with the client, signed in with a password a moment ago.

    `signed_in(person, other_client)` signs in with another one; `minutes_ago=10` was too long ago to sign anything.
    """

    def sign_in(person, other=None, *, minutes_ago=0):
        used = other or client
        used.force_login(person, backend="cairn.foundation.people.sign_in.ByEmail")
        session = used.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 60 * minutes_ago}]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()
        return used

    return sign_in


@pytest.fixture(autouse=True)
def _one_day():
    """All of a run happens on the day on which it began, else a test's `TODAY` is over when midnight comes first."""
    from cairn.foundation.core import clock

    if timezone.localdate() == BEGAN_ON:
        yield
    else:
        with clock.at(datetime(*BEGAN_ON.timetuple()[:3], 23, 59, tzinfo=timezone.get_current_timezone())):
            yield


@pytest.fixture(autouse=True)
def _nothing_counted():
    """Limits of sign-in are counted anew in every test."""
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def _places(tmp_path_factory):
    """No test writes into the installation's own folder."""
    from django.conf import settings

    place = tmp_path_factory.mktemp("var")
    settings.CAIRN_KEYS_DIR, settings.CAIRN_FILES_DIR = place / "keys", place / "files"


@pytest.fixture(autouse=True, scope="session")
def _sealed_rows_make_way_for_the_flush():
    """A test that commits ends with a flush, which the database's guards would refuse.

    They are lowered for that moment, here in the tests and nowhere in Cairn.
    """
    from django.db import connections
    from django.test import TransactionTestCase

    from cairn.foundation.ledger import guards

    clear = TransactionTestCase._fixture_teardown

    def lowered_for_the_moment(case):
        aliases = list(case._databases_names(include_mirrors=False))
        for alias in aliases:
            guards.lower(list(guards.expected(connections[alias])), alias)
        clear(case)
        for alias in aliases:
            guards.raise_all(alias)

    TransactionTestCase._fixture_teardown = lowered_for_the_moment
    yield
    TransactionTestCase._fixture_teardown = clear
