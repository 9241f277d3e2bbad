"""What would each case of an extract do: come in, be put right, be closed, or nothing?"""

from dataclasses import dataclass, field
from uuid import UUID

from cairn.foundation.core.answers import day as in_words
from cairn.foundation.imports.kinds import Change
from cairn.foundation.imports.rows import Sheet
from cairn.practice.caseload.imports.entries import Entry
from cairn.practice.caseload.imports.known import Facts, Holding, Known, Standing
from cairn.practice.caseload.models import Level, Role

WORDS = {
    "comes_in": ("case comes in", "cases come in"),
    "changes": ("case is put right", "cases are put right"),
    "closes": ("case is closed", "cases are closed"),
}
LABEL = "caseload.Case"
GONE = "gone from the list"


@dataclass(slots=True)
class Step:
    """What is written for one case: its new facts, whom it is given to, and which allocations end."""

    pk: UUID | None
    key: str
    reference: str
    facts: Facts
    gives: set[Holding]
    ends: list[UUID]
    has_accountable: bool


@dataclass
class Work:
    """Everything that must be written."""

    steps: list[Step] = field(default_factory=list)
    source: str = ""


def plan_one(sheet: Sheet, key: str, entry: Entry, known: Known, work: Work) -> Change | None:
    """The change that a case makes; none where all of it is known already."""
    standing = known.cases.get(key)
    wanted = entry.holdings if sheet.has("worker") or standing is None else set(standing.holdings)
    if entry.facts.closed_on is not None:
        wanted = set()
    facts = _facts(sheet, entry, standing)
    held = standing.holdings if standing else {}
    if standing is not None and facts == standing.facts and wanted == set(held):
        return None
    ends = [pk for holding, pk in held.items() if holding not in wanted]
    step = Step(
        standing.pk if standing else None, key, entry.reference, facts, wanted - set(held), ends,
        any(one.role == Role.ACCOUNTABLE for one in wanted),
    )  # fmt: skip
    work.steps.append(step)
    return _change(entry, standing, facts, wanted, known)


def plan_gone(key: str, standing: Standing, known: Known, work: Work) -> Change:
    """A case of this source that the whole list no longer has is closed."""
    facts = standing.facts._replace(closed_on=max(standing.facts.opened_on, known.today))
    work.steps.append(Step(standing.pk, key, key, facts, set(), list(standing.holdings.values()), False))
    return Change(
        "closes",
        f"case {key}",
        key,
        f"{LABEL}:{standing.pk}",
        0,
        {},
        {"Closed on": in_words(facts.closed_on), "Why": GONE},
    )


def _facts(sheet: Sheet, entry: Entry, standing: Standing | None) -> Facts:
    """Of what the file has no column for, it says nothing of a case that is known."""
    if standing is None:
        return entry.facts
    silent = [name for name in ("complexity", "intensity", "travel", "closed_on") if not sheet.has(name)]
    return entry.facts._replace(**{name: getattr(standing.facts, name) for name in silent})


def _change(entry: Entry, standing: Standing | None, facts: Facts, wanted: set[Holding], known: Known) -> Change:
    after = _said(facts, wanted, known)
    before = _said(standing.facts, set(standing.holdings), known) if standing else {}
    was = {name: text for name, text in before.items() if text != after[name]}
    now = {name: text for name, text in after.items() if text != before.get(name, "")}
    closes = standing is not None and facts.closed_on is not None and standing.facts.closed_on is None
    what = "comes_in" if standing is None else "closes" if closes else "changes"
    subject = f"{LABEL}:{standing.pk}" if standing else LABEL
    return Change(what, f"case {entry.reference}", entry.reference, subject, entry.row, was, now)


def _said(facts: Facts, holdings: set[Holding], known: Known) -> dict[str, str]:
    levels = {name: Level(getattr(facts, name)).label for name in ("complexity", "intensity", "travel")}
    carried = sorted(f"{known.person_name(one.person_id)}{_as(one)}" for one in holdings)
    return {
        "Team": known.unit_name(facts.unit_id),
        "Type": known.weights.type_title(facts.case_type),
        **{name.capitalize(): label if label != Level.USUAL.label else "" for name, label in levels.items()},
        "Opened on": in_words(facts.opened_on),
        "Closed on": in_words(facts.closed_on),
        "Carried by": ", ".join(carried),
    }


def _as(holding: Holding) -> str:
    role = "" if holding.role == Role.ACCOUNTABLE else Role(holding.role).label.lower()
    said = ", ".join(word for word in (role, holding.function) if word)
    return f" ({said})" if said else ""
