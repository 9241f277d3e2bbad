"""Who declares what, and who answers a declaration?"""

from cairn.foundation.core.verdicts import YES, Verdict
from cairn.foundation.people.models import Person
from cairn.practice.registration.around import stands_over
from cairn.practice.registration.models import Declaration
from cairn.practice.registration.models.declaration import Subject

LONGEST_WORDS = 2000


def may_declare(actor: Person, *, subject: str, nothing: bool, words: str) -> Verdict:
    """About oneself: that there is nothing, or what there is."""
    if subject not in Subject.values:
        return Verdict("Choose what the declaration is about.")
    if nothing and words.strip():
        return Verdict("You ticked that there is nothing to declare and wrote something. Keep one of the two.")
    if not nothing and not words.strip():
        return Verdict("Say what there is to declare, or tick that there is nothing.")
    return YES if len(words) <= LONGEST_WORDS else Verdict("Say it in fewer words: at most 2,000 characters.")


def may_answer(actor: Person, declaration: Declaration, *, answer: str) -> Verdict:
    """Whoever may read this kind says what was agreed, once, and not about their own."""
    if actor.pk == declaration.person_id:
        return Verdict("Somebody else answers your own declaration.")
    if not stands_over(actor, declaration.person, f"declaration_{declaration.subject}.answer"):
        return Verdict("A declaration is answered by those who read this kind of it.")
    if declaration.replaced_at is not None:
        return Verdict("A newer declaration counts now. Answer that one.")
    if declaration.answered_at is not None:
        return Verdict("It was answered already.")
    if len(answer) > LONGEST_WORDS:
        return Verdict("Say it in fewer words: at most 2,000 characters.")
    if not declaration.says_nothing and not answer.strip():
        return Verdict("Say what was agreed, so that it can be read later.")
    return YES
