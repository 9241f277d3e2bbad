"""How does one more organisation come into an installation, and how does somebody get back in? From the terminal."""

from __future__ import annotations

import argparse
import json
from typing import Any


def add_to(verbs: Any) -> None:
    """Offer the command."""
    parser = verbs.add_parser(
        "organisation",
        help="make an organisation, or let its administrator in again",
        description="Organisations in one installation can't see one another.",
    )
    acts = parser.add_subparsers(metavar="WHAT", required=True)
    add = acts.add_parser("add", help="make one with its first administrator, who gets an e-mail")
    for name, said in (
        ("--name", "the organisation's name"),
        ("--nation", "scotland, england, wales or northern-ireland"),
        ("--given-name", "the administrator's"),
        ("--family-name", "the administrator's"),
        ("--email", "the administrator's, with which they sign in"),
    ):
        add.add_argument(name, required=True, help=said)
    add.set_defaults(func=add_organisation)
    list_them = acts.add_parser("list", help="which organisations are here")
    list_them.set_defaults(func=list_organisations)
    letter = acts.add_parser("letter", help="send an e-mail with which somebody chooses a new password")
    letter.add_argument("email", metavar="EMAIL")
    letter.set_defaults(func=send_letter)
    for act in (add, list_them, letter):
        act.add_argument("--json", action="store_true", help="answer as JSON")
        act.add_argument("--database", metavar="URL", help=argparse.SUPPRESS)


def add_organisation(chosen: argparse.Namespace) -> int:
    """Make an organisation; its administrator chooses a password with the link of a letter."""
    from django.db import transaction

    from cairn.foundation.people.commands import invite, set_up_organisation

    with transaction.atomic():
        person = set_up_organisation(
            name=chosen.name,
            nation=chosen.nation,
            given_name=chosen.given_name,
            family_name=chosen.family_name,
            email=chosen.email,
        )
        invite(person, by=person)
    if chosen.json:
        print(json.dumps({"organisation": person.organisation.slug, "administrator": person.email}))
    else:
        print(
            f"{person.organisation} is here as '{person.organisation.slug}'. An e-mail to {person.email} is on its way."
        )
    return 0


def list_organisations(chosen: argparse.Namespace) -> int:
    """The organisations of this installation, with the word by which commands know them."""
    from cairn.foundation.people.models import Organisation

    found = list(Organisation.objects.order_by("name").values("slug", "name", "nation"))
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        print("\n".join(f"{one['slug']:<40} {one['name']} ({one['nation']})" for one in found) or "None yet.")
    return 0


def send_letter(chosen: argparse.Namespace) -> int:
    """Write to somebody who can't get in; the link of the letter works once, for an hour."""
    from cairn.foundation.core.verdicts import Refused
    from cairn.foundation.people.commands import offer_new_password

    if not offer_new_password(chosen.email):
        raise Refused(f"Nobody here signs in as {chosen.email}.")
    print(json.dumps({"letter": chosen.email}) if chosen.json else f"An e-mail to {chosen.email} is on its way.")
    return 0
