"""On which day does something happen, when the demonstration is loaded on another day than it was written for?"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WRITTEN_FOR = date(2026, 11, 22)
LONDON = ZoneInfo("Europe/London")
SEASONS = ("winter", "spring", "summer", "autumn")


@dataclass(frozen=True)
class Days:
    """Moves written days by whole weeks, so that a Monday stays one and nothing comes to lie after today."""

    today: date

    def on(self, written: date) -> date:
        return written + timedelta(weeks=(self.today - WRITTEN_FOR).days // 7)

    def at(self, written: date, hour: int = 9, minute: int = 0) -> datetime:
        """The moment, at this hour of the office clock."""
        return datetime.combine(self.on(written), time(hour, minute), LONDON)

    def morning_of(self, day: date) -> datetime:
        """The first minutes of an office day, before anybody else acts."""
        return datetime.combine(day, time(7, 30), LONDON)

    def at_today(self) -> datetime:
        """The morning of the day of loading: everything in the demonstration lies before it."""
        return datetime.combine(self.today, time(0, 0), LONDON)


def season(day: date) -> str:
    """The season as it is used in the name of a round: "autumn" from September."""
    return SEASONS[day.month % 12 // 3]


def months_from(day: date, months: int) -> str:
    """The name of the month so many months later, or earlier where below nought."""
    return date(2000, (day.month - 1 + months) % 12 + 1, 1).strftime("%B")
