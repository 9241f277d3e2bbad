"""Does what the regulator's register says agree with the register here? A difference is for a person to decide."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cairn.foundation.imports.columns import plain
from cairn.foundation.people.models import Person
from cairn.practice.registration.models import BARS, COVERS, ENDS, Registration, State
from cairn.practice.registration.models.check import Differs
from cairn.practice.registration.regulators import Regulator, regulators

ON, WARNED, BOUND, OFF = "on", "warned", "bound", "off"
# How registers put it, without blanks and marks; whatever is not here is shown to a person.
SAYS = {
    ON: ("registered", "active", "current", "live", "onregister", "practising", "yes", "renewed"),
    WARNED: ("warning", "registeredwithwarning", "warned"),
    BOUND: ("conditions", "registeredwithconditions", "conditionsofpractice", "conditional", "temporaryconditions",
            "interimconditions", "interimconditionsofpractice", "restricted"),
    OFF: ("suspended", "removed", "lapsed", "expired", "notregistered", "notfound", "no", "struckoff",
          "temporarysuspension", "interimsuspension", "temporarysuspensionorder", "cancelled",
          "voluntarilyremoved", "inactive"),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What the regulator's register said of one number; empty where it did not say."""

    name: str = ""
    part: str = ""
    status: str = ""


def differences(registration: Registration, states: Collection[str], said: Said) -> list[str]:
    """In what the two registers differ. `states` are those of the registration on the day, as they are known here."""
    found = [
        (Differs.NAME, bool(said.name) and not is_same_name(registration.person, said.name)),
        (Differs.PART, bool(said.part) and part_called(registration.rules, said.part) != registration.part),
        (Differs.STATUS, bool(said.status) and status_called(said.status) != status_of(states)),
    ]
    return [str(what) for what, is_so in found if is_so]


def is_same_name(person: Person, said: str) -> bool:
    """Family name and given name are both in it, in any order, whatever stands between."""
    words = {plain(word) for word in said.replace(",", " ").split()}
    wanted = [plain(word) for word in f"{person.given_name} {person.family_name}".split()]
    return set(wanted) <= words or plain(person.family_name) + plain(person.given_name) == plain(said)


def part_called(regulator: Regulator, text: str) -> str:
    """The key of a part by its name in the singular or plural; where none is said, that of social workers."""
    if not text.strip():
        return next((one.key for one in regulator.parts if one.is_social_worker), "")
    wanted = plain(text)
    singular = wanted.removesuffix("s")
    return next((one.key for one in regulator.parts if {plain(one.key), plain(one.title)} & {wanted, singular}), "")


def regulator_called(text: str) -> Regulator | None:
    """A regulator by its key, its name or the short one."""
    wanted = plain(text)
    return next((one for one in regulators().values() if wanted in map(plain, (one.key, one.title, one.short))), None)


def status_called(text: str) -> str:
    """On the register, under a warning, bound by conditions, or off it; empty where the words are not known."""
    wanted = plain(text)
    return next((key for key, words in SAYS.items() if wanted in words), "")


def status_of(states: Iterable[str]) -> str:
    """The same of the register here. Awaiting the register counts as on it: a regulator's delay is no lapse."""
    held = set(states)
    if held & set(ENDS) or not held & set(COVERS):
        return OFF
    if held & set(BARS):
        return BOUND
    return WARNED if State.WARNING in held else ON
