"""Which room answers at which address?"""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = [
    ("", "cairn.front.portal.urls"),
    ("", "cairn.front.api.urls"),
    ("", "cairn.foundation.core.urls"),
    ("", "cairn.foundation.people.urls"),
    ("", "cairn.foundation.people.accounts_urls"),
    ("imports/", "cairn.foundation.imports.urls"),
    ("notices/", "cairn.foundation.notices.urls"),
    ("ledger/", "cairn.foundation.ledger.urls"),
    ("standards/", "cairn.foundation.standards.urls"),
    ("evidence/", "cairn.cycle.evidence.urls"),
    ("actions/", "cairn.cycle.improvement.urls"),
    ("registration/", "cairn.practice.registration.urls"),
    ("caseload/", "cairn.practice.caseload.urls"),
    ("supervision/", "cairn.practice.supervision.urls"),
    ("rounds/", "cairn.assurance.evaluation.urls"),
    ("board/", "cairn.assurance.board.urls"),
    ("reports/", "cairn.assurance.reports.urls"),
]

urlpatterns: list[URLPattern | URLResolver] = [path(at, include(room)) for at, room in ROOMS if find_spec(room)]

handler400 = "cairn.foundation.core.refusals.not_understood"
handler403 = "cairn.foundation.core.refusals.forbidden"
handler404 = "cairn.foundation.core.refusals.not_found"
handler429 = "cairn.foundation.core.refusals.too_many"  # asked for by allauth
handler500 = "cairn.foundation.core.refusals.failed"
