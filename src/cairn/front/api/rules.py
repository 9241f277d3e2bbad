"""Who may make a key for programmes, and who may revoke it?"""

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.access import refuse_unless
from cairn.foundation.people.models import Person
from cairn.front.api.models import Token

MOST_KEYS = 20
MOST_DAYS = 365


def may_make(actor: Person | None, person: Person) -> Verdict:
    """A key can do what its person can, so everybody makes their own; whoever runs the server can make one for them."""
    if not person.is_active:
        return Verdict("This person can't sign in any more, so no programme can act for them.")
    if Token.objects.live().filter(person=person).count() >= MOST_KEYS:
        return Verdict(f"There are {MOST_KEYS} keys in use already. Revoke one that is not needed any more.")
    if actor is None:
        return YES
    wanted = Token(person=person, organisation_id=person.organisation_id)
    return refuse_unless(actor, "token.make", wanted, "A key is made by the person for whom it acts, who works here.")


def may_revoke(actor: Person | None, token: Token) -> Verdict:
    """Its person, an administrator, or whoever runs the server."""
    if token.revoked_at is not None:
        return Verdict("This key was revoked already.")
    if actor is None:
        return YES
    return refuse_unless(actor, "token.revoke", token, "A key is revoked by its person or by an administrator.")
