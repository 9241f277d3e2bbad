"""What does the board hear of registration (sa.agenda.11e)? Figures only: no member learns whose they are."""

from cairn.cycle.evidence.briefs import Brief

BRIEFS = (
    Brief(
        "registration",
        "Registration",
        (
            "registration.in_date",
            "registration.reserved",
            "registration.steps",
            "registration.checked",
            "registration.reassigned",
        ),
    ),
)
