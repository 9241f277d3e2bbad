"""The command `cairn measure`: compute figures now, a month or all of them, without waiting for the worker."""

import json
import re
from argparse import ArgumentTypeError, Namespace
from datetime import date
from typing import Any

YEARS = 30


def add_to(verbs: Any) -> None:
    """Offer the command."""
    parser = verbs.add_parser(
        "measure",
        help="compute the figures of a month, or of all months",
        description=f"{__doc__} Without --month and --all: what the worker would compute now.",
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--month", type=_month, metavar="YYYY-MM", help="only this month")
    which.add_argument("--all", action="store_true", help="every month since the oldest unit was opened")
    parser.add_argument("--organisation", metavar="SLUG", help="only this one; `cairn organisation list` names them")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.set_defaults(func=run)


def _month(text: str) -> date:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ArgumentTypeError(f"'{text}' is no month. Write it as 2026-09.")
    return date.fromisoformat(f"{text}-01")


def run(chosen: Namespace) -> int:
    """Measure, and say how many figures were computed and which months changed."""
    count, changed = 0, []
    for organisation in _organisations(chosen.organisation):
        done = _measured(organisation, chosen)
        count += done.count
        changed += [_told(organisation, one) for one in done.changed]
    if chosen.json:
        print(json.dumps({"measured": count, "changed": changed}))
    else:
        for one in changed:
            print(f"{one['organisation']}: {one['indicator']} {one['month']}, {one['figures']:,} figures changed")
        print(f"Measured: {count:,} figures.{'' if changed else ' Nothing changed.'}")
    return 0


def _organisations(slug: str | None) -> Any:
    from cairn.foundation.core.verdicts import Refused
    from cairn.foundation.people.models import Organisation

    found = Organisation.objects.order_by("slug")
    if slug is not None and not (found := found.filter(slug=slug)):
        raise Refused(f"There is no organisation '{slug}'. `cairn organisation list` names them.")
    return found


def _measured(organisation: Any, chosen: Namespace) -> Any:
    from cairn.cycle.evidence.measuring import measure, measure_what_is_due
    from cairn.foundation.core import clock, months
    from cairn.foundation.core.verdicts import Refused

    today = clock.today()
    if chosen.month is not None and chosen.month > today:
        raise Refused("That month has not begun yet.")
    if chosen.month is not None:
        return measure(organisation.pk, chosen.month, chosen.month)
    if chosen.all:
        return measure(organisation.pk, max(_beginning(organisation), months.add(today, -12 * YEARS)), today)
    return measure_what_is_due(organisation)


def _beginning(organisation: Any) -> date:
    from django.db.models import Min

    from cairn.foundation.core import clock

    return organisation.units.aggregate(first=Min("opened_on"))["first"] or clock.today()


def _told(organisation: Any, one: Any) -> dict[str, Any]:
    return {
        "organisation": organisation.slug,
        "indicator": one.indicator,
        "month": f"{one.month:%Y-%m}",
        "figures": one.figures,
        "before": one.before,
        "after": one.after,
    }
