"""The command `cairn token`: make, list and revoke keys with which programmes call the API."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cairn.foundation.core.verdicts import Refused

if TYPE_CHECKING:
    from cairn.front.api.models import Token


def add_to(verbs: Any) -> None:
    """Offer the command."""
    token = verbs.add_parser("token", help="make, list and revoke keys of the API", description=__doc__)
    acts = token.add_subparsers(title="commands", metavar="COMMAND", dest="token_verb", required=True)
    create = _act(acts, "create", run_create, "make a key; its secret is printed this once")
    create.add_argument("--person", required=True, metavar="EMAIL", help="for whom programmes will act")
    create.add_argument("--name", default="Made from the terminal", help="what the key is for")
    create.add_argument("--days", type=int, default=90, metavar="D", help="for how long, 1 to 365 (default: 90)")
    listing = _act(acts, "list", run_list, "show keys, without their secrets")
    listing.add_argument("--person", default="", metavar="EMAIL", help="only this person's")
    revoke = _act(acts, "revoke", run_revoke, "end a key at once")
    revoke.add_argument("key", type=_identifier, metavar="ID", help="as `cairn token list` shows it")


def _act(acts: Any, name: str, function: Any, help_text: str) -> ArgumentParser:
    parser: ArgumentParser = acts.add_parser(name, help=help_text, description=f"{help_text.capitalize()}.")
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    # Given here too, so that it may stand after the second word; it was read before (see the command line).
    parser.add_argument("--database", metavar="URL", help="which database, as sqlite:///FILE or postgres://…")
    parser.set_defaults(func=function)
    return parser


def _identifier(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is no identifier of a key; `cairn token list` shows them") from None


def run_create(arguments: Namespace) -> int:
    """Make it and print its secret."""
    from cairn.foundation.people.models import Person
    from cairn.front.api import commands

    person = Person.objects.filter(email=arguments.person.strip().lower()).first()
    if person is None:
        raise Refused(f"Nobody signs in as {arguments.person}.")
    token, secret = commands.make(person, by=None, name=arguments.name, days=arguments.days)
    if arguments.json:
        print(json.dumps(_content(token) | {"secret": secret}, indent=2, ensure_ascii=False))
    else:
        print(secret)
    return 0


def run_list(arguments: Namespace) -> int:
    """Every key with its person, its end and the day of its last use."""
    from cairn.front.api import queries

    tokens = list(queries.all_tokens(arguments.person))
    if arguments.json:
        print(json.dumps([_content(token) for token in tokens], indent=2, ensure_ascii=False))
        return 0
    for token in tokens:
        used = f"used {token.last_used_on}" if token.last_used_on else "never used"
        print(f"{token.pk}  {token.person.email}  {token.name}  {_state(token)}  {used}")
    if not tokens:
        print("There are no keys.")
    return 0


def run_revoke(arguments: Namespace) -> int:
    """End it."""
    from cairn.front.api import commands, queries

    token = queries.all_tokens().filter(pk=arguments.key).first()
    if token is None:
        raise Refused("There is no such key; `cairn token list` shows them.")
    token = commands.revoke(token, by=None)
    print(json.dumps(_content(token), indent=2, ensure_ascii=False) if arguments.json else "The key is revoked.")
    return 0


def _state(token: "Token") -> str:
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    return f"{'until' if token.is_live else 'ran out'} {token.expires_at:%Y-%m-%d}"


def _content(token: "Token") -> dict[str, Any]:
    return {
        "id": str(token.pk),
        "person": token.person.email,
        "name": token.name,
        "created_at": token.created_at.isoformat(),
        "expires_at": token.expires_at.isoformat(),
        "last_used_on": token.last_used_on.isoformat() if token.last_used_on else None,
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
        "is_live": token.is_live,
    }
