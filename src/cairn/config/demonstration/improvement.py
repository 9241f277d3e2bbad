"""Which evidence, actions and suggestions are there, and what became of them?"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.config.demonstration.chronicle import Chronicle
from cairn.config.demonstration.library import words
from cairn.config.demonstration.people import Staffing
from cairn.config.demonstration.story import service_of
from cairn.config.demonstration.texts import topic_of
from cairn.cycle.evidence import commands as evidence_commands
from cairn.cycle.evidence.models import Evidence, Kind
from cairn.cycle.improvement import commands
from cairn.cycle.improvement.models import Action, Priority, Suggestion
from cairn.foundation.standards.models import Statement

PRIORITIES = {"urgent": Priority.URGENT, "high": Priority.HIGH, "ordinary": Priority.ORDINARY}
KINDS = (Kind.DOCUMENT, Kind.LINK, Kind.RECORD)
TO_BE_KNOWN = timedelta(days=3)
FOLDERS_READY, FOLDERS_COVER = timedelta(days=6), timedelta(days=182)
Shown = tuple[dict[str, Any], Evidence]


class Improvement:
    """One employer's evidence, action log and suggestions."""

    def __init__(self, staffing: Staffing, chronicle: Chronicle, statements: list[Statement]) -> None:
        self.staffing = staffing
        self.chronicle = chronicle
        self.slug = staffing.employer["slug"]
        self.domain = staffing.employer["domain"]
        self.statements = statements
        self.by_ref = {statement.ref: statement for statement in statements}
        self.evidence: list[Shown] = []
        self.folders: dict[str, Evidence] = {}
        self.actions: dict[str, Action] = {}
        self.suggestions: dict[str, Suggestion] = {}
        self.sources: dict[int, tuple[str, str]] = {}  # by number of the round: its key and its title

    def plan(self, first: date) -> None:
        """Put all of it into the chronicle; nothing earlier than the first day."""
        for at, line in enumerate(words()["evidence"][self.slug]):
            day = max(line["of"] + TO_BE_KNOWN, first + timedelta(days=1 + at % 12))
            self.chronicle.on(min(day, date(2026, 11, 20)), partial(self._add, line, at))
        for entry in words()["actions"][self.slug]:
            self._plan_action(entry)
        for entry in words()["suggestions"][self.slug]:
            self._plan_suggestion(entry)

    def plan_folders(self, before: date) -> None:
        """Some days before a round opens, every service puts its folder in order."""
        for unit in self.staffing.workforce.units:
            if unit.kind != "team":
                self.chronicle.on(before - FOLDERS_READY, partial(self._add_folder, unit.code, before))

    def folder_of(self, unit: str) -> Evidence | None:
        """The newest folder of the service that a unit belongs to; without a unit, that of the whole."""
        return self.folders.get(service_of(unit) or self.staffing.workforce.units[0].code)

    def shown_for(self, ref: str, unit: str) -> list[Shown]:
        """What there is by now to show for a statement in a unit."""
        topic = topic_of(ref)
        return [
            (line, found)
            for line, found in self.evidence
            if topic in line["topics"] and unit.startswith(line.get("unit", ""))
        ]

    def _add(self, line: dict[str, Any], at: int) -> None:
        kind = KINDS[at % len(KINDS)]
        days = self.chronicle.days
        period = {"period_from": days.on(line["from"]), "period_to": days.on(line["of"])} if "from" in line else {}
        found = evidence_commands.add(
            by=self.staffing.person("quality_officer"),
            title=line["title"],
            kind=kind,
            about=line["says"],
            happened_on=None if period else days.on(line["of"]),
            expires_on=days.on(line["until"]),
            owner=self.staffing.person(line["owner"]),
            unit=self.staffing.units.get(line.get("unit", "")),
            upload=self._document(line) if kind == Kind.DOCUMENT else None,
            address=f"https://library.{self.domain}/governance/{at + 101}" if kind == Kind.LINK else "",
            reference=f"GOV/{days.on(line['of']).year}/{at + 101:04}" if kind == Kind.RECORD else "",
            statements=[one for one in self.statements if topic_of(one.ref) in line["topics"]],
            **period,
        )
        self.evidence.append((line, found))

    def _add_folder(self, code: str, before: date) -> None:
        last = self.chronicle.days.on(before - FOLDERS_READY - timedelta(days=3))
        first = last - FOLDERS_COVER
        unit = self.staffing.units[code]
        self.folders[code] = evidence_commands.add(
            by=self.staffing.person("quality_officer"),
            title=f"{unit.name}: minutes, returns and dip samples, {first:%B} to {last:%B %Y}",
            kind=Kind.RECORD,
            about="Team meetings, supervision returns, dip samples, complaints and thanks, in date order.",
            period_from=first,
            period_to=last,
            expires_on=last + timedelta(days=365),
            owner=self.staffing.leader(code, last),
            unit=unit,
            reference=f"{code}/{last:%Y-%m}",
        )

    def _document(self, line: dict[str, Any]) -> SimpleUploadedFile:
        lines = (line["title"], self.staffing.employer["name"], line["says"], "Invented for the demonstration.")
        name = "".join(letter if letter.isalnum() else "-" for letter in line["title"].lower()).strip("-")
        return SimpleUploadedFile(f"{name}.txt", "\n\n".join(lines).encode(), "text/plain")

    def _plan_action(self, entry: dict[str, Any]) -> None:
        on = self.chronicle.on
        on(entry["raised"], partial(self._raise, entry))
        for note in entry["notes"]:
            on(note["day"], partial(self._note, entry, note))
        if "done" in entry:
            on(entry["done"]["day"], partial(self._finish, entry, entry["done"]), 11)
        if "checked" in entry:
            on(entry["checked"]["day"], partial(self._check, entry, entry["checked"]), 15)
        if "withdrawn" in entry:
            on(entry["withdrawn"]["day"], partial(self._withdraw, entry, entry["withdrawn"]), 15)

    def _note(self, entry: dict[str, Any], note: dict[str, Any]) -> None:
        commands.note(self.actions[entry["what"]], by=self.staffing.person(entry["owner"]), text=note["text"])

    def _check(self, entry: dict[str, Any], checked: dict[str, Any]) -> None:
        by = self.staffing.person(entry["done"]["checker"])
        commands.check(self.actions[entry["what"]], by=by, worked=checked["worked"], effect=checked["effect"])

    def _withdraw(self, entry: dict[str, Any], withdrawn: dict[str, Any]) -> None:
        by = self.staffing.person("quality_officer")
        commands.withdraw(self.actions[entry["what"]], by=by, reason=withdrawn["reason"])

    def _raise(self, entry: dict[str, Any]) -> None:
        source, words_of_source = self.sources.get(entry.get("round", 0), ("", ""))
        self.actions[entry["what"]] = commands.raise_action(
            by=self.staffing.person(entry["by"]),
            what=entry["what"],
            why=entry["why"],
            owner=self.staffing.person(entry["owner"]),
            due_on=self.chronicle.days.on(entry["due"]),
            priority=PRIORITIES[entry.get("priority", "ordinary")],
            statement=self._statement(entry["clause"]),
            unit=self.staffing.units.get(entry.get("unit", "")),
            source=source,
            source_words=words_of_source,
        )

    def _statement(self, clause: str) -> Statement:
        """The statement of this clause, or the first one below it."""
        found = self.by_ref.get(clause)
        return found or next(one for one in self.statements if one.ref.startswith(f"{clause}."))

    def _finish(self, entry: dict[str, Any], done: dict[str, Any]) -> None:
        shown = [found for _, found in self.shown_for(self._statement(entry["clause"]).ref, entry.get("unit", ""))][-1:]
        commands.finish(
            self.actions[entry["what"]],
            by=self.staffing.person(entry["owner"]),
            done_words=done["words"],
            check_on=self.chronicle.days.on(done["check_on"]),
            checker=self.staffing.person(done["checker"]),
            evidence=shown or [self._minute(entry, done)],
        )

    def _minute(self, entry: dict[str, Any], done: dict[str, Any]) -> Evidence:
        """Where no document speaks to it: the minute in which it was told."""
        day = self.chronicle.days.on(done["day"])
        return evidence_commands.add(
            by=self.staffing.person("quality_officer"),
            title=f"Minute of the managers' meeting: {entry['what']}"[:200],
            kind=Kind.RECORD,
            about=done["words"],
            happened_on=day,
            expires_on=day + timedelta(days=365),
            owner=self.staffing.person(entry["owner"]),
            unit=self.staffing.units.get(entry.get("unit", "")),
            reference=f"MM/{day:%Y}/{day:%m%d}",
        )

    def _plan_suggestion(self, entry: dict[str, Any]) -> None:
        self.chronicle.on(entry["day"], partial(self._offer, entry))
        if "answer" in entry:
            self.chronicle.on(entry["answered_day"], partial(self._answer, entry))

    def _offer(self, entry: dict[str, Any]) -> None:
        day = self.chronicle.days.on(entry["day"])
        is_unit = entry["by"] in self.staffing.units
        by = self.staffing.member(entry["by"], day) if is_unit else self.staffing.person(entry["by"])
        unit = self.staffing.units[entry["by"]] if is_unit else None
        self.suggestions[entry["text"]] = commands.offer(by=by, text=entry["text"], unit=unit)

    def _answer(self, entry: dict[str, Any]) -> None:
        by = self.staffing.person("learning_officer")
        held = self.suggestions[entry["text"]]
        commands.answer(held, by=by, state=entry["state"], answer=entry["answer"])
